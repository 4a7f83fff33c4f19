"""`characters`: the plots of a collection of films read, and the collection of characters made of what they gave."""

from __future__ import annotations

from pathlib import Path

from motif.collection import Collection, read
from motif.collection.store import check_target
from motif.core import check
from motif.core.errors import DataError, InputError
from motif.core.files import is_there
from motif.core.record import recording
from motif.films.collection.film import KIND
from motif.films.source.alias import read_aliases
from motif.films.study.characters.batch import read_films
from motif.films.study.characters.collect import Book, collected
from motif.films.study.characters.maker import pipeline_reader
from motif.films.study.characters.read import STEP, ReaderMaker
from motif.films.study.characters.result import Extraction
from motif.films.study.characters.told import tell

__all__ = ["characters"]

_LANGUAGES = ("en", "any")


def characters(
    films: str | Path | Collection,
    *,
    out: str | Path | None = None,
    pipeline: str | Path | None = None,
    pronouns: bool = True,
    aliases: str | Path | None = None,
    language: str = "en",
    min_mentions: int = 1,
    reader: ReaderMaker | None = None,
    jobs: int = 1,
    overwrite: bool = False,
) -> Extraction:
    """Return the characters of films and what their plots say of them; the twin of `motif films characters`.

    Each plot is cleaned of markup and parsed once. Names of one person are joined, pronouns stand for whom they most
    likely mean, and the words that tell what each character does (agent), what is done to it (patient), what it is
    (attribute) and has (possession) are counted. A film without characters is a drop with its reason: empty_plot,
    other_language, no_characters. What is known of them from the films' casts and from tropes is filled in.

    What each plot gave is kept in the cache, so a killed extraction goes on where it was when it is called again.

    Parameters
    ----------
    films :
        A collection of films with a column `plot`, or its folder.
    out :
        The folder for the collection; None keeps it in memory.
    pipeline :
        A pipeline of spaCy, by name or folder; None takes the packaged one, which is fetched once.
    pronouns :
        Whether words are also found through pronouns.
    aliases :
        A table `film,alias,name` that overrules the joining of names; None for none.
    language :
        "en" leaves out plots in other languages, "any" reads all.
    min_mentions :
        Characters that are mentioned fewer times are left out (few_mentions). At least 1.
    reader :
        Another reader of plots in place of `pipeline` and `pronouns`.
    jobs :
        Processes, >= 1.
    overwrite :
        Whether a collection at `out` is replaced.

    Raises
    ------
    InputError
        For wrong arguments, or when `out` is there.
    DataError
        When the collection holds no plots, or the plots no characters (reason no_characters).
    MissingExtra
        When spaCy is not installed.
    Interrupted
        After Ctrl-C; what was read is kept, and the same call goes on from there.

    Examples
    --------
    >>> from motif.core.record import RunRecord
    >>> from motif.films.collection.film import Film, film_collection
    >>> films = film_collection([Film("f1", "Ada", plot="Ada ran.")], record=RunRecord("demo"))
    >>> characters(films).collection.items["name"].to_pylist()  # doctest: +SKIP
    ['Ada']
    """
    check.in_choices(language, _LANGUAGES, what="language")
    check.integer(min_mentions, what="min_mentions", low=1)
    if out is not None:
        _check_out(Path(out), overwrite=overwrite)
    given = films if isinstance(films, Collection) else read(films)
    _require_plots(given)
    maker = reader if reader is not None else pipeline_reader(pipeline, pronouns=pronouns)
    ids, titles = (given.items[name].to_pylist() for name in ("id", "title"))
    told = tell(read_aliases(aliases) if aliases is not None else (), ids, titles)
    settings = {"pronouns": pronouns, "language": language, "min_mentions": min_mentions, "reader": maker.name}
    with recording(STEP, parameters=settings, inputs={maker.name: maker.digest}) as watch:
        outcomes = read_films(
            given.items.select(["id", "plot"]), reader=maker, language=language, aliases=told.of, jobs=jobs
        )
    book = Book(outcomes)
    held, match = collected(given, outcomes, book, record=watch.record, told=told, min_mentions=min_mentions)
    held = held if out is None else held.save(out, overwrite=overwrite)
    return Extraction(held, given.n_items, book, match, told.as_dict(), maker.name)


def _check_out(out: Path, *, overwrite: bool) -> None:
    if is_there(out) and not overwrite:
        raise InputError(f"{out.name!r} exists; choose another name for --out, or add --overwrite")
    check_target(out, overwrite=overwrite)


def _require_plots(films: Collection) -> None:
    if films.kind != KIND:
        raise InputError(f"expected a collection of films, not of kind {films.kind!r}; gather films first")
    missing = [name for name in ("title", "year", "plot") if name not in films.items.column_names]
    if missing:
        raise InputError(f"the films have no column {check.few(missing)}; gather them with 'motif films gather'")
    if films.items["plot"].null_count == films.n_items:
        raise DataError(f"none of the {films.n_items:,} films has a plot; gather plots too", reason="no_plots")
