"""The sample of the wing: synopses of films that do not exist, written for Motif's demo, documents and tests."""

from __future__ import annotations

from importlib.resources import files

__all__ = ["NOTICE", "kinds", "synopses"]

NOTICE = "the synopses are Motif's own: its developers wrote them for this purpose, and none of these films exists"


def synopses() -> bytes:
    """Return 43 synopses of invented films as JSON Lines: `id`, `title`, `year`, `genres`, `countries`, `plot`.

    Examples
    --------
    >>> import json
    >>> films = [json.loads(line) for line in synopses().splitlines()]
    >>> len(films), films[0]["title"], films[0]["year"]
    (43, 'Seven Keys for Odile', 1934)
    """
    return _file("synopses.jsonl")


def kinds() -> bytes:
    r"""Return what kinds of people the synopses' writers meant, in the form of the CMU corpus's file of tropes.

    A character may have two. Written down before any model had seen a synopsis.

    Examples
    --------
    >>> kinds().decode().splitlines()[0].partition("\t")[0]
    'detective'
    """
    return _file("tvtropes.clusters.txt")


def _file(name: str) -> bytes:
    return (files("motif.films.source") / "samples" / name).read_bytes()
