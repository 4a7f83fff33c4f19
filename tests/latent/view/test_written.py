"""Where pictures go, refused before the work is done."""

from pathlib import Path

import pytest

from motif.core.errors import InputError
from motif.latent.view.written import require_place


def test_what_is_there_is_not_taken_unasked(tmp_path):
    """A file, a folder with something in it; an empty folder may be filled."""
    (tmp_path / "a.png").touch()
    (tmp_path / "empty").mkdir()
    require_place(tmp_path / "empty", suffix=".png", overwrite=False)
    for name in ("a.png", "."):
        with pytest.raises(InputError, match="exists"):
            require_place(tmp_path / name, suffix=".png", overwrite=False)
        require_place(tmp_path / name, suffix=".png", overwrite=True)


def test_a_folder_is_no_file_and_a_file_no_folder(tmp_path):
    """Also when overwriting."""
    (tmp_path / "a.png").mkdir()
    (tmp_path / "b").touch()
    for name in ("a.png", "b"):
        with pytest.raises(InputError, match="already"):
            require_place(tmp_path / name, suffix=".png", overwrite=True)


def test_another_ending_is_refused():
    """The message says which would do."""
    with pytest.raises(InputError, match=r"\.html file or a folder, not 'a\.png'"):
        require_place(Path("a.png"), suffix=".html", overwrite=False)
