"""oEmbed and the Data API, as a server of this machine plays them."""

import json

import pytest

from motif.core.errors import DataError, SourceError
from motif.core.record import Drop
from motif.source.http import Direct, Response
from motif.videos.source.download import from_api, from_oembed
from tests.source.http.serving import serving


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")


class Answers:
    """Gives one answer to everything."""

    def __init__(self, body, status=200):
        self.response = Response(status, body)

    def send(self, request):
        return self.response


def test_oembed_tells_what_is_there_and_what_is_not():
    """Title and creator; a row without a title where embedding is disabled; a drop where there is no video."""

    def answer(path, query, n):
        id_ = query["url"].rpartition("=")[2]
        status = {"off": 401, "gone": 404}.get(id_, 200)
        return status, json.dumps({"title": f"Title of {id_}", "author_name": "Ann"}).encode()

    with serving(answer) as (at, _):
        rows = list(from_oembed(["a", "off", "gone"], Direct(), url=at))
    assert rows[0] == {"video_id": "a", "title": "Title of a", "channel_title": "Ann"}
    assert rows[1]["title"] is None
    assert (rows[2].reason, rows[2].id) == ("unavailable", "gone")


def test_the_api_is_asked_for_fifty_at_once():
    """Rows in the order of the ids; who is not in the answer is unavailable."""

    def answer(path, query, n):
        assert query["key"] == "s3cret"
        ids = [id_ for id_ in query["id"].split(",") if id_ != "v7"]
        snippet = {"title": "Sea", "tags": ["x"], "channelTitle": "Ann", "categoryId": "10"}
        return 200, json.dumps({"items": [{"id": id_, "snippet": snippet} for id_ in reversed(ids)]}).encode()

    ids = [f"v{n}" for n in range(120)]
    with serving(answer) as (at, asked):
        rows = list(from_api(ids, Direct(), key="s3cret", url=at))
    assert [len(query["id"].split(",")) for _, query in asked] == [50, 50, 20]
    assert [row.id if isinstance(row, Drop) else row["video_id"] for row in rows] == ids
    assert isinstance(rows[7], Drop)


def test_a_refusal_is_told_with_its_reason():
    """A spent quota, in Google's word; never with the key."""
    body = json.dumps({"error": {"errors": [{"reason": "quotaExceeded"}]}}).encode()
    refusing, told = serving(lambda path, query, n: (403, body)), r"status 403 \(quotaExceeded\)"
    with refusing as (at, _), pytest.raises(SourceError, match=told) as caught:
        list(from_api(["a"], Direct(), key="s3cret", url=at))
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("body", [b"[]", b'{"items": 3}', b"<html>"])
def test_an_answer_that_makes_no_sense_is_told(body):
    """Not taken for "no videos"."""
    with serving(lambda path, query, n: (200, body)) as (at, _), pytest.raises(DataError):
        list(from_api(["a"], Direct(), key="k", url=at))


def test_an_odd_answer_says_nothing_of_the_key():
    """A reason that is no word is not repeated; an id that is no text is nobody's."""
    said = b'{"error": {"errors": [{"reason": "the key s3cret is bad"}]}}'
    with pytest.raises(SourceError) as caught:
        list(from_api(["a"], Answers(said, 403), key="s3cret"))
    assert "s3cret" not in str(caught.value)
    (drop,) = from_api(["a"], Answers(b'{"items": [{"id": ["a"], "snippet": {}}]}'), key="s3cret")
    assert drop.reason == "unavailable"
