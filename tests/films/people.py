"""Small collections of films and of their characters, whose numbers are counted by hand."""

from typing import Any

from motif.collection import Collection
from motif.core.record import Drop, RunRecord
from motif.films.collection.character import Character, character_collection
from motif.films.collection.film import Film, film_collection

_FILMS = (
    Film("f1", "Night Keys", 1934, "Odile steals. Moreau follows.", genres=["crime", "comedy"], countries=["France"]),
    Film("f2", "Night Keys Return", 1958, "Otto steals and hides.", genres=["crime"]),
    Film("f3", "The Well", None, None),
)
_CAST = {
    "id": ["f1", "f1", "f3"],
    "character": ["Odile Garnier", "Inspector Moreau", "Sefa"],
    "actor": ["Ann A", None, "Bea B"],
}


def films() -> Collection:
    """Return three films, one without year and plot, the cast of two, and one drop."""
    line = {"name": "a.csv", "kind": "table", "n_gathered": 4, "n_kept": 3, "dropped": {"no_title": 1}, "dirt": {}}
    steps = [{"step": "gathered", "rows": 4}, {"step": "kept", "rows": 3}]
    record = RunRecord("films.gather", parameters={"sources": [line], "steps": steps})
    drops = [Drop("a.csv:3", "read", "no_title")]
    return film_collection(_FILMS, record=record, drops=drops, tables={"cast": _CAST})


def people() -> Collection:
    """Return six characters of three films: two thieves who share words, two who follow, two who rule."""
    sentences = [(0, "Odile waits."), (1, "Odile steals the keys and hides."), (2, "Odile Garnier is old.")]
    thief = {"agent:steal": 2, "agent:hide": 1, "attribute:old": 1}
    keys, again, well = (
        {"film": film, "film_title": title, "year": year}
        for film, title, year in (
            ("f1", "Night Keys", 1934),
            ("f2", "Night Keys Return", 1958),
            ("f3", "The Well", None),
        )
    )
    odile: dict[str, Any] = {
        "n_mentions": 6, "n_pronouns": 2, "gender": "female", "aliases": {"Odile Garnier": 1, "Odile": 5},
        "sentences": sentences,
    }  # fmt: skip
    moreau: dict[str, Any] = {
        "n_mentions": 2, "gender": "male", "aliases": {"Moreau": 2}, "sentences": [(3, "Moreau follows.")],
    }  # fmt: skip
    follower, fond = {"agent:follow": 1, "agent:!arrest": 1}, {"agent:follow": 2, "patient:love": 1}
    made = [
        _one("f1:odile", "Odile Garnier", thief, **keys, **odile),
        _one("f1:moreau", "Inspector Moreau", follower, **keys, **moreau),
        _one("f2:otto", "Otto", {"agent:steal": 1, "agent:hide": 1}, **again, n_mentions=1),
        _one("f2:vera", "Vera", fond, **again, n_mentions=1),
        _one("f3:hadrak", "King Hadrak", {"agent:rule": 2, "possession:crown": 1}, **well, n_mentions=3),
        _one("f3:sefa", "Sefa", {}, **well, n_mentions=1),
    ]
    drops = [Drop("f9", "read_plot", "other_language"), Drop("f8", "read_plot", "no_plot")]
    return character_collection(made, record=RunRecord("films.characters"), drops=drops)


def _one(id_: str, name: str, words: dict[str, int], *, film: str, **facts: Any) -> Character:
    return Character(id_, name, film, words, **{"n_pronouns": 0, **facts})
