"""What the house and the style sheet ask of every file, read off the source; and proof that each rule bites."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import rules

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
OF_SRC = [
    rules.imports_by_string,
    rules.writers,
    rules.prints,
    rules.long_modules,
    rules.long_functions,
    rules.without_all,
    rules.without_example,
    rules.badly_named,
]
GOOD = '''"""A module as it should be."""

from motif.core.files import atomic_file

__all__ = ["write"]


def write(path):
    """Write.

    Examples
    --------
    >>> write
    """
    with atomic_file(path) as stream:
        stream.write(b"")
'''
PLANTED = [
    (rules.imports_by_string, "core/a.py", "from importlib import import_module\n"),
    (rules.imports_by_string, "core/a.py", "import importlib\nimportlib.import_module('motif.view')\n"),
    (rules.imports_by_string, "view/a.py", "__import__('motif.view')\n"),
    (rules.prints, "engine/a.py", "print('done')\n"),
    (rules.long_modules, "core/a.py", "x = 1\n" * 401),
    (rules.long_functions, "core/a.py", "def f():\n    '''Doc.\n\n    More.\n    '''\n" + "    x = 1\n" * 60),
    (rules.long_functions, "core/a.py", "class A:\n    def f(self):\n" + "        x = 1\n" * 60),
    (rules.without_all, "core/a.py", "x = 1\n"),
    (rules.without_example, "core/a.py", "__all__ = ['f']\ndef f():\n    '''Return nothing.'''\n"),
    (
        rules.without_example,
        "core/a.py",
        "__all__ = ['A']\nclass A:\n    '''A thing.\n\n    Examples\n    --------\n    None.\n    '''\n",
    ),
    (rules.badly_named, "core/utils.py", ""),
    (rules.badly_named, "view/view.py", ""),
    (rules.badly_named, "view/page_view.py", ""),
]
WRITES = [
    "open('a', 'w')",
    "open('a', mode='xb')",
    "def f(path):\n    with path.open('ab') as stream:\n        pass",
    "def f(path):\n    path.write_text('')",
    "def f(path):\n    path.mkdir()",
    "import os\nos.open('a', os.O_CREAT)",
    "import os\nos.replace('a', 'b')",
    "import shutil\nshutil.copy('a', 'b')",
    "import gzip\ngzip.open('a', 'wt')",
    "import zipfile\nzipfile.ZipFile('a', 'w')",
    "import numpy as np\nnp.save('a.npy', 1)",
    "import numpy as np\nnp.savez(file='a.npz')",
    "def f(figure, path):\n    figure.savefig(path)",
    "import pyarrow.parquet as pq\ndef f(table, path):\n    pq.write_table(table, path)",
    "from pyarrow.parquet import write_table\ndef f(table, path):\n    write_table(table, where=path)",
    "from PIL import Image\ndef f(image, path):\n    image.save(path, 'png')",
    "import torch\ndef f(state, path):\n    torch.save(state, path)",
    "from safetensors.numpy import save_file\ndef f(arrays, path):\n    save_file(arrays, path)",
    "import cv2\ndef f(image, path):\n    cv2.imwrite(path, image)",
    "def f(frame, path):\n    frame.to_parquet(path)",
]
HARMLESS = [
    "open('a')",
    "open('a', 'rb')",
    "def f(path):\n    with path.open('rb') as stream:\n        return stream.read()",
    "import os\nos.open(os.devnull, os.O_WRONLY)",
    "from PIL import Image\ndef f(path):\n    return Image.open(path)",
    "import io\nimport numpy as np\ndef f(a):\n    stream = io.BytesIO()\n    np.save(stream, a)",
    "import numpy as np\ndef f(a, p):\n    with atomic_file(p) as stream:\n        np.save(stream, a)",
    "import pyarrow.parquet as pq\ndef f(table, stream: IO[bytes]):\n    pq.write_table(table, stream)",
    "from motif.core.files import write_text\ndef f(path):\n    write_text(path, '')",
    "from motif.core import files\ndef f(path):\n    files.write_text(path, '')",
    "import io\ndef f(figure):\n    out = io.StringIO()\n    figure.savefig(out, format='svg')",
    "def f(frame):\n    return frame.to_csv()",
    "def f(text):\n    return text.replace('a', 'w')",
]


def plant(folder: Path, name: str, text: str) -> Path:
    """Make a small `src` with one good module and one planted file; return it."""
    for path, content in (("core/good.py", GOOD), (name, text)):
        file = folder / "src" / "motif" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    return folder / "src"


@pytest.mark.parametrize("rule", OF_SRC, ids=lambda rule: rule.__name__)
def test_the_source_keeps_the_rule(rule: Callable[[Path], list[str]]):
    """No file breaks it, but for what `docs/style.md` lists as known."""
    known = rules.known_violations(ROOT / "docs" / "style.md", rule.__name__)
    found = set(rule(SRC))
    assert not sorted(found - known)
    assert not sorted(known - found), "no longer broken: strike it from the list in docs/style.md, which only shrinks"


def test_every_source_file_has_its_test_file():
    """`tests/` mirrors `src/`, file by file."""
    known = rules.known_violations(ROOT / "docs" / "style.md", "without_mirror")
    assert set(rules.without_mirror(SRC, ROOT / "tests")) == known


def test_no_text_names_a_folder_of_somebody_s_machine():
    """Source, documentation, benchmarks and build files are free of home and root folders."""
    assert rules.machine_paths(ROOT) == []


def test_every_extra_that_a_message_names_can_be_installed():
    """`pip install 'motif-media[NAME]'` works for every NAME in the source."""
    assert rules.unknown_extras(ROOT) == []


@pytest.mark.parametrize("page", ["house.md", "style.md"])
def test_the_house_and_the_style_sheet_are_in_the_docs(page):
    """Whoever reads the source can read what it is held to."""
    assert (ROOT / "docs" / page).stat().st_size > 1000


@pytest.mark.parametrize("rule", OF_SRC, ids=lambda rule: rule.__name__)
def test_a_good_module_breaks_no_rule(tmp_path, rule):
    """The module that every planted tree starts from passes."""
    assert rule(plant(tmp_path, "core/good.py", GOOD)) == []


@pytest.mark.parametrize(("rule", "name", "text"), PLANTED, ids=lambda value: getattr(value, "__name__", None))
def test_a_planted_violation_is_found(tmp_path, rule, name, text):
    """Each rule names the file that breaks it, and only that."""
    found = rule(plant(tmp_path, name, text))
    assert [line.partition(":")[0].partition(" ")[0] for line in found] == [name]


@pytest.mark.parametrize("text", WRITES)
def test_each_way_to_open_a_file_for_writing_is_found(tmp_path, text):
    """Python's own ways and those of the libraries we use; in `core/files.py` they are allowed."""
    assert len(rules.writers(plant(tmp_path / "a", "view/a.py", text))) == 1
    assert rules.writers(plant(tmp_path / "b", "core/files.py", text)) == []


@pytest.mark.parametrize("text", HARMLESS)
def test_reading_and_writing_into_a_stream_are_no_violation(tmp_path, text):
    """A stream from `atomic_file` or in memory may be handed to any library."""
    assert rules.writers(plant(tmp_path, "view/a.py", text)) == []


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (rules.imports_by_string, "wings.py", "from importlib import import_module\n__all__ = []\n"),
        (rules.imports_by_string, "view/__init__.py", "from importlib import import_module\n"),
        (rules.imports_by_string, "cli/a.py", "from importlib import import_module\n"),
        (rules.prints, "cli/a.py", "print('done')\n"),
        (rules.long_modules, "core/a.py", "x = 1\n" * 400),
        (rules.long_functions, "core/a.py", "def f():\n    '''Doc.\n" + "\n" * 60 + "    '''\n" + "    x = 1\n" * 59),
        (rules.without_all, "core/__init__.py", '"""Ground."""\n'),
        (
            rules.without_example,
            "core/a.py",
            "__all__ = ['P']\nclass P(Protocol):\n    '''What implements it shows it.'''\n",
        ),
        (rules.without_example, "core/a.py", "__all__ = []\ndef f():\n    '''Return nothing.'''\n"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_a_rule_allows_passes(tmp_path, rule, name, text):
    """The exceptions that house and style make are made."""
    assert rule(plant(tmp_path, name, text)) == []


def test_a_room_that_lists_its_public_names_is_asked_for_those_only(tmp_path):
    """What a room's `__init__` does not list may change, and needs no example."""
    src = plant(tmp_path, "core/a.py", "__all__ = ['f', 'g']\ndef f():\n    '''F.'''\ndef g():\n    '''G.'''\n")
    (src / "motif" / "core" / "__init__.py").write_text("from motif.core.a import g\n__all__ = ['g']\n")
    assert rules.without_example(src) == ["core/a.py g"]


def test_a_file_without_its_mirror_is_found(tmp_path):
    """A file, and a file in a folder; one test of the whole folder is enough for the latter."""
    src = plant(tmp_path, "view/deep/a.py", "")
    tests = tmp_path / "tests"
    (tests / "core").mkdir(parents=True)
    assert rules.without_mirror(src, tests) == ["core/good.py", "view/deep/a.py"]
    (tests / "core" / "test_good.py").touch()
    (tests / "view").mkdir()
    (tests / "view" / "test_deep.py").touch()
    assert rules.without_mirror(src, tests) == []


@pytest.mark.parametrize(
    "name", ["src/motif/core/a.py", "docs/a.md", "README.md", "Makefile", ".ci/run", "benchmarks/a.py"]
)
@pytest.mark.parametrize("folder", ["root", "home", "Users", "work"])
def test_a_planted_machine_path_is_found(tmp_path, name, folder):
    """In any text that ships or is read; a link of the web is none."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"see https://example.org/{folder}/page\nread('/{folder}/somebody/a.csv')\n")
    assert rules.machine_paths(tmp_path) == [f"{name}:2"]


def test_an_extra_that_nobody_declared_is_found(tmp_path):
    """A message that sends people to an extra that is not there."""
    plant(tmp_path, "view/a.py", "from motif.core.extra import extra\nwith extra('lattent'):\n    import torch\n")
    (tmp_path / "pyproject.toml").write_text("[project.optional-dependencies]\nlatent = ['torch']\n")
    assert rules.unknown_extras(tmp_path) == ["view/a.py:2 'lattent'"]


def test_known_violations_are_read_from_the_style_sheet(tmp_path):
    """A list item of a rule's name and what it reports; a sheet without the section knows none."""
    sheet = tmp_path / "style.md"
    sheet.write_text("# How we write\n- `long_modules` nothing: not in the section\n")
    assert rules.known_violations(sheet, "long_modules") == set()
    sheet.write_text(
        sheet.read_text() + "\n## Known violations\n- `long_modules` core/a.py: 401 lines\n- `prints` x:1\n"
    )
    assert rules.known_violations(sheet, "long_modules") == {"core/a.py: 401 lines"}
