"""Requests and responses as data, and the one sender that goes to the network."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener
from urllib.request import Request as TheirRequest

from motif.core.errors import DataError, InputError, SourceError
from motif.core.record import version

__all__ = ["Direct", "Request", "Response", "Sender"]

_MOST_BYTES = 20_000_000
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a server: a GET.

    Parameters
    ----------
    url :
        http or https, without a query.
    parameters :
        The query.
    secrets :
        More of the query, such as a key: never in a cache, a message or what is printed of the request.

    Examples
    --------
    >>> Request("https://example.org/oembed", {"format": "json"}, secrets={"key": "abc"})
    Request(url='https://example.org/oembed', parameters={'format': 'json'})
    """

    url: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no address on the web."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise InputError(f"a request's address must be http or https, without a query; not {self.url[:80]!r}")

    def asking(self, **parameters: str) -> Request:
        """Return the request with more parameters in its query."""
        return replace(self, parameters={**self.parameters, **parameters})

    @property
    def host(self) -> str:
        """Who is asked, for messages."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answers.

    Parameters
    ----------
    status :
        The HTTP status.
    body :
        Its bytes.
    headers :
        By name in lower case.

    Examples
    --------
    >>> Response(200, b'{"title": "Sea"}').json()["title"]
    'Sea'
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """Return what the body says as JSON.

        Raises
        ------
        DataError
            reason not_json.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise DataError(f"an answer of status {self.status} is no JSON", reason="not_json") from error


class Sender(Protocol):
    """Whatever takes requests and gives responses."""

    def send(self, request: Request) -> Response:
        """Return the response; a status that says no is one too.

        Raises
        ------
        SourceError
            When there is none.
        """


class _SameHost(HTTPRedirectHandler):
    """Follows redirects within a host only: a query may hold a key, which is nobody else's business."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Direct:
    """Sends over the network.

    Parameters
    ----------
    timeout_s :
        How long a server may be silent.
    max_bytes :
        The most that an answer may hold.

    Examples
    --------
    >>> Direct(timeout_s=5).send(Request("file:///etc/hosts"))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: a request's address must be http or https, without a query; not 'file:///etc/hosts'
    """

    def __init__(self, *, timeout_s: float = 30.0, max_bytes: int = _MOST_BYTES) -> None:
        self.timeout_s, self.max_bytes = timeout_s, max_bytes
        self._opener = build_opener(_SameHost)

    def send(self, request: Request) -> Response:
        """Return the server's response.

        Raises
        ------
        SourceError
            reason unreachable, or too_large.
        """
        query = urlencode({**request.parameters, **request.secrets})
        theirs = TheirRequest(
            f"{request.url}?{query}" if query else request.url, headers={"User-Agent": f"motif/{version()}"}
        )
        try:
            with self._opener.open(theirs, timeout=self.timeout_s) as answer:
                return self._response(answer, request)
        except HTTPError as error:
            with error:
                return self._response(error, request)
        except (URLError, http.client.HTTPException, OSError) as error:
            raise _unreachable(request, error) from None  # whose traceback would show the whole address

    def _response(self, answer: Any, request: Request) -> Response:
        parts, held = [], 0
        while part := answer.read(_CHUNK):
            held += len(part)
            if held > self.max_bytes:
                told = f"an answer of {request.host!r} is longer than {self.max_bytes:,} bytes"
                raise SourceError(told, reason="too_large")
            parts.append(part)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Response(int(answer.status), b"".join(parts), headers)


def _unreachable(request: Request, error: Exception) -> SourceError:
    cause = error.reason if isinstance(error, URLError) else error
    told = getattr(cause, "strerror", None) or ("no answer in time" if isinstance(cause, TimeoutError) else None)
    told = told or type(cause).__name__
    return SourceError(f"{request.host!r} cannot be reached: {told}", reason="unreachable")
