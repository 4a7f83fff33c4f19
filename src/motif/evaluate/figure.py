"""A number on its null: what was measured, beside what chance and the trivial answers score."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["TIE", "Figure", "Null", "in_words", "plain_number"]

_LEVEL = 0.05
_LEVEL_BELOW = 0.005  # "worse than chance" is not what is tested, so a fluke of 1 in 100 does not earn the words
TIE = 1e-10  # two ways of adding up the same numbers differ by less, relative to them or to what they are made of
_IN_WORDS = {"singletons": "every item alone", "pca": "PCA"}


@dataclass(frozen=True, slots=True)
class Null:
    """What chance scores: the spread of a statistic when nothing but chance is at work.

    Parameters
    ----------
    kind :
        What was left to chance, a fixed snake_case word such as "permuted_labels".
    mean, sd :
        Of the draws, in the unit of the statistic.
    z :
        How many sd the value lies above the mean; None when the draws don't vary.
    p :
        One-sided in the better direction: (1 + draws at least as good) / (n + 1), or the exact chance of a value at
        least as good; None where neither is known.
    low, high :
        The 5 % and 95 % points.
    n :
        How many draws; 0 where mean and sd are known in closed form (kind "analytic").

    Examples
    --------
    >>> Null("permuted_labels", mean=0.0, sd=0.02, z=20.5, p=0.001, low=-0.03, high=0.03, n=999).kind
    'permuted_labels'
    """

    kind: str
    mean: float
    sd: float
    z: float | None
    p: float | None
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One result that never stands alone: value, null, trivial answers, interval, and what it cannot show.

    Parameters
    ----------
    name :
        The short label, such as "AMI".
    value :
        The result, in `unit`.
    null :
        What chance scores; None where chance has no meaning.
    trivial :
        Name -> what an answer without effort scores, such as `one_cluster`; names are snake_case words.
    interval :
        Low and high end of the 95 % interval; None where nothing was sampled.
    n :
        How many items the value rests on.
    higher_is_better :
        The direction.
    cannot_show :
        What must not be concluded, one sentence.
    unit :
        The unit as text; empty for a pure number.
    magnitude :
        How large the terms are that the value is made of, in `unit`: numbers that differ by no more than their rounding
        are the same. 1 for shares and differences of shares, 0 where rounding is relative to the numbers themselves,
        such as for an error in the unit of what is predicted.

    Examples
    --------
    >>> null = Null("permuted_labels", mean=0.0, sd=0.02, z=20.5, p=0.001, low=-0.03, high=0.03, n=999)
    >>> figure = Figure("AMI", 0.41, null, {"one_cluster": 0.0}, (0.38, 0.44), 1797, True, "Agreement only.")
    >>> figure.verdict()
    'better than chance by 0.41'
    >>> sorted(figure.as_dict())[:4]
    ['cannot_show', 'higher_is_better', 'interval', 'n']
    """

    name: str
    value: float
    null: Null | None
    trivial: Mapping[str, float] = field(hash=False)
    interval: tuple[float, float] | None
    n: int
    higher_is_better: bool
    cannot_show: str
    unit: str = ""
    magnitude: float = 1.0

    def as_dict(self) -> dict[str, Any]:
        """Return the figure as plain JSON values; NaN and infinities become None."""
        null = self.null
        return {
            "name": self.name,
            "unit": self.unit,
            "value": _finite(self.value),
            "null": None
            if null is None
            else {
                "kind": null.kind,
                "mean": _finite(null.mean),
                "sd": _finite(null.sd),
                "z": _finite(null.z),
                "p": _finite(null.p),
                "low": _finite(null.low),
                "high": _finite(null.high),
                "n": null.n,
            },
            "trivial": {name: _finite(score) for name, score in self.trivial.items()},
            "interval": None if self.interval is None else [_finite(end) for end in self.interval],
            "n": self.n,
            "higher_is_better": self.higher_is_better,
            "cannot_show": self.cannot_show,
        }

    def verdict(self) -> str:
        """Return the one plain sentence: against chance first, then against the best trivial answer."""
        if not math.isfinite(self.value):
            return "could not be computed"
        against_chance, stands = self._against_chance()
        against_trivial, beaten = self._against_trivial()
        if against_chance and stands and beaten:
            return f"{against_chance}, but {against_trivial}"
        return against_chance or against_trivial or "measured alone, without chance or a trivial answer beside it"

    def format(self, number: float | None) -> str:
        """Return a number with the decimals that this figure's numbers need to be told apart."""
        return plain_number(number, decimals=self.decimals)

    @property
    def decimals(self) -> int:
        """How many decimals this figure's numbers are shown with."""
        shown = [number for number in self.numbers() if math.isfinite(number)]
        spread = max(shown, default=1.0) - min(shown, default=0.0)
        tie = self._tie(*shown)
        if spread <= tie:
            spread = abs(self.value) if abs(self.value) > tie else 1.0
        if spread >= 100:
            return 0 if spread >= 1000 else 1
        return min(max(1 - math.floor(math.log10(spread)), 2), 6)

    def numbers(self) -> list[float]:
        """Return all numbers that share the figure's axis: value, null, trivial answers, interval."""
        null = [] if self.null is None else [self.null.mean, self.null.low, self.null.high]
        return [self.value, *null, *self.trivial.values(), *(self.interval or ())]

    def beats(self, other: float) -> bool:
        """Return whether the value is better than another number, by more than rounding."""
        gain = self.value - other if self.higher_is_better else other - self.value
        return gain > self._tie(other)

    def is_beaten_by(self, other: float) -> bool:
        """Return whether another number is better than the value, by more than rounding."""
        loss = other - self.value if self.higher_is_better else self.value - other
        return loss > self._tie(other)

    def best_trivial(self) -> tuple[str, float] | None:
        """Return name and score of the best trivial answer; None when there is none."""
        finite = [(name, score) for name, score in self.trivial.items() if math.isfinite(score)]
        pick = max if self.higher_is_better else min
        return pick(finite, key=lambda pair: pair[1]) if finite else None

    def stands_out(self) -> bool:
        """Return whether the value is better than chance: p at most 0.05, or beyond the null's 5-95 % without p."""
        null = self.null
        if null is None or not self.beats(null.mean):
            return False
        return null.p <= _LEVEL if null.p is not None else self.beats(null.high if self.higher_is_better else null.low)

    def _tie(self, *others: float) -> float:
        """Return up to what difference numbers are the same, relative to them, the spread of chance and the terms."""
        spread = self.null.high - self.null.low if self.null is not None else 0.0
        sizes = [abs(number) for number in (self.value, spread, *others) if math.isfinite(number)]
        return TIE * max(self.magnitude, *sizes, 0.0)

    def _against_chance(self) -> tuple[str, bool]:
        null = self.null
        if null is None:
            return "", False
        by = f"than chance by {self.format(abs(self.value - null.mean))}{self.unit and ' '}{self.unit}"
        if self.stands_out():
            return f"better {by}", True
        if self._falls_below_chance(null):
            return f"worse {by}", False
        return "not distinguishable from chance", False

    def _falls_below_chance(self, null: Null) -> bool:
        if not self.is_beaten_by(null.low if self.higher_is_better else null.high):
            return False
        return null.p is None or null.p > 1 - _LEVEL_BELOW

    def _against_trivial(self) -> tuple[str, bool]:
        best = self.best_trivial()
        if best is None:
            return "", False
        name, score = best
        if self.beats(score):
            return f"better than {in_words(name)} would score", False
        if self.is_beaten_by(score):
            return f"{'less' if self.higher_is_better else 'worse'} than {in_words(name)} would score", True
        return f"no better than {in_words(name)} would score", True


def in_words(name: str) -> str:
    """Return a snake_case name as words.

    Examples
    --------
    >>> in_words("doing_nothing"), in_words("singletons")
    ('doing nothing', 'every item alone')
    """
    return _IN_WORDS.get(name, name.replace("_", " "))


def plain_number(number: float | None, *, decimals: int) -> str:
    """Return a number as text: thousands apart, fixed decimals, no negative zero, a dash where there is none.

    Examples
    --------
    >>> plain_number(2814.6, decimals=0), plain_number(-0.001, decimals=2), plain_number(None, decimals=2)
    ('2,815', '0.00', '–')
    """
    if number is None or not math.isfinite(number):
        return "–"
    text = f"{number:,.{decimals}f}"
    return text.removeprefix("-") if not any(digit in text for digit in "123456789") else text


def _finite(number: float | None) -> float | None:
    return float(number) if number is not None and math.isfinite(number) else None
