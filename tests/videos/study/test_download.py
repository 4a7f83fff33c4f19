"""Downloading text: off by default, within a budget, going on where it was."""

import json

import pytest

from motif.collection import Collection
from motif.core.errors import DataError, InputError, SourceError
from motif.source.http import Response
from motif.videos.source.text import read_texts
from motif.videos.study.download import KEY, download, ids_of


class Fake:
    """Plays both servers, and remembers how often it was asked."""

    def __init__(self, status=200):
        self.n, self.status = 0, status

    def send(self, request):
        self.n += 1
        ids = request.parameters.get("id", "").split(",")
        items = [{"id": id_, "snippet": {"title": "Sea", "tags": ["x"], "categoryId": "10"}} for id_ in ids]
        body = {"title": "Sea", "author_name": "Ann", "items": items}
        return Response(self.status, json.dumps(body).encode())


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))


def test_nothing_is_sent_unless_it_is_allowed(tmp_path):
    """Nor where the file is there already."""
    fake = Fake()
    with pytest.raises(InputError, match="--online"):
        download(["a"], tmp_path / "t.jsonl", sender=fake)
    (tmp_path / "t.jsonl").write_text("")
    with pytest.raises(InputError, match="exists"):
        download(["a"], tmp_path / "t.jsonl", online=True, sender=fake)
    assert fake.n == 0


def test_a_spent_budget_goes_on_later(tmp_path):
    """What was answered is not asked again; the file has what there is."""
    fake, out = Fake(), tmp_path / "t.jsonl"
    first = download(["a", "b", "c", "a"], out, online=True, n_requests=2, sender=fake)
    assert (first.n_asked, first.n_rows, first.n_left, fake.n) == (3, 2, 1, 2)
    again = download(["a", "b", "c"], out, online=True, n_requests=2, sender=fake, overwrite=True)
    assert (again.n_rows, again.n_left, fake.n) == (3, 0, 3)
    assert read_texts(out).rows["title"].to_pylist() == ["Sea"] * 3


def test_the_key_comes_from_the_environment_alone(tmp_path, monkeypatch):
    """And is in neither file nor cache."""
    monkeypatch.delenv(KEY, raising=False)
    with pytest.raises(InputError, match=KEY):
        download(["a"], tmp_path / "t.jsonl", way="api", online=True, sender=Fake())
    monkeypatch.setenv(KEY, "s3cretkey")
    download(["a"], tmp_path / "t.jsonl", way="api", online=True, sender=Fake())
    assert read_texts(tmp_path / "t.jsonl").rows["labels"].to_pylist() == [[10]]
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not any(b"s3cretkey" in data for data in written)


def test_a_refusal_ends_it(tmp_path):
    """With the status; nothing is written."""
    with pytest.raises(SourceError, match="status 500"):
        download(["a"], tmp_path / "t.jsonl", online=True, sender=Fake(500))
    assert not (tmp_path / "t.jsonl").exists()


def test_ids_come_from_a_collection_or_a_table(tmp_path):
    """In order."""
    Collection("video", {"id": ["b", "a"]}).save(tmp_path / "v.motif")
    (tmp_path / "ids.csv").write_text("video_id\nb\na\n")
    assert ids_of(tmp_path / "v.motif") == ids_of(tmp_path / "ids.csv") == ["b", "a"]


def test_half_a_letter_and_a_page_of_somebody_else_do_no_harm(tmp_path):
    """A title that was cut within an emoji is written; what is no answer of YouTube's is asked for again."""

    class Portal:
        bodies = iter([b"<html>log in</html>", b'{"title": "Sea \\ud83d", "author_name": "Ann"}'])

        def send(self, request):
            return Response(200, next(self.bodies))

    portal, out = Portal(), tmp_path / "t.jsonl"
    with pytest.raises(DataError, match="no JSON"):
        download(["a"], out, online=True, sender=portal)
    assert download(["a"], out, online=True, sender=portal).n_rows == 1
    assert read_texts(out).rows["title"].to_pylist() == ["Sea ?"]
