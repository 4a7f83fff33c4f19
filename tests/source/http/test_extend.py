"""Senders around a sender."""

import pytest

from motif.core.cache import Cache
from motif.core.errors import InputError, SourceError
from motif.source.http import Budget, Cached, Request, Response, Retry

REQUEST = Request("https://example.org/x", {"id": "a"}, {"key": "s3cret"})


class Scripted:
    """Gives these responses, or raises these errors, one after the other; the last one for ever."""

    def __init__(self, *given):
        self.given, self.n = given, 0

    def send(self, request):
        one = self.given[min(self.n, len(self.given) - 1)]
        self.n += 1
        if isinstance(one, Exception):
            raise one
        return one


def test_busy_servers_are_asked_again_after_longer_waits():
    """Twice as long each time; as long as the server says; the last answer counts."""
    waits = []
    inner = Scripted(Response(503), Response(500), Response(429, headers={"retry-after": "7"}), Response(200))
    assert Retry(inner, sleep=waits.append).send(REQUEST).status == 200
    assert waits == [1.0, 2.0, 7.0]
    inner = Scripted(Response(503))
    assert Retry(inner, n_tries=3, sleep=waits.append).send(REQUEST).status == 503
    assert inner.n == 3


def test_no_is_an_answer():
    """404 is not asked again, nor a server that wants a day."""
    for response in (Response(404), Response(429, headers={"retry-after": "86400"})):
        inner = Scripted(response)
        assert Retry(inner, sleep=pytest.fail).send(REQUEST) == response
        assert inner.n == 1


def test_a_server_that_is_away_may_come_back():
    """Errors of the network are tried again, then raised; others are raised at once."""
    away = SourceError("away", reason="unreachable")
    assert Retry(Scripted(away, Response(200)), sleep=lambda s: None).send(REQUEST).status == 200
    inner = Scripted(away)
    with pytest.raises(SourceError, match="away"):
        Retry(inner, n_tries=2, sleep=lambda s: None).send(REQUEST)
    assert inner.n == 2
    with pytest.raises(SourceError, match="long"):
        Retry(Scripted(SourceError("long", reason="too_large")), sleep=pytest.fail).send(REQUEST)
    with pytest.raises(InputError, match="n_tries"):
        Retry(inner, n_tries=0)


def test_a_budget_is_kept():
    """So many requests and no more."""
    sender = Budget(Scripted(Response(200)), n_requests=2)
    assert [sender.send(REQUEST).status for _ in range(2)] == [200, 200]
    with pytest.raises(SourceError, match="all 2 requests") as caught:
        sender.send(REQUEST)
    assert (caught.value.reason, sender.n_sent) == ("budget", 2)


def test_what_was_answered_is_remembered_without_its_secret(tmp_path):
    """By address and query; what was refused is asked again; a damaged memory too."""
    cache = Cache(tmp_path, max_bytes=100_000)
    inner = Scripted(Response(500), Response(200, b"\x00x"), Response(200, b"other"))
    sender = Cached(inner, cache)
    assert [sender.send(REQUEST).status for _ in range(3)] == [500, 200, 200]
    other_key = Request(REQUEST.url, REQUEST.parameters, {"key": "another"})
    assert (sender.send(other_key).body, inner.n) == (b"\x00x", 2)
    (entry,) = tmp_path.iterdir()
    assert b"s3cret" not in entry.read_bytes()
    entry.write_bytes(b"{")
    assert sender.send(REQUEST).body == b"other"
    assert sender.send(REQUEST.asking(page="2")).body == b"other"
    assert inner.n == 4


def test_what_is_no_answer_is_not_remembered(tmp_path):
    """A page in front of the network is asked past the next time."""
    bodies = iter([b"<html>", b"{}", b"other"])

    class Changing:
        def send(self, request):
            return Response(200, next(bodies))

    cache = Cache(tmp_path, max_bytes=10_000)
    sender = Cached(Changing(), cache, is_kept=lambda response: response.body == b"{}")
    assert [sender.send(Request("https://a.example")).body for _ in range(3)] == [b"<html>", b"{}", b"{}"]
