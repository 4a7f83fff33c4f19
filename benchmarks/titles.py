"""Categories of real videos from their titles and tags: networks beside naive Bayes and prevalence.

    python benchmarks/titles.py [TABLE] [--splits 5] [--json]

TABLE is a Kaggle table of trending videos (video id, title, channel, category, tags), the US one of the reference
cases where they are present; without one, this is skipped. Each video is scored once, by
models that saw neither it nor another video of its channel; a seventh of the training channels says when a network
stops and which smoothing naive Bayes takes. Word vectors are learned from the training texts alone. Gains are against
naive Bayes on the same videos, in Hit@1, with the interval that other channels would have given.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np

from motif.evaluate.null import resampling_interval
from motif.evaluate.tagging import hit_at_one
from motif.model import NaiveBayes
from motif.model.sequence import TextReader
from motif.represent.text.count import count_words
from motif.represent.vector import learn_vectors
from motif.videos.represent.bare import without_label_words
from motif.videos.represent.label import label_matrix, label_names
from motif.videos.represent.word import label_words, video_words
from motif.videos.study.gather import gather
from motif.videos.study.words import folds_of

TABLE = Path(__file__).resolve().parents[2] / "shared" / "data" / "videos" / "text" / "us_titles_tags.parquet"

ALPHAS = (0.01, 0.03, 0.1, 0.3, 1.0)
WAYS = {
    "TextConvolution, vectors of the titles": ("convolution", True),
    "TextConvolution, vectors learned with it": ("convolution", False),
    "WordHistogram and two layers": ("histogram", True),
}


def by_bayes(train, held, asked, y):
    counts, known = count_words([*train[0], *held[0]])
    n = len(train[0])
    later, _ = count_words(asked, words=known)
    models = [NaiveBayes(alpha=alpha).fit(counts[:n], train[1]) for alpha in ALPHAS]
    best = max(models, key=lambda model: (model.predict(counts[n:]) == held[1]).mean())
    model = NaiveBayes(alpha=best.alpha).fit(counts, np.concatenate([train[1], held[1]]))
    return spread(model.predict_proba(later), model.classes_, y)


def by_network(train, held, asked, y, how, has_vectors):
    table = learn_vectors(train[0] + held[0], min_count=2) if has_vectors else None
    words = None if table is None else table.words
    vectors = None if table is None else table.X
    reader = TextReader(words, vectors, how=how, min_count=2, random_state=0)
    known = np.isin(held[1], train[1])  # a category that no training channel has cannot be held against it
    kept = [text for text, is_known in zip(held[0], known, strict=True) if is_known], held[1][known]
    reader.fit(*train, held_out=kept)
    return spread(reader.predict_proba(asked), reader.classes_, y)


def spread(scores, classes, y):
    found = np.zeros((len(scores), y.max() + 1))
    found[:, classes] = scores
    return found


def scored(texts, y, channels, n_splits):
    fold = folds_of(channels, n_splits, random_state=0)
    found = {name: np.zeros((len(y), y.max() + 1)) for name in ("prevalence", "naive Bayes", *WAYS)}
    for part in range(n_splits):
        rest, test = np.flatnonzero(fold != part), np.flatnonzero(fold == part)
        inner = folds_of(channels[rest], 7, random_state=1)
        train, held = (([texts[i] for i in rows], y[rows]) for rows in (rest[inner != 0], rest[inner == 0]))
        asked = [texts[i] for i in test]
        found["prevalence"][test] = np.bincount(y[rest], minlength=y.max() + 1) / len(rest)
        found["naive Bayes"][test] = by_bayes(train, held, asked, y)
        for name, (how, has_vectors) in WAYS.items():
            found[name][test] = by_network(train, held, asked, y, how, has_vectors)
    return found


def measured(texts, member, channels, n_splits):
    kept = np.flatnonzero([bool(text) for text in texts])
    texts = [[word.lower() for word in texts[i]] for i in kept]
    y, channels, Y = member[kept].argmax(axis=1), channels[kept], member[kept]
    found = scored(texts, y, channels, n_splits)
    rows = {}
    for name, scores in found.items():

        def gain(rows, scores=scores):
            return hit_at_one(scores[rows], Y[rows]) - hit_at_one(found["naive Bayes"][rows], Y[rows])

        def hit(rows, scores=scores):
            return hit_at_one(scores[rows], Y[rows])

        settings = {"n": 400, "groups": channels, "random_state": 0}
        interval, around = (resampling_interval(metric, len(y), **settings) for metric in (gain, hit))
        rows[name] = {
            "n": len(y), "hit_at_one": hit_at_one(scores, Y), "interval": list(around), "gain": gain(np.arange(len(y))),
            "gain_interval": list(interval),
        }  # fmt: skip
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", nargs="?", type=Path, default=TABLE)
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not given.table.exists():
        print("Skipped: no table of titles; give one.")
        return
    with tempfile.TemporaryDirectory() as folder:
        videos = gather([], text=[given.table], out=Path(folder) / "videos.motif")
        member, labels = label_matrix(videos)
        creators, ids = videos.items["creator"].to_pylist(), videos.ids
        channels = np.array([creator or one for creator, one in zip(creators, ids, strict=True)])
        rows = {}
        for what in ("title", "keywords"):
            texts = video_words(videos, what)
            rows[what] = measured(texts, member.toarray(), channels, given.splits)
            bare, _ = without_label_words(texts, member, label_words(label_names(videos), labels.tolist()))
            rows[f"{what}, label words taken out"] = measured(bare, member.toarray(), channels, given.splits)
    if given.json:
        print(json.dumps(rows))
        return
    print("| text | model | videos | Hit@1 | 95 % | gain on naive Bayes | 95 % |\n|---|---|---|---|---|---|---|")
    for what, models in rows.items():
        for name, row in models.items():
            low, high = row["interval"]
            least, most = row["gain_interval"]
            figures = f"{row['n']:,} | {row['hit_at_one']:.3f} | {low:.3f} to {high:.3f}"
            print(f"| {what} | {name} | {figures} | {row['gain']:+.3f} | {least:+.3f} to {most:+.3f} |", flush=True)


if __name__ == "__main__":
    main()
