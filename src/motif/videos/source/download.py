"""What YouTube says of videos by id, through a sender: oEmbed without a key, the Data API v3 with one.

oEmbed gives title and creator, one request a video; it refuses videos whose embedding is disabled, the paper's second
loss. The Data API gives keywords, category and description too, 50 videos a request (one unit of the daily quota).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from motif.core.errors import DataError, SourceError
from motif.core.record import Drop
from motif.source.http import Request, Response, Sender

__all__ = ["API", "AT_ONCE", "OEMBED", "from_api", "from_oembed", "is_answer"]

OEMBED = "https://www.youtube.com/oembed"
API = "https://www.googleapis.com/youtube/v3/videos"
AT_ONCE = 50
"""The most ids that the Data API takes in one request."""

_STEP = "download"
_WORD = re.compile(r"[A-Za-z]{1,60}")  # such as quotaExceeded; anything else might hold what was asked
_EMBEDDING_OFF = 401
_GONE = (400, 403, 404)  # no id, private, not found


def from_oembed(ids: Sequence[str], sender: Sender, *, url: str = OEMBED) -> Iterator[dict[str, Any] | Drop]:
    """Yield for each id a row of `video_id`, `title`, `channel_title`, or a drop where there is no such video.

    A video whose embedding is disabled has a row without a title.

    Parameters
    ----------
    ids :
        Of videos.
    sender :
        Who asks.
    url :
        Where.

    Raises
    ------
    SourceError
        When the server cannot be reached, or refuses.

    Examples
    --------
    >>> class Fake:
    ...     def send(self, request):
    ...         return Response(200, b'{"title": "Sea", "author_name": "Ann"}')
    >>> list(from_oembed(["a"], Fake()))
    [{'video_id': 'a', 'title': 'Sea', 'channel_title': 'Ann'}]
    """
    for id_ in ids:
        address = f"https://www.youtube.com/watch?v={id_}"
        response = sender.send(Request(url, {"url": address, "format": "json"}))
        if response.status in _GONE:
            yield Drop(_origin(id_), _STEP, "unavailable", id=id_, detail=f"status {response.status}")
        elif response.status == _EMBEDDING_OFF:
            yield {"video_id": id_, "title": None, "channel_title": None}
        else:
            told = _object(response, url)
            yield {"video_id": id_, "title": told.get("title"), "channel_title": told.get("author_name")}


def from_api(ids: Sequence[str], sender: Sender, *, key: str, url: str = API) -> Iterator[dict[str, Any] | Drop]:
    """Yield for each id a row as `motif.videos.source.text` reads it, or a drop where there is no such video.

    Parameters
    ----------
    ids, sender, url :
        As of `from_oembed`.
    key :
        Of the Data API; it goes nowhere but into the request.

    Raises
    ------
    SourceError
        When the server cannot be reached, or refuses: a wrong key, a quota that is spent.

    Examples
    --------
    >>> class Fake:
    ...     def send(self, request):
    ...         return Response(200, b'{"items": [{"id": "a", "snippet": {"title": "Sea", "categoryId": "10"}}]}')
    >>> rows = list(from_api(["a", "b"], Fake(), key="k"))
    >>> rows[0]["category_id"], rows[1].reason
    ('10', 'unavailable')
    """
    for start in range(0, len(ids), AT_ONCE):
        asked = ids[start : start + AT_ONCE]
        request = Request(url, {"part": "snippet", "id": ",".join(asked), "maxResults": str(AT_ONCE)}, {"key": key})
        items = _object(sender.send(request), url).get("items")
        if not isinstance(items, list):
            raise DataError(f"an answer of {request.host!r} has no list of items", reason="bad_answer")
        found = {
            item["id"]: item.get("snippet")
            for item in items
            if isinstance(item, dict) and isinstance(item.get("id"), str)
        }
        for id_ in asked:
            snippet = found.get(id_)
            if isinstance(snippet, dict):
                yield _row(id_, snippet)
            else:
                yield Drop(_origin(id_), _STEP, "unavailable", id=id_)


def is_answer(response: Response) -> bool:
    """Whether a response is one of YouTube's: no, or a JSON object.

    Examples
    --------
    >>> is_answer(Response(404)), is_answer(Response(200, b"{}")), is_answer(Response(200, b"<html>"))
    (True, True, False)
    """
    try:
        return response.status != 200 or isinstance(response.json(), dict)
    except DataError:
        return False


def _row(id_: str, snippet: dict[str, Any]) -> dict[str, Any]:
    return {
        "video_id": id_, "title": snippet.get("title"), "channel_title": snippet.get("channelTitle"),
        "category_id": snippet.get("categoryId"), "tags": snippet.get("tags") or [],
        "description": snippet.get("description"),
    }  # fmt: skip


def _origin(id_: str) -> str:
    return f"video {id_}"


def _object(response: Response, url: str) -> dict[str, Any]:
    if response.status != 200:
        said = _reason(response)
        raise SourceError(f"{Request(url).host!r} answers with status {response.status}{said}", reason="refused")
    told = response.json()
    if not isinstance(told, dict):
        raise DataError(f"an answer of {Request(url).host!r} is no JSON object", reason="bad_answer")
    return told


def _reason(response: Response) -> str:
    """What an error of Google's APIs says, in a word."""
    try:
        found = response.json()["error"]["errors"][0]["reason"]
    except (DataError, LookupError, TypeError):
        return ""
    return f" ({found})" if isinstance(found, str) and _WORD.fullmatch(found) else ""
