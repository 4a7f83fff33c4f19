"""The floor plan of `docs/house.md`: the contracts hold, and each planted violation is refused."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from motif.wings import WINGS
from tests.house import rules

ROOT = Path(__file__).resolve().parents[2]
LAYERS = "Each storey rests on the ones below it"
ROOMS = "Every wing has the same rooms in the same order"
CIRCLES = "No circles"
FRONT_DOOR = "Nobody inside enters by the front door"
WING_DOOR = "Rooms of a wing do not enter by the wing's front door"
CONTRACTS = [LAYERS, ROOMS, CIRCLES, FRONT_DOOR, WING_DOOR]
PLANTED = {
    "the ground imports a room above": ("core/planted.py", "import motif.engine.run\n", LAYERS),
    "a source imports a collection": ("source/planted.py", "from motif.collection import store\n", LAYERS),
    "a shared room imports a wing": ("view/planted.py", "import motif.latent\n", LAYERS),
    "an import inside a function": ("core/planted.py", "def late():\n    import motif.view\n", LAYERS),
    "a wing imports another wing": ("latent/study/planted.py", "import motif.pictures.model\n", LAYERS),
    "the accused meets its judge": ("model/planted.py", "from motif.evaluate import figure\n", LAYERS),
    "the judge meets the accused": ("evaluate/planted.py", "from motif.model import cluster\n", LAYERS),
    "a wing imports the register": ("latent/study/planted.py", "import motif.wings\n", LAYERS),
    "the register imports the command line": ("wings.py", "import motif.cli.door\n", LAYERS),
    "a stray module at the top": ("stray.py", "", LAYERS),
    "a stray folder at the top": ("stray/__init__.py", "", LAYERS),
    "a wing's room imports a room above": ("pictures/represent.py", "import motif.pictures.study\n", ROOMS),
    "a stray room in a wing": ("latent/cellar.py", "", ROOMS),
    "two rooms in a circle": ("core/planted.py", "import motif.engine.sink\n", CIRCLES),
    "two files of a room in a circle": ("core/errors.py", "import motif.core.check\n", CIRCLES),
    "a room enters by the front door": ("core/planted.py", "from motif import Collection\n", FRONT_DOOR),
    "a wing enters by the front door": ("latent/study/planted.py", "import motif\n", FRONT_DOOR),
    "a wing's room enters by the wing's door": ("latent/study/planted.py", "from motif.latent import fit\n", WING_DOOR),
}  # fmt: skip


def lint(root: Path) -> tuple[int, str]:
    """Check the contracts on the tree below `root`; return the exit code and what was said."""
    code = "from importlinter.cli import lint_imports_command as check; check(['--no-cache', '--no-logo'])"
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "200", "NO_COLOR": "1"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=100, check=False)
    return done.returncode, done.stdout + done.stderr


def broken(said: str) -> set[str]:
    return {name for name in CONTRACTS if re.search(rf"^{re.escape(name)} BROKEN$", said, re.MULTILINE)}


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of the source and its contracts, to plant in."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.py[co]"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(root: Path, name: str, text: str) -> Path:
    """Add lines to the end of a module, or make it; a wing's room that is still one file becomes a folder."""
    path = root / "src" / "motif" / name
    room = path.parent.with_suffix(".py")
    path.parent.mkdir(parents=True, exist_ok=True)
    if room.is_file():
        room.rename(path.parent / "__init__.py")
    (path.parent / "__init__.py").touch()
    path.write_text((path.read_text() if path.exists() else "") + "\n" + text)
    return path


def test_the_contracts_of_the_house_are_kept():
    """All five hold for the source as it stands."""
    code, said = lint(ROOT)
    assert code == 0, said
    assert all(re.search(rf"^{re.escape(name)} KEPT$", said, re.MULTILINE) for name in CONTRACTS)


def test_an_untouched_copy_keeps_them_too(copy):
    """What the planted trees start from is clean, and it is the copy that is looked at."""
    (copy / "src" / "motif" / "source" / "harmless.py").touch()
    code, said = lint(copy)
    assert code == 0, said
    shutil.rmtree(copy / "src" / "motif" / "core")
    assert lint(copy)[0] != 0


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_import_is_refused(copy, what):
    """Each wrong import, stray file and circle breaks the contract that is meant for it."""
    name, text, contract = PLANTED[what]
    plant(copy, name, text)
    code, said = lint(copy)
    assert code != 0, said
    assert contract in broken(said), said


def test_a_type_checker_s_import_is_no_import(copy):
    """Names that only annotations need may come from anywhere."""
    plant(copy, "core/planted.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import motif.view\n")
    code, said = lint(copy)
    assert code == 0, said


def test_a_folder_without_an_init_is_refused(copy):
    """Import-linter does not see such a folder; ruff does."""
    path = copy / "src" / "motif" / "view" / "cellar" / "planted.py"
    path.parent.mkdir()
    path.write_text('"""Planted."""\n')
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "INP001", "src"]
    refused = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "INP001" in refused.stdout
    (path.parent / "__init__.py").touch()
    assert subprocess.run(command, cwd=copy, capture_output=True, check=False).returncode == 0


def test_every_wing_that_is_built_is_named_in_the_contracts():
    """A wing joins the container lists on the day its folder does, and leaves them with it."""
    assert rules.wings_missing_from_contracts(ROOT, frozenset(WINGS)) == []


def test_the_register_says_which_wings_are_built():
    """A wing of the register is built when its folder is there."""
    folders = {path.parent.name for path in (ROOT / "src" / "motif").glob("*/__init__.py")}
    assert {name for name, wing in WINGS.items() if wing.is_built} == folders & set(WINGS)


def test_a_wing_that_nobody_told_the_contracts_is_found(copy):
    """Its folder and its line in the register are enough to be asked for in all three lists."""
    plant(copy, "games/__init__.py", "")
    found = rules.wings_missing_from_contracts(copy, frozenset({*WINGS, "games"}))
    assert [line.partition(": ")[2] for line in found] == ["['games']"] * 3


def test_a_wing_that_is_gone_is_found(copy):
    """A contract about a folder that is no longer there says nothing."""
    shutil.rmtree(copy / "src" / "motif" / "pictures")
    assert len(rules.wings_missing_from_contracts(copy, frozenset(WINGS))) == 3
