"""Dirichlet personas: tokens a second of the samplers, and how well planted personas are found.

Characters are drawn from the model itself (30 personas, 60 topics, 3 roles, 400 words, 1,000 films), once for all. One
token is one word said of one character; a sweep draws each character's persona and each token's topic anew. "in Python"
is the same loop of the paper's sampler, not compiled, on a fiftieth of the characters. CPU seconds at one thread, after
compiling, which is told apart. AMI is 1 where all personas are found and 0 for random labels; "best possible" is what
the true parameters give. The paper's own program makes 50,000 sweeps; here all have 200.
"""

import argparse
import json
import time

import numpy as np
from scipy import sparse
from sklearn.metrics import adjusted_mutual_info_score
from threadpoolctl import threadpool_limits

from motif.films.model import gibbs
from motif.films.model.chain import Priors, Tokens, counted
from motif.films.model.dirichlet import DirichletPersona

N_CHARACTERS, N_FILMS, N_PERSONAS, N_TOPICS, N_ROLES, N_WORDS = 4_000, 1_000, 30, 60, 3, 400


def drawn(rng):
    topics = rng.dirichlet(np.full(N_WORDS, 0.05), size=N_TOPICS)
    personas = rng.dirichlet(np.full(N_TOPICS, 0.1), size=(N_PERSONAS, N_ROLES))
    films = np.arange(N_CHARACTERS) % N_FILMS
    shares = rng.dirichlet(np.full(N_PERSONAS, 0.5), size=N_FILMS)
    truth = np.array([rng.choice(N_PERSONAS, p=shares[film]) for film in films])
    said = personas @ topics
    lengths = np.maximum(1, rng.lognormal(np.log(4), 0.8, size=(N_CHARACTERS, N_ROLES))).astype(int)
    rows = [
        np.concatenate([rng.multinomial(n, said[p, r]) for r, n in enumerate(own)])
        for p, own in zip(truth, lengths, strict=True)
    ]
    C = sparse.csr_array(np.array(rows))
    logs = np.log(np.concatenate([said[:, r] for r in range(N_ROLES)], axis=1) + 1e-300)
    with_film = C @ logs.T + np.log(shares[films] + 1e-300)
    columns = [f"role{r}:w{w}" for r in range(N_ROLES) for w in range(N_WORDS)]
    return C, columns, films, truth, adjusted_mutual_info_score(truth, with_film.argmax(axis=1))


def timed(call):
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


def begun(C, films, rng):
    column = np.repeat(C.indices, C.data)
    starts = np.concatenate([[0], np.cumsum(np.asarray(C.sum(axis=1)).ravel())])
    tokens = Tokens(starts, column // N_WORDS, column % N_WORDS, films)
    persona, topic = rng.integers(N_PERSONAS, size=C.shape[0]), rng.integers(N_TOPICS, size=len(column))
    return tokens, counted(tokens, persona, topic, (N_FILMS, N_PERSONAS, N_ROLES, N_TOPICS, N_WORDS))


def speeds(C, films) -> dict[str, float]:
    rng, priors = np.random.default_rng(1), Priors(0.5, np.full(N_ROLES, 0.3), 0.1)
    tokens, state = begun(C, films, rng)
    compiling, _ = timed(lambda: gibbs.collapsed(tokens, state, priors, rng=rng))
    seconds, _ = timed(lambda: [gibbs.collapsed(tokens, state, priors, rng=rng) for _ in range(20)])
    few, few_state = begun(C[:80], films[:80], rng)
    room = gibbs._room(few_state, rng)
    plain = {name: getattr(gibbs, name) for name in ("_collapsed", "_move", "_weigh_personas", "_drawn", "_drawn_log")}
    for name, compiled in plain.items():
        setattr(gibbs, name, compiled.py_func)
    in_python, _ = timed(lambda: gibbs._collapsed(few, few_state, priors, room))
    for name, compiled in plain.items():
        setattr(gibbs, name, compiled)
    return {
        "compiling_s": compiling - seconds / 20,
        "collapsed": 20 * len(tokens.word) / seconds,
        "in_python": len(few.word) / in_python,
    }


def found(C, columns, films, truth, **settings) -> dict[str, float]:
    seconds, scores = [], []
    for seed in range(3):
        model = DirichletPersona(N_PERSONAS, random_state=seed, **settings)
        took, _ = timed(lambda model=model: model.fit(C, columns=columns, films=films))
        seconds.append(took)
        scores.append(adjusted_mutual_info_score(truth, model.labels_))
    n_drawn = float(C.sum()) * model.max_iter
    return {
        "ami": float(np.mean(scores)), "spread": float(np.std(scores)), "s": float(np.mean(seconds)),
        "tokens_each_s": n_drawn / float(np.mean(seconds)), "n_sweeps": model.max_iter,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with threadpool_limits(1):
        C, columns, films, truth, best = drawn(np.random.default_rng(0))
        speed = speeds(C, films)
        DirichletPersona(2, n_topics=2, max_iter=2, random_state=0).fit(C[:20], columns=columns)
        rows = {
            "blocked (default)": found(C, columns, films, truth),
            "blocked, without films": found(C, columns, None, truth),
            "collapsed (the paper's)": found(C, columns, films, truth, sampler="collapsed"),
        }
    if given.json:
        print(json.dumps({"benchmark": "persona", "best_possible": best, **speed, **rows}))
        return
    times, millions = speed["collapsed"] / speed["in_python"], speed["collapsed"] / 1e6
    print(
        f"A sweep of the paper's sampler draws {millions:.2f} million tokens a second, {times:.0f} times what it does "
        f"in Python ({speed['in_python']:,.0f}); compiling takes {speed['compiling_s']:.1f} s."
    )
    print()
    print(f"| sampler | sweeps | CPU s | million tokens a second | AMI, mean of 3 seeds (best possible {best:.3f}) |")
    print("|---|---|---|---|---|")
    for name, row in rows.items():
        score = f"{row['ami']:.3f} ± {row['spread']:.3f}"
        print(f"| {name} | {row['n_sweeps']} | {row['s']:.1f} | {row['tokens_each_s'] / 1e6:.2f} | {score} |")


if __name__ == "__main__":
    main()
