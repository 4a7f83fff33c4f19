"""Characters out of plots: words a second beside bare spaCy, and beside four parses of each plot.

    python benchmarks/extract.py [--plots FILE] [--pipeline NAME] [--most 60] [--rounds 2] [--memory] [--json]

FILE has a line `id<TAB>plot` for each film, of which the first 60 are read. All sides use one pipeline, by default
`en-core-web-sm`.

"spaCy" is `nlp.pipe` over the texts and nothing else; "reading" is Motif's reader of plots: names joined, pronouns,
roles; "verb" is the whole of `motif films characters` on an empty cache, from a collection of films to a collection of
characters on disk. "four parses" is how a student project does it that Motif began from (epfl-ada 2023, written anew
from its description): `nlp(plot)` once each for the names, their attributes, what they do and what is done to them.
Words are what stands between blanks. Seconds are processor time at one thread in one process, each side in turn, the
median over rounds, after a round that is not counted. "Two processes" is the wall time of the verb with `--jobs 1` over
that with `--jobs 2`, beside whatever else the machine does; the workers' start is in it.

With `--memory` (half an hour): the peak of a process that reads 500 and 2,000 plots by itself, which are the given
ones over and over, each with a sentence of its own; and of one that makes a collection of 42,000 made-up films of 6
characters each with their sentences, as they come from the workers, with a cast to match.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PLOTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "films" / "plots" / "plot_summaries.txt"
SINGLE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
ATTRIBUTES = frozenset(["acomp", "advcl", "advmod", "amod", "appos", "nn", "nmod", "ccomp", "poss"])
DOING = frozenset({"nsubj", "nsubjpass", "agent", "csubj", "expl"})
SUFFERING = frozenset({"dobj", "dative", "attr", "oprd"})
N_FILMS, N_SENTENCES = 42_000, 6  # the 175 plots, scaled to the corpus: 4.5 characters a film, 6 sentences each


def texts_of(path: Path) -> list[str]:
    """Return the plots of a file."""
    return [line.partition("\t")[2] for line in path.read_text(encoding="utf-8").splitlines()]


def four_parses(nlp: Callable, texts: list[str]) -> list[dict[str, list[list[str]]]]:
    """Return name -> attributes, verbs done and verbs suffered, the plot parsed once for each of the four."""
    found = []
    for text in texts:
        names = _names(nlp(text))
        lists: dict[str, list[list[str]]] = {name: [[], [], []] for name in set(names.values())}
        for token in nlp(text):
            for child in token.children if token.text in names else ():
                if child.dep_ in ATTRIBUTES:
                    lists[names[token.text]][0].append(child.text)
        for place, relations in ((1, DOING), (2, SUFFERING)):
            for token in nlp(text):
                if token.text in names and token.dep_ in relations and token.head.pos_ == "VERB":
                    lists[names[token.text]][place].append(token.head.lemma_)
        found.append(lists)
    return found


def _names(doc) -> dict[str, str]:
    """Return each word of a name -> the fullest name with that word, the last one wins."""
    full = {span.text for span in doc.ents if span.label_ == "PERSON"}
    full |= {token.text for token in doc if token.pos_ == "PROPN"}
    longer = {word for name in full if " " in name for word in name.split()}
    return {word: name for name in sorted(full - longer) for word in name.split()}


def films_of(texts: list[str], n: int):
    """Return a collection of n films: the plots over and over, each time with another last sentence."""
    from motif.core.record import RunRecord
    from motif.films.collection.film import Film, film_collection

    def listed() -> Iterator[Film]:
        for number in range(n):
            again, place = divmod(number, len(texts))
            plot = texts[place] if not again else f"{texts[place]} It is day {again}."
            yield Film(str(number), f"Film {number}", 1950, plot)

    return film_collection(listed(), record=RunRecord("benchmark"))


def verb(films, pipeline: str | None, jobs: int, *, out: Path | None = None) -> int:
    """Run the verb on an empty cache and return how many characters it found."""
    from motif.films.study.characters import characters

    with tempfile.TemporaryDirectory() as folder:
        os.environ["MOTIF_CACHE_DIR"] = folder
        target = out or Path(folder) / "characters.motif"
        return characters(films, out=target, pipeline=pipeline, jobs=jobs).collection.n_items


def speeds(texts: list[str], given: argparse.Namespace, folder: str) -> dict[str, float]:
    """Return the words a second of each side."""
    from motif.films.represent.read import PlotReader
    from motif.represent.parse import find_pipeline

    pipeline = find_pipeline(folder)
    nlp, films = pipeline.load(), films_of(texts, len(texts))
    ids = [(str(number), text) for number, text in enumerate(texts)]
    sides: dict[str, Callable[[], object]] = {
        "spaCy": lambda: sum(len(doc) for doc in nlp.pipe(texts, batch_size=64)),
        "reading": lambda: sum(len(found) for _, found in PlotReader(pipeline).read(ids)),
        "verb": lambda: verb(films, folder, 1),
        "four parses": lambda: four_parses(nlp, texts),
    }
    times: dict[str, list[float]] = {side: [] for side in sides}
    for number in range(given.rounds + 1):
        for side, work in sides.items():
            if number == 0 and side == "four parses":
                continue  # it warms nothing that the others have not
            start = time.process_time()
            work()
            if number:
                times[side].append(time.process_time() - start)
    n_words = sum(len(text.split()) for text in texts)
    return {side: n_words / statistics.median(seconds) for side, seconds in times.items()}


def wall(texts: list[str], folder: str) -> float:
    """Return how many times faster the verb is with two processes."""
    films = films_of(texts, len(texts))
    seconds = {}
    for jobs in (1, 2):
        start = time.perf_counter()
        verb(films, folder, jobs)
        seconds[jobs] = time.perf_counter() - start
    return seconds[1] / seconds[2]


def peak(*words: str) -> float:
    """Return the peak memory in MB of this script with other words, in a process of its own."""
    command = [sys.executable, "-W", "ignore", __file__, "--child", *words]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, **SINGLE}).stdout
    return float(said.splitlines()[-1])


def child(given: argparse.Namespace) -> None:
    """Do one thing and print the most memory that it took, in MB."""
    import resource

    if given.child[0] == "plots":
        verb(films_of(texts_of(given.plots), int(given.child[1])), given.pipeline, 1)
    else:
        made_up()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def made_up() -> None:
    """Make a collection on disk of 42,000 films as the workers give them."""
    import pyarrow as pa

    from motif.collection import Collection
    from motif.core.record import RunRecord
    from motif.films.collection.film import CAST
    from motif.films.study.characters.collect import Book, collected
    from motif.films.study.characters.pack import Found, pack

    outcomes = {}
    for film in range(N_FILMS):
        counts = {"n_characters": len(_NAMES), "n_words": 340, "n_marks": 0, "n_role_words": 0, "n_pronoun_words": 0}
        outcomes[f"f{film}"] = Found(counts, pack(_people(film), counts))
    ids = list(outcomes)
    films = {"id": ids, "title": [f"Film {id_}" for id_ in ids], "year": [1950] * len(ids)}
    plots = pa.array(["A plot of some length. " * 80] * len(ids))
    cast = {"id": [id_ for id_ in ids for _ in range(len(_NAMES))], "character": _NAMES * len(ids)}
    rows = {name: cast.get(name, pa.nulls(len(ids) * len(_NAMES), CAST.field(name).type)) for name in CAST.names}
    held = Collection("film", {**films, "plot": plots}, tables={"cast": pa.table(rows, schema=CAST)})
    with tempfile.TemporaryDirectory() as folder:
        collected(held, outcomes, Book(outcomes), record=RunRecord("benchmark"))[0].save(Path(folder) / "c.motif")


_NAMES = [f"{first} {last}" for first in ("Ada", "Bob") for last in ("Lee", "Moore", "Ray")]


def _people(film: int):
    from motif.films.collection.character import Character, character_ids

    for place, (id_, name) in enumerate(zip(character_ids(f"f{film}", _NAMES), _NAMES, strict=True)):
        words = {f"agent:verb{(film * 7 + place * 13 + n) % 20_000}": 1 + n % 2 for n in range(9)}
        said = [
            (n, f"In film {film} {name} does what sentence {n} says, and more of it follows.")
            for n in range(N_SENTENCES)
        ]
        yield Character(id_, name, f"f{film}", words, n_mentions=9, aliases={name: 9, name[:3]: 4}, sentences=said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plots", type=Path, default=PLOTS)
    parser.add_argument("--pipeline")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--most", type=int, default=60, help="plots that are read")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given)
        return
    if not given.plots.is_file():
        print("Skipped: there is no file of plots; name one with `--plots`.")
        return
    from motif.represent.parse import find_pipeline

    texts, folder = texts_of(given.plots)[: given.most], find_pipeline(given.pipeline).folder
    found: dict[str, object] = {"benchmark": "extract", "words_per_second": speeds(texts, given, folder)}
    found["two_processes"] = wall(texts, folder)
    if given.memory:
        asked = ["--plots", str(given.plots), "--pipeline", folder]
        found["peak_mb"] = {
            **{
                f"{n} plots, {jobs} jobs": peak("plots", str(n), str(jobs), *asked)
                for jobs in (1, 2)
                for n in (500, 2000)
            },
            "42,000 films": peak("films", "0"),
        }
    print(json.dumps(found)) if given.json else tell(found)


def tell(found: dict) -> None:
    speed = found["words_per_second"]
    print("| | words/s | of bare spaCy | of four parses |\n|---|---|---|---|")
    for side, rate in speed.items():
        print(f"| {side} | {rate:,.0f} | {rate / speed['spaCy']:.2f} | {rate / speed['four parses']:.1f} |")
    print(f"\nTwo processes: {found['two_processes']:.2f} times as fast as one.")
    if "peak_mb" in found:
        print("\n| | peak memory, MB |\n|---|---|")
        for what, megabytes in found["peak_mb"].items():
            print(f"| {what} | {megabytes:,.0f} |")


if __name__ == "__main__":
    os.environ.update(SINGLE)  # before anything that reads them is imported
    main()
