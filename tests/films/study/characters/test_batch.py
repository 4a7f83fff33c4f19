"""Films are cut into batches, and what became of each comes back in their order."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("py3langid", reason="needs the extra 'films'")

from motif.core.record import Drop
from motif.films.study.characters import batch as room
from motif.films.study.characters.batch import bounds, read_films
from motif.films.study.characters.pack import Found
from tests.films.study.plots import FakeMaker


@settings(max_examples=50, derandomize=True)
@given(st.lists(st.integers(0, 70_000), max_size=200))
def test_bounds(lengths):
    """Batches cover all films in order; none is empty, and one above the limit holds one film."""
    cuts = bounds(np.array(lengths, dtype=np.int64))
    assert [row for start, end in cuts for row in range(start, end)] == list(range(len(lengths)))
    assert all(0 < end - start <= 64 for start, end in cuts)
    assert all(end - start == 1 or sum(lengths[start:end]) <= 60_000 for start, end in cuts)


def table(*plots):
    return pa.table({"id": [f"f{n}" for n in range(len(plots))], "plot": pa.array(plots, pa.string())})


def test_order(tmp_path, monkeypatch):
    """Films come back in their order, those without a plot among them."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path))
    plots = [None if n % 7 == 0 else f"Ada walks for {n} days through the forest." for n in range(200)]
    found = read_films(table(*plots), reader=FakeMaker(), language="en", aliases={}, jobs=1)
    assert list(found) == [f"f{n}" for n in range(200)]
    assert [isinstance(what, Drop) for what in found.values()] == [n % 7 == 0 for n in range(200)]


@pytest.mark.slow
def test_dead_worker(tmp_path, monkeypatch):
    """A plot that kills its worker is a drop, and the others of its batch are read."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path))
    text = table("Ada runs from the house.", "Kill process now, says the plot.", "Bob waits in the garden.")
    found = read_films(text, reader=FakeMaker(), language="en", aliases={}, jobs=2)
    assert [what.reason if isinstance(what, Drop) else "" for what in found.values()] == ["", "worker_died", ""]
    assert found["f1"].id == "f1"


def test_one_batch_lost(tmp_path, monkeypatch):
    """A batch that was lost is read again film by film."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path))
    asked, real = [], room.map_items

    def losing(function, items, **options):
        def once(request):
            asked.append(len(request.plots))
            return Drop("", "x", "worker_died") if len(request.plots) > 1 else function(request)

        return real(once, items, **options)

    monkeypatch.setattr(room, "map_items", losing)
    plots = table("Ada runs from the house.", "Bob waits in the garden.")
    found = read_films(plots, reader=FakeMaker(), language="en", aliases={}, jobs=1)
    assert asked == [2, 1, 1]
    assert all(isinstance(what, Found) for what in found.values())
