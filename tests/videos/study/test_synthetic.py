"""Making synthetic videos, and what is planted in them."""

from itertools import pairwise

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.evaluate.null import resampling_interval
from motif.evaluate.tagging import evaluate, global_average_precision, mean_average_precision
from motif.videos.represent.label import label_matrix
from motif.videos.study.synthetic import optimum, synthetic

SMALL = {"n_labels": 12, "n_visual": 24, "n_audio": 6}


def right_of(made, rows=None):
    Y, _ = label_matrix(made, np.arange(len(made.tables["truth"])))
    return Y if rows is None else Y[rows]


def difference(one, other, Y, n=100):
    """The interval over videos by which one's GAP is above another's."""

    def above(some):
        return global_average_precision(one[some], Y[some]) - global_average_precision(other[some], Y[some])

    return resampling_interval(above, len(Y), n=n, random_state=0)


def test_the_same_seed_gives_the_same_videos():
    """Numbers, words and sides; another seed others."""
    one, same, other = (synthetic(100, **SMALL, random_state=seed) for seed in (0, 0, 1))
    assert one.items.equals(same.items)
    assert np.array_equal(one.blocks["visual"][:], same.blocks["visual"][:])
    assert not np.array_equal(one.blocks["visual"][:], other.blocks["visual"][:])


def test_frames_are_bytes_of_their_own_length():
    """Both modalities of a video have as many; a missing one is absent."""
    made = synthetic(100, **SMALL, level="frame", missing_audio=0.3, n_frames=(12, 20), random_state=0)
    lengths = made.items["n_frames"].to_pylist()
    assert [len(rows) for rows in made.blocks["visual"][:]] == lengths
    assert min(lengths) >= 12
    assert max(lengths) <= 20
    heard = made.blocks["audio"].present
    assert 0.5 < heard.mean() < 0.9
    assert [len(rows) for rows in made.blocks["audio"][:]] == [n * has for n, has in zip(lengths, heard, strict=True)]
    assert made.blocks["visual"].raw[0].dtype == np.uint8


def test_given_labels_are_those_of_the_content_with_their_confidence():
    """None that is not there; about as many as confidence says; of each it is told how sure it was."""
    made = synthetic(2000, **SMALL, confidence=0.8, random_state=0)
    given, content = made.items["labels"].to_pylist(), made.tables["content"]["labels"].to_pylist()
    assert all(set(some) <= set(every) for some, every in zip(given, content, strict=True))
    n_given, n_content = sum(map(len, given)), sum(map(len, content))
    assert abs(n_given / n_content - 0.8) < 0.03
    sure = made.tables["confidence"]
    assert len(sure) == n_given
    assert min(sure["confidence"].to_pylist()) >= 0.6


def test_videos_of_a_creator_look_alike_and_return_to_labels():
    """So that a split by videos would leak; sides are by creator."""
    made = synthetic(1200, **SMALL, missing_audio=0, random_state=0)
    creators = np.array(made.items["creator"].to_pylist())
    values, mains = made.blocks["visual"][:], np.array(made.tables["content"]["main"].to_pylist())
    same = creators[:-1] == creators[1:]
    near = np.linalg.norm(values[:-1] - values[1:], axis=1)
    assert near[same].mean() < near[~same].mean()
    alike = mains[:-1] == mains[1:]
    assert alike[same].mean() > 1.3 * alike[~same].mean()
    sides = np.array(made.items["split"].to_pylist())
    assert all(len(set(sides[creators == one])) == 1 for one in set(creators.tolist()))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"n_videos": 10}, "n_videos"),
        ({"level": "shot"}, "'shot'"),
        ({"dtype": "int8"}, "'int8'"),
        ({"n_words": 3}, "'n_words'"),
    ],
    ids=["few", "level", "dtype", "unknown"],
)
def test_settings_that_cannot_be_are_refused(settings, told):
    """With what was given."""
    with pytest.raises(InputError, match=told):
        synthetic(**{"n_videos": 100, **SMALL, **settings})


def test_what_is_not_there_cannot_be_looked_at():
    """Nor can anything that the rules say nothing of."""
    made = synthetic(100, **SMALL, random_state=0)
    with pytest.raises(InputError, match="'depth'"):
        optimum(made, modalities=["depth"])


def test_more_modalities_know_more():
    """The best answer's GAP: sight and sound and text > sight and sound > sight > sound, by intervals over videos."""
    made = synthetic(1000, n_labels=40, n_visual=64, n_audio=24, random_state=0)
    Y = right_of(made).toarray()
    asked = (["visual", "audio", "text"], ["visual", "audio"], ["visual"], ["audio"])
    said = [optimum(made, modalities=modalities) for modalities in asked]
    for more, less in pairwise(said):
        assert difference(more, less, Y, n=30)[0] > 0


def test_order_is_told_by_frames_alone():
    """Which label of a pair it is: a coin for means over videos, nearly sure for frames."""
    shares = {}
    for level in ("video", "frame"):
        made = synthetic(500, n_labels=24, n_visual=32, n_audio=4, n_pairs=6, level=level, random_state=0)
        partner, said, Y = made.tables["truth"]["partner"].to_pylist(), optimum(made), right_of(made).toarray()
        hits = [
            (1 + np.sign(said[row, label] - said[row, partner[label]])) / 2  # equal: a coin
            for row, label in zip(*Y.nonzero(), strict=True) if partner[label] >= 0
        ]  # fmt: skip
        shares[level] = np.mean(hits)
        assert len(hits) > 100
    assert 0.4 < shares["video"] < 0.6
    assert shares["frame"] > 0.9


@pytest.fixture(scope="module")
def learned():
    """What taggers say of the test side, learned from sight, sound, and text or somebody else's text."""
    from sklearn.feature_extraction.text import CountVectorizer

    from motif.videos.represent.stack import Stack
    from motif.videos.study.fit import fit

    made = synthetic(3000, n_labels=40, n_visual=64, n_audio=24, random_state=1)
    texts = zip(made.items["title"].to_pylist(), made.items["keywords"].to_pylist(), strict=True)
    documents = [f"{title or ''} {' '.join(terms or [])}".lower() for title, terms in texts]
    words = CountVectorizer(min_df=3, binary=True).fit_transform(documents).toarray().astype(np.float32)
    others = words[np.random.default_rng(0).permutation(len(words))]
    made = made.with_block("text", words).with_block("others", others)
    test = np.flatnonzero([side == "test" for side in made.items["split"].to_pylist()])
    asked = {
        "v": ["visual"], "a": ["audio"], "t": ["text"], "va": ["visual", "audio"],
        "vat": ["visual", "audio", "text"], "vao": ["visual", "audio", "others"],
    }  # fmt: skip
    said = {}
    for name, modalities in asked.items():
        found = fit(made, modalities=modalities, head="logistic", epochs=10, resume=False, random_state=0)
        said[name] = np.zeros((len(test), 40), np.float32)
        said[name][:, found.tagger.label_ids_] = found.tagger.predict_proba(Stack(made, modalities, test))
    return said, right_of(made, test).toarray(), made, test


def gain(learned, one, other):
    """The interval over videos by which one's GAP is above another's."""
    said, Y, *_ = learned
    return difference(said[one], said[other], Y)


@pytest.mark.slow
@pytest.mark.parametrize(("more", "less"), [("va", "v"), ("v", "a"), ("vat", "va"), ("vat", "vao")])
def test_taggers_learn_more_from_more(learned, more, less):
    """V + A > V > A, V + A + text > V + A, and > V + A with the text of others: intervals over videos above 0."""
    assert gain(learned, more, less)[0] > 0


@pytest.mark.slow
def test_somebody_else_s_text_is_of_no_use(learned):
    """The gain from text is gone when it is shuffled across videos."""
    assert gain(learned, "vao", "va")[1] < gain(learned, "vat", "va")[0]
    assert gain(learned, "vao", "va")[0] < 0.01


@pytest.mark.slow
def test_permuted_labels_leave_chance(learned):
    """The GAP of a good tagger against the labels of other videos lies within its null."""
    said, Y, *_ = learned
    figure = evaluate(said["vat"], Y, n_permutations=100, random_state=0)["gap"]
    dealt = global_average_precision(said["vat"], Y[np.random.default_rng(7).permutation(len(Y))])
    assert figure.null.mean - 5 * figure.null.sd < dealt < figure.null.mean + 5 * figure.null.sd
    assert figure.value > figure.null.mean + 20 * figure.null.sd


@pytest.mark.slow
def test_nobody_beats_the_best_answer(learned):
    """GAP and mAP of every tagger lie below those of the optimum from the same modalities."""
    said, Y, made, test = learned
    looks = {"v": ["visual"], "a": ["audio"], "t": ["text"], "va": ["visual", "audio"], "vat": None}
    for name, modalities in looks.items():
        best = optimum(made, modalities=modalities, rows=test)
        assert global_average_precision(said[name], Y) < global_average_precision(best, Y)
        assert mean_average_precision(said[name], Y) < mean_average_precision(best, Y)
