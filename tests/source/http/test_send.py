"""Requests, responses, and the sender that goes to the network: to a server of this machine."""

import pytest

from motif.core.errors import DataError, InputError, SourceError
from motif.source.http import Direct, Request, Response
from tests.source.http.serving import serving


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")


def test_what_is_asked_and_answered():
    """The query with its secrets goes out; status, body and headers come back, also where the answer is no."""
    with serving(lambda path, query, n: (404 if path == "/no" else 200, b'{"a": 1}', {"X-Word": "w"})) as (at, asked):
        sender = Direct()
        response = sender.send(Request(f"{at}/yes", {"id": "a b&c"}, {"key": "s3cret"}))
        assert (response.status, response.json(), response.headers["x-word"]) == (200, {"a": 1}, "w")
        assert sender.send(Request(f"{at}/no")).status == 404
    assert asked == [("/yes", {"id": "a b&c", "key": "s3cret"}), ("/no", {})]


def test_secrets_are_in_no_message():
    """Neither in what is printed of a request nor in an error."""
    request = Request("http://127.0.0.1:1/x", {"id": "a"}, {"key": "s3cret"})
    assert "s3cret" not in repr(request)
    with pytest.raises(SourceError, match=r"'127\.0\.0\.1' cannot be reached") as caught:
        Direct(timeout_s=2).send(request)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_another_host_is_not_told_the_query():
    """A redirect elsewhere is an answer, not a new request; one within the host is followed."""

    def answer(path, query, n):
        return {
            "/away": (302, b"", {"Location": "http://elsewhere.invalid/"}),
            "/here": (302, b"", {"Location": "/x"}),
        }.get(path, (200, b"x"))

    with serving(answer) as (at, _):
        assert Direct().send(Request(f"{at}/away")).status == 302
        assert Direct().send(Request(f"{at}/here")).body == b"x"


def test_an_answer_without_end_is_left():
    """At a stated size."""
    endless = serving(lambda path, query, n: (200, bytes(100_000)))
    with endless as (at, _), pytest.raises(SourceError, match="longer than 70,000 bytes"):
        Direct(max_bytes=70_000).send(Request(at))


@pytest.mark.parametrize("url", ["file:///etc/hosts", "ftp://a/b", "example.org", "http://a/b?key=1", ""])
def test_only_the_web_is_asked(url):
    """And a query is given as parameters."""
    with pytest.raises(InputError, match="http or https"):
        Request(url)


def test_a_body_that_is_no_json_is_told():
    """With its status."""
    with pytest.raises(DataError, match="status 200 is no JSON"):
        Response(200, b"<html>").json()


@pytest.mark.parametrize("url", ["http://[bad/x", "http://a/\u00e9", f"http://{'a' * 300}/"])
def test_an_address_that_cannot_be_one_is_told_without_the_secret(url):
    """Neither in the message nor in what caused it."""
    with pytest.raises((InputError, SourceError)) as caught:
        Direct(timeout_s=1).send(Request(url, secrets={"key": "s3cret"}))
    assert "s3cret" not in repr(caught.value)
    assert caught.value.__suppress_context__ or "s3cret" not in repr(caught.value.__context__)


def test_half_a_letter_is_told():
    """A query that no server could be sent."""
    with pytest.raises(SourceError, match="UnicodeEncodeError"):
        Direct(timeout_s=1).send(Request("http://127.0.0.1:1/", {"id": "\ud800"}))


def test_a_redirect_to_nowhere_is_told():
    """Its address is none."""
    bad = serving(lambda path, query, n: (302, b"", {"Location": "http://[bad"}))
    with bad as (at, _), pytest.raises(SourceError, match="in one it redirects to"):
        Direct().send(Request(at))


@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_that_ends_early_is_none(status):
    """Whatever its status: half a body would be taken for a whole one."""
    short = serving(lambda path, query, n: (status, b"half", {"Content-Length": "100"}))
    with short as (at, _), pytest.raises(SourceError, match="ends early") as caught:
        Direct(timeout_s=5).send(Request(at))
    assert caught.value.reason == "unreachable"


def test_an_answer_that_takes_for_ever_is_left(monkeypatch):
    """A server that sends a byte now and then is never silent for long."""
    now = iter(range(0, 100_000, 400))
    monkeypatch.setattr("motif.source.http.send.time.monotonic", lambda: next(now))
    slow = serving(lambda path, query, n: (200, bytes(1_000_000)))
    with slow as (at, _), pytest.raises(SourceError, match="takes over 600 s"):
        Direct().send(Request(at))
