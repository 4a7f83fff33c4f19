"""Answers in pages."""

import json

import pytest

from motif.core.errors import DataError, SourceError
from motif.source.http import Direct, Request, pages
from tests.source.http.serving import serving


def onward(page):
    return {"pageToken": page["next"]} if "next" in page else None


def test_pages_follow_each_other(monkeypatch):
    """Until one names no other; the query stays."""
    monkeypatch.setenv("NO_PROXY", "*")
    told = {None: {"n": 1, "next": "b"}, "b": {"n": 2, "next": "c"}, "c": {"n": 3}}
    with serving(lambda path, query, n: (200, json.dumps(told[query.get("pageToken")]).encode())) as (at, asked):
        found = list(pages(Direct(), Request(at, {"id": "x"}), following=onward))
        assert [page["n"] for page in found] == [1, 2, 3]
        assert {query["id"] for _, query in asked} == {"x"}
        told["c"]["next"] = "b"
        with pytest.raises(SourceError, match="more than 5 pages"):
            list(pages(Direct(), Request(at), following=onward, most=5))


@pytest.mark.parametrize(("status", "body", "kind"), [(403, b"{}", SourceError), (200, b"<html>", DataError)])
def test_what_is_no_page_is_told(monkeypatch, status, body, kind):
    """A refusal, and what is no JSON."""
    monkeypatch.setenv("NO_PROXY", "*")
    with serving(lambda path, query, n: (status, body)) as (at, _), pytest.raises(kind):
        list(pages(Direct(), Request(at), following=onward))
