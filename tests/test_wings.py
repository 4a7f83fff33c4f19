"""The register of wings."""

from pathlib import Path

import motif
from motif.wings import WINGS, load, room


def test_every_folder_of_a_wing_is_registered_as_built():
    """A wing is built when its folder is there, and only then."""
    source = Path(motif.__file__).parent
    assert {name for name in WINGS if (source / name / "__init__.py").exists()} == {
        name for name, wing in WINGS.items() if wing.is_built
    }


def test_built_wings_do_their_job_and_draw_it():
    """Each built wing has a study with a demo and a view with a chapter."""
    for name, wing in WINGS.items():
        if wing.is_built:
            assert callable(room(name, "study").demo)
            assert callable(room(name, "view").chapter)
            assert load(name).__doc__


def test_every_wing_names_an_extra_of_the_distribution():
    """The extra that a skipped chapter names can be installed."""
    from importlib import metadata

    offered = metadata.metadata("motif-media").get_all("Provides-Extra")
    assert {wing.extra for wing in WINGS.values()} <= set(offered)
