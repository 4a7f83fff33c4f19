"""Pages: chapters in one self-contained HTML file, which needs no network and no JavaScript.

Equal input gives equal bytes. Text is escaped; control characters and direction overrides are shown, not obeyed; a
content security policy forbids the page to fetch anything, and to run anything but the script of its sliders, known by
its hash, where it has some.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motif.core.check import few
from motif.core.errors import InputError
from motif.core.files import make_folder, write_text
from motif.core.record import version
from motif.evaluate.figure import Figure, in_words
from motif.view.part import Chapter, Compare, Prose
from motif.view.strip import chance_text, null_text, strip_svg
from motif.view.table import aligned
from motif.view.text import clipped, shown
from motif.view.token import COLOURS, FONTS, MODES, SPACE_PX, TYPE_PX, css_variables

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from motif.view.part import Part

__all__ = ["render_page", "write_page"]

_UNITS = {"seconds": "s", "cpu_seconds": "s"}
_UNBROKEN = re.compile(r" (?=[=<±%] )|(?<=[=<±]) ")  # "p < 0.001" stays on one line
_SKIPPED_ID = "not-on-this-page"


def write_page(
    path: str | Path,
    *,
    title: str,
    lead: str,
    chapters: Sequence[Chapter],
    skipped: Sequence[tuple[str, str, str]] = (),
) -> None:
    """Write a page of chapters as one HTML file; its folder is made where it is missing.

    Parameters
    ----------
    path :
        The file to make or replace.
    title, lead :
        What the page is, in a few words and in a sentence.
    chapters :
        In order; their ids differ.
    skipped :
        (name, what it does, how to get it) of each chapter that could not be made here, named at the end.

    Raises
    ------
    InputError
        When two chapters have one id.
    SourceError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> page = Path(tempfile.mkdtemp()) / "index.html"
    >>> write_page(page, title="Demo", lead="One chapter.", chapters=[Chapter("a", "A", "", (Prose("Words."),))])
    >>> page.read_text(encoding="utf-8")[:15]
    '<!doctype html>'
    """
    text = render_page(title=title, lead=lead, chapters=chapters, skipped=skipped)
    make_folder(Path(path).parent)
    write_text(path, text)


def render_page(
    *, title: str, lead: str, chapters: Sequence[Chapter], skipped: Sequence[tuple[str, str, str]] = ()
) -> str:
    """Return the page that `write_page` writes.

    Examples
    --------
    >>> page = render_page(title="<b>", lead="", chapters=[])
    >>> "&lt;b&gt;</h1>" in page, "<script" in page
    (True, False)
    """
    ids = [_SKIPPED_ID, "main", "top", *(chapter.id for chapter in chapters)]
    twice = [id_ for id_, count in Counter(ids).items() if count > 1]
    if twice:
        raise InputError(f"chapters must have ids of their own; taken more than once: {few(twice)}")
    return (
        environment()
        .get_template("page.html")
        .render(
            title=title,
            lead=lead,
            chapters=[(chapter, _plates(chapter, i), made_rows(chapter.made)) for i, chapter in enumerate(chapters, 1)],
            skipped=skipped,
            skipped_id=_SKIPPED_ID,
            style=style_sheet(),
            version=version(),
            paper={mode: COLOURS[mode]["paper"] for mode in MODES},
            **_script(chapters),
        )
    )


def _script(chapters: Sequence[Chapter]) -> dict[str, Any]:
    """Return what the page runs, and the hash by which its policy allows just that; nothing without sliders."""
    if not any(isinstance(part, Compare) for chapter in chapters for part in chapter.parts):
        return {"script": None, "script_hash": ""}
    from markupsafe import Markup

    text = template_text("part/compare.js")
    return {"script": Markup(text), "script_hash": b64encode(sha256(text.encode()).digest()).decode()}


def made_rows(made: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return a run record as headed lists of name and value, empty ones left out.

    Examples
    --------
    >>> made_rows({"step": "demo", "seed": None, "versions": {"numpy": "2.4"}, "inputs": {}})
    [('Run', [('step', 'demo')]), ('versions', [('numpy', '2.4')])]
    """
    run, groups = [], []
    for key, value in made.items():
        if isinstance(value, Mapping):
            groups.append((in_words(key), [(str(name), _plain(inner)) for name, inner in value.items()]))
        elif value is not None and not (isinstance(value, str) and not value):
            unit = f" {_UNITS[key]}" if key in _UNITS else ""
            run.append((in_words(key), f"{_plain(value)}{unit}"))
    return [(heading, rows) for heading, rows in [("Run", run), *groups] if rows]


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, ValueError):  # a key that JSON does not know, or a circle
        return repr(value)


def _plates(chapter: Chapter, number: int) -> list[tuple[Part, str, str, str]]:
    """Return each part with its template, its id and its number; prose has no number."""
    plates, count = [], 0
    for part in chapter.parts:
        count += not isinstance(part, Prose)
        template = f"part/{type(part).__name__.lower()}.html"
        plates.append((part, template, f"{chapter.id}-{count}", f"{number}.{count}"))
    return plates


def environment() -> Environment:
    """Return what renders the templates: text is escaped, control characters are shown.

    Examples
    --------
    >>> environment().from_string("{{ text }}").render(text="<b>")
    '&lt;b&gt;'
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=PackageLoader("motif.view", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: value if isinstance(value, Markup) or not isinstance(value, str) else shown(value),
    )
    made.filters.update(
        clip=clipped,
        aligned=aligned,
        words=in_words,
        capital=_capital,
        inline=_inline,
        measured=_measured,
        strip=_strip,
        passive=Markup,  # markup that was checked when the Chart was made
    )
    return made


def _strip(figure: Figure) -> Markup:
    from markupsafe import Markup

    return Markup(strip_svg(figure, sentence=False))


def _measured(figure: Figure) -> str:
    """Return what a figure rests on: n, interval, chance, direction."""
    interval = figure.interval
    said = [f"n = {figure.n:,}"]
    if interval is not None:
        said.append(f"95 % interval {figure.format(interval[0])} to {figure.format(interval[1])}")
    if figure.null is not None:
        said.append(f"{chance_text(figure)} ({null_text(figure.null)})")
    return _whole("; ".join(said))


def _whole(text: str) -> str:
    """Return text whose formulas stay on one line."""
    return _UNBROKEN.sub("\u00a0", text)


def _inline(text: str) -> Markup:
    """Return text as markup, with what stands between backquotes as code."""
    from markupsafe import Markup, escape

    pieces = shown(text).split("`")
    if len(pieces) % 2 == 0:  # one backquote has no partner
        return escape(_whole(shown(text)))
    code = Markup("<code>{}</code>")
    return Markup().join(code.format(piece) if i % 2 else escape(_whole(piece)) for i, piece in enumerate(pieces))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def template_text(name: str) -> str:
    r"""Return a template as it is written, its lines ended by \n.

    Examples
    --------
    >>> template_text("page.html")[:15]
    '<!doctype html>'
    """
    text = files("motif.view").joinpath("templates", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def style_sheet() -> Markup:
    """Return the style sheet that all pages have.

    Examples
    --------
    >>> style_sheet()[:7]
    Markup(':root {')
    """
    from markupsafe import Markup

    fonts = ", ".join(f'"{name}"' if " " in name else name for name in FONTS)
    sizes = "\n".join(f"--{name}-size: {size}px;" for name, size in TYPE_PX.items())
    modes = {mode: css_variables(mode) for mode in MODES}
    sheet = environment().get_template("page.css").render(**modes, sizes=sizes, fonts=Markup(fonts), space=SPACE_PX)
    return Markup(sheet.strip())
