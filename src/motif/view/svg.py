"""SVG, written by hand: escaped elements, a check of foreign ones.

Charts on pages have no viewBox: places are percentages and sizes are px, so that words and dots keep their size from
a phone to a wide screen, and colours are CSS variables, so that they follow the page into the dark.
"""

from __future__ import annotations

import re
from html import escape
from xml.etree import ElementTree

from motif.core.errors import InputError
from motif.view.text import shown

__all__ = ["element", "percent", "px", "require_passive", "written"]

_PASSIVE = frozenset(
    {"svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
     "tspan", "use", "image", "clipPath", "mask", "pattern", "linearGradient", "radialGradient", "stop", "marker"}
)  # fmt: skip
_WITHIN = re.compile(r"#|data:image/(png|jpeg|webp|gif);base64,")
_FOREIGN_URL = re.compile(r"url\((?!\s*['\"]?#)|@import|expression|\\", re.IGNORECASE)  # \72 is r to CSS


def element(name: str, *inside: str, **attributes: object) -> str:
    """Return an SVG element; attributes are escaped, `_` in their names becomes `-`, None leaves one out.

    What is inside is markup: other elements, or text from `written`.

    Examples
    --------
    >>> element("text", written("a < b"), x="50%", font_size=13)
    '<text x="50%" font-size="13">a &lt; b</text>'
    """
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value is not None}
    head = "".join(f' {key}="{escape(shown(str(value)))}"' for key, value in given.items())
    return f"<{name}{head}>{''.join(inside)}</{name}>" if inside else f"<{name}{head}/>"


def written(text: str) -> str:
    """Return text as it stands inside an element: escaped, nothing hidden in it.

    Examples
    --------
    >>> written("<script>")
    '&lt;script&gt;'
    """
    return escape(shown(text), quote=False)


def percent(share: float) -> str:
    """Return a share of the drawing's width or height as a percentage.

    Examples
    --------
    >>> percent(0.5), percent(1 / 3)
    ('50%', '33.33%')
    """
    return f"{px(100 * share)}%"


def px(length: float) -> str:
    """Return a length with at most two decimals.

    Examples
    --------
    >>> px(12.0), px(0.125), px(-0.001)
    ('12', '0.12', '0')
    """
    text = f"{length:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def require_passive(svg: str) -> None:
    """Refuse an SVG that is not well-formed, could run something, or asks for anything outside itself.

    Raises
    ------
    InputError
        With the first element or attribute that is not allowed.

    Examples
    --------
    >>> require_passive('<svg><script>alert(1)</script></svg>')
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: a chart's SVG must not hold a 'script' element
    """
    if "<!" in svg or "<?" in svg:  # a comment may end earlier in HTML than in XML
        rule = "one bare <svg> element, without declarations or comments"
        raise InputError(f"a chart's SVG must be {rule}; write it with view.svg")
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise InputError(f"a chart's SVG is not well-formed: {error}") from None
    if _local(root.tag) != "svg":
        raise InputError(f"a chart must be one <svg> element, not {_local(root.tag)!r}")
    for node in root.iter():
        if _local(node.tag) not in _PASSIVE:
            raise InputError(f"a chart's SVG must not hold a {_local(node.tag)!r} element")
        for key, value in node.attrib.items():
            _require_passive_attribute(_local(key), value)


def _require_passive_attribute(name: str, value: str) -> None:
    outside = name == "href" and not _WITHIN.match(value)
    if name.lower().startswith("on") or outside or _FOREIGN_URL.search(value):
        raise InputError(f"a chart's SVG must not hold the attribute {name}={value[:60]!r}")


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]
