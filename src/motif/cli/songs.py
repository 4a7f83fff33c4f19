"""`motif songs`: gather songs from tables and folders of music, group them, recommend, score, show."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument, OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.collection import Collection
    from motif.songs.collection.ledger import Ledger
    from motif.songs.study.describe import Description
    from motif.songs.study.recommend import Recommendation
    from motif.songs.study.score import Score

__all__ = ["app"]

_MOST_CHOICES = 5
_MOST_FILES = 10
app = door.group("Gather songs from tables and folders of music, group them, recommend.")


class _Dedupe(StrEnum):
    none = "none"
    id = "id"
    exact = "exact"
    recording = "recording"


@door.verb(app, "gather", example="motif songs gather music songs.csv --out songs.motif")
def gather(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="Tables, and folders of music.")],
    out: Annotated[Path, typer.Option("--out", help="The folder for the collection.")],
    dedupe: Annotated[
        _Dedupe, typer.Option("--dedupe", help="Which rows are one song.", case_sensitive=False)
    ] = _Dedupe.recording,
    complete: Annotated[
        bool, typer.Option("--complete", help="Leave out songs without id, song, artist or all features.")
    ] = False,
    same: Annotated[
        Path | None, typer.Option("--same", help="A table id_a,id_b,same (true or false) that overrules --dedupe.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes that listen to files.")] = 1,
    most_s: Annotated[float, typer.Option("--most-s", min=1, help="Hear so many seconds of longer files.")] = 300.0,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a collection that is there.")] = False,
    as_json: door.JsonOption = False,
) -> None:
    """Make one collection of songs from tables and folders of music."""
    from motif.core.check import few
    from motif.songs.collection.ledger import ledger
    from motif.songs.study.gather import gather as gather_songs

    held = gather_songs(
        sources,
        dedupe=dedupe.value,
        complete=complete,
        same=same,
        out=out,
        jobs=jobs,
        most_s=most_s,
        overwrite=overwrite,
    )
    book = ledger(held)
    door.emit(_value(held, book, out), as_json=as_json, text=lambda: _print(held, book, out))
    _tell_files(held, book)
    told = _decisions(held)
    if told and told["unmatched"]:
        pairs = few([f"{a}, {b}" for a, b in told["unmatched"]], most=_MOST_CHOICES)
        n_told = told["same"] + told["apart"]
        door.note(f"{told['n_unmatched']} of {n_told} decisions are about songs that are not here: {pairs}")


def _tell_files(held: Collection, book: Ledger) -> None:
    """Tell the first files that could not be heard, each with its reason, and how many more there are."""
    from motif.songs.collection.ledger import unheard

    files = unheard(held, book)
    for file in files[:_MOST_FILES]:
        door.note(f"{file['origin']}: {file['reason']}: {file['detail']}")
    if len(files) > _MOST_FILES:
        door.note(f"{len(files) - _MOST_FILES:,} more files were left out; `motif songs show` lists them")


def _value(held: Collection, book: Ledger, out: Path) -> dict[str, Any]:
    from collections import Counter

    dropped = book.dropped
    return {
        "out": str(out),
        "n_items": held.n_items,
        "n_complete": sum(held.items["complete"].to_pylist()),
        "gathered": book.n_gathered,
        "drops": {"total": sum(dropped.values()), "by_reason": dropped},
        "merges": dict(Counter(held.tables["merges"]["rule"].to_pylist()).most_common()),
        "decisions": _decisions(held),
        "blocks": {name: list(block.shape) for name, block in held.blocks.items()},
        **book.as_dict(),
    }


def _decisions(held: Collection) -> dict[str, Any] | None:
    """Return how many decisions --same had, and which are about songs that are not here; None without --same."""
    told = next((one["parameters"].get("told") for one in held.records if one["step"] == "songs.gather"), None)
    return None if told is None else {**told, "n_unmatched": len(told["unmatched"])}


def _print(held: Collection, book: Ledger, out: Path) -> None:
    n_dropped = sum(book.dropped.values())
    n_complete = sum(held.items["complete"].to_pylist())
    typer.echo(f"{out}: {held.n_items:,} songs, {n_complete:,} with all features")
    typer.echo(f"gathered {book.n_gathered:,} = kept {held.n_items:,} + left out {n_dropped:,}")
    rows = [(line.name, f"{line.n_gathered:,}", f"{line.n_kept:,}", _counts(line.dropped)) for line in book.sources]
    door.table(("source", "gathered", "kept", "left out"), rows, right=("gathered", "kept"))
    for line in book.sources:
        if line.dirt:
            door.note(f"{line.name}: {_counts(line.dirt)}")
    if "group" in held.models:
        door.note(f"the groups of before are kept; `motif songs describe {out}` finds them again among all songs")


def _counts(counts: Any) -> str:
    return ", ".join(f"{word} {count:,}" for word, count in counts.items()) or "none"


class _Mode(StrEnum):
    nearest = "nearest"
    diverse = "diverse"
    group = "group"
    path = "path"


_AUDIO_HELP = "Songs by name (misspelt or with the artist), by id or link, or sound files."
_Songs = Annotated[list[str], typer.Argument(metavar="SONG...", help=_AUDIO_HELP)]
_Artist = Annotated[str | None, typer.Option("--artist", help="The artist of songs given by name.")]
_HowMany = Annotated[int, typer.Option("-n", "--n", min=1, help="How many songs to pick.")]
_ModeOption = Annotated[_Mode, typer.Option("--mode", help="How songs are picked.", case_sensitive=False)]
_To = Annotated[str | None, typer.Option("--to", help="Where a path ends.")]
_PerArtist = Annotated[int | None, typer.Option("--per-artist", min=1, help="At most so many picks of an artist.")]
_PerAlbum = Annotated[int | None, typer.Option("--per-album", min=1, help="At most so many picks of an album.")]
_Exclude = Annotated[list[str] | None, typer.Option("--exclude", help="An id, link or artist not wanted; repeatable.")]
_SongBlock = Annotated[str | None, typer.Option("--block", help="spotify or sound: what distances are measured in.")]
_Mix = Annotated[bool, typer.Option("--mix", help="Measure distances in spotify and sound together.")]
_NGroups = Annotated[str, typer.Option("--n-groups", metavar="K|auto", help="How many; auto says how sure it is.")]


@door.verb(app, "describe", example="motif songs describe songs.motif")
def describe(
    collection: CollectionArgument,
    n_groups: _NGroups = "auto",
    block: _SongBlock = None,
    like: Annotated[
        Path | None, typer.Option("--like", help="An older collection whose groups keep their numbers.")
    ] = None,
    seed: SeedOption = 0,
    as_json: door.JsonOption = False,
) -> None:
    """Gather the songs into groups named in words, and keep the groups in the collection."""
    from motif.collection import read
    from motif.songs.study.describe import describe as describe_songs

    found = describe_songs(
        read(collection),
        block=block,
        n_groups=_number(n_groups),
        like=None if like is None else read(like),
        random_state=seed,
    )
    found.save(collection, overwrite=True)
    door.emit(found.as_dict(), as_json=as_json, text=lambda: _print_groups(found))


def _number(text: str) -> int | Literal["auto"]:
    if text == "auto":
        return "auto"
    try:
        return int(text)
    except ValueError:
        raise typer.BadParameter(f"must be a whole number or auto, not {text!r}", param_hint="--n-groups") from None


def _print_groups(found: Description) -> None:
    rows = [(group.number, f"{group.n_songs:,}", group.name) for group in found.groups]
    door.table(("group", "songs", "name"), rows, right=("group", "songs"))
    if found.choice is not None:
        door.note(found.choice.words)
    if found.kept is not None:
        kept = found.kept
        door.note(f"{len(kept.stayed)} groups stayed, {len(kept.new)} new, {len(kept.gone)} gone")
    if found.n_absent:
        door.note(f"in no group, as fewer than half of their features are known: {found.n_absent:,}")


@door.verb(app, "recommend", example='motif songs recommend songs.motif "Vienna" --artist "Billy Joel" -n 10')
def recommend(
    collection: CollectionArgument,
    songs: _Songs,
    artist: _Artist = None,
    n: _HowMany = 10,
    mode: _ModeOption = _Mode.nearest,
    to: _To = None,
    per_artist: _PerArtist = None,
    per_album: _PerAlbum = None,
    exclude: _Exclude = None,
    block: _SongBlock = None,
    mix: _Mix = False,
    seed: SeedOption = 0,
    as_json: door.JsonOption = False,
) -> None:
    """Pick songs to play after some, each with its reasons."""
    options = {"artist": artist, "n": n, "mode": mode.value, "to": to, "per_artist": per_artist, "block": block}
    options |= {"per_album": per_album, "exclude": exclude or (), "mix": mix, "random_state": seed}
    found = _recommended(_read(collection), songs, options)
    door.emit(found.as_dict(), as_json=as_json, text=lambda: _print_picks(found))


def _read(folder: Path) -> Collection:
    from motif.collection import read

    return read(folder)


def _recommended(held: Collection, songs: list[str], options: dict[str, Any]) -> Recommendation:
    """Return the picks; where a name fits several songs, tell them before refusing."""
    from motif.core.errors import InputError
    from motif.core.files import is_there
    from motif.songs.study.recommend import choices
    from motif.songs.study.recommend import recommend as recommend_songs
    from motif.source.audio import SUFFIXES

    def as_file(one: str) -> str | Path:
        return Path(one) if Path(one).suffix.lower() in SUFFIXES and is_there(one) else one

    ends: dict[str, Any] = {"to": None if options["to"] is None else as_file(options["to"])}
    try:
        return recommend_songs(held, [as_file(one) for one in songs], **(options | ends))
    except InputError as error:
        if error.reason in ("several", "unknown_song", "unknown_artist"):
            for one in songs if options["to"] is None else [*songs, options["to"]]:
                for fact in choices(held, one, artist=options["artist"], most=_MOST_CHOICES):
                    door.note(f"{one}: {fact.id}  {_named(fact.song, fact.artist)}{fact.album and f' ({fact.album})'}")
        raise


def _named(song: str, artist: str) -> str:
    return " – ".join(part for part in (song, artist) if part)


def _print_picks(found: Recommendation) -> None:
    rows = [
        (pick.rank, pick.song.song or pick.song.id, pick.song.artist, f"{pick.distance:.2f}", "; ".join(pick.reasons))
        for pick in found.picks
    ]
    door.table(("", "song", "artist", "distance", "why"), rows, right=("", "distance"))
    after = "; ".join(_named(seed.song, seed.artist) or seed.id for seed in found.seeds)
    door.note(f"{found.mode}, after {after}, by block {' and '.join(found.blocks)}")
    if found.note:
        door.note(found.note)


@door.verb(app, "playlist", example='motif songs playlist songs.motif "Vienna" -n 20 --out evening.m3u8')
def playlist(
    collection: CollectionArgument,
    songs: _Songs,
    out: Annotated[Path, typer.Option("--out", help="The file to write, .m3u8 or .csv.")],
    artist: _Artist = None,
    n: _HowMany = 20,
    mode: _ModeOption = _Mode.diverse,
    to: _To = None,
    per_artist: _PerArtist = None,
    per_album: _PerAlbum = None,
    exclude: _Exclude = None,
    music: Annotated[Path | None, typer.Option("--music", help="The folder in which the songs' files lie.")] = None,
    block: _SongBlock = None,
    mix: _Mix = False,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Write songs and what to play after them as a playlist, with relative paths."""
    from motif.songs.study.playlist import playlist as write_playlist

    held = _read(collection)
    options = {"artist": artist, "n": n, "mode": mode.value, "to": to, "per_artist": per_artist, "block": block}
    options |= {"per_album": per_album, "exclude": exclude or (), "mix": mix, "random_state": seed}
    found = _recommended(held, songs, options)
    known = [fact.id for fact in found.seeds if fact.id]
    start, end = (known[:-1], known[-1:]) if to is not None else (known, [])
    if music is None and held.media_root is not None:
        music = collection / held.media_root
    made = write_playlist(held, [*start, *found.ids, *end], out=out, music=music, overwrite=overwrite)
    door.emit(
        made.as_dict() | {"out": str(out)}, as_json=as_json, text=lambda: typer.echo(f"{out}: {made.n_songs} songs")
    )
    if made.no_file:
        door.note(f"{len(made.no_file)} songs have no file and are left out; a .csv lists them too")
    if music is None and out.suffix.lower() == ".m3u8":
        door.note("where the music lies is not on record, so paths begin in the folder that was gathered; see --music")


@door.verb(app, "score", example="motif songs score songs.motif --label artist")
def score(
    collection: CollectionArgument,
    label: Annotated[
        str, typer.Option("--label", help="What alike songs share: genre, artist, album, playlist or a column.")
    ] = "artist",
    list_separator: Annotated[
        str | None, typer.Option("--list-separator", help="What stands between several labels of a cell.")
    ] = None,
    apart: Annotated[
        str | None, typer.Option("--apart", help="Songs that share this are no answer, such as artist.")
    ] = None,
    block: _SongBlock = None,
    mix: _Mix = False,
    k: Annotated[int, typer.Option("--k", min=1, help="How many places of a list count.")] = 10,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out parts of the collection.")] = False,
    seed: SeedOption = 0,
    as_json: door.JsonOption = False,
) -> None:
    """Say how good recommendations and groups are, beside what chance would score."""
    from motif.songs.study.score import score as score_songs

    found = score_songs(
        _read(collection),
        label=label,
        list_separator=list_separator,
        apart=apart,
        block=block,
        mix=mix,
        k=k,
        growth=not quick,
        random_state=seed,
    )
    door.emit(found.as_dict(), as_json=as_json, text=lambda: _print_score(found))


def _print_score(found: Score) -> None:
    for mode, figures in found.modes.items():
        typer.echo(f"{mode}")
        door.strips(figures.values())
    if found.groups is not None:
        typer.echo("groups")
        door.strips(found.groups.values())
    for size in found.growth:
        told = "  ".join(f"{figure.name} {figure.format(figure.value)}" for figure in size.figures.values())
        typer.echo(f"{size.n_songs:,} songs: {told}")
    merged = f"merged by rule {found.dedupe!r}" if found.dedupe else "merged by a rule not on record"
    door.note(f"{found.n_songs:,} of {found.n_items:,} songs have features; {merged}; alike: {found.source}")
    if found.note:
        door.note(found.note)


@door.verb(app, "show", example="motif songs show songs.motif --out songs.html")
def show(
    collection: CollectionArgument,
    out: Annotated[Path, typer.Option("--out", help="The page to write, .html; beside it goes NAME.map.html.")],
    n_groups: _NGroups = "auto",
    label: Annotated[
        str | None, typer.Option("--label", help="Score recommendations by this, as in `motif songs score`.")
    ] = None,
    apart: Annotated[str | None, typer.Option("--apart", help="As in `motif songs score`.")] = None,
    block: _SongBlock = None,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Write a page: map, groups in words, features, scores, and what was left out."""
    from motif.songs.study.show import show as show_songs

    shown = show_songs(
        _read(collection),
        out=out,
        block=block,
        n_groups=_number(n_groups),
        label=label,
        apart=apart,
        overwrite=overwrite,
        random_state=seed,
    )
    value = shown.as_dict() | {"out": str(out), "map": str(out.with_suffix(".map.html"))}
    door.emit(value, as_json=as_json, text=lambda: typer.echo(f"page: {out}"))
    if not as_json:
        door.note(f"map: {out.with_suffix('.map.html')}")
