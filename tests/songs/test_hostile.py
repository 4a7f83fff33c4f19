"""Hostile music: what stands in tags and files is shown as text, is obeyed nowhere, and writes no file of its own."""

import json
import os
import re
import subprocess
import sys
import unicodedata
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("librosa", reason="needs the extra 'songs'")
pytest.importorskip("av", reason="needs the extra 'songs'")

from motif.collection import read
from motif.songs.collection.ledger import ledger
from tests.clips import encoded
from tests.songs.study.sound import write_wav
from tests.source.test_audio import video, wav

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

FORMS = ("mp3", "ogg", "opus", "flac", "m4a")
TITLES = {
    "markup": '<script>alert("1")</script><img src=x onerror=alert(1)>{{ 7*7 }}</title>',
    "control": "a\x1b[2J\x1b]0;owned\x07\x9b31m\x08\x7f\u202eb\u2028c\r\n#EXTINF:1,two",
    "long": "<b>" + "x" * 1_000_000,
    "path": "../../escaped.html",
    "quote": "'\"--><svg onload=alert(1)> | `touch escaped` $(touch escaped) %s %n",
}
TAGS = {
    "artist": '../escaped;<a href="javascript:alert(1)">\x1b[31mred\x1b[0m</a>',
    "album": "songs.motif/../../escaped/\x1b[2J<iframe src=//x>",
    "genre": "../escaped</td>\x9b2J",
    "date": "<b>1999\x1b",
}
BAD = {"corrupt": "corrupt", "video": "not_audio", "nothing": "no_sound", "page": "not_audio", "empty": "empty"}
RAW = re.compile(r"<(script>alert|img src=x|a href=.javascript|iframe|svg onload|b>x|b>1999|/td>\\)", re.IGNORECASE)


def chirp(hz: float) -> np.ndarray:
    t = np.arange(int(44100 * 2.5)) / 44100
    return 0.3 * np.sin(2 * np.pi * hz * t) * np.exp(-4 * ((2 * t) % 1))


def fill(music: Path) -> None:
    """Songs of five containers with hostile tags, and files that are no songs."""
    (music / "deep").mkdir(parents=True)
    for row, form in enumerate(FORMS):
        for column, (word, title) in enumerate(TITLES.items()):
            artist = TAGS["artist"] if row < 3 else f"<b>{TAGS['artist']}"
            tags = {**TAGS, "artist": artist, "title": title, "track": f"{column}/../<i>"}
            data = encoded(chirp(150 + 37 * row + 211 * column), 44100, form, tags=tags)
            (music / "deep" / f"{word}.{form}").write_bytes(data)
    noise = np.random.default_rng(0).integers(0, 256, 50_000, np.uint8).tobytes()
    (music / "corrupt.mp3").write_bytes(encoded(chirp(300), 44100, "mp3")[:1000] + noise)
    (music / "video.mp3").write_bytes(video())
    (music / "nothing.wav").write_bytes(wav(np.zeros(0)))
    (music / "page.ogg").write_bytes(b"<!DOCTYPE html><html><script>alert(1)</script>")
    (music / "empty.flac").write_bytes(b"")
    write_wav(music / "<img src=x onerror=alert(1)>\x1b[2J\x9b.wav", hz=900)
    ten_hours = 36000 * 8000 * 2
    with (music / "mix.wav").open("wb") as file:  # a sparse file: ten hours of silence that take no place
        head = wav(np.zeros(1), 8000)[:44]
        file.write(head[:4] + (ten_hours + 36).to_bytes(4, "little") + head[8:40] + ten_hours.to_bytes(4, "little"))
        file.truncate(44 + ten_hours)


def tree(folder: Path) -> dict[str, str]:
    """Each file below a folder and its checksum; of the ten hours only the size."""
    files = [path for path in folder.rglob("*") if not path.is_dir()]
    return {
        path.relative_to(folder).as_posix(): str(path.stat().st_size)
        if path.name == "mix.wav"
        else sha256(path.read_bytes()).hexdigest()
        for path in files
    }


class Home:
    """A folder in which commands run, with nothing of theirs outside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.work = folder, folder / "one" / "two"
        for name in ("cache", "tmp", "home"):
            (folder / name).mkdir()
        self.environment = {
            **os.environ,
            "MOTIF_CACHE_DIR": str(folder / "cache"),
            "TMPDIR": str(folder / "tmp"),
            "HOME": str(folder / "home"),
            "OMP_NUM_THREADS": "1",
        }
        fill(self.work / "music")
        self.before, self.said = tree(folder), b""

    def run(self, *words: str, may_write: str = "", code: int = 0) -> None:
        """Run `motif songs`; what it says is kept, and what it wrote outside of what it may is an error."""
        done = subprocess.run(
            [sys.executable, "-m", "motif", "songs", *words],
            cwd=self.work,
            env=self.environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode == code, done.stderr.decode()
        after = tree(self.folder)
        changed = {path for path in after.keys() | self.before.keys() if after.get(path) != self.before.get(path)}
        assert [path for path in sorted(changed) if not re.fullmatch(may_write, path)] == []
        self.before = after
        self.said += done.stdout + done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Hostile music, gathered."""
    made = Home(tmp_path_factory.mktemp("hostile"))
    words = ("gather", "music", "--dedupe", "id", "--out", "songs.motif")
    made.run(*words, may_write=r"one/two/songs\.motif/.+|cache/motif/.+")
    return made


@pytest.fixture
def songs(home):
    """As it is now: another test may have described it in between."""
    return read(home.work / "songs.motif")


def controls(text: str, *, allowed: str) -> set[str]:
    """Characters that a terminal or a reader would obey: C0, C1, direction, separators of lines."""
    return {sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") and sign not in allowed}


def test_each_file_has_its_line(home, songs):
    """Corrupt, a renamed film, 0 s, a web page and no bytes are drops with their reasons; ten hours are a song."""
    reasons = {row["origin"]: row["reason"] for row in songs.drops.to_pylist() if "/deep/" not in row["origin"]}
    assert {Path(origin).stem: reason for origin, reason in reasons.items()} == BAD
    line = ledger(songs).sources[0]
    assert line.n_gathered == len(FORMS) * len(TITLES) + len(BAD) + 2
    assert line.n_gathered == line.n_kept + sum(line.dropped.values())
    mix = next(row for row in songs.items.to_pylist() if row["song"] == "mix")
    assert (mix["duration_s"], mix["sampled"]) == (36000, True)


def test_tags_are_kept_as_short_harmless_text(songs):
    """In each container; markup stays text, controls are spelled out, a megabyte is cut, path parts are words."""
    kept = {Path(row["media"]).name: row for row in songs.items.to_pylist() if row["media"]}
    for row in kept.values():
        told = json.dumps(row, ensure_ascii=False)
        assert not controls(told, allowed="")
        assert len(told) < 5000
    files = songs.tables["origins"].num_rows
    assert files == len(FORMS) * len(TITLES) + 2
    titles = {row["song"] for row in kept.values()}
    assert TITLES["markup"] in titles
    assert TITLES["path"] in titles
    assert any(title.startswith("a\\x1b[2J\\x1b]0;owned\\x07") for title in titles)


def test_playlists_list_files_of_the_music_and_nothing_else(home, songs):
    """An M3U8 has two lines a song, its paths lead to the music; nothing is written but the playlist."""
    first = songs.ids[0]
    for suffix in ("m3u8", "csv"):
        out = f"list.{suffix}"
        home.run("playlist", "songs.motif", first, "-n", "30", "--out", out, may_write=rf"one/two/list\.{suffix}")
        text = (home.work / out).read_text(encoding="utf-8")
        assert not controls(text, allowed="\r\n")
    lines = (home.work / "list.m3u8").read_text(encoding="utf-8").splitlines()
    paths = lines[2::2]
    assert len(lines) == 1 + 2 * len(paths)
    assert all(line.startswith("#EXTINF:") for line in lines[1::2])
    assert all(path.startswith("music/") and (home.work / path).is_file() for path in paths)


def test_recommending_writes_nothing(home, songs):
    """By id, by name and by file, as text and as JSON; a name that several songs have shows the choices."""
    for words in (["--mode", "nearest"], ["--mode", "diverse", "--json"], ["--mode", "group"]):
        home.run("recommend", "songs.motif", songs.ids[0], *words)
    home.run("recommend", "songs.motif", "music/deep/control.ogg")
    home.run("recommend", "songs.motif", TITLES["markup"], code=1)
    assert TITLES["markup"] in home.said.decode()


def test_describing_stays_in_the_collection(home):
    """Groups are named and kept."""
    home.run("describe", "songs.motif", "--n-groups", "2", may_write=r"one/two/songs\.motif/.+|cache/motif/.+")


class Marks(HTMLParser):
    """What a page would do that hostile text asks for: scripts' texts, handlers, frames, links and pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]
        self.found += [f"{tag} {name}={value}" for name, value in attrs if "javascript:" in (value or "")]
        if tag in ("iframe", "object", "embed", "base") or (tag == "img" and ("src", "x") in attrs):
            self.found.append(tag)


def test_a_page_has_the_tags_as_text(home):
    """No tag becomes markup, in the page and in the map; nothing else is written."""
    home.run("show", "songs.motif", "--out", "page.html", "--n-groups", "2", may_write=r"one/two/page\.(map\.)?html")
    for name in ("page.html", "page.map.html"):
        page = (home.work / name).read_text(encoding="utf-8")
        assert not controls(page, allowed="\t\n")
        assert RAW.findall(page) == []
        assert "&lt;script&gt;alert(" in page or "\\u003cscript\\u003ealert(" in page, "no hostile title is on it"
        assert Marks(page).found == []


def test_a_terminal_is_told_nothing_to_obey(home, songs):
    """Whatever the commands say, as text and as JSON, has no control characters but line ends."""
    home.run("recommend", "songs.motif", songs.ids[0], "-n", "30")
    home.run("recommend", "songs.motif", songs.ids[0], "-n", "30", "--json")
    said = home.said.decode()
    assert TITLES["markup"] in said
    assert "\\x1b[2J" in said
    assert not controls(said, allowed="\n")
