"""The wing's page runs as it stands."""

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "latent.md"


def test_every_example_of_the_page_runs():
    """Each Python block of docs/latent.md gives what the page says it gives."""
    failed, tried = doctest.testfile(
        str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.REPORT_ONLY_FIRST_FAILURE
    )
    assert tried > 10
    assert failed == 0
