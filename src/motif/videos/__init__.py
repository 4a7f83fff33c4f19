r"""Videos: from records of what is seen and heard, and tables of what is written, to labels and an honest score.

For people with YouTube-8M's TFRecord files, of whole videos or of frames, or with tables of titles and keywords: one
collection, each video once and each record accounted for; naive Bayes on words; logistics and mixtures of experts on
any blocks, a missing one masked; labels told in Kaggle's form; how good that is beside shuffled labels, popularity and,
for synthetic videos, the best that is possible.

Tour
----
>>> import tempfile
>>> from pathlib import Path
>>> from motif import videos
>>> table = Path(tempfile.mkdtemp()) / "videos.csv"
>>> said = ("sailing the sea", "guitar lesson")
>>> rows = [f"v{n},part {n} {said[n % 2]},Ann {n % 10},{n % 2}" for n in range(40)]
>>> _ = table.write_text("video_id,title,creator,labels\n" + "\n".join(rows))
>>> held = videos.gather(text=table, language=None)
>>> held.items["labels"][1].as_py(), videos.show(held).facts["creators"]
([1], 10)
>>> found = videos.words(held, text="title", language=None, n_permutations=99, random_state=0)
>>> hits = found.models["multinomial"].figures["hit_at_one"]
>>> round(hits.value, 2), round(hits.trivial["popularity"], 2)
(1.0, 0.5)

With PyTorch, `videos.fit(held)` learns labels from the blocks of what is seen and heard, `predict` tells them and
`score` judges; `videos.synthetic(2000)` makes videos that nobody filmed, to try them on.

Measured
--------
Categories of 2,176 real videos (trending in the United States, 2017) by their keywords, on creators never seen: naive
Bayes has a Hit@1 of 0.54 (chance 0.12, the commonest category 0.20); the formula that the paper prints, with its own
smoothing, 0.36.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motif.videos.collection.ledger import ledger
    from motif.videos.model.tagger import Tagger
    from motif.videos.study.describe import Description, describe
    from motif.videos.study.download import download
    from motif.videos.study.fit import Fitted, fit
    from motif.videos.study.gather import gather
    from motif.videos.study.predict import Prediction, predict
    from motif.videos.study.read import Reading, read
    from motif.videos.study.score import Score, score
    from motif.videos.study.show import Shown, show
    from motif.videos.study.synthetic import optimum, synthetic
    from motif.videos.study.words import Words, words
    from motif.videos.view import chapter

__all__ = [
    "Description",
    "Fitted",
    "Prediction",
    "Reading",
    "Score",
    "Shown",
    "Tagger",
    "Words",
    "chapter",
    "describe",
    "download",
    "fit",
    "gather",
    "ledger",
    "optimum",
    "predict",
    "read",
    "score",
    "show",
    "synthetic",
    "words",
]

_LIVES_IN = {
    "Description": "study.describe",
    "Fitted": "study.fit",
    "Prediction": "study.predict",
    "Reading": "study.read",
    "Score": "study.score",
    "Shown": "study.show",
    "Tagger": "model.tagger",
    "Words": "study.words",
    "chapter": "view",
    "describe": "study.describe",
    "download": "study.download",
    "fit": "study.fit",
    "gather": "study.gather",
    "ledger": "collection.ledger",
    "optimum": "study.synthetic",
    "predict": "study.predict",
    "read": "study.read",
    "score": "study.score",
    "show": "study.show",
    "synthetic": "study.synthetic",
    "words": "study.words",
}


def __getattr__(name: str) -> Any:
    if name in _LIVES_IN:
        return getattr(import_module(f"motif.videos.{_LIVES_IN[name]}"), name)
    raise AttributeError(f"module 'motif.videos' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
