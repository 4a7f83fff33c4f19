"""What became of each input, as JSON."""

from motif.pictures.study.batch.outcome import Outcome


def test_what_is_empty_is_left_out():
    """Confidence and note are always there, the rest where there is some."""
    assert Outcome("a.jpg", "out/a.png").as_dict() == {
        "input": "a.jpg", "output": "out/a.png", "confidence": None, "note": ""
    }  # fmt: skip
    full = Outcome("a.jpg", "out/a.png", parts=("out/a.edges.png",), centroids={"H": (1.0,)}, has_place=True).as_dict()
    assert (full["parts"], full["centroids"], full["has_place"]) == (["out/a.edges.png"], {"H": [1.0]}, True)
