r"""Films: from plots to characters, what is said of them, and the personas that recur.

For people with plot summaries: the CMU Movie Summary Corpus as published, any table of titles and plots, a folder of
texts, or words and vectors of characters that another program made: one collection of films and one of characters,
every loss on record; what each character does, undergoes, is and has; personas that recur, in words, with how far they
are found again; and how far they agree with what people know, beside chance.

Tour
----
>>> import tempfile
>>> from pathlib import Path
>>> from motif import films
>>> words = Path(tempfile.mkdtemp()) / "words.jsonl"
>>> lines = [
...     '{"character": "Ada", "film": "The Keeper", "agent": ["save", "row"], "attribute": ["brave"]}',
...     '{"character": "Otto", "film": "The Vault", "agent": ["steal", "hide"], "attribute": ["thief"]}',
...     '{"character": "Odile", "film": "The Keys", "agent": ["steal", "teach"], "attribute": ["thief"]}',
... ]
>>> _ = words.write_text("\n".join(lines))
>>> held = films.gather(words)
>>> films.find(held, "Otto").people[0].near[0].shared
('agent:steal', 'attribute:thief')

With plots instead of words: `films.characters(films.gather("films.csv"))`, then `films.personas`.

Measured
--------
On 43 synopses of films that do not exist, written for Motif: 0.98 of the people whom their writers listed are found in
the plots by name and film (with the names of another film 0.00); personas agree with the kinds that the writers meant
to an AMI of 0.27 (labels dealt out anew, film by film: 0.00), and to a same-trope AUC of 0.69 (0.50; the words alone
0.67).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motif.films.collection.ledger import Ledger, ledger
    from motif.films.study.apply import apply
    from motif.films.study.characters import Extraction, characters
    from motif.films.study.explain import Explained, explain
    from motif.films.study.find import Finding, find
    from motif.films.study.gather import gather
    from motif.films.study.personas import Personas, personas
    from motif.films.study.score import Score, score
    from motif.films.study.show import Shown, show
    from motif.films.view.demo import chapter

__all__ = [
    "Explained",
    "Extraction",
    "Finding",
    "Ledger",
    "Personas",
    "Score",
    "Shown",
    "apply",
    "chapter",
    "characters",
    "explain",
    "find",
    "gather",
    "ledger",
    "personas",
    "score",
    "show",
]

_LIVES_IN = {
    "Explained": "study.explain",
    "Extraction": "study.characters",
    "Finding": "study.find",
    "Ledger": "collection.ledger",
    "Personas": "study.personas",
    "Score": "study.score",
    "Shown": "study.show",
    "apply": "study.apply",
    "chapter": "view.demo",
    "characters": "study.characters",
    "explain": "study.explain",
    "find": "study.find",
    "gather": "study.gather",
    "ledger": "collection.ledger",
    "personas": "study.personas",
    "score": "study.score",
    "show": "study.show",
}


def __getattr__(name: str) -> Any:
    if name in _LIVES_IN:
        return getattr(import_module(f"motif.films.{_LIVES_IN[name]}"), name)
    raise AttributeError(f"module 'motif.films' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
