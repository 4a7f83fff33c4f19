"""Senders around a sender: one tries again, one remembers, one stops in time."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from motif.core.check import in_range, integer
from motif.core.digest import settings_digest
from motif.core.errors import SourceError
from motif.source.http.send import Request, Response, Sender

if TYPE_CHECKING:
    from motif.core.cache import Cache

__all__ = ["Budget", "Cached", "Retry"]

_BUSY = (429, 500, 502, 503, 504)
_VERSION = 1


class Retry:
    """Sends again where a server is busy or away, each time after twice the wait, or as long as the server asks for.

    Parameters
    ----------
    sender :
        Who sends.
    n_tries :
        In all, at least 1.
    first_wait_s, most_wait_s :
        The first wait, and the longest; a server that asks for longer is not asked again.
    statuses :
        That mean "later".
    sleep :
        What waits, in seconds.

    Examples
    --------
    >>> class Busy:
    ...     def __init__(self):
    ...         self.n = 0
    ...     def send(self, request):
    ...         self.n += 1
    ...         return Response(503 if self.n < 3 else 200)
    >>> Retry(Busy(), sleep=lambda seconds: None).send(Request("https://example.org")).status
    200
    """

    def __init__(
        self,
        sender: Sender,
        *,
        n_tries: int = 4,
        first_wait_s: float = 1.0,
        most_wait_s: float = 60.0,
        statuses: Collection[int] = _BUSY,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        in_range(first_wait_s, what="first_wait_s", low=0)
        self.sender, self.n_tries = sender, integer(n_tries, what="n_tries", low=1)
        self.first_wait_s, self.most_wait_s = first_wait_s, most_wait_s
        self.statuses, self.sleep = frozenset(statuses), sleep

    def send(self, request: Request) -> Response:
        """Return the first response that is not "later", or the last one."""
        wait_s, n_tried = self.first_wait_s, 0
        while True:
            n_tried += 1
            asked_s = None
            try:
                response = self.sender.send(request)
            except SourceError as error:
                if error.reason != "unreachable" or n_tried == self.n_tries:
                    raise
            else:
                asked_s = _asked_wait(response)
                is_patient = asked_s is None or asked_s <= self.most_wait_s
                if response.status not in self.statuses or n_tried == self.n_tries or not is_patient:
                    return response
            self.sleep(min(wait_s, self.most_wait_s) if asked_s is None else asked_s)
            wait_s *= 2


def _asked_wait(response: Response) -> float | None:
    """How many seconds a server asks to wait; None where it does not, or gives a date."""
    text = response.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdigit() and len(text) < 8 else None


class Budget:
    """Sends so many requests and no more.

    Parameters
    ----------
    sender :
        Who sends; a cache belongs around the budget. What a sender inside tries again is one request.
    n_requests :
        The most.

    Examples
    --------
    >>> class Always:
    ...     def send(self, request):
    ...         return Response(200)
    >>> Budget(Always(), n_requests=0).send(Request("https://example.org"))
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: all 0 requests of the budget are spent; allow more, or go on later
    """

    def __init__(self, sender: Sender, *, n_requests: int) -> None:
        self.sender, self.n_requests, self.n_sent = sender, integer(n_requests, what="n_requests", low=0), 0

    def send(self, request: Request) -> Response:
        """Return the response.

        Raises
        ------
        SourceError
            reason budget: nothing is left.
        """
        if self.n_sent >= self.n_requests:
            told = f"all {self.n_requests:,} requests of the budget are spent; allow more, or go on later"
            raise SourceError(told, reason="budget")
        self.n_sent += 1
        return self.sender.send(request)


class Cached:
    """Remembers responses by address and query, without the secrets; what a server refuses is not remembered.

    Parameters
    ----------
    sender :
        Who is asked for what is not known.
    cache :
        Where responses are kept.
    statuses :
        Which ones are kept.
    is_kept :
        Whether a response of such a status is kept; None keeps all. A page in front of the network answers 200 too, and
        would else be remembered in the server's name.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.cache import Cache
    >>> class Once:
    ...     def __init__(self):
    ...         self.n = 0
    ...     def send(self, request):
    ...         self.n += 1
    ...         return Response(200, b"%d" % self.n)
    >>> sender = Cached(Once(), Cache(tempfile.mkdtemp(), max_bytes=10_000))
    >>> [sender.send(Request("https://example.org")).body for _ in range(2)]
    [b'1', b'1']
    """

    def __init__(
        self,
        sender: Sender,
        cache: Cache,
        *,
        statuses: Collection[int] = (200,),
        is_kept: Callable[[Response], bool] | None = None,
    ) -> None:
        self.sender, self.cache, self.statuses, self.is_kept = sender, cache, frozenset(statuses), is_kept

    def send(self, request: Request) -> Response:
        """Return what is remembered, or the sender's response."""
        digest = settings_digest({"url": request.url, "parameters": dict(request.parameters)})
        key = self.cache.key(digest, step="http", version=_VERSION)
        held = self.cache.read(key)
        known = None if held is None else _unpacked(held)
        if known is not None:
            return known
        response = self.sender.send(request)
        if response.status in self.statuses and (self.is_kept is None or self.is_kept(response)):
            self.cache.write(key, _packed(response))
        return response


def _packed(response: Response) -> bytes:
    body = base64.b64encode(response.body).decode()
    return json.dumps({"status": response.status, "body": body}).encode()


def _unpacked(data: bytes) -> Response | None:
    try:
        held = json.loads(data)
        return Response(int(held["status"]), base64.b64decode(held["body"], validate=True))
    except (ValueError, TypeError, KeyError):
        return None  # damaged: it is asked for again
