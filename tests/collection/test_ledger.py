"""The ledger: what each source gave, and that it comes back from a collection's record."""

import pytest

from motif.collection import Collection
from motif.collection.ledger import Ledger, SourceLine, recorded_ledger
from motif.core.errors import InputError
from motif.core.record import RunRecord

LEDGER = Ledger(
    (
        SourceLine("a", "folder", 5, 2, {"truncated": 1, "duplicate": 2}, {}),
        SourceLine("b", "table", 3, 3, {}, {"blank_rows": 4}),
    ),
    (("gathered", 8), ("distinct", 5)),
)


def test_sums():
    """Over all sources: what was gathered, and each reason, the most frequent first."""
    assert LEDGER.n_gathered == 8
    assert list(LEDGER.dropped.items()) == [("duplicate", 2), ("truncated", 1)]


def test_comes_back():
    """The last gathering on the record counts."""
    older = RunRecord("pictures.gather", parameters=Ledger((), ()).as_dict())
    newer = RunRecord("pictures.gather", parameters=LEDGER.as_dict())
    held = Collection("picture", {"id": ["a"]}).with_record(older).with_record(newer).with_record(RunRecord("map"))
    assert recorded_ledger(held, "pictures.gather") == LEDGER


def test_absent():
    """Without a gathering on record it says which verb would have left one."""
    with pytest.raises(InputError, match="these films were not gathered by 'motif films gather'"):
        recorded_ledger(Collection("film", {"id": ["a"]}), "films.gather")
