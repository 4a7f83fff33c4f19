"""Writes what is fitted on real label sets for `motif.videos.source.synthetic`: some sixty numbers, no labels.

    python docs/synthetic_labels.py MUSIC200K.parquet VOCABULARY.csv

The first is a table with a column `labels` (lists of label numbers; MUSIC200k, github.com/HesselBosma/MUSIC200k), the
second YouTube-8M's vocabulary. Of each video the rarest label is its main one, the others are its companions. Labels
that (nearly) every video has are left out first: MUSIC200k was chosen by one.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.csv
import pyarrow.parquet
from scipy import sparse
from scipy.optimize import minimize

OUT = Path(__file__).resolve().parent.parent / "src/motif/videos/source/synthetic/labels.json"
N_COMPANIONS = 7
FEWEST = 20  # videos of a main label, for its companions to be counted
UNIVERSAL = 0.99


def main(sets: str, vocabulary: str) -> int:
    """Fit and write."""
    table = pyarrow.csv.read_csv(vocabulary, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True))
    verticals = table["Vertical1"].to_pylist()
    exponent, shift = zipf(np.sort(table["TrainVideoCount"].to_numpy())[::-1].astype(float))
    lists = pyarrow.parquet.read_table(sets, columns=["labels"])["labels"].to_pylist()
    labels = label_sets(lists, len(verticals))
    sizes = np.array(sorted((verticals.count(one) for one in set(verticals)), reverse=True))
    facts = {
        "fitted_by": "docs/synthetic_labels.py",
        "fitted_on": "frequencies and sizes of verticals: YouTube-8M's vocabulary of 2018 (CC BY 4.0), 3,862 labels; "
        f"companions: label sets of {len(lists):,} videos of MUSIC200k (Apache-2.0), without its universal label",
        "zipf_exponent": round(exponent, 4),
        "zipf_shift": round(shift, 4),
        "block_shares": np.round(sizes / sizes.sum(), 5).tolist(),
        **companions(labels, verticals),
    }
    OUT.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return 0


def zipf(counts: np.ndarray) -> tuple[float, float]:
    """Exponent and shift of Zipf's law as Mandelbrot wrote it, by maximum likelihood; counts in falling order."""
    ranks = np.arange(1, len(counts) + 1)

    def loss(logs: np.ndarray) -> float:
        exponent, shift = np.exp(logs)
        logs = -exponent * np.log(ranks + shift)
        return float(-(counts * (logs - np.log(np.exp(logs).sum()))).sum() / counts.sum())

    exponent, shift = np.exp(minimize(loss, [0, 0], method="Nelder-Mead").x)
    return float(exponent), float(shift)


def label_sets(lists: list[list[int]], n_labels: int) -> sparse.csr_array:
    """The label sets as a matrix, without labels that nearly every video has and videos without others."""
    rows = np.repeat(np.arange(len(lists)), [len(one) for one in lists])
    found = sparse.csr_array((np.ones(len(rows)), (rows, np.concatenate(lists))), shape=(len(lists), n_labels))
    found.data[:] = 1
    found = sparse.csr_array(found @ sparse.diags_array((found.mean(axis=0) < UNIVERSAL).astype(float)))
    found.eliminate_zeros()
    return found[np.flatnonzero(found.sum(axis=1) > 0)]


def companions(labels: sparse.csr_array, verticals: list[str]) -> dict:
    """How surely a main label brings its first, second, ... companion, and how often one of its own vertical."""
    counts = labels.sum(axis=0)
    mains = np.array([row[np.argmin(counts[row])] for row in np.split(labels.indices, labels.indptr[1:-1])])
    which, inverse, n = np.unique(mains, return_inverse=True, return_counts=True)
    member = sparse.csr_array((np.ones(len(mains)), (inverse, np.arange(len(mains)))))
    shares = (member @ labels).toarray() / n[:, None]
    shares[np.arange(len(which)), which] = 0
    kept = shares[n >= FEWEST]
    ranked = -np.sort(-kept, axis=1)
    same = np.array([[verticals[main] == one for one in verticals] for main in which[n >= FEWEST]])
    return {
        "n_main_labels": len(kept),
        "labels_per_video": round(float(labels.sum(axis=1).mean()), 4),
        "companion_mean": np.round(ranked[:, :N_COMPANIONS].mean(axis=0), 4).tolist(),
        "companion_sd": np.round(ranked[:, :N_COMPANIONS].std(axis=0), 4).tolist(),
        "other_labels": round(float(ranked[:, N_COMPANIONS:].sum(axis=1).mean()), 4),
        "same_block": round(float((kept * same).sum() / kept.sum()), 4),
    }


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
