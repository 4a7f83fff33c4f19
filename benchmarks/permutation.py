"""What clusters score by chance: 1,000 permutations of 100,000 labels, all metrics of the contingency table.

100 clusters of uneven sizes against 100 gold labels. Motif draws whole tables with the sizes kept, and takes the twelve
metrics of each; the peer deals the labels out and calls scikit-learn's AMI, ARI, homogeneity with completeness and V,
and its contingency matrix for purity, all with the margins that do not change worked out anew. The peer makes a few
draws, and its time is given for 1,000. CPU seconds, medians of several runs in turn.
"""

import argparse
import json
import os
import statistics
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

N_ITEMS, N_LABELS, N_DRAWS, N_PEER = 100_000, 100, 1_000, 3


def data():
    import numpy as np

    rng = np.random.default_rng(0)
    gold = rng.choice(N_LABELS, size=N_ITEMS, p=rng.dirichlet(np.ones(N_LABELS)))
    guess = rng.choice(N_LABELS, size=N_ITEMS, p=rng.dirichlet(np.ones(N_LABELS)))
    return np.where(rng.random(N_ITEMS) < 0.3, gold, guess), gold


def motif_s(labels, gold) -> float:
    """Return the CPU seconds of all figures: values, permutations, trivial answers, and 2 half-samples."""
    from motif.evaluate import clustering

    start = time.process_time()
    clustering.evaluate(labels, gold, random_state=0, n_permutations=N_DRAWS, n_resamples=2)
    return time.process_time() - start


def peer_s(labels, gold) -> float:
    import numpy as np
    from sklearn import metrics
    from sklearn.metrics.cluster import contingency_matrix

    rng = np.random.default_rng(0)
    start = time.process_time()
    for _ in range(N_PEER):
        dealt = rng.permutation(labels)
        metrics.adjusted_mutual_info_score(gold, dealt)
        metrics.adjusted_rand_score(gold, dealt)
        metrics.homogeneity_completeness_v_measure(gold, dealt)
        contingency_matrix(gold, dealt).max(axis=0).sum() / len(gold)
    return (time.process_time() - start) * N_DRAWS / N_PEER


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    labels, gold = data()
    motif_s(labels[:1000], gold[:1000]), peer_s(labels[:1000], gold[:1000])  # imports are not timed
    pairs = [(motif_s(labels, gold), peer_s(labels, gold)) for _ in range(given.rounds)]
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    row = {"motif_s": ours, "scikit_learn_s": theirs, "ratio": theirs / ours}
    if given.json:
        print(json.dumps({"benchmark": "permutation", **row}))
        return
    print("| Motif, CPU s | scikit-learn, CPU s | ratio | runs |")
    print("|---|---|---|---|")
    print(f"| {ours:.2f} | {theirs:.0f} | {theirs / ours:.0f} | {given.rounds} |")


if __name__ == "__main__":
    main()
