"""Cut-outs of Motif and of rembg, side by side: overlap, error at the border, time.

    python benchmarks/rembg.py --peer PYTHON [--photos FOLDER] [--rounds 3] [--json FILE]

PYTHON is the interpreter of an environment of its own with `pip install "rembg[cpu]"` (or MOTIF_REMBG_PYTHON); without
one, this is skipped. Both sides run the same file `u2netp.onnx`, which is put where rembg looks. `+ matting` is rembg
with `alpha_matting=True`. Motif's `selfie` is its default and knows only people.

IoU is that of alpha > 0.5 with the reference. The border's error is the mean absolute difference of alpha in the band
dilate(alpha > 0.02, 21 x 21) minus erode(alpha > 0.98, 21 x 21). Time is processor time at one thread from decoded
pixels to a cut-out in memory, the network loaded before: each side in turn in fresh processes, the first pass over the
pictures not counted, the median over rounds of the mean over pictures. The references of the portraits are mattes made
by another network; differences below 0.005 mean nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "data" / "pictures" / "masks"
RUNS = ("rembg u2netp", "rembg u2netp + matting", "motif u2netp", "motif selfie")
SINGLE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")


def rembg(run: str):
    """Return rembg's call on an array, its session made before."""
    from rembg import new_session, remove

    session, matting = new_session("u2netp"), run.endswith("matting")
    return lambda pixels: remove(pixels, session=session, alpha_matting=matting)[..., 3]


def motif(run: str):
    """Return Motif's call on an array; it keeps its network itself."""
    import cv2

    from motif import pictures

    cv2.setNumThreads(1)
    model = run.split()[1]
    return lambda pixels: pictures.cut(pixels, model=model).alpha


def child(run: str, folder: Path) -> None:
    """Cut every picture of the folder twice; keep the alphas, and print the mean seconds of the second pass."""
    import numpy as np

    call = (rembg if run.startswith("rembg") else motif)(run)
    pictures = {path.stem: np.load(path) for path in sorted(folder.glob("*.npy"))}
    alphas = {name: call(pixels) for name, pixels in pictures.items()}
    start = time.process_time()
    for pixels in pictures.values():
        call(pixels)
    seconds = (time.process_time() - start) / len(pictures)
    out = folder / run
    out.mkdir(exist_ok=True)
    for name, alpha in alphas.items():
        np.save(out / f"{name}.npy", alpha)
    print(json.dumps({"seconds": seconds}))


def spawn(run: str, folder: Path, python: str) -> float:
    """Return the seconds that one run says; `-P` keeps this file from being what `import rembg` finds."""
    command = [python, "-P", "-W", "ignore", __file__, "--child", run, str(folder)]
    environment = {**os.environ, **SINGLE, "U2NET_HOME": str(folder)}
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout
    return json.loads(said.splitlines()[-1])["seconds"]


def make_inputs(photos: Path, folder: Path) -> list[str]:
    """Write the pictures as arrays and the network's file; return the names of the pictures."""
    import numpy as np

    from motif.source.image import read_image, to_srgb
    from motif.source.weights import resolve

    paths = sorted(photos.glob("*.jpg"))
    for path in paths:
        np.save(folder / f"{path.stem}.npy", to_srgb(read_image(path)))
    shutil.copy(resolve("u2netp"), folder / "u2netp.onnx")
    return [path.stem for path in paths]


def judged(folder: Path, photos: Path, name: str, run: str) -> tuple[float, float]:
    """Return the IoU of a cut-out and the error at its border."""
    import cv2
    import numpy as np

    kind = "alpha" if (photos / f"{name}.alpha.png").exists() else "mask"
    wanted = cv2.imread(str(photos / f"{name}.{kind}.png"), cv2.IMREAD_GRAYSCALE) / 255
    found = np.load(folder / run / f"{name}.npy") / 255
    square = np.ones((21, 21), np.uint8)
    outer, inner = (
        cv2.dilate((wanted > 0.02).astype(np.uint8), square),
        cv2.erode((wanted > 0.98).astype(np.uint8), square),
    )
    iou = ((found > 0.5) & (wanted > 0.5)).sum() / ((found > 0.5) | (wanted > 0.5)).sum()
    return float(iou), float(np.abs(found - wanted)[(outer - inner) == 1].mean())


def measure(peer: str, photos: Path, rounds: int) -> list[dict]:
    """Return one row for each run: IoU and error of each picture, and the time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = make_inputs(photos, folder)
        seconds: dict[str, list[float]] = {run: [] for run in RUNS}
        for _ in range(rounds):
            for run, of_one in seconds.items():
                of_one.append(spawn(run, folder, peer if run.startswith("rembg") else sys.executable))
        return [
            {
                "run": run,
                "seconds": statistics.median(of_one),
                "pictures": {one: judged(folder, photos, one, run) for one in names},
            }
            for run, of_one in seconds.items()
        ]


def show(rows: list[dict]) -> None:
    """Print IoU / border error of each picture, the means of the portraits, and the times."""
    names = list(rows[0]["pictures"])
    portraits = [name for name in names if name.startswith("p3m")]
    columns = [*(name.removeprefix("p3m_") for name in names), "mean of portraits", "ms"]
    print(f"| IoU / error at the border | {' | '.join(columns)} |")
    print("|---" * (len(columns) + 1) + "|")
    for row in rows:
        means = [statistics.mean(row["pictures"][name][part] for name in portraits) for part in (0, 1)]
        cells = [f"{iou:.3f} / {error:.3f}" for iou, error in [*row["pictures"].values(), means]]
        print(f"| {row['run']} | {' | '.join(cells)} | {1000 * row['seconds']:.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", default=os.environ.get("MOTIF_REMBG_PYTHON"))
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child[0], Path(given.child[1]))
        return
    if not given.peer or not shutil.which(given.peer):
        print("Skipped: no environment with rembg; give its Python by --peer or MOTIF_REMBG_PYTHON.")
        return
    if not given.photos.is_dir():
        print("Skipped: the photographs with reference masks are not here; give their folder by --photos.")
        return
    rows = measure(given.peer, given.photos, given.rounds)
    show(rows)
    if given.json:
        given.json.write_text(json.dumps({"benchmark": "rembg", "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
