"""The sample is whole: synopses of invented films, and what kinds of people were meant."""

import json
from collections import Counter

from motif.films.source.sample import kinds, synopses


def films():
    return [json.loads(line) for line in synopses().decode().splitlines()]


def test_every_synopsis_is_whole():
    """Ids and titles once, 60 to 150 words, a year, genres and a country."""
    held = films()
    assert len(held) == len({film["id"] for film in held}) == len({film["title"] for film in held}) == 43
    assert all(60 <= len(film["plot"].split()) <= 150 for film in held)
    assert all(1920 <= film["year"] <= 2025 and film["genres"] and film["countries"] for film in held)


def test_synopses_vary():
    """Every decade from the 1920s on, fifteen genres, nearly as many countries as films."""
    held = films()
    assert {film["year"] // 10 for film in held} == set(range(192, 203))
    assert len({genre for film in held for genre in film["genres"]}) >= 15
    assert len({film["countries"][0] for film in held}) >= 35


def test_every_person_of_a_kind_is_in_the_synopsis():
    """By the last word of the name; eight kinds recur in ten films or more."""
    plots = {film["title"]: film["plot"] for film in films()}
    rows = [(kind, json.loads(who)) for kind, who in (line.split("\t") for line in kinds().decode().splitlines())]
    assert [who for _, who in rows if who["char"].split()[-1] not in plots[who["movie"]]] == []
    often = Counter(kind for kind, _ in rows)
    assert sum(count >= 10 for count in often.values()) >= 8
    assert len({who["id"] for _, who in rows}) == len({(who["movie"], who["char"]) for _, who in rows}) == 148
