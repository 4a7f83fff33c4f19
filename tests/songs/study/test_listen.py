"""Listening: a folder of music as rows, each file heard once, and nothing lost when it is killed."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("librosa", reason="needs the extra 'songs'")
pytest.importorskip("av", reason="needs the extra 'songs'")

from motif.core.files import make_folder, write_bytes, write_text
from motif.songs.collection.ledger import ledger
from motif.songs.study import listen as room
from motif.songs.study.gather import gather
from motif.songs.study.listen import listen
from motif.source.audio import Tags
from tests.songs.study.sound import write_wav
from tests.special import special_file

pytestmark = pytest.mark.slow  # the first sound costs seconds, which librosa takes to start
A = "0WiKz86jAqiP6ZnuAZv8nz"


@pytest.fixture
def music(tmp_path, monkeypatch):
    """Three songs in two folders, with a cache of their own."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    for place, hz in (("one/a.wav", 220), ("one/b.wav", 262), ("c.wav", 330)):
        write_wav(tmp_path / "music" / place, hz=hz)
    return tmp_path / "music"


@pytest.fixture
def calls(monkeypatch):
    """How often a sound was really heard."""
    heard, hear = [], room._heard
    monkeypatch.setattr(room, "_heard", lambda request: heard.append(request.path.name) or hear(request))
    return heard


def test_rows(music):
    """One row a file: id of its sound, name, length, place, and a row of features."""
    rows = listen(music, name="music", prefix="music")
    facts = rows.facts.select(["song", "stem", "artists", "media", "origin", "place", "position"]).to_pylist()
    assert facts[0] == {
        "song": None,
        "stem": "c",
        "artists": None,
        "media": "music/c.wav",
        "origin": "music/c.wav",
        "place": None,
        "position": 1,
    }
    assert [(fact["media"], fact["place"]) for fact in facts[1:]] == [
        ("music/one/a.wav", "one"),
        ("music/one/b.wav", "one"),
    ]
    assert all(len(id_) == 16 for id_ in rows.facts["id"].to_pylist())
    assert rows.facts["duration_s"].to_pylist() == pytest.approx([1.5] * 3)
    assert np.isfinite(rows.blocks["sound"]).any(axis=1).all()
    assert rows.sources[0].dirt == {"song_from_file_name": 3}


def test_tags(music, monkeypatch):
    """What a file says of itself becomes the song's facts; markup and path parts are only text."""
    tags = Tags(song="../<b>x", artists=("A", "B"), album="C", genre="Jazz", track=3)
    monkeypatch.setattr(room, "read_tags", lambda path: tags)
    song = gather(music).items.to_pylist()[0]
    assert (song["song"], song["artist"], song["artists"], song["album"]) == ("../<b>x", "A", ["A", "B"], "C")
    assert (song["genre"], song["track"], song["sampled"]) == ("Jazz", 3, False)


def test_heard_once(music, calls, tmp_path):
    """A second gathering hears only what is new, also after files were moved; the result is the same."""
    first = gather(music)
    assert sorted(calls) == ["a.wav", "b.wav", "c.wav"]
    (music / "one").rename(music / "two")
    write_wav(music / "d.wav", hz=440)
    second = gather(music)
    assert sorted(calls) == ["a.wav", "b.wav", "c.wav", "d.wav"]
    rows = [second.ids.index(id_) for id_ in first.ids]
    np.testing.assert_array_equal(second.blocks["sound"][rows], first.blocks["sound"][:])


def test_damaged_cache(music, calls, tmp_path):
    """An entry that is damaged is as good as none."""
    first = gather(music)
    for entry in (tmp_path / "cache/motif").iterdir():
        entry.write_bytes(b'{"id": 1}')
    assert gather(music).ids == first.ids
    assert len(calls) == 6


def test_bad_files(music, tmp_path):
    """A file that is no sound, empty or cut is a drop with its reason; two equal ones are one song."""
    write_bytes(music / "video.mp3", b"\x1aE\xdf\xa3" + bytes(500))
    write_bytes(music / "broken.mp3", b"ID3\x04" + bytes(300))
    write_bytes(music / "empty.flac", b"")
    write_bytes(music / "copy.wav", (music / "c.wav").read_bytes())
    songs = gather(music, out=tmp_path / "songs.motif")
    line = ledger(songs).sources[0]
    assert (line.n_gathered, line.n_kept) == (7, 3)
    assert line.dropped == {"corrupt": 1, "duplicate_id": 1, "empty": 1, "not_audio": 1}
    reasons = {row["origin"]: row["reason"] for row in songs.drops.to_pylist()}
    assert reasons["music/video.mp3"] == "not_audio"
    assert songs.tables["merges"].to_pylist()[0]["rule"] == "same_sound"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("jobs", [1, 2])
def test_no_files(music, tmp_path, monkeypatch, jobs):
    """A pipe, a socket, a device and links to nothing are drops with their reasons, none is waited for; a folder whose
    name ends like a song is searched.
    """
    monkeypatch.chdir(music)  # a socket's path has at most 108 characters
    kinds = ("pipe", "socket", "device", "dangling", "loop")
    for kind in kinds:
        special_file(Path(f"{kind}.mp3"), kind)
    special_file(Path("bare"), "pipe")
    write_wav(music / "folder.mp3/d.wav", hz=400)
    songs = gather(music, jobs=jobs)
    assert songs.items["song"].to_pylist() == ["c", "d", "a", "b"]
    reasons = {row["origin"]: row["reason"] for row in songs.drops.to_pylist()}
    words = ("not_a_file", "not_a_file", "not_a_file", "missing", "unreadable")
    assert reasons == {f"music/{kind}.mp3": word for kind, word in zip(kinds, words, strict=True)}


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.timeout(120)
@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupted(music, tmp_path, jobs):
    """One Ctrl-C, however early, ends a gathering with exit 130 and the way to go on, and what was heard is kept."""
    for n in range(200):
        write_wav(music / f"{n}.wav", hz=200 + n)
    out = tmp_path / "songs.motif"
    command = [sys.executable, "-m", "motif", "songs", "gather", str(music), "--out", str(out), "--jobs", str(jobs)]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    cache = tmp_path / "cache/motif"
    while run.poll() is None and not (cache.is_dir() and any(cache.iterdir())):
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    said = run.communicate(timeout=60)[1]
    assert run.returncode == 130
    assert re.fullmatch(r"motif: interrupted: \d+ finished items are kept; run the same command again to go on\n", said)
    assert not out.exists()


def test_hostile_names(music, tmp_path):
    """Control characters in a file's name are spelled out and name no path."""
    (music / "c.wav").rename(music / "\x1b[31m\\..\\<b>.wav")
    song = gather(music, out=tmp_path / "songs.motif").items.to_pylist()[0]
    assert (song["song"], song["media"]) == ("\\x1b[31m\\..\\<b>", None)


def test_media(music, tmp_path):
    """Music beside the collection is found from there; elsewhere only its name is kept."""
    beside = gather(music, out=tmp_path / "songs.motif")
    assert all((tmp_path / "songs.motif/.." / way).is_file() for way in beside.items["media"].to_pylist())
    away = gather(music, out=make_folder(tmp_path / "other/x") / "songs.motif")
    assert away.items["media"].to_pylist()[0] == "music/c.wav"


def test_one_file(music, tmp_path):
    """A single file is a source, too."""
    songs = gather([music / "c.wav", music / "one"])
    assert songs.items["song"].to_pylist() == ["c", "a", "b"]
    assert songs.tables["origins"]["origin"].to_pylist() == ["c.wav", "one", "one"]


def test_mixed(music, monkeypatch, tmp_path):
    """A song of a table that is also a file is one song with both blocks, the track's id and the file."""
    monkeypatch.setattr(room, "read_tags", lambda path: Tags(song=f"Song {path.stem}", artists=("X",)))
    write_text(tmp_path / "songs.csv", f"song,artist,uri,tempo\nSONG A,X,{A},120\n")
    songs = gather([music, tmp_path / "songs.csv"], out=tmp_path / "songs.motif")
    assert songs.n_items == 3
    row = songs.ids.index(A)
    assert songs.items["media"][row].as_py() == "music/one/a.wav"
    assert songs.blocks["spotify"].present.tolist() == [id_ == A for id_ in songs.ids]
    assert np.isfinite(songs.blocks["sound"][row]).any()
    kinds = [one["kind"] for one in songs.tables["origins"].to_pylist() if one["id"] == A]
    assert sorted(kinds) == ["folder", "table"]


def test_jobs(music, monkeypatch, tmp_path):
    """Two processes hear what one does, up to the last bits of sums, which the number of threads decides."""
    one = gather(music)
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "another"))
    two = gather(music, jobs=2)
    assert one.items.to_pylist() == two.items.to_pylist()
    np.testing.assert_allclose(one.blocks["sound"][:], two.blocks["sound"][:], rtol=1e-5)


def test_killed(music, calls, monkeypatch, tmp_path):
    """After a kill nothing half-made is there, what was heard is kept, and the end is that of an undisturbed run."""
    script = Path(__file__).with_name("killed.py")
    killed = subprocess.run([sys.executable, str(script), str(music), str(tmp_path / "songs.motif")], check=False)
    assert killed.returncode == -9
    assert not (tmp_path / "songs.motif").exists()
    resumed = gather(music, out=tmp_path / "songs.motif")
    assert len(calls) == 1
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "another"))
    undisturbed = gather(music)
    assert resumed.items.to_pylist() == undisturbed.items.to_pylist()
    np.testing.assert_array_equal(resumed.blocks["sound"][:], undisturbed.blocks["sound"][:])
