"""The chapter of the wing: invented plots read, who is in them, the personas, and how far all that can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motif.films.evaluate.gold import HEADLINE
from motif.films.view import part
from motif.films.view.persona import persona_parts
from motif.view.part import Chapter, Part, Prose, Strips, Table

if TYPE_CHECKING:
    from motif.films.study.invented import Demo

__all__ = ["chapter"]

_OURS = (
    "The synopses are Motif's own: its developers wrote them for this purpose, and none of these films exists. Their "
    "sentences are short and plain, and people of several kinds recur in them on purpose. They show that the way from "
    "the text to the figure holds; how good the wing is on people's plots they cannot show."
)


def chapter(result: Demo) -> Chapter:
    """Return the chapter that shows what the demo read and found.

    Parameters
    ----------
    result :
        What `films.study.demo` returned.

    Examples
    --------
    >>> from inspect import signature
    >>> signature(chapter).return_annotation
    'Chapter'
    """
    (cast, *_) = result.characters.casts
    parts: tuple[Part, ...] = (
        Prose(_OURS),
        _found(result),
        *part.lead(result.characters),
        *part.role_words(result.characters),
        Prose(f"One film of the {result.films.facts['films']}, {cast.title}, as `motif films show` tells it:"),
        *part.cast_parts(cast),
        *persona_parts(result.personas, result.layout),
        *_held_out(result),
        _kinds(result),
        _examples(result),
    )
    return Chapter("films", _title(result), _lead(result), parts, made=result.record.as_dict())


def _title(result: Demo) -> str:
    if result.score.figures["ami"].stands_out():
        return "People of a kind are found again in what is said of them"
    return "What is said of people does not tell their kinds apart"


def _lead(result: Demo) -> str:
    gain, people = result.extraction.pronoun_gain, result.characters.facts
    more = f", {100 * gain:.0f}\u00a0% more by following pronouns" if gain else ""
    return (
        f"{people['films']} plots of {result.films.facts['words_in_plots']:,} words, read once each: "
        f"{people['characters']} characters with {people['words']:,} words that say what each does, undergoes, is and "
        f"has{more}; and {len(result.personas.personas)} personas among them."
    )


def _found(result: Demo) -> Strips:
    figure = result.figures["found"]
    n_found = result.extraction.match.tables["tropes"].n_found
    return Strips(
        (figure,),
        "The people whom the writers listed, by name and film, and how many of them were found in the plots. Beside it "
        f"what the names of another film would find. n\u00a0=\u00a0{figure.n} listed; read by "
        f"{result.extraction.reader}.",
        title=f"{n_found} of {figure.n} listed people were found",
    )


def _held_out(result: Demo) -> list[Part]:
    figure = result.figures.get("held_out")
    if figure is None:
        return []
    caption = (
        "What the personas foretell of the words of characters in films that they were not fitted to: log-likelihood, "
        f"beside that of one persona for all. n\u00a0=\u00a0{figure.n:,} words."
    )
    gain = figure.value - figure.trivial["one_persona"]
    how = f"better than one persona for all, by {gain:.2f} nats a word" if gain > 0 else "no better than one persona"
    return [Strips((figure,), caption, f"Personas foretell words of other films {how}")]


def _kinds(result: Demo) -> Strips:
    found = result.score
    ami = found.figures["ami"]
    return Strips(
        tuple(found.figures[name] for name in HEADLINE if name in found.figures),
        "How far personas agree with the kinds of people that the writers meant (mentor, tyrant, thief and nine more; "
        "some people are of two), which were written down before and not told to any model. Same-trope AUC: how far "
        "two people of one kind are more alike by their personas than two others. Nearest characters: how early those "
        "of a kind come. Words alone: the same without personas. Chance: labels dealt out anew, film by film. The "
        "kinds are the writers' own, so that this is no score for other films; `motif films score` takes gold that "
        "others made. "
        f"n\u00a0=\u00a0{found.n_scored:,} characters, seed\u00a0{found.record.seed}.",
        title=f"Personas and the writers' kinds: AMI {ami.format(ami.value)}, {ami.verdict()}",
    )


def _examples(result: Demo) -> Table:
    rows = []
    for one in result.examples:
        near = " · ".join(
            f"{other.name}, {other.film_title}" + (f" ({other.persona})" if other.persona else "") for other in one.near
        )
        null = one.figure.null
        chance = f"{null.mean:.2f}" if null is not None else ""
        rows.append((" and ".join(one.kinds), f"{one.name}, {one.film_title}", near, f"{one.figure.value:.2f}", chance))
    n_near = sum(len(one.near) for one in result.examples)
    n_alike = sum(one.n_alike for one in result.examples)
    by_chance = sum(one.chance * len(one.near) for one in result.examples)
    n_beyond = sum(one.figure.stands_out() for one in result.examples)
    return Table(
        ("kind", "this character", "is most like these", "cosine", "chance"),
        tuple(rows),
        "The first character of each kind, in the order of the films, and the three of other films nearest to it by "
        "the words said of them (TF-IDF, cosine); what their writers meant them to be is in brackets. Chance: the "
        f"nearest to as many words drawn at random; {n_beyond} of {len(rows)} are nearer than that in 95\u00a0% of the "
        "draws. With ten words a character, likeness is weak evidence.",
        title=f"{n_alike} of {n_near} characters found most alike share a kind; of any others {by_chance:.0f} would",
    )
