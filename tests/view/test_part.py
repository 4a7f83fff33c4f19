"""Parts refuse what could not be shown to everyone."""

import pytest

from motif.core.errors import InputError
from motif.evaluate.figure import Figure
from motif.view.part import Chapter, Chart, Compare, Gallery, Picture, Prose, Strips, Table

DOT = "<svg><circle r='1'/></svg>"


def test_picture_holds_its_bytes():
    """A picture's link holds the file, and its text form does not."""
    picture = Picture(b"\x89PNG", "image/png", "A dot")
    assert picture.uri == "data:image/png;base64,iVBORw=="
    assert "PNG" not in repr(picture)


@pytest.mark.parametrize("alt", ["", "  ", None])
def test_nothing_without_words(alt):
    """Pictures and charts without alternative text are refused."""
    with pytest.raises(InputError, match="alt text must be words"):
        Picture(b"x", "image/png", alt)
    with pytest.raises(InputError, match="alt text must be words"):
        Chart(DOT, "", alt)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Picture(b"x", "image/svg+xml", "a"), "mime must be one of"),
        (lambda: Picture(b"", "image/png", "a"), "at least one byte"),
        (lambda: Gallery(()), "at least one picture"),
        (lambda: Gallery((Picture(b"x", "image/png", "a"),), column_px=0), "column_px must be"),
        (lambda: Chart("<svg onload='x'/>", "", "a"), "attribute onload"),
        (lambda: Strips(()), "at least one Figure"),
        (lambda: Strips((0.41,)), "Figure and nothing else; given 0.41"),
        (lambda: Table((), ()), "a table must have columns"),
        (lambda: Table(("a", "b"), ((1, 2), (1,))), r"2 cells, one for each column; 1 have not: \(1,\)"),
        (lambda: Chapter("Big Id", "t", "", ()), "a chapter's id must be a name"),
        (lambda: Chapter("a", " ", "", ()), "a chapter's title must be words"),
        (lambda: Chapter("a", "t", "", ("text",)), "1 are not: 'text'"),
    ],
)
def test_wrong_parts_are_refused(make, said):
    """What cannot be shown is refused in one line when it is made."""
    with pytest.raises(InputError, match=said):
        make()


def test_paragraphs():
    """Empty lines part paragraphs; blank ones are none."""
    assert Prose("a\nb\n\n\n\n c \n\n").paragraphs == ["a\nb", "c"]


def test_equal_parts_are_equal():
    """Parts are values."""
    figure = Figure("AMI", 0.4, None, {"a": 0.0}, None, 9, True, "")
    assert Strips((figure,), "x") == Strips((figure,), "x")
    assert hash(Strips((figure,), "x")) == hash(Strips((figure,), "x"))


@pytest.mark.parametrize(
    "file", ["", "https://example.org", "//example.org", "../up.html", "a/b.html", "javascript:x", ".x"]
)
def test_links_lead_to_files_beside_the_page_only(file):
    """Nothing that is fetched, and nothing outside the folder."""
    with pytest.raises(InputError, match="beside the page"):
        Chapter("a", "A", "", (), links=(("words", file),))


def test_wide_tables_of_long_texts_are_stacked_on_a_narrow_page():
    """Few columns, or short texts, scroll well enough."""
    assert Table(("a", "b", "c", "d"), ((1, "x" * 41, 2, 3),)).stacks
    assert not Table(("a", "b", "c"), ((1, "x" * 41, 2),)).stacks
    assert not Table(("a", "b", "c", "d"), ((1, "x" * 40, 2, 3),)).stacks


def test_compared_pictures_have_names():
    """Without captions nobody could say which picture is which."""
    named, nameless = Picture(b"x", "image/png", "a", "before"), Picture(b"x", "image/png", "a")
    for pair in ((named, nameless), (nameless, named)):
        with pytest.raises(InputError, match="caption of a compared picture must be words"):
            Compare(*pair)
    assert Compare(named, named).before is named
