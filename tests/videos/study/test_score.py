"""Scoring predictions and models."""

import numpy as np
import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.evaluate.tagging import evaluate
from motif.videos.represent.label import label_matrix
from motif.videos.study import score as module
from motif.videos.study.score import score
from motif.videos.study.synthetic import optimum, synthetic
from tests.videos.study.test_fit import labelled, quick

QUICK = {"n_permutations": 20, "n_resamples": 20}


@pytest.fixture(scope="module")
def made():
    return synthetic(300, n_labels=24, n_visual=40, n_audio=8, n_pairs=0, random_state=0)


def kaggle(path, ids, scores, top=20):
    rows = []
    for id_, row in zip(ids, scores, strict=True):
        pairs = " ".join(f"{label} {float(row[label])!r}" for label in np.argsort(-row)[:top])
        rows.append(f"{id_},{pairs}\n")
    path.write_text("VideoId,LabelConfidencePairs\n" + "".join(rows))
    return path


def test_the_best_answer_written_down_scores_like_itself(made, tmp_path):
    """But for what lies beyond the 20 likeliest: 100 % of the optimum."""
    file = kaggle(tmp_path / "best.csv", made.ids, optimum(made))
    found = score(made, predictions=file, **QUICK)
    best = {one.name: one for one in found.judged}
    for key in ("gap", "hit_at_one", "perr"):
        assert best["best"].figures[key].value == pytest.approx(best["the optimum"].figures[key].value, abs=1e-9)
    assert best["best"].of_optimum["gap"].value == pytest.approx(100, abs=1e-6)
    assert "at most 20 labels" in best["best"].note


def test_the_figures_are_those_of_the_shared_metrics(made):
    """Popularity is counted on training videos, and only the test side is judged."""
    found = score(made, **QUICK).judged[0]
    sides = np.array(made.items["split"].to_pylist())
    Y = label_matrix(made, np.arange(24))[0]
    test, train = (np.flatnonzero(sides == side) for side in ("test", "train"))
    shares = np.asarray(Y[train].sum(axis=0)).ravel() / len(train)
    expected = evaluate(optimum(made, rows=test), Y[test], popularity=shares, random_state=0, **QUICK)
    for key, figure in expected.items():
        assert found.figures[key].value == pytest.approx(figure.value)
        assert found.figures[key].trivial == figure.trivial


def test_a_model_is_judged_on_what_it_did_not_learn_from():
    """Without a column `split`, on what fit held out, and the reader is told."""
    fitted = quick(labelled())
    found = score(labelled(), models=fitted.tagger, **QUICK)
    assert (found.side, found.n_videos, found.n_train) == ("development", fitted.n_development, fitted.n_train)
    assert "held out" in found.note
    assert found.judged[0].figures["gap"].value == pytest.approx(fitted.figures["gap"].value, abs=0.02)
    assert "not taught 1 labels" in found.judged[0].note
    assert not found.judged[0].of_optimum


def test_all_models_of_a_collection_are_judged(tmp_path):
    """Where none is named."""
    quick(labelled(), name="one", resume=False).save(tmp_path / "v.motif")
    from motif.collection import read

    found = score(read(tmp_path / "v.motif"), **QUICK)
    assert [one.name for one in found.judged] == ["one"]


def test_a_label_that_no_video_has_counts_against_who_says_it(tmp_path):
    """A sure wrong label lowers GAP; it is not left out for being unknown."""
    ids = [f"v{n}" for n in range(20)]
    held = Collection("video", {"id": ids, "labels": [[n % 2] for n in range(20)]})
    right = "".join(f"v{n},{n % 2} 0.9\n" for n in range(20))
    wrong = "".join(f"v{n},77 0.95 {n % 2} 0.9\n" for n in range(20))
    files = []
    for name, text in (("right", right), ("wrong", wrong)):
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text("VideoId,LabelConfidencePairs\n" + text)
    found = score(held, predictions=files, **QUICK)
    assert [one.name for one in found.judged] == ["right", "wrong"]
    assert found.judged[0].figures["gap"].value == 1
    assert found.judged[1].figures["gap"].value < 0.6


def test_scores_that_are_no_probabilities_have_no_calibration(tmp_path):
    """Ranks are judged all the same."""
    ids = [f"v{n}" for n in range(20)]
    held = Collection("video", {"id": ids, "labels": [[n % 2] for n in range(20)]})
    file = tmp_path / "p.csv"
    file.write_text("VideoId,LabelConfidencePairs\n" + "".join(f"v{n},{n % 2} 9\n" for n in range(20)))
    found = score(held, predictions=file, **QUICK).judged[0]
    assert found.calibration is None
    assert "squared_error" not in found.figures
    assert "no probabilities" in found.note


def test_some_of_synthetic_videos_are_judged_without_the_optimum(made, tmp_path):
    """They are still called synthetic."""
    some = made.select(np.arange(60))
    found = score(some, predictions=kaggle(tmp_path / "p.csv", made.ids, optimum(made)), split="all", **QUICK)
    assert found.is_synthetic
    assert [one.name for one in found.judged] == ["p"]
    assert not found.judged[0].of_optimum


def test_a_share_of_nothing_is_no_number(made, tmp_path, monkeypatch):
    """Where even the best answer hits nothing, as it may in a few videos."""
    wrong = 1 - label_matrix(made, np.arange(24))[0].toarray()
    monkeypatch.setattr(module, "optimum", lambda *_, rows, **__: wrong[rows].astype(np.float32))
    found = score(made, predictions=kaggle(tmp_path / "p.csv", made.ids, optimum(made)), **QUICK)
    share = next(one for one in found.judged if one.name == "p").of_optimum["hit_at_one"]
    assert share.as_dict()["value"] is None
    assert share.interval is None


def test_videos_of_which_nothing_is_said_are_told(made, tmp_path):
    """Rather than left out, which would flatter."""
    file = kaggle(tmp_path / "p.csv", made.ids[:10], optimum(made)[:10])
    with pytest.raises(InputError, match="'p' says nothing of"):
        score(made, predictions=file, split="all", **QUICK)


def test_nothing_to_judge_is_told():
    """With what to do."""
    with pytest.raises(InputError, match="motif videos fit"):
        score(labelled())


def test_two_of_one_name_are_refused(made, tmp_path):
    """A table could not tell them apart."""
    (tmp_path / "a").mkdir()
    files = [kaggle(tmp_path / folder / "p.csv", made.ids, optimum(made)) for folder in (".", "a")]
    with pytest.raises(InputError, match="'p'"):
        score(made, predictions=files)


def test_the_result_is_plain_json(made):
    """With every label and every bin."""
    import json

    told = json.loads(json.dumps(score(made, **QUICK).as_dict(), allow_nan=False))
    (best,) = told["models"]
    assert told["is_synthetic"]
    assert sum(one["n_labels"] for one in best["by_frequency"]) == len(best["labels"])
    assert sum(one["n"] for one in best["reliability"]) == 20 * told["n_videos"]
