"""The record of a map as plain JSON values."""

import json

import numpy as np

from motif.core.record import RunRecord
from motif.evaluate.figure import Figure
from motif.latent.study.found import CodeMap, Region
from motif.latent.study.near import Near


def test_a_map_tells_itself_without_arrays():
    """Figures, regions and record are told; numbers that JSON lacks become null."""
    figure = Figure("AMI", float("nan"), None, {}, None, 2, True, "Nothing.")
    found = CodeMap(
        kind="digit",
        pictures=np.zeros((2, 1, 1)),
        codes=np.zeros((2, 2)),
        kept=0.5,
        places=np.zeros((2, 2)),
        near=Near(np.array([[1], [0]]), np.zeros((2, 1))),
        apart={0: np.zeros((1, 1))},
        choice=None,
        labels=np.array([0, 0]),
        gold=None,
        gold_name="digit",
        regions=(Region(0, "cluster 1", 2, None, np.array([0, 1])),),
        examples=np.array([0]),
        restored=(),
        figures={"ami": figure},
        ink=False,
        credit="",
        record=RunRecord("latent.map"),
    )
    told = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert told["regions"] == [{"label": 0, "name": "cluster 1", "n_items": 2, "share": None}]
    assert (told["n_items"], told["kept"], told["figures"]["ami"]["value"]) == (2, 0.5, None)
    assert told["record"]["step"] == "latent.map"
