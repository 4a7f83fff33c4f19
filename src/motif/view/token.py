"""Colours, type and space, once for pages, charts and the terminal.

All text colours and all categories have a contrast of at least 4.5:1 on both backgrounds of their mode. The categories
were searched for the largest smallest distance under normal sight and three kinds of colour blindness (Machado et al.
2009): at least 0.097 in OKLab for any two, where Okabe and Ito's eight reach 0.076 and matplotlib's first eight 0.007.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

__all__ = [
    "CATEGORIES",
    "COLOURS",
    "FONTS",
    "MODES",
    "SEQUENTIAL",
    "SPACE_PX",
    "TYPE_PX",
    "Mode",
    "contrast",
    "css_variables",
    "paint",
    "paint_category",
    "rgb",
]

Mode = Literal["light", "dark"]
MODES: tuple[Mode, Mode] = ("light", "dark")
SPACE_PX = 8
TYPE_PX = MappingProxyType({"note": 13, "small": 14, "body": 16, "lead": 20, "chapter": 31, "title": 39})  # ratio 1.25
FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "Arial", "sans-serif")

COLOURS = MappingProxyType(
    {
        "light": MappingProxyType(
            {
                "paper": "#faf8f3",
                "surface": "#f2eee5",
                "line": "#dcd6c9",
                "chance": "#c9c2b4",
                "ink": "#1d1b18",
                "muted": "#625d54",
                "accent": "#a8371f",
                "other": "#6f6a61",
            }
        ),
        "dark": MappingProxyType(
            {
                "paper": "#161411",
                "surface": "#211e1a",
                "line": "#3b3731",
                "chance": "#57514a",
                "ink": "#ece7dd",
                "muted": "#a79f92",
                "accent": "#f08a66",
                "other": "#9b9488",
            }
        ),
    }
)
CATEGORIES = MappingProxyType(
    {
        "light": ("#2e62e0", "#7d2f08", "#627411", "#9f4d99", "#27535a", "#631ea8", "#052275", "#52083e"),
        "dark": ("#5883e1", "#faa440", "#848c14", "#cf6092", "#26d4a3", "#c6a7fd", "#a4f1ff", "#e1ed70"),
    }
)
SEQUENTIAL = MappingProxyType(  # even steps in OKLab, from the paper to the accent
    {
        "light": (
            "#f0e2d3", "#dec7b7", "#cdac9c", "#bb9282", "#a97968", "#966050", "#844837", "#712f20", "#5e1405",
        ),
        "dark": (
            "#2c211b", "#43352d", "#5b4940", "#745f54", "#8e7669", "#a98e7f", "#c5a695", "#e2bfac", "#ffd9c4",
        ),
    }
)  # fmt: skip


def paint(name: str) -> str:
    """Return a colour for SVG and CSS that follows the page's mode, and is the light one where there is no page.

    Examples
    --------
    >>> paint("ink")
    'var(--ink, #1d1b18)'
    """
    return f"var(--{name}, {COLOURS['light'][name]})"


def paint_category(position: int) -> str:
    """Return the colour of a category; from the ninth on, and for negative positions, the grey of all others.

    Examples
    --------
    >>> paint_category(0), paint_category(8) == paint_category(-1) == paint("other")
    ('var(--category-1, #2e62e0)', True)
    """
    if not 0 <= position < len(CATEGORIES["light"]):
        return paint("other")
    return f"var(--category-{position + 1}, {CATEGORIES['light'][position]})"


def css_variables(mode: Mode) -> str:
    """Return the declarations of a mode's colours, for a stylesheet.

    Examples
    --------
    >>> css_variables("dark").splitlines()[0]
    '--paper: #161411;'
    """
    colours = [f"--{name}: {value};" for name, value in COLOURS[mode].items()]
    categories = [f"--category-{i}: {value};" for i, value in enumerate(CATEGORIES[mode], start=1)]
    return "\n".join([*colours, *categories])


def rgb(code: str) -> tuple[int, int, int]:
    """Return a colour's red, green and blue, in [0, 255].

    Examples
    --------
    >>> rgb("#2e62e0")
    (46, 98, 224)
    """
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2).

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [channel / 255 for channel in rgb(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
