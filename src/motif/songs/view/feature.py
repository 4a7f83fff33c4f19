"""Features as a reader takes them in: their units, their values as text, and where the groups lie in each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from motif.represent.sound import FEATURES
from motif.view.label import NARROWEST_PX, shortened
from motif.view.svg import element, percent, px, written
from motif.view.token import FONTS, TYPE_PX, paint, paint_category

if TYPE_CHECKING:
    from motif.songs.study.show import FeatureRow

__all__ = ["as_text", "called", "features_svg", "shares_svg", "unit_of"]

_UNITS = {
    "loudness": "dB",
    "tempo": "BPM",
    "tempo_bpm": "BPM",
    "duration_ms": "min",
    **{f.name: f.unit for f in FEATURES},
}
_NAMES = {
    "duration_ms": "length",
    "time_signature": "beats a bar",
    "tempo_bpm": "tempo",
    "onset_rate_hz": "notes begun",
    "loudness_lufs": "loudness",
    "loudness_range_lu": "loudness range",
    "crest_db": "peaks above the mean",
    "centroid_hz_mean": "brightness",
    "flatness_db_mean": "noisiness",
    "bass_share": "share of bass",
    "tone_entropy": "evenness of tones",
}
_HEAD_PX, _LANE_PX, _GAP_PX, _DOT_PX = 20, 20, 14, 9
_LONGEST_NAME = 24  # characters


def unit_of(feature: str) -> str:
    """Return the unit of a feature; empty for a pure number.

    Examples
    --------
    >>> unit_of("tempo"), unit_of("energy")
    ('BPM', '')
    """
    return "BPM" if feature == "tempo_bpm" else _UNITS.get(feature, "")


def called(feature: str) -> str:
    """Return what a feature is called on a page.

    Examples
    --------
    >>> called("centroid_hz_mean"), called("beat_strength")
    ('brightness', 'beat strength')
    """
    return _NAMES.get(feature, feature.replace("_", " "))


def as_text(feature: str, value: float, *, unit: bool = True) -> str:
    """Return a value of a feature as text: minutes and seconds for a length, per cent for major and minor.

    Examples
    --------
    >>> as_text("duration_ms", 211_493.0), as_text("tempo", 118.09), as_text("energy", 0.634), as_text("mode", 0.5)
    ('3:31\u00a0min', '118\u00a0BPM', '0.63', '50\u00a0% in major')
    """
    if not math.isfinite(value):
        return "unknown"
    if feature == "mode":  # a mean of yes and no
        return f"{100 * value:.0f}\u00a0% in major"
    if feature == "duration_ms":
        minutes, seconds = divmod(round(value / 1000), 60)
        text = f"{minutes}:{seconds:02}"
    else:
        text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
        text = text.replace("-", "\N{MINUS SIGN}")
    after = f"\u00a0{unit_of(feature)}" if unit and unit_of(feature) else ""
    return f"{text}{after}"


def features_svg(rows: Sequence[FeatureRow], rank_of: Mapping[int, int]) -> str:
    """Return where the middle song of each group lies among all songs, one line a feature.

    Parameters
    ----------
    rows :
        The features.
    rank_of :
        Number of a group -> its rank by size, which is its colour.

    Examples
    --------
    >>> from motif.songs.study.show import FeatureRow
    >>> svg = features_svg([FeatureRow("tempo", 0, 80.0, 120.0, 172.0, {0: 0.25, 1: 0.75})], {0: 0, 1: 1})
    >>> svg.count("<circle")
    2
    """
    drawn, top = [], 0
    for row in rows:
        lanes = _lanes(row.place_of)
        height = _HEAD_PX + _LANE_PX * (1 + max(lanes.values(), default=0))
        drawn += _line(row, top, height)
        for number, place in row.place_of.items():
            y = top + _HEAD_PX + _LANE_PX * lanes[number] + _LANE_PX / 2
            drawn += _dot(number, place, y, paint_category(rank_of[number]))
        top += height + _GAP_PX
    return element(
        "svg", *drawn, xmlns="http://www.w3.org/2000/svg", width="100%", height=max(top, 1),
        font_family=", ".join(FONTS), font_size=TYPE_PX["note"], overflow="visible",
    )  # fmt: skip


def _lanes(place_of: Mapping[int, float]) -> dict[int, int]:
    """Return on which line each dot stands, so that none covers another on the narrowest page."""
    ends: list[float] = []
    lanes = {}
    for number, place in sorted(place_of.items(), key=lambda pair: pair[1]):
        x = place * NARROWEST_PX
        lane = next((at for at, end in enumerate(ends) if x - end >= 2 * _DOT_PX + 1), len(ends))
        ends[lane:] = [x, *ends[lane + 1 :]]
        lanes[number] = lane
    return lanes


def _line(row: FeatureRow, top: int, height: int) -> list[str]:
    ends = [as_text(row.name, value, unit=False) for value in (row.low, row.middle)]
    told = " · ".join([*ends, as_text(row.name, row.high)]) if row.name != "mode" else as_text("mode", row.middle)
    middle = {"x1": "50%", "x2": "50%", "y1": top + _HEAD_PX, "y2": top + height}
    name = shortened(called(row.name), _LONGEST_NAME)
    base = top + height + 2
    return [
        element("text", written(name), y=top + 12, fill=paint("ink"), font_weight=600),
        element("text", written(told), x="100%", y=top + 12, text_anchor="end", fill=paint("muted")),
        element("line", x1="0%", x2="100%", y1=base, y2=base, stroke=paint("line"), stroke_width=1),
        element("line", stroke=paint("line"), stroke_width=1, **middle),
    ]


def _dot(number: int, place: float, y: float, colour: str) -> list[str]:
    at = {"x": percent(place), "y": px(y + 4), "text_anchor": "middle"}
    return [
        element("circle", cx=percent(place), cy=px(y), r=_DOT_PX, fill=colour),
        element("text", written(str(number)), font_size=11, font_weight=600, fill=paint("paper"), **at),
    ]


def shares_svg(shares: Sequence[tuple[str, int]], *, total: int) -> str:
    """Return counts as bars of one length in all, with their words and numbers.

    Examples
    --------
    >>> shares_svg([("kept", 401), ("duplicate_id", 18)], total=419).count("<rect")
    2
    """
    drawn = []
    for at, (name, count) in enumerate(shares):
        y, share = at * 34, count / max(total, 1)
        drawn += [
            element("text", written(name), y=y + 12, fill=paint("ink")),
            element("text", written(f"{count:,}"), x="100%", y=y + 12, text_anchor="end", fill=paint("ink")),
            element("rect", y=y + 18, width=percent(share), height=8, fill=paint("accent" if not at else "other")),
        ]
    return element(
        "svg", *drawn, xmlns="http://www.w3.org/2000/svg", width="100%", height=34 * len(shares),
        font_family=", ".join(FONTS), font_size=TYPE_PX["small"], overflow="visible",
    )  # fmt: skip
