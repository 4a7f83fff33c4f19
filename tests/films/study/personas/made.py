"""Characters of three known kinds over a common background, so that what is found can be judged."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from motif.collection import Collection
from motif.core.record import RunRecord
from motif.films.collection.character import Character, character_collection
from motif.films.study.personas import Personas, personas

KINDS = (
    ("agent:kill", "agent:threaten", "attribute:killer", "patient:arrest"),
    ("agent:marry", "patient:love", "attribute:bride", "agent:!leave"),
    ("agent:help", "agent:advise", "attribute:mentor", "possession:book"),
)
COMMON = ("agent:go", "agent:see", "patient:tell", "attribute:old")
N_THIN = 5


def cast(n_films: int = 40, *, seed: int = 0, film: str = "f") -> Iterator[Character]:
    """Yield three characters a film, one of each kind, with six words; then five of whom one word is said."""
    rng = np.random.default_rng(seed)
    for at in range(n_films):
        for kind, own in enumerate(KINDS):
            words = Counter([*rng.choice(own, 4).tolist(), *rng.choice(COMMON, 2).tolist()])
            name = ("Max", "Ida", "Noor")[kind]
            yield Character(f"{film}{at}:{name.lower()}", name, f"{film}{at}", words, f"Film {at}", 1950 + at)
    for at in range(N_THIN):
        yield Character(f"{film}{at}:thin", "Thin", f"{film}{at}", {"agent:go": 1}, f"Film {at}", 1950 + at)


def people(n_films: int = 40, *, seed: int = 0, film: str = "f") -> Collection:
    """Return these characters as a collection."""
    return character_collection(cast(n_films, seed=seed, film=film), record=RunRecord("films.characters"))


def truth(n_films: int = 40) -> np.ndarray:
    """Return the kind of each character; -1 for those of whom one word is said."""
    return np.concatenate([np.tile(np.arange(3), n_films), np.full(N_THIN, -1)])


def found(**settings: object) -> Personas:
    """Return the three personas of these characters."""
    return personas(people(), **({"n_personas": 3, "n_refits": 2} | settings))


def planted(shared: Path) -> tuple[Collection, np.ndarray]:
    """Return the planted characters of the reference cases, and the persona that each was drawn from."""
    folder = shared / "data" / "films" / "planted"
    with gzip.open(folder / "characters.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    roles = {"agent": "agent", "patient": "patient", "attr": "attribute"}
    made = [
        Character(row["character"], row["character"], row["film"],
                  Counter(f"{role}:{word}" for key, role in roles.items() for word in row[key]))
        for row in rows
    ]  # fmt: skip
    return character_collection(made, record=RunRecord("films.characters")), np.load(folder / "truth.npz")["label"]
