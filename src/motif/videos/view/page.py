"""The page about a collection of videos."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from motif.videos.view import part
from motif.view.part import Chapter, Part
from motif.view.report import write_page

if TYPE_CHECKING:
    from motif.videos.study.show import Shown

__all__ = ["chapters", "write"]


def chapters(shown: Shown) -> tuple[Chapter, ...]:
    """Return the chapters of the page, those of what the collection does not have left out.

    Parameters
    ----------
    shown :
        What `videos.study.show` returned.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> from motif.videos.study.show import show
    >>> videos = Collection("video", {"id": ["a", "b"], "labels": [[3, 4], [3]]})
    >>> [chapter.id for chapter in chapters(show(videos))]
    ['labels', 'modalities', 'left-out']
    """
    held: list[tuple[str, str, str, list[Part]]] = [
        ("labels", "What the videos are about", _labelled(shown),
         [*part.long_tail(shown), *part.commonest(shown), *part.verticals(shown), *part.pairs(shown)]),
        ("modalities", "What is seen and heard", "", [*part.modalities(shown), *part.frames(shown)]),
        ("text", "What is written", "", part.text(shown)),
        ("creators", "Who made them, and how they are split", "", [*part.splits(shown), *part.creators(shown)]),
        ("models", "What taggers tell", _judged(shown), part.models(shown)),
        ("left-out", "What was left out", "", part.left_out(shown)),
    ]  # fmt: skip
    made = {"left-out": shown.record.as_dict()}
    return tuple(
        Chapter(id_, title, lead, tuple(parts), made=made.get(id_, {})) for id_, title, lead, parts in held if parts
    )


def write(shown: Shown, out: Path) -> None:
    """Write the page.

    Raises
    ------
    SourceError
        When it cannot be written.
    """
    n, kind = shown.facts["videos"], "synthetic video" if shown.is_synthetic else "video"
    write_page(out, title=f"{n:,} {kind}{'' if n == 1 else 's'}", lead=_lead(shown), chapters=chapters(shown))


def _lead(shown: Shown) -> str:
    facts = shown.facts
    told = [f"{facts['labels']:,} labels"] if facts["labels"] else []
    told += [one.name for one in shown.modalities]
    if "frames" in facts:
        told.append(f"{facts['frames']:,} frames")
    if "creators" in facts:
        told.append(f"{facts['creators']:,} creators")
    words = f"{', '.join(told)}." if told else "Nothing is known of them yet."
    return (
        f"Nobody filmed them, and nothing here says how well real ones are told. {words}"
        if shown.is_synthetic
        else words
    )


def _labelled(shown: Shown) -> str:
    facts = shown.facts
    known = f" of {facts['vocabulary']:,} in the vocabulary" if "vocabulary" in facts else ""
    mean = facts["label_appearances"] / max(facts.get("with_labels", 0), 1)
    return (
        f"{facts.get('with_labels', 0):,} of {facts['videos']:,} videos have labels, {mean:.1f} each; "
        f"{facts['labels']:,} different ones{known}."
    )


def _judged(shown: Shown) -> str:
    n = len(shown.models)
    return "The collection holds a tagger." if n == 1 else f"The collection holds {n} taggers."
