"""Reading predictions."""

import numpy as np
import pytest

from motif.core.errors import DataError
from motif.videos.source.prediction import read_predictions


def wrote(tmp_path, text):
    path = tmp_path / "p.csv"
    path.write_text(text)
    return path


def test_a_row_a_label_says_the_same_as_pairs(tmp_path):
    """Both forms of `motif videos predict`."""
    pairs = read_predictions(wrote(tmp_path, "VideoId,LabelConfidencePairs\na,7 0.5 2 0.25\nb,\n"))
    rows = read_predictions(wrote(tmp_path, "id,place,label,name,score\na,1,7,Game,0.5\na,2,2,,0.25\n"))
    assert pairs.ids == ("a", "b")
    assert rows.ids == ("a",)
    assert np.array_equal(pairs.scores.toarray()[:1], rows.scores.toarray())
    assert pairs.labels.tolist() == rows.labels.tolist() == [2, 7]


def test_scores_come_in_the_order_that_is_asked_for(tmp_path):
    """What is not listed is 0; videos of which nothing is said are named."""
    said = read_predictions(wrote(tmp_path, "VideoId,LabelConfidencePairs\na,7 0.5 2 0.25\nb,7 1\n"))
    scores, missing = said.matrix(["b", "c", "a"], np.array([2, 5, 7, 9]))
    assert scores.tolist() == [[0, 0, 1, 0], [0, 0, 0, 0], [0.25, 0, 0.5, 0]]
    assert missing == ["c"]


def test_ids_stay_as_they_are_written(tmp_path):
    """Numbers with zeros in front, and column names in any case."""
    said = read_predictions(wrote(tmp_path, "videoid,labelconfidencepairs\n12,7 0.5\n15,2 0.5\n"))
    assert said.ids == ("12", "15")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("VideoId,LabelConfidencePairs\na,7 0.5 2\n", "row 1: not labels and scores in turn: '7 0.5 2'"),
        ("VideoId,LabelConfidencePairs\na,7 0.5\nb,x 0.5\n", "row 2: 'x' is no number"),
        ("VideoId,LabelConfidencePairs\na,7 nan\n", "'a' has 7 with nan"),
        ("VideoId,LabelConfidencePairs\na,7.5 0.5\n", "'a' has 7.5 with 0.5"),
        ("VideoId,LabelConfidencePairs\na,7 0.5\na,7 0.4\n", "says of 1 videos twice: 'a'"),
        ("VideoId,LabelConfidencePairs\na,7 0.5 7 0.4\n", "lists a label twice for one video: 'a'"),
        ("a,b\n1,2\n", "has no predictions"),
    ],
    ids=["odd", "word", "nan", "fraction", "video-twice", "label-twice", "columns"],
)
def test_what_makes_no_sense_is_told(tmp_path, text, told):
    """With the file, and the row or the video."""
    with pytest.raises(DataError, match=told) as caught:
        read_predictions(wrote(tmp_path, text))
    assert "'p.csv'" in str(caught.value)
