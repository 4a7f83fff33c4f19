"""Requests and responses as data, and the one sender that goes to the network."""

from __future__ import annotations

import http.client
import json
import time
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
        try:
            parts = urlsplit(self.url)
            is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query
        except ValueError:  # a bracket in the host that is not closed
            is_web = False
        if not is_web:
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
    most_s :
        The longest that an answer may take from its first byte to its last.

    Examples
    --------
    >>> Direct(timeout_s=5).send(Request("file:///etc/hosts"))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: a request's address must be http or https, without a query; not 'file:///etc/hosts'
    """

    def __init__(self, *, timeout_s: float = 30.0, max_bytes: int = _MOST_BYTES, most_s: float = 600.0) -> None:
        self.timeout_s, self.max_bytes, self.most_s = timeout_s, max_bytes, most_s
        self._opener = build_opener(_SameHost)

    def send(self, request: Request) -> Response:
        """Return the server's response.

        Raises
        ------
        SourceError
            reason unreachable, bad_address, too_large or too_slow.
        """
        try:
            query = urlencode({**request.parameters, **request.secrets})
            address = f"{request.url}?{query}" if query else request.url
            with self._opened(TheirRequest(address, headers={"User-Agent": f"motif/{version()}"})) as answer:
                return self._response(answer, request)
        except (http.client.HTTPException, OSError) as error:  # among them URLError
            raise _unreachable(request, error) from None  # whose traceback would show the whole address
        except ValueError as error:  # a host or a path that cannot be one, also in a redirect
            told = f"{request.host!r} cannot be asked: {type(error).__name__} in its address, or in one it redirects to"
            raise SourceError(told, reason="bad_address") from None

    def _opened(self, theirs: TheirRequest) -> Any:
        try:
            return self._opener.open(theirs, timeout=self.timeout_s)
        except HTTPError as error:  # an answer that says no
            return error

    def _response(self, answer: Any, request: Request) -> Response:
        parts, held, until = [], 0, time.monotonic() + self.most_s
        while part := answer.read1(_CHUNK):
            held += len(part)
            if held > self.max_bytes:
                told = f"an answer of {request.host!r} is longer than {self.max_bytes:,} bytes"
                raise SourceError(told, reason="too_large")
            if time.monotonic() > until:
                raise SourceError(f"an answer of {request.host!r} takes over {self.most_s:g} s", reason="too_slow")
            parts.append(part)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        wanted = headers.get("content-length", "")
        if wanted.isascii() and wanted.isdigit() and held < int(wanted[:18]):
            raise SourceError(f"an answer of {request.host!r} ends early", reason="unreachable")
        return Response(int(answer.status), b"".join(parts), headers)


def _unreachable(request: Request, error: Exception) -> SourceError:
    cause = error.reason if isinstance(error, URLError) else error
    told = getattr(cause, "strerror", None) or ("no answer in time" if isinstance(cause, TimeoutError) else None)
    told = told or type(cause).__name__
    return SourceError(f"{request.host!r} cannot be reached: {told}", reason="unreachable")
