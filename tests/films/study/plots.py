"""A reader of plots that needs no parser, and films for it; importable by workers.

Every capitalised word is a name, and the word behind it what its character does: "Ada runs" is agent:runs of Ada.
"""

import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from motif.core.errors import DataError
from motif.core.record import RunRecord
from motif.films.collection.character import Character, character_ids
from motif.films.collection.film import Film, film_collection

_SAID = re.compile(r"([A-Z][a-z']+)\s+([a-z]+)")


@dataclass(frozen=True)
class FakeMaker:
    """Makes the fake reader; `log` is a file that gets a line for each plot that is really read."""

    log: str = ""
    pause_s: float = 0.0
    digest: str = "fake1"

    @property
    def name(self) -> str:
        return "fake 1.0"

    def make(self) -> "FakeReader":
        return FakeReader(self)


class FakeReader:
    """Reads "Ada runs." as agent:runs of Ada; dies of "Kill process", fails over "Fail reading"."""

    def __init__(self, maker):
        self._maker = maker

    def read(self, texts, *, aliases=None):
        for film, text in texts:
            time.sleep(self._maker.pause_s)
            if self._maker.log:
                with Path(self._maker.log).open("a", encoding="utf-8") as log:
                    log.write(f"{film}\n")
            if "Fail reading" in text:
                raise DataError("the plot cannot be read", reason="unreadable_plot")
            if "Kill process" in text:
                import os

                os._exit(9)
            yield film, list(people(film, text, (aliases or {}).get(film, {})))


def people(film, text, names):
    """The characters of a text: a word at the beginning of what `names` calls it is that name's."""
    words, forms, said = {}, {}, {}
    for number, sentence in enumerate(text.split(".")):
        for form, word in _SAID.findall(sentence):
            name = names.get(form, form)
            words.setdefault(name, Counter())[f"agent:{word}"] += 1
            forms.setdefault(name, Counter())[form] += 1
            said.setdefault(name, []).append((number, sentence.strip()))
    for name, id_ in zip(words, character_ids(film, list(words)), strict=True):
        n = forms[name].total()
        yield Character(
            id_, name, film, words[name], n_mentions=n, n_pronouns=0, aliases=forms[name], sentences=said[name]
        )


def films(*plots, tables=None, titles=None):
    """A collection of films with these plots: ids f0, f1, …"""
    listed = [Film(f"f{n}", (titles or {}).get(n, f"Film {n}"), 1950 + n % 50, plot) for n, plot in enumerate(plots)]
    return film_collection(listed, record=RunRecord("demo"), tables=tables)
