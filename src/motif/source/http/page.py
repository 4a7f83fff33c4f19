"""Answers in pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from motif.core.check import integer
from motif.core.errors import SourceError
from motif.source.http.send import Request, Sender

__all__ = ["pages"]


def pages(
    sender: Sender, request: Request, *, following: Callable[[Any], dict[str, str] | None], most: int = 1000
) -> Iterator[Any]:
    """Yield each page of an answer as JSON.

    Parameters
    ----------
    sender :
        Who sends.
    request :
        For the first page.
    following :
        A page -> the parameters that the next one is asked for with; None after the last.
    most :
        Pages: a server that never ends is left.

    Raises
    ------
    SourceError
        reason refused, when a status is not 200; reason endless, after the most pages.
    DataError
        When a page is no JSON.

    Examples
    --------
    >>> from motif.source.http.send import Response
    >>> class Two:
    ...     def send(self, request):
    ...         return Response(200, b"2" if "page" in request.parameters else b"1")
    >>> first = Request("https://example.org/list")
    >>> list(pages(Two(), first, following=lambda page: {"page": "b"} if page == 1 else None))
    [1, 2]
    """
    for _ in range(integer(most, what="most", low=1)):
        response = sender.send(request)
        if response.status != 200:
            raise SourceError(f"{request.host!r} answers with status {response.status}", reason="refused")
        page = response.json()
        yield page
        onward = following(page)
        if onward is None:
            return
        request = request.asking(**onward)
    raise SourceError(f"{request.host!r} has more than {most:,} pages", reason="endless")
