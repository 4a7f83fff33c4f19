"""The one matplotlib style, for figures in files and for charts that SVG by hand would be too much work for."""

from __future__ import annotations

import io
import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from motif.core.check import in_choices
from motif.core.digest import bytes_digest, content_id
from motif.view.token import CATEGORIES, COLOURS, FONTS, MODES, SEQUENTIAL, TYPE_PX, Mode, paint, paint_category

if TYPE_CHECKING:
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

__all__ = ["figure_svg", "sequential", "styled"]

_PX_PER_INCH = 96
_POINTS_PER_PX = 72 / _PX_PER_INCH
_SALT = "motif"  # matplotlib's ids come from the drawing and this, not from chance
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_FOREIGN = re.compile(r"\s*<(metadata|style)\b.*?</\1>|\s*<!--.*?-->", re.DOTALL)
_SIZE = re.compile(r'(\s(?:width|height))="([\d.]+)pt"')
_NAMING = re.compile(r'(\bid="|\bhref="#|\burl\(#)')


@contextmanager
def styled(mode: Mode = "light") -> Generator[None]:
    """Draw with Motif's colours, type and space inside the block, whatever the user's own style and back end.

    Parameters
    ----------
    mode :
        "light" or "dark"; what goes through `figure_svg` is drawn light and follows the page.

    Examples
    --------
    >>> with styled():
    ...     import matplotlib
    ...     matplotlib.rcParams["axes.spines.top"]
    False
    """
    in_choices(mode, MODES, what="mode")
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_parameters(mode))
        yield


def sequential(mode: Mode = "light") -> Colormap:
    """Return the colour map for amounts, from the paper to the accent in even steps.

    Examples
    --------
    >>> sequential().name
    'motif_light'
    """
    in_choices(mode, MODES, what="mode")
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(f"motif_{mode}", list(SEQUENTIAL[mode]))


def figure_svg(figure: Figure) -> str:
    """Return a figure drawn in the light style as SVG for a `Chart`: colours follow the page, equal figures equal text.

    Examples
    --------
    >>> with styled():
    ...     from matplotlib.figure import Figure
    ...     figure = Figure(figsize=(4, 3))
    ...     _ = figure.add_subplot().plot([0, 1], [0, 1])
    ...     svg = figure_svg(figure)
    >>> svg.startswith("<svg"), "var(--category-1, #2e62e0)" in svg
    (True, True)
    """
    import matplotlib

    stream = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": _SALT, "svg.fonttype": "none"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = _FOREIGN.sub("", _PROLOGUE.sub("", stream.getvalue(), count=1))
    svg = _SIZE.sub(lambda size: f'{size[1]}="{float(size[2]) / _POINTS_PER_PX:g}"', svg, count=2)
    own = content_id(bytes_digest(svg.encode()))
    svg = _NAMING.sub(rf"\g<1>m{own}-", svg)  # so that two charts on a page have no name in common
    for colour, variable in _variables().items():
        svg = svg.replace(colour, variable)
    return svg.strip()


def _parameters(mode: Mode) -> dict[str, Any]:
    from cycler import cycler

    colours = COLOURS[mode]
    note = TYPE_PX["note"] * _POINTS_PER_PX
    return {
        "figure.figsize": (6.5, 4.0),
        "figure.dpi": _PX_PER_INCH,
        "savefig.dpi": 2 * _PX_PER_INCH,
        "figure.facecolor": colours["paper"],
        "figure.constrained_layout.use": True,
        "savefig.facecolor": "none" if mode == "light" else colours["paper"],
        "axes.facecolor": "none",
        "axes.edgecolor": colours["line"],
        "axes.labelcolor": colours["muted"],
        "axes.titlecolor": colours["ink"],
        "axes.titlelocation": "left",
        "axes.titlesize": TYPE_PX["body"] * _POINTS_PER_PX,
        "axes.titleweight": "bold",
        "axes.titlepad": 12,
        "axes.labelsize": note,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": cycler(color=list(CATEGORIES[mode])),
        "axes.axisbelow": True,
        "font.family": "sans-serif",
        "font.sans-serif": [*FONTS[2:-1], "DejaVu Sans"],
        "font.size": note,
        "grid.color": colours["line"],
        "image.cmap": "gray",
        "legend.frameon": False,
        "lines.linewidth": 2,
        "lines.markersize": 4,
        "text.color": colours["ink"],
        "xtick.color": colours["muted"],
        "ytick.color": colours["muted"],
        "xtick.labelsize": note,
        "ytick.labelsize": note,
        "svg.fonttype": "none",
        "svg.hashsalt": _SALT,
    }


def _variables() -> dict[str, str]:
    """Return colour -> CSS variable for all colours of the light mode."""
    named = {value: paint(name) for name, value in COLOURS["light"].items()}
    return named | {value: paint_category(i) for i, value in enumerate(CATEGORIES["light"])}
