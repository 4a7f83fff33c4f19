"""Every wing that is built keeps `docs/wing.md`, also those to come; and each planted violation is refused."""

from pathlib import Path
from types import SimpleNamespace
from typing import Annotated

import pytest
import typer

from motif.evaluate.figure import Figure, Null
from motif.view.part import Chapter, Prose, Strips
from motif.wings import WINGS, load, room
from tests.house import wing
from tests.house.test_docs import generate

ROOT = Path(__file__).resolve().parents[2]
BUILT = [name for name, one in WINGS.items() if one.is_built]
MODEL_FILES = {"pictures": "selfie", "films": "english"}  # fixtures that fetch what a wing's demo needs

of_every_wing = pytest.mark.parametrize("name", BUILT)
CARD = '''"""A wing: does something.

Tour
----
>>> 1
1

Measured
--------
It scores 0.9; chance 0.1.
"""

from importlib import import_module

__all__ = ["gather"]
_LIVES_IN = {"gather": "study"}
'''


def all_commands(app):
    """Return the commands of a command line by their full names, groups left out."""
    return {path: one for one, path in generate.commands(app) if not hasattr(one, "commands")}


def test_there_are_wings():
    """The register has some that are built."""
    assert {"pictures", "latent", "songs"} <= set(BUILT)


@of_every_wing
def test_a_wing_has_its_card(name):
    """What for, a tour that runs, what was measured; nothing heavy loads before it is used, and every name is there."""
    assert wing.card(ROOT / "src", name) == []
    front = load(name)
    assert [one for one in front.__all__ if getattr(front, one, None) is None] == []


@of_every_wing
def test_a_wing_s_verbs_are_registered_and_have_twins(name):
    """One line of help, an example, `--json`, and the same function in Python."""
    from motif.cli.main import app

    assert wing.verbs(all_commands(app), name, load(name)) == []


@of_every_wing
def test_a_wing_that_gathers_has_verbs_and_a_ledger(name):
    """What reads people's files says what became of each; `score` and `show` follow."""
    from motif.cli.main import app

    front, paths = load(name), set(all_commands(app))
    if "gather" in front.__all__:
        assert {f"motif {name} {verb}" for verb in ("gather", "score", "show")} <= paths
        assert "ledger" in front.__all__


@of_every_wing
def test_a_wing_has_its_page_and_its_row_in_the_readme(name):
    """`docs/NAME.md`, whose commands `test_docs` runs."""
    assert wing.page(ROOT, name) == []


@of_every_wing
def test_a_wing_brings_a_sample(name):
    """Small files with a notice, or a program that makes them."""
    assert wing.sample(ROOT / "src", name) == []


@of_every_wing
def test_a_wing_can_be_shown_by_the_demo(name):
    """`study.demo(folder=, quick=)` and `view.chapter(result)`."""
    assert wing.demo(room(name, "study"), room(name, "view")) == []


@pytest.mark.slow  # each wing does its whole job: up to half a minute
@of_every_wing
def test_a_wing_s_chapter_has_no_bare_number_and_its_ledger_balances(name, tmp_path, request):
    """Every figure has chance or a trivial answer beside it; what was gathered was kept or dropped, for each source."""
    from motif.collection import read

    if name in MODEL_FILES:
        request.getfixturevalue(MODEL_FILES[name])
    result = room(name, "study").demo(folder=tmp_path, quick=True)
    chapter = room(name, "view").chapter(result)
    assert isinstance(chapter, Chapter)
    assert chapter.id == name
    assert wing.bare(chapter) == []
    if "gather" in load(name).__all__:
        assert wing.unbalanced(load(name).ledger(read(tmp_path / f"{name}.motif"))) == []


def plant(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


def test_a_good_card_is_let_through(tmp_path):
    """The rules do not refuse what they ask for."""
    assert wing.card(plant(tmp_path, "motif/films/__init__.py", CARD), "films") == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("Tour\n----\n", "", "no section Tour"),
        ("Measured\n--------\n", "", "no section Measured"),
        (">>> 1\n1\n", "None.\n", "Tour has no example that runs"),
        ("; chance 0.1", "", "Measured has no number with another one beside it"),
        ("from importlib", "import torch\nfrom importlib", "loads torch when it is imported"),
        ("from importlib", "from motif.films.study import gather\nfrom importlib",
         "loads motif.films.study when it is imported"),
        ('_LIVES_IN = {"gather": "study"}', "", "no lazy names: __all__ and _LIVES_IN"),
        ('["gather"]', '["gather", "show"]', "in only one of __all__ and _LIVES_IN: ['show']"),
    ],
)  # fmt: skip
def test_a_planted_card_is_refused(tmp_path, before, after, says):
    """Without a section, an example, a null, or with what loads at once."""
    assert before in CARD
    assert says in wing.card(plant(tmp_path, "motif/films/__init__.py", CARD.replace(before, after)), "films")


@pytest.fixture
def films():
    """A command line with a wing of two verbs, of which one is as it should be."""
    from motif.cli import door

    app, group = door.group("A command line."), door.group("A wing.")
    app.callback()(lambda: None)
    app.add_typer(group, name="films")

    @door.verb(group, "gather", example="motif films gather folder")
    def gather(folder: Annotated[str, typer.Argument(help="Where.")], as_json: door.JsonOption = False) -> None:
        """Make a collection of films."""

    @door.verb(group, "show", example="motif shows films")
    def show(folder: Annotated[str, typer.Argument(help="Where.")]) -> None:
        """Show films"""

    return all_commands(app)


def test_a_planted_verb_is_refused(films):
    """Help that is no sentence, another verb's example, no `--json`, no twin."""
    front = SimpleNamespace(__all__=["gather"], gather=print)
    assert wing.verbs(films, "films", front) == [
        "show: its help is not one sentence", "show: no example of itself", "show: no --json",
        "show: motif.films has no function 'show'",
    ]  # fmt: skip
    assert wing.verbs(films, "songs", front) == []
    assert wing.verbs({"motif films gather": films["motif films gather"]}, "films", SimpleNamespace(__all__=[])) == [
        "gather: motif.films has no function 'gather'"
    ]


def test_a_wing_that_nobody_wrote_about_is_found(tmp_path):
    """No page; a README that names the wing without linking it."""
    plant(tmp_path, "README.md", "| films | plots | |\n")
    told = ["no docs/films.md", "the README's table has no row 'films' with a link to its page"]
    assert wing.page(tmp_path, "films") == told
    plant(tmp_path, "docs/films.md", "# Films\n")
    plant(tmp_path, "README.md", "| films | plots | [docs/films.md](docs/films.md) |\n")
    assert wing.page(tmp_path, "films") == []


def test_a_wing_without_a_sample_is_found(tmp_path):
    """A room `source` that has none, files without a notice, a maker without one."""
    plant(tmp_path, "motif/films/source/table.py", "def read():\n    pass\n")
    assert wing.sample(tmp_path, "films") == [
        "no sample: neither files in source/samples nor a maker with its NOTICE in source"
    ]
    plant(tmp_path, "motif/films/source/samples/plots.csv", "plot\n")
    assert wing.sample(tmp_path, "films") == ["samples without a NOTICE.txt"]
    plant(tmp_path, "motif/films/source/samples/NOTICE.txt", "CC0")
    assert wing.sample(tmp_path, "films") == []
    plant(tmp_path, "motif/videos/source.py", "NOTICE = 'synthetic'\n\ndef make():\n    pass\n")
    assert wing.sample(tmp_path, "videos") == []


def test_a_wing_that_the_demo_cannot_call_is_found():
    """Nothing to call, positions instead of names, something that has to be given."""
    nothing = SimpleNamespace()
    assert wing.demo(nothing, nothing) == ["no study.demo", "no view.chapter"]

    def demo(source, folder=None, *, quick):
        """Planted."""

    study, view = SimpleNamespace(demo=demo), SimpleNamespace(chapter=lambda result, title: None)
    assert wing.demo(study, view) == [
        "study.demo: folder is not given by name, with a default",
        "study.demo: quick is not given by name, with a default",
        "study.demo cannot do without source",
        "study.demo cannot do without quick",
        "view.chapter does not take the result alone",
    ]


def test_a_bare_number_is_found():
    """In any strip of the chapter; chance or a trivial answer is enough, and a chapter must measure something."""
    null = Null("permuted_labels", mean=0.0, sd=0.02, z=20.5, p=0.001, low=-0.03, high=0.03, n=999)
    alone = Figure("alone", 0.4, None, {}, None, 9, True, "Planted.")
    beside = Figure("beside chance", 0.4, null, {}, None, 9, True, "Planted.")
    trivial = Figure("beside nothing", 0.4, None, {"nothing": 0.1}, None, 9, True, "Planted.")
    words = Prose("Planted.")
    assert wing.bare(Chapter("films", "Films", "", (words, Strips((beside, trivial))))) == []
    assert wing.bare(Chapter("films", "Films", "", (words, Strips((beside,)), Strips((trivial, alone))))) == ["alone"]
    assert wing.bare(Chapter("films", "Films", "", (words,))) == ["the chapter measures nothing"]


def test_a_ledger_that_loses_something_is_found():
    """The source is named."""
    whole = SimpleNamespace(name="a.csv", n_gathered=3, n_kept=2, dropped={"episode": 1})
    lost = SimpleNamespace(name="b.csv", n_gathered=3, n_kept=2, dropped={})
    assert wing.unbalanced(SimpleNamespace(sources=(whole,))) == []
    assert wing.unbalanced(SimpleNamespace(sources=(whole, lost))) == ["b.csv"]
    assert wing.unbalanced(SimpleNamespace(sources=())) == ["the ledger has no sources"]
