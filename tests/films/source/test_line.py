"""Lines with tabs: encodings, broken lines, line ends."""

import gzip

import pytest

from motif.core.errors import DataError, SourceError
from motif.core.files import write_bytes
from motif.films.source.line import read_text, tabbed
from motif.films.source.reading import Reading


def lines(tmp_path, data, n_cells=2):
    write_bytes(tmp_path / "a.txt", data)
    told = Reading("a.txt", "plots")
    return list(tabbed(tmp_path / "a.txt", told, n_cells=n_cells)), told


@pytest.mark.parametrize(
    "data",
    [
        "7\tÉloïse goes.\n".encode(),
        "\ufeff7\tÉloïse goes.\r\n".encode(),
        "7\tÉloïse goes.".encode("latin-1"),
        "\ufeff7\tÉloïse goes.\n".encode("utf-16-le"),
        gzip.compress("7\tÉloïse goes.\n".encode()),
        "7\tÉloïse \0goes.\n".encode(),
    ],
    ids=["utf-8", "marked", "latin-1", "utf-16", "gzip", "nul"],
)
def test_any_text_is_read(tmp_path, data):
    """Whatever its encoding, line ends and packing."""
    assert lines(tmp_path, data)[0] == [(1, ["7", "Éloïse goes."])]


def test_tabs_in_the_last_cell_belong_to_it(tmp_path):
    """A plot may have tabs; a row of facts may not have more or fewer."""
    assert lines(tmp_path, b"7\ta\tb\n")[0] == [(1, ["7", "a\tb"])]
    read, told = lines(tmp_path, b"7\ta\tb\n\n8\tc\n", n_cells=3)
    assert read == [(1, ["7", "a", "b"])]
    assert (told.n_gathered, dict(told.dropped)) == (2, {"bad_row": 1})
    assert told.drops[0].origin == "a.txt:3"


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), DataError, "not_text"),
        (b"7\tx\n" + b"\0" * 4000, DataError, "not_text"),
        (gzip.compress(b"7\tShe runs away.\n" * 1000)[:-20], DataError, "truncated"),
        (b"", DataError, "empty"),
    ],
    ids=["picture", "nul", "cut", "empty"],
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path, data, kind, reason):
    """Pictures, cut archives, nothing."""
    with pytest.raises(kind) as caught:
        lines(tmp_path, data)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_missing_file_is_refused(tmp_path):
    """By its name alone."""
    with pytest.raises(SourceError, match="there is no such file"):
        read_text(tmp_path / "none.txt", Reading("none.txt", "plots"))
