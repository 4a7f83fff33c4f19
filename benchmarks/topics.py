"""Word topics: 5,000 words of 300 numbers in 200 topics, beside scikit-learn's AgglomerativeClustering.

CPU seconds at one thread, both in turn on the same vectors; medians. Motif's time is that of `WordTopics` whole, with
the topics' names; "alike" is the adjusted Rand index of the two answers: 1 is the same topics.
"""

import argparse
import json
import statistics
import time

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from motif.model.topic import WordTopics

N_WORDS, N_FEATURES, N_TOPICS = 5_000, 300, 200


def vectors(rng):
    centres = rng.normal(size=(N_TOPICS, N_FEATURES))
    noise = 1.5 * rng.normal(size=(N_WORDS, N_FEATURES))
    return (centres[rng.integers(N_TOPICS, size=N_WORDS)] + noise).astype(np.float32)


def timed(call):
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


def measured(n_rounds: int) -> dict[str, float]:
    X = vectors(np.random.default_rng(0))
    words = [f"word{n}" for n in range(N_WORDS)]
    theirs, ours = [], []
    for _ in range(n_rounds):
        peer = AgglomerativeClustering(N_TOPICS, metric="cosine", linkage="complete")
        theirs.append(timed(lambda peer=peer: peer.fit_predict(X)))
        ours.append(timed(lambda: WordTopics(N_TOPICS).fit(X, words=words).labels_))
    return {
        "theirs_s": statistics.median(seconds for seconds, _ in theirs),
        "ours_s": statistics.median(seconds for seconds, _ in ours),
        "ratio": statistics.median(a / b for (a, _), (b, _) in zip(theirs, ours, strict=True)),
        "alike": adjusted_rand_score(theirs[0][1], ours[0][1]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with threadpool_limits(1):
        row = measured(given.rounds)
    if given.json:
        print(json.dumps({"benchmark": "topics", **row}))
        return
    print("| words | scikit-learn, CPU s | Motif, CPU s | times faster | alike | runs |")
    print("|---|---|---|---|---|---|")
    times = f"{row['theirs_s']:.2f} | {row['ours_s']:.2f} | {row['ratio']:.1f}"
    print(f"| {N_WORDS:,} x {N_FEATURES} | {times} | {row['alike']:.3f} | {given.rounds} |")


if __name__ == "__main__":
    main()
