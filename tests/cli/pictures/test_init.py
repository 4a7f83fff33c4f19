"""`motif pictures`: both verbs over one folder of everything that can be wrong, and what loading them costs."""

import io
import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from motif.pictures.study.cartoon import cartoon
from motif.source.image import encode_image, read_image
from motif.source.image.read import upright

VERBS = {
    "cut": ("cut",),
    "cartoon": ("cartoon", "--style", "khist", "--no-cut"),
    "cartoon-cut": ("cartoon", "--style", "khist", "--cut"),
}
N_CUT = 50


@pytest.fixture(params=VERBS)
def verb(request):
    """A verb with its settings; what cuts needs the network."""
    if request.param != "cartoon":
        request.getfixturevalue("selfie")
    return VERBS[request.param]


def saved(image, form, **options):
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def bomb(side=60_000):
    """A small PNG that claims 3,600 million pixels."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def corners():
    """Four colours and a gradient: every way of turning it differs."""
    pixels = np.zeros((24, 40, 3), np.uint8)
    pixels[:12, :20, 0] = pixels[:12, 20:, 1] = pixels[12:, :20, 2] = 200
    pixels[..., 1] += np.arange(40, dtype=np.uint8)
    return pixels


@pytest.fixture
def folder(tmp_path, monkeypatch, corners):
    """A folder `in` of good pictures and of everything that can be wrong with one."""
    monkeypatch.chdir(tmp_path)
    here = tmp_path / "in"
    here.mkdir()
    files = {"bomb.png": bomb(), "empty.jpg": b"", "text.jpg": b"no picture at all\n"}
    whole = saved(Image.fromarray(corners), "JPEG")
    files |= {f"cut{i:02}.jpg": whole[:at] for i, at in enumerate(np.linspace(1, len(whole) - 3, N_CUT).astype(int))}
    for way in range(1, 9):
        exif = Image.Exif()
        exif[274] = way
        files[f"way{way}.tif"] = saved(Image.fromarray(corners), "PNG", exif=exif)  # named wrongly as well
    shapes = {"dot.png": (1, 1, 3), "tall.png": (20_000, 1, 3), "wide.png": (1, 20_000, 3), "nobody.png": (40, 60, 3)}
    for name, shape in shapes.items():
        files[name] = encode_image(np.full(shape, 90, np.uint8), format="png")
    seen = np.dstack([corners, np.repeat(np.arange(40, dtype=np.uint8)[None] * 6, 24, axis=0)])
    files["glass.png"] = encode_image(seen, format="png")
    for name, form in (("same.jpg", "JPEG"), ("same.png", "PNG"), ("SAME.webp", "WEBP")):
        files[name] = saved(Image.fromarray(corners), form)
    for name, content in files.items():
        (here / name).write_bytes(content)
    (here / "circle.jpg").symlink_to(here / "circle.jpg")
    (here / "up").symlink_to(here)
    if hasattr(os, "mkfifo"):
        os.mkfifo(here / "pipe.jpg")
    (here / "notes.txt").write_text("not a picture, and not called one")
    return here


WRONG = {"bomb.png": "too_large", "empty.jpg": "empty", "text.jpg": "not_an_image", "circle.jpg": "missing"} | {
    f"cut{i:02}.jpg": "truncated" for i in range(N_CUT)
}
GOOD = {
    *(f"way{way}.png" for way in range(1, 9)),
    *("dot.png", "tall.png", "wide.png", "nobody.png", "glass.png", "same.jpg.png", "same.png.png", "SAME.webp.png"),
}


def contents(folder):
    regular = (path for path in folder.iterdir() if not path.is_symlink() and path.is_file())
    return {path.name: path.read_bytes() for path in regular}


def test_everything_that_can_be_wrong_in_one_folder(folder, run, verb):
    """Each bad input has its reason, each good one its result at full size, the exit code is 1, no input changes."""
    before = contents(folder)
    result = run(*verb, "in", "--out", "out", "--json")
    told = json.loads(result.stdout)
    wrong = WRONG | ({"pipe.jpg": "not_a_file"} if hasattr(os, "mkfifo") else {})
    assert {Path(one["input"]).name: one["reason"] for one in told["failed"]} == wrong
    assert all(one["message"] and "\n" not in one["message"] for one in told["failed"])
    assert result.exit_code == 1
    assert {path.name for path in Path("out").iterdir()} == GOOD
    assert {Path(one["output"]).name for one in told["done"]} == GOOD
    assert told["ignored"] == 1
    assert contents(folder) == before
    sizes = {"dot.png": (1, 1), "tall.png": (20_000, 1), "wide.png": (1, 20_000), "nobody.png": (40, 60)}
    assert {name: read_image(Path("out") / name).pixels.shape[:2] for name in sizes} == sizes


def test_a_second_run_does_nothing_and_fails_alike(folder, run):
    """What is done is skipped, what failed fails again, and no file is touched."""
    words = (*VERBS["cartoon"], "in", "--out", "out")
    first = run(*words)
    before = {path.name: path.stat().st_mtime_ns for path in Path("out").iterdir()}
    again = run(*words)
    n_wrong = len(WRONG) + hasattr(os, "mkfifo")
    assert (
        first.stdout.splitlines()[-1] == f"{len(GOOD)} done, 0 skipped, {n_wrong} failed; 1 other files in the folders"
    )
    assert again.stdout.splitlines()[-1].startswith(f"0 done, {len(GOOD)} skipped, {n_wrong} failed")
    assert again.exit_code == 1
    assert {path.name: path.stat().st_mtime_ns for path in Path("out").iterdir()} == before
    assert len(again.stderr.splitlines()) == n_wrong


def test_each_orientation_is_upright_with_its_own_colours(folder, run, corners, selfie):
    """Of all eight ways, the cut-out is upright and has the photograph's very colours."""
    run("cut", "in", "--out", "out")
    for way in range(1, 9):
        assert np.array_equal(read_image(f"out/way{way}.png").pixels[..., :3], upright(corners, way))


def test_each_orientation_is_painted_upright(folder, run, corners):
    """Each of the eight ways is painted as the upright picture is, and its result has its size."""
    run(*VERBS["cartoon"], "in", "--out", "out")
    for way in range(1, 9):
        wanted = cartoon(upright(corners, way), style="khist", cut=False).pixels
        assert np.array_equal(read_image(f"out/way{way}.png").pixels, wanted)


def test_transparency_is_respected(folder, run, verb):
    """What was transparent stays so: cut or not, no pixel becomes more opaque."""
    run(*verb, "in/glass.png", "--out", "out")
    before, after = (read_image(path).pixels[..., -1] for path in ("in/glass.png", "out/glass.png"))
    assert (after <= before).all()
    if "--no-cut" in verb:
        assert np.array_equal(after, before)


def test_nobody_in_the_picture_is_said(folder, run, selfie):
    """A cut-out of nothing is written all transparent, with one line that says so, and is no failure."""
    result = run("cut", "in/nobody.png", "--out", "out")
    assert result.exit_code == 0
    assert "nobody" in result.stderr
    assert not read_image("out/nobody.png").pixels[..., 3].any()


def test_a_file_that_may_not_be_read(folder, run, monkeypatch):
    """It is told by name and cause, and the others are done; made by hand, as root may read everything."""
    true_open = os.open

    def guarded(path, *args, **options):
        if Path(os.fsdecode(path)).name == "glass.png":
            raise PermissionError(13, "Permission denied", str(path))
        return true_open(path, *args, **options)

    monkeypatch.setattr(os, "open", guarded)
    result = run(*VERBS["cartoon"], "in/glass.png", "in/dot.png", "--out", "out", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, [one["reason"] for one in told["failed"]]) == (1, ["unreadable"])
    assert [one["output"] for one in told["done"]] == ["out/dot.png"]


def test_a_full_disk(folder, run, full_disk):
    """What fits is written, the rest is told, nothing half-written is left, and the next run goes on."""
    words = (*VERBS["cartoon"], "in/way1.tif", "in/way2.tif", "--out", "out")
    run(*words)
    size = Path("out/way1.png").stat().st_size
    for path in Path("out").iterdir():
        path.unlink()
    with full_disk(after_bytes=size + 10):
        result = run(*words)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, "1 done, 0 skipped, 1 failed")
    assert "the disk is full" in result.stderr
    assert len(list(Path("out").iterdir())) == 1
    assert run(*words).exit_code == 0


def test_a_folder_that_refuses_results(folder, run, read_only_folder):
    """Every picture is told, and the folder is as it was."""
    Path("out").mkdir()
    with read_only_folder(Path("out")):
        result = run(*VERBS["cartoon"], "in/way1.tif", "in/way2.tif", "--out", "out")
    assert result.exit_code == 1
    assert result.stderr.count("writing is not allowed there") == 2
    assert list(Path("out").iterdir()) == []


def test_light():
    """Loading the command line loads nothing heavy."""
    heavy = ("cv2", "numpy", "PIL", "motif.pictures")
    code = f"import sys, motif.cli.pictures; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
