"""`download`: titles, creators and keywords of videos by id, from YouTube, as a table that `gather` joins."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from motif.collection import read
from motif.core.cache import default_cache
from motif.core.check import in_choices
from motif.core.errors import InputError, SourceError
from motif.core.files import is_there, write_text
from motif.core.progress import progress
from motif.core.record import Drop
from motif.source.http import Budget, Cached, Direct, Retry, Sender
from motif.videos.source.download import AT_ONCE, from_api, from_oembed, is_answer
from motif.videos.source.text import read_texts

__all__ = ["KEY", "Downloaded", "Way", "download", "ids_of", "n_requests_for"]

Way: TypeAlias = Literal["oembed", "api"]
KEY = "MOTIF_YOUTUBE_API_KEY"
"""The environment variable that holds the key of the Data API; it is read from nowhere else."""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What `download` found.

    Parameters
    ----------
    n_asked :
        Ids, each once.
    n_rows :
        Videos that there are.
    drops :
        Those that are no longer there.
    n_left :
        Ids that nobody was asked for, because the budget was spent.

    Examples
    --------
    >>> Downloaded(3, 2, (), 1).n_left
    1
    """

    n_asked: int
    n_rows: int
    drops: tuple[Drop, ...]
    n_left: int


def download(
    ids: Sequence[str],
    out: str | Path,
    *,
    way: Way = "oembed",
    online: bool = False,
    n_requests: int = 1000,
    sender: Sender | None = None,
    overwrite: bool = False,
) -> Downloaded:
    """Ask YouTube for the text of videos and write it as JSON lines, for `gather(text=...)`.

    Off by default: nothing is sent without `online`. Answers are cached, so that a run that was stopped, or whose
    budget was spent, goes on where it was. What may be asked and kept is between you and YouTube's terms.

    Parameters
    ----------
    ids :
        Of videos; each is asked for once.
    out :
        The file, such as text.jsonl.
    way :
        "oembed" (title and creator, no key) or "api" (keywords, category and description too; the key is in the
        environment variable `MOTIF_YOUTUBE_API_KEY`).
    online :
        Whether the network may be used.
    n_requests :
        The most requests of this run, those of the cache not counted.
    sender :
        Another way to send; None goes to the network, with retries.
    overwrite :
        Whether a file at `out` is replaced.

    Raises
    ------
    InputError
        Without `online` or the key, or when `out` is there.
    SourceError
        When the server cannot be reached, or refuses.

    Examples
    --------
    >>> download(["XpVt6Z1Gjjo"], "text.jsonl")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: this asks YouTube for 1 videos over the network; allow it with online=True (--online)
    """
    in_choices(way, get_args(Way), what="way")
    asked = list(dict.fromkeys(ids))
    if not online:
        told = f"this asks YouTube for {len(asked):,} videos over the network"
        raise InputError(f"{told}; allow it with online=True (--online)")
    if is_there(out) and not overwrite:
        raise InputError(f"{Path(out).name!r} exists; choose another name for --out, or add --overwrite")
    spent = Budget(Retry(Direct()) if sender is None else sender, n_requests=n_requests)
    statuses = (200, 401, 404) if way == "oembed" else (200,)
    cached = Cached(spent, default_cache(), statuses=statuses, is_kept=is_answer)
    found = from_oembed(asked, cached) if way == "oembed" else from_api(asked, cached, key=_key())
    rows: list[str] = []
    drops: list[Drop] = []
    try:
        with progress("Asking", total=len(asked)) as bar:
            for one in found:
                bar.advance()
                if isinstance(one, Drop):
                    drops.append(one)
                else:
                    rows.append(json.dumps(one))  # half a letter in a title is written as JSON writes it
    except SourceError as error:
        if error.reason != "budget":
            raise
    write_text(out, "".join(f"{row}\n" for row in rows))
    return Downloaded(len(asked), len(rows), tuple(drops), len(asked) - len(rows) - len(drops))


def n_requests_for(ids: Sequence[str], way: Way = "oembed") -> int:
    """Return how many requests the text of videos takes, where nothing of it is cached.

    Raises
    ------
    InputError
        For another way.

    Examples
    --------
    >>> n_requests_for([str(n) for n in range(120)], "api"), n_requests_for(["a", "a"])
    (3, 1)
    """
    in_choices(way, get_args(Way), what="way")
    n_asked = len(set(ids))
    return n_asked if way == "oembed" else -(-n_asked // AT_ONCE)


def ids_of(videos: str | Path) -> list[str]:
    r"""Return the ids of a collection's videos, or of a table's.

    Raises
    ------
    SourceError, DataError
        When it cannot be read, or has no column of ids.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "ids.csv"
    >>> write_text(path, "video_id,n\nXpVt6Z1Gjjo,1\n")
    >>> ids_of(path)
    ['XpVt6Z1Gjjo']
    """
    if is_there(Path(videos) / "collection.json"):
        return read(videos).ids
    return read_texts(videos).rows["id"].to_pylist()


def _key() -> str:
    key = os.environ.get(KEY, "").strip()
    if not key:
        raise InputError(f"the Data API needs a key in the environment variable {KEY}; or ask oembed, which needs none")
    return key
