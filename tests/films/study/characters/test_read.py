"""A plot is read once, and whatever it holds has one clear outcome."""

import pickle

import pytest

pytest.importorskip("py3langid", reason="needs the extra 'films'")

from motif.core.files import write_bytes
from motif.core.record import Drop
from motif.films.study.characters.pack import Found, unpack
from motif.films.study.characters.read import Plot, Request, read_plots
from tests.films.study.plots import FakeMaker

ADA = "Ada runs to the river and hides from the soldiers."


@pytest.fixture
def read(tmp_path, monkeypatch):
    """What plots give, with a cache of their own; `read.log` says which were really read."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    log = tmp_path / "log"

    def of(*texts, language="en", digest="fake1", aliases=None):
        plots = tuple(Plot(f"f{n}", text, aliases or {}) for n, text in enumerate(texts))
        return dict(read_plots(Request(plots, FakeMaker(str(log), digest=digest), language)))

    of.log = lambda: log.read_text(encoding="utf-8").split() if log.is_file() else []
    of.cache = tmp_path / "cache/motif"
    return of


def names(found):
    return [one.name for one in unpack(found.packed, "f")]


def test_once(read):
    """A plot that was read is not read again, whatever film it is of; another reader and other names read it anew."""
    first = read(ADA)
    assert read("Bob sleeps in the old house.", ADA)["f1"] == first["f0"]
    assert read.log() == ["f0", "f0"]
    read(ADA, digest="fake2")
    read(ADA, aliases={"Ada": "Ada Lovelace"})
    assert len(read.log()) == 4


def test_damaged_cache(read):
    """An entry that is damaged is as good as none."""
    first = read(ADA)
    for entry in read.cache.iterdir():
        write_bytes(entry, entry.read_bytes()[:-3])
    assert read(ADA) == first
    assert len(read.log()) == 2


def test_unwritable_cache(read, monkeypatch, tmp_path):
    """Without a cache that can be written plots are read all the same."""
    write_bytes(tmp_path / "file", b"")
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "file"))
    assert names(read(ADA)["f0"]) == ["Ada"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty_plot"),
        (" \n\t", "empty_plot"),
        ("\0\0", "empty_plot"),
        ("<br/>{{plot}}", "empty_plot"),
        ("12 — 7 !!", "empty_plot"),
        ("Un vieux marin quitte son village et cherche son frère perdu.", "other_language"),
        ("Fail reading of this plot, as the reader says.", "unreadable_plot"),
    ],
)
def test_refused(read, text, reason):
    """What is no plot, is in another language or cannot be read is a drop with its reason; its neighbours are read."""
    found = read(ADA, text, ADA + " Bob follows.")
    assert isinstance(found["f1"], Drop)
    assert found["f1"].reason == reason
    assert names(found["f0"]) == ["Ada"]
    assert names(found["f2"]) == ["Ada", "Bob"]


def test_any_language(read):
    """With "any" a plot in another language is read."""
    assert isinstance(read("Un vieux marin quitte son village et cherche Ada perdue.", language="any")["f0"], Found)


def test_markup(read):
    """Markup and NUL bytes are taken out before reading, and counted."""
    found = read("'''[[Ada Lovelace|Ada]]''' runs\0away &amp; hides from them.")["f0"]
    assert found.counts["n_marks"] == 5
    assert names(found) == ["Ada"]


def test_loose_accents(read):
    """A letter and its accent that stand as two characters are one."""
    found = read("Ada boards a fre\u0301gate and hides.")["f0"]
    assert unpack(found.packed, "f")[0].sentences[0][1] == "Ada boards a fr\xe9gate and hides"


@pytest.mark.parametrize("film", ["/m/0jy9q0", "C:\\films\\1"])
def test_ids_like_paths(read, film):
    """A film's id that looks like a path of a machine is kept as an id."""
    (found,) = read_plots(Request((Plot(film, ""),), FakeMaker(), "en"))
    assert (found[0], found[1].id, found[1].origin) == (film, film, "")


def test_request_travels():
    """A request reaches a worker as it is."""
    request = Request((Plot("f", ADA, {"A": "B"}),), FakeMaker(), "en")
    assert pickle.loads(pickle.dumps(request)) == request
