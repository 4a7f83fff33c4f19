"""Predicting labels: both forms of file, models by name, by path, by hand."""

import csv
import io

import pytest

from motif.collection import Collection, read
from motif.core.errors import InputError
from motif.model.cluster import KMeans
from motif.model.kept import saved_with
from motif.videos.study.predict import predict, tagger_of
from tests.videos.study.test_fit import labelled, quick


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """A collection on disk with a tagger in it."""
    path = tmp_path_factory.mktemp("v") / "v.motif"
    held = labelled(120, split=["train", "development", "test"] * 40)
    return quick(held, resume=False).save(path), path


def test_the_likeliest_labels_come_first(fitted):
    """As many as asked for, at most all."""
    found = predict(fitted[0], n=20)
    assert found.labels.shape == (120, 2)
    assert (found.scores[:, 0] >= found.scores[:, 1]).all()
    assert set(found.labels.ravel().tolist()) == {7, 9}
    assert predict(fitted[0], n=1).labels.shape == (120, 1)


def test_kaggle_s_form_can_be_read_again(fitted, tmp_path):
    """Video, then label and score in turn."""
    found = predict(fitted[0], out=tmp_path / "p.csv", split="test")
    head, *rows = csv.reader(io.StringIO((tmp_path / "p.csv").read_text()))
    assert head == ["VideoId", "LabelConfidencePairs"]
    assert [row[0] for row in rows] == list(found.ids) == fitted[0].ids[2::3]
    label, score = rows[0][1].split()[:2]
    assert (int(label), float(score)) == (found.labels[0, 0], pytest.approx(found.scores[0, 0], abs=1e-6))


def test_the_table_has_a_row_a_label_with_its_name(fitted, tmp_path):
    """Empty where the vocabulary has none."""
    held = fitted[0].with_table("vocabulary", {"id": ["a"], "label": [7], "name": ["Game"]})
    found = predict(held, model=fitted[1], out=tmp_path / "p.csv", form="table")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "p.csv").read_text())))
    assert len(rows) == 240
    assert {row["name"] for row in rows if row["label"] == "7"} == {"Game"}
    assert {row["name"] for row in rows if row["label"] == "9"} == {""}
    assert found.as_dict()["videos"][0]["labels"][0].keys() == {"label", "name", "score"}


def test_a_model_is_found_by_name_by_path_or_is_given(fitted):
    """All three say the same."""
    held, path = fitted
    tagger = tagger_of(held, "labels")
    assert tagger_of(Collection("video", {"id": ["a"]}), path).label_ids_.tolist() == tagger.label_ids_.tolist()
    assert tagger_of(held, tagger) is tagger


def test_what_is_no_tagger_is_told(fitted, tmp_path):
    """Another kind of model, none of the name, none at all."""
    held, _ = fitted
    other = saved_with(held, "groups", KMeans(1, random_state=0).fit([[0.0], [1.0]]), tmp_path / "o.motif")
    with pytest.raises(InputError, match="groups"):
        tagger_of(held, "groups")
    with pytest.raises(InputError, match="says no labels"):
        tagger_of(other, "groups")
    with pytest.raises(InputError, match="side 'nowhere'"):
        predict(held, split="nowhere")
    with pytest.raises(InputError, match="block 'audio'"):
        predict(Collection("video", {"id": ["a"]}, blocks={"visual": [[0.0] * 4]}), model=tagger_of(held, "labels"))


def test_a_file_that_is_there_is_kept(fitted, tmp_path):
    """Unless it may be replaced."""
    (tmp_path / "p.csv").write_text("mine")
    with pytest.raises(InputError, match="exists"):
        predict(fitted[0], out=tmp_path / "p.csv")
    assert (tmp_path / "p.csv").read_text() == "mine"
    predict(fitted[0], out=tmp_path / "p.csv", overwrite=True)
    assert read(fitted[1]).n_items == 120
