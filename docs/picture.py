"""Make docs/demo.png anew: the demo page as a browser shows it. Needs Chromium and what `make demo` needs.

Run: .venv/bin/python docs/picture.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1280, 1700  # of the window, pixels; the picture in the README is the page's beginning
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
).split()


def main() -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("needs chromium on the PATH")
    with tempfile.TemporaryDirectory() as scratch:
        motif = Path(sys.executable).with_name("motif")
        subprocess.run([motif, "demo", "--out", "page"], cwd=scratch, check=True)
        words = [browser, *FLAGS, f"--user-data-dir={scratch}/profile", f"--window-size={WIDTH},{HEIGHT}"]
        words += [f"--screenshot={scratch}/page.png", f"file://{scratch}/page/index.html"]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
        shot = cv2.imread(f"{scratch}/page.png")
    cv2.imwrite(str(HERE / "demo.png"), shot, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main()
