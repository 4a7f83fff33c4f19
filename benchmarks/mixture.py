"""Mixtures of counts: beside scikit-learn's LDA (20 passes) on planted characters, one start and the whole default.

CPU seconds at one thread, both fitted in turn on the same items; medians. The data are drawn here: each item has one
component with words of its own, over a background of 35 %. "AMI" is the agreement with who was drawn from what (1 is
all right, 0 is chance), with what the true parameters themselves would reach beside it.
"""

import argparse
import json
import statistics
import time

import numpy as np
from scipy import sparse
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.metrics import adjusted_mutual_info_score
from threadpoolctl import threadpool_limits

from motif.model.mixture import MultinomialMixture

CORPORA = {
    "4,000 x 1,200, 30 components": (4_000, 3, 400, 30),
    "20,000 x 600, 50 components": (20_000, 3, 200, 50),
}
BACKGROUND, N_PASSES = 0.35, 20


def planted(n_items: int, n_roles: int, n_words: int, n_components: int):
    rng = np.random.default_rng(31)
    shares = rng.dirichlet(np.full(n_components, 3.0))
    truth = rng.choice(n_components, n_items, p=shares)
    roles = rng.dirichlet(np.full(n_roles, 5.0), n_components)[:, :, None]
    own = (roles * rng.dirichlet(np.full(n_words, 0.05), (n_components, n_roles))).reshape(n_components, -1)
    common = rng.dirichlet(np.full(n_roles * n_words, 0.4))
    table = (1 - BACKGROUND) * own + BACKGROUND * common
    lengths = np.clip(np.rint(rng.lognormal(np.log(8), 0.75, n_items)), 3, 120).astype(int)
    drawn = [rng.choice(len(common), n, p=table[k] / table[k].sum()) for n, k in zip(lengths, truth, strict=True)]
    places = (np.repeat(np.arange(n_items), lengths), np.concatenate(drawn))
    X = sparse.csr_array(sparse.coo_array((np.ones(len(places[0])), places), shape=(n_items, len(common))))
    X.sum_duplicates()
    best = (X @ np.log(np.maximum(table, 1e-300)).T + np.log(shares)).argmax(axis=1)
    return X, truth, adjusted_mutual_info_score(truth, best)


def timed(call) -> tuple[float, object]:
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


def measured(X, truth, n_components: int, n_rounds: int) -> dict[str, float]:
    lda, one, whole = [], [], []
    for seed in range(n_rounds):
        peer = LatentDirichletAllocation(n_components, max_iter=N_PASSES, learning_method="batch", random_state=seed)
        lda.append(timed(lambda peer=peer: peer.fit_transform(X).argmax(axis=1)))
        for found, n_init in ((one, 1), (whole, 5)):
            model = MultinomialMixture(n_components, n_init=n_init, random_state=seed)
            found.append(timed(lambda model=model: model.fit_predict(X)))

    def ami(found):
        return statistics.mean(adjusted_mutual_info_score(truth, labels) for _, labels in found)

    def ratio(found):
        return statistics.median(a / b for (a, _), (b, _) in zip(lda, found, strict=True))

    return {
        "lda_s": statistics.median(seconds for seconds, _ in lda),
        "one_s": statistics.median(seconds for seconds, _ in one),
        "whole_s": statistics.median(seconds for seconds, _ in whole),
        "one_ratio": ratio(one),
        "whole_ratio": ratio(whole),
        "lda_ami": ami(lda),
        "one_ami": ami(one),
        "whole_ami": ami(whole),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rows = {}
    with threadpool_limits(1):
        MultinomialMixture(2, random_state=0).fit(np.eye(4))  # what is loaded at first use is loaded
        for name, sizes in CORPORA.items():
            X, truth, best = planted(*sizes)
            rows[name] = measured(X, truth, sizes[-1], given.rounds) | {"best_ami": best}
    if given.json:
        print(json.dumps({"benchmark": "mixture", **rows}))
        return
    print(
        "| planted | LDA, CPU s | one start, CPU s | times | default, CPU s | times | AMI LDA | one | default | best |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, row in rows.items():
        times = f"{row['lda_s']:.2f} | {row['one_s']:.3f} | {row['one_ratio']:.0f} | {row['whole_s']:.2f}"
        amis = " | ".join(f"{row[key]:.3f}" for key in ("lda_ami", "one_ami", "whole_ami", "best_ami"))
        print(f"| {name} | {times} | {row['whole_ratio']:.0f} | {amis} |")


if __name__ == "__main__":
    main()
