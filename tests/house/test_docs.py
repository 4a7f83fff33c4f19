"""The documentation says what is: generated pages are fresh, and every command and example in them runs."""

import csv
import doctest
import importlib.util
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))]
SHELL, PYTHON = ("console", "sh"), ("python", "pycon")
NEEDS_ENGLISH = re.compile(r"motif films characters\b|films\.characters\(")
NEEDS_SELFIE = re.compile(r"motif (demo|pictures cut|pictures cartoon(?!.*--no-cut)|models install)\b")
_FENCE = re.compile(r"^( *)(`{3,})([^\n`]*)\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
_MAKE = re.compile(r"^(?:\$ )?make ([\w-]+)", re.MULTILINE)
_COMMAND = re.compile(r"(?:[A-Z_]+=\S+ +)*motif ")
_FOR_A_SHELL = re.compile(r"[();<>|&]+|.*[*?`$].*|[A-Z_]+=.*")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: the words after the fence, the text inside, the line it begins at."""

    info: tuple[str, ...]
    text: str
    line: int


def blocks(text: str, *languages: str) -> list[Block]:
    """Return the fenced blocks of a page that are written in one of the languages."""
    found = [Block(tuple(f[3].split()), f[4], text.count("\n", 0, f.start()) + 1) for f in _FENCE.finditer(text)]
    return [block for block in found if block.info[:1] and block.info[0] in languages]


def commands(block: Block) -> Iterator[str]:
    """Yield the `motif …` commands of a block; a line that ends in a backslash goes on in the next."""
    for line in re.sub(r"\\\n\s*", "", block.text).splitlines():
        command = line.strip().removeprefix("$ ")
        if _COMMAND.match(command):
            yield command


def runs(block: Block) -> bool:
    """Whether there is anything in a block to run: a command, or a prompt of Python."""
    return ">>> " in block.text if block.info[0] in PYTHON else any(commands(block))


def pages() -> list[str]:
    """Return the pages that have anything to run."""
    texts = {page: (ROOT / page).read_text(encoding="utf-8") for page in PAGES}
    return [page for page, text in texts.items() if any(runs(block) for block in blocks(text, *SHELL, *PYTHON))]


def marked(page: str) -> Any:
    """Return a page as a parameter; the long page of all commands takes a minute, so it is among the slow ones."""
    return pytest.param(page, marks=pytest.mark.slow) if page == "docs/cli.md" else page


def words(command: str) -> list[str] | None:
    """Return the arguments of a `motif` command, or None when it needs a shell."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
    lexer.commenters = "#"
    split = list(lexer)
    return None if any(_FOR_A_SHELL.fullmatch(word) for word in split) else shlex.split(command, comments=True)[1:]


def run(command: str) -> tuple[int, str]:
    """Run a `motif` command here, or in a shell where it needs one; return its exit code and what it said."""
    from motif.cli.main import app

    arguments = words(command)
    if arguments is not None:
        result = CliRunner().invoke(app, arguments, prog_name="motif")
        unforeseen = "" if isinstance(result.exception, SystemExit | None) else f"\n{result.exception!r}"
        return result.exit_code, result.output + unforeseen
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = subprocess.run(
        ["sh", "-c", command],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return shell.returncode, shell.stdout + shell.stderr


def failures(page: str) -> list[str]:
    """Run a page's commands and examples in order, as one session; return what did not end as the page says."""
    wrong: list[str] = []
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(page, *SHELL, *PYTHON):
        if block.info[0] in PYTHON:
            names = _run_python(block, names, wrong.append)
            continue
        for command in commands(block):
            code, said = run(command)
            if (code != 0) != ("error" in block.info):
                wrong.append(f"line {block.line}: {command}\nexit code {code}\n{said}")
    return wrong


def _run_python(block: Block, names: dict[str, object], out: Callable[[str], object]) -> dict[str, object]:
    example = doctest.DocTestParser().get_doctest(block.text, names, "the page", None, block.line)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    doctest.DocTestRunner(optionflags=flags).run(example, out=out, clear_globs=False)
    return example.globs


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """A folder with what the pages speak of: photographs, a collection, music, tables of songs and films, videos."""
    from PIL import Image
    from skimage.data import astronaut

    from motif.latent.study import demo
    from motif.songs.source.synth import make_songs, write_wav

    folder = tmp_path_factory.mktemp("sample")
    (folder / "photos" / "trip").mkdir(parents=True)
    Image.fromarray(astronaut()).save(folder / "photo.jpg", quality=95)
    Image.fromarray(astronaut()[:256, 100:356]).save(folder / "photos" / "portrait.jpg")
    Image.fromarray(astronaut()[:200, 300:]).save(folder / "photos" / "trip" / "rocket.png")
    demo(folder=folder, quick=True)
    make_songs(folder / "music", n_artists=1, n_songs=2, seconds=8)
    tone = 0.3 * np.sin(2 * np.pi * 262 * np.arange(8 * 22_050) / 22_050)
    write_wav(folder / "music" / "vienna.wav", tone, rate_hz=22_050, tags={"song": "Vienna", "artist": "Billy Joel"})
    songs = [f"Song {n},Band {n % 5},{80 + 3 * (n % 2) * n},{n % 7 / 7},{n % 2},{n % 5 / 5}" for n in range(40)]
    table = ["song,artist,tempo,energy,valence,danceability", *songs, "Vienna,Billy Joel,126,0.2,0.3,0.5"]
    (folder / "songs.csv").write_text("\n".join(table) + "\n", encoding="utf-8")
    _write_films(folder)
    _write_videos(folder)
    return folder


def _write_videos(folder: Path) -> None:
    """Write synthetic videos as YouTube-8M's records, `train.tfrecord`, with `vocabulary.csv` and `text.csv`."""
    from motif.videos.study.invented import write_files
    from motif.videos.study.synthetic import synthetic

    made = synthetic(400, n_labels=12, n_visual=24, n_audio=6, split=False, random_state=0)
    write_files(made, folder, records="train.tfrecord")


def _write_films(folder: Path) -> None:
    """Write the films of the wing's sample: a table of all but the last, whose plot is a text; and who is of a kind."""
    from motif.films.source.sample import kinds, synopses

    *films, last = [json.loads(line) for line in synopses().splitlines()]
    with (folder / "films.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "title", "year", "genres", "plot"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(film | {"genres": json.dumps(film["genres"])} for film in films)
    (folder / "plots").mkdir()
    (folder / "plots" / f"{last['title']}.txt").write_text(last["plot"], encoding="utf-8")
    (folder / "tvtropes.clusters.txt").write_bytes(kinds())


@pytest.fixture
def scratch(sample, tmp_path, monkeypatch) -> Path:
    """A copy of the sample to work in, with a copy of the cache, so that `motif cache clear` clears nobody's."""
    from motif.core.cache import cache_folder

    folder = tmp_path / "scratch"
    shutil.copytree(sample, folder)
    if cache_folder().is_dir():
        shutil.copytree(cache_folder(), tmp_path / "cache" / "motif")
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.timeout(600)  # one page may run forty commands, networks among them
@pytest.mark.parametrize("page", [marked(page) for page in pages()])
def test_every_command_and_example_of_a_page_does_what_the_page_says(page, request):
    """In order, in a folder with the files it speaks of; a block marked `error` fails, every other one does not."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for needed, fixture in ((NEEDS_SELFIE, "selfie"), (NEEDS_ENGLISH, "english")):
        if needed.search(text):
            request.getfixturevalue(fixture)
    request.getfixturevalue("scratch")
    wrong = failures(text)
    assert not wrong, "\n\n".join(wrong)


def test_every_make_command_of_a_page_is_there():
    """`make demo` and `make test` stand in the README, and whatever a page names is a target."""
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    texts = [(ROOT / page).read_text(encoding="utf-8") for page in PAGES]
    named = {name for text in texts for block in blocks(text, *SHELL) for name in _MAKE.findall(block.text)}
    assert {"demo", "test"} <= named <= targets


def load(script: str):
    """Return a script of the checkout as a module."""
    spec = importlib.util.spec_from_file_location(f"script_{Path(script).stem}", ROOT / script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate, benchmark = load("docs/generate.py"), load("benchmarks/run.py")


@pytest.fixture
def small_app() -> typer.Typer:
    """A command line of one verb and one group."""
    from motif.cli import door

    app, group = door.group("A small command line."), door.group("A group.")
    app.callback()(lambda: None)
    app.add_typer(group, name="group")

    @door.verb(group, "verb", example='motif group verb "a b" --n 3')
    def verb(name: Annotated[str, typer.Argument(help="Its name.")], n: int = 2) -> None:
        """Do something."""

    return app


def test_the_page_of_commands_shows_each_help_and_example(small_app):
    """A heading for each command; usage, arguments and options as text; the example as a command that is run."""
    page = generate.page(small_app)
    assert re.findall(r"^#+ (.+)$", page, re.MULTILINE) == [
        "The command line", "`motif`", "`motif group`", "`motif group verb`",
    ]  # fmt: skip
    helped = {block.text.partition("\n")[0] for block in blocks(page, "text")}
    assert "Usage: motif group verb [OPTIONS] {NAME}" in {line.replace("{name}", "{NAME}") for line in helped}
    assert "Its name." in page
    assert "default: 2" in page
    assert [*commands(blocks(page, "console")[0])] == ['motif group verb "a b" --n 3']
    assert "Example:" not in page


@pytest.mark.parametrize("columns", ["40", "80", "300"])
def test_the_page_of_commands_does_not_depend_on_the_terminal(small_app, monkeypatch, columns):
    """Its width is fixed."""
    page = generate.page(small_app)
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("TERMINAL_WIDTH", columns)
    monkeypatch.setenv("NO_COLOR", "1")
    assert generate.page(small_app) == page
    assert max(map(len, page.splitlines())) <= generate.WIDTH


def test_a_stale_page_of_commands_is_refused_and_says_what_to_run(monkeypatch, tmp_path, capsys):
    """`--check` fails on a page that is missing or changed, and never writes; without it the page is written."""
    monkeypatch.setattr(generate, "PAGE", tmp_path / "cli.md")
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().err == "docs/cli.md is stale; run: python docs/generate.py\n"
    assert not (tmp_path / "cli.md").exists()
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    (tmp_path / "cli.md").write_text((tmp_path / "cli.md").read_text() + "changed by hand\n")
    assert generate.main(["--check"]) == 1


def test_the_page_of_commands_is_fresh():
    """What is in the repository is what the code says."""
    assert generate.main(["--check"]) == 0, "docs/cli.md is stale; run: python docs/generate.py"


def test_every_benchmark_has_its_section_on_the_page_of_benchmarks():
    """A section for each script, headed by what the script says it measures."""
    page = benchmark.PAGE.read_text(encoding="utf-8")
    titles = [about.partition("\n")[0].rstrip(".") for about in benchmark.benchmarks().values()]
    assert [*benchmark.sections(page)] == titles, "run: make bench"


@pytest.fixture
def two_benchmarks(tmp_path, monkeypatch) -> Path:
    """A folder of two benchmarks, a runner and a part that is none; returns the page that they make."""
    monkeypatch.setattr(benchmark, "FOLDER", tmp_path)
    monkeypatch.setattr(benchmark, "PAGE", tmp_path / "benchmarks.md")
    for name in ("first", "second", "run"):
        (tmp_path / f"{name}.py").write_text(
            f'"""The {name} one.\n\n    python {name}.py\n\nWhat it measures.\n"""\n'
            'if __name__ == "__main__":\n    print("| ratio |\\n|---|\\n| 2.0 |")\n'
        )
    (tmp_path / "peer.py").write_text('"""A peer."""\n')
    return tmp_path / "benchmarks.md"


def test_the_page_of_benchmarks_has_what_each_says_and_prints(two_benchmarks):
    """Title, words and table; how to call it is left out, the machine is described and not named."""
    assert benchmark.main([]) == 0
    page = two_benchmarks.read_text()
    assert [*benchmark.sections(page)] == ["The first one", "The second one"]
    assert (
        "## The first one\n\nWhat it measures.\n\n| ratio |\n|---|\n| 2.0 |\n\n`python benchmarks/first.py` on " in page
    )
    assert platform.node() not in page or len(platform.node()) < 3


def test_one_benchmark_can_be_run_anew_alone(two_benchmarks):
    """The other sections stay as they were; a name that is not there is told."""
    benchmark.main([])
    before = benchmark.sections(two_benchmarks.read_text())
    script = two_benchmarks.parent / "second.py"
    script.write_text(script.read_text().replace("2.0", "3.0"))
    (two_benchmarks.parent / "first.py").write_text(
        '"""The first one."""\nif __name__ == "__main__":\n    raise SystemExit(1)\n'
    )
    assert benchmark.main(["second"]) == 0
    after = benchmark.sections(two_benchmarks.read_text())
    assert after["The first one"].strip() == before["The first one"].strip()
    assert "3.0" in after["The second one"]
    assert benchmark.main(["third"]) == 2


def test_commands_are_found_in_console_and_sh_blocks_only():
    """Prompts and continued lines are understood; output, other programs and other languages are not commands."""
    page = """
```console
$ motif demo --quick \\
    --out page
page: page/index.html
motif: pictures: 1.2 s
$ make demo
```
```sh
motif info a.motif
MOTIF_CACHE_DIR=x motif cache info
```
```text
motif where
```
"""
    found = [command for block in blocks(page, "console", "sh") for command in commands(block)]
    assert found == [
        "motif demo --quick --out page", "motif info a.motif", "MOTIF_CACHE_DIR=x motif cache info",
    ]  # fmt: skip
    assert [block.line for block in blocks(page, "console", "sh", "text")] == [2, 9, 13]


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("motif info a.motif  # what is in it", ["info", "a.motif"]),
        ('motif where a.motif "digit >= 8"', ["where", "a.motif", "digit >= 8"]),
        ("motif info a.motif --json | head", None),
        ("motif info a.motif > info.txt", None),
        ("motif pictures cut *.jpg --out cut", None),
        ("MOTIF_CACHE_MB=1 motif cache info", None),
    ],
)
def test_a_command_goes_to_a_shell_only_when_it_needs_one(command, arguments):
    """Pipes, redirects, patterns and settings do; a comparison inside quotes does not."""
    assert words(command) == arguments


def test_a_wrong_command_on_a_page_is_found(scratch):
    """A verb that is not there, a file that is not there, and a block marked `error` that does not fail."""
    page = "```console\n$ motif dmeo\n$ motif info digits.motif\n$ motif info gone.motif\n```\n"
    wrong = failures(page)
    assert [said.splitlines()[0] for said in wrong] == ["line 1: motif dmeo", "line 1: motif info gone.motif"]
    wrong = failures(page.replace("console", "console error"))
    assert [said.splitlines()[0] for said in wrong] == ["line 1: motif info digits.motif"]


def test_a_wrong_example_on_a_page_is_found():
    """Names live on from block to block; a block without prompts is only shown."""
    page = "```python\n>>> n = 2\n```\n```python\nn = unknown\n```\n```python\n>>> n\n2\n>>> n + 1\n4\n```\n"
    wrong = failures(page)
    assert len(wrong) == 1
    assert "Expected:\n    4\nGot:\n    3\n" in wrong[0]


def test_a_piped_command_runs_in_a_shell(scratch):
    """The pages may show how Motif and other programs work together."""
    assert run("motif info digits.motif --json | tr '{' '['")[1].startswith('["n_items": 1797')
