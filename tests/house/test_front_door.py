"""The front door is light: what `import motif` and `motif --help` do not load, and what the door offers."""

import importlib
import json

import pytest

import motif

HEAVY = ["torch", "matplotlib", "duckdb", "cv2", "sklearn", "pandas", "scipy", "polars", "skimage", "onnxruntime"]
FOR_HELP = [*HEAVY, "numpy", "pyarrow", "PIL", "jinja2", "rich"]
LOADED = (
    "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)"
)


def loaded(run_in_child, code: str) -> set[str]:
    """Return the packages that a fresh process has loaded after some code."""
    child = run_in_child(f"{code}\n{LOADED}")
    assert child.returncode == 0, child.stderr
    return set(json.loads(child.stderr.splitlines()[-1]))


def test_importing_motif_loads_nothing_heavy(run_in_child):
    """The ground alone comes with the name."""
    packages = loaded(run_in_child, "import motif")
    assert "motif" in packages
    assert not packages & set(HEAVY)


@pytest.mark.parametrize(
    "arguments",
    [[], ["--help"], ["--version"], ["where", "--help"], ["pictures", "--help"], ["pictures", "cartoon", "--help"]],
)
def test_help_loads_neither_the_heavy_packages_nor_arrays(run_in_child, arguments):
    """Asking what there is costs no more than typer does."""
    call = (
        f"from motif.cli.main import app\ntry:\n    app({arguments!r}, prog_name='motif')\nexcept SystemExit:\n    pass"
    )
    assert not loaded(run_in_child, call) & set(FOR_HELP)


def test_what_is_looked_for_would_be_found(run_in_child):
    """The check sees a heavy package where one is loaded."""
    assert "sklearn" in loaded(run_in_child, "import motif, sklearn")


@pytest.mark.parametrize("name", motif.__all__)
def test_every_name_of_the_front_door_is_there(name):
    """Each is found, listed by `dir`, and says what it is."""
    assert getattr(motif, name).__doc__
    assert name in dir(motif)


def test_a_name_that_is_not_there_is_an_ordinary_attribute_error():
    """Nothing is imported by guessing."""
    with pytest.raises(AttributeError, match="module 'motif' has no attribute 'nothing'"):
        _ = motif.nothing
    assert not hasattr(motif, "core_of_nothing")


def test_the_version_is_the_distribution_s():
    """`motif.__version__` and `motif --version` say the same."""
    from typer.testing import CliRunner

    from motif.cli.main import app

    assert CliRunner().invoke(app, ["--version"]).stdout == f"motif {motif.__version__}\n"


@pytest.mark.parametrize(
    "room", ["collection", "engine", "evaluate", "represent", "model", "view", "source", "pictures", "latent"]
)
def test_what_a_room_lists_it_has(room):
    """Every name in a room's `__all__` is found, the lazy ones too."""
    module = importlib.import_module(f"motif.{room}")
    assert [name for name in getattr(module, "__all__", []) if not hasattr(module, name)] == []
