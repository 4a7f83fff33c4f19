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
import numpy as np

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1280, 8000  # of the window, pixels
SHOWN = 1240  # height of what is shown of each of the first two chapters, pixels
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def main() -> None:
    """Run the demo in a scratch folder and photograph its page."""
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
    cv2.imwrite(str(HERE / "demo.png"), side_by_side(shot), [cv2.IMWRITE_PNG_COMPRESSION, 9])


def side_by_side(shot: np.ndarray) -> np.ndarray:
    """Return the beginnings of the first two chapters beside each other, at half size.

    A chapter begins below a rule: a row that is of one colour, other than the paper's, over the width of the text.
    """
    text = shot[:, 340:1200].astype(int)
    ruled = (text == text[:, :1]).all(axis=(1, 2)) & (text[:, 0] != shot[0, 0]).any(axis=1)
    rules = [row for row in np.flatnonzero(ruled) if not ruled[row - 1]]
    both = np.hstack([shot[top : top + SHOWN, 260:] for top in (0, rules[1] + 8)])
    return cv2.resize(both, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


if __name__ == "__main__":
    main()
