"""Gathering: from files and folders to one collection, with every row accounted for."""

import gzip
import io
import json

import numpy as np
import pytest

from motif.collection import read
from motif.core.errors import DataError, InputError, MotifError
from motif.core.files import make_folder, write_bytes, write_text
from motif.films.collection.ledger import ledger
from motif.films.study.gather import gather

FACTS = "7\t/m/f\tStray\t1952-05-01\t1000\t90.0\t{}\t{}\t" + '{"/m/1": "Drama"}' + "\n9\t/m/g\tHome\t\t\t\t{}\t{}\t{}\n"
CAST = "\t".join(["7", "/m/f", "1952", "Ann", "", "F", "", "", "A. Lee", "30", "/m/a", "/m/b", "/m/c"]) + "\n"
TROPE = 'rebel\t{"char": "Ann", "movie": "Stray", "id": "/m/a", "actor": "A. Lee"}\n'


@pytest.fixture
def corpus(tmp_path):
    """The CMU corpus with two plots and one broken row in each file."""
    folder = make_folder(tmp_path / "MovieSummaries")
    write_text(folder / "plot_summaries.txt", "7\tAnn O'Hara runs.\n8\tBo stays.\n8\tAgain.\nbroken\n")
    write_text(folder / "movie.metadata.tsv", FACTS + "broken\n")
    write_text(folder / "character.metadata.tsv", CAST + CAST.replace("7", "6", 1) + "broken\n")
    write_text(folder / "tvtropes.clusters.txt", TROPE + "rebel\t{broken\n")
    write_text(folder / "name.clusters.txt", "Ann\t/m/a\nbroken\n")
    return folder


def balanced(held):
    """Whether each source's rows were kept or dropped, and each drop is in the collection's own list."""
    lines = ledger(held).sources
    sums = all(line.n_gathered == line.n_kept + sum(line.dropped.values()) for line in lines)
    return sums and held.drops.num_rows == sum(sum(line.dropped.values()) for line in lines)


class TestCorpus:
    def test_whole(self, corpus):
        """Plots and facts are joined by id, cast and tropes belong to their films."""
        held = gather(corpus)
        films = {one["id"]: one for one in held.items.to_pylist()}
        assert [*films] == ["7", "8", "9"]
        assert (films["7"]["title"], films["7"]["plot"], films["7"]["genres"]) == (
            "Stray",
            "Ann O'Hara runs.",
            ["Drama"],
        )
        assert (films["8"]["title"], films["9"]["plot"], films["9"]["year"]) == (None, None, None)
        assert held.tables["cast"].to_pylist()[0]["actor"] == "A. Lee"
        assert held.tables["tropes"].to_pylist()[0]["id"] == held.tables["names"].to_pylist()[0]["id"] == "7"
        assert balanced(held)

    def test_ledger(self, corpus):
        """Each file by itself, in the corpus's order."""
        found = [
            (line.kind, line.n_gathered, line.n_kept, dict(line.dropped)) for line in ledger(gather(corpus)).sources
        ]
        assert found == [
            ("plots", 4, 2, {"bad_row": 1, "duplicate_id": 1}),
            ("facts", 3, 1, {"bad_row": 1, "joined": 1}),
            ("cast", 3, 1, {"bad_row": 1, "unknown_film": 1}),
            ("tropes", 2, 1, {"bad_row": 1}),
            ("names", 2, 1, {"bad_row": 1}),
        ]

    @pytest.mark.parametrize("keep", [("plot_summaries.txt",), ("movie.metadata.tsv",), ("name", "plot")])
    def test_any_part_of_it(self, corpus, keep):
        """Plots alone are films, and so are facts alone."""
        for path in corpus.iterdir():
            if not path.name.startswith(keep):
                path.unlink()
        assert gather(corpus).n_items == 2

    def test_packed_files_and_files_by_themselves(self, corpus):
        """The order of sources is the order of films."""
        packed = corpus / "movie.metadata.tsv.gz"
        write_bytes(packed, gzip.compress((corpus / "movie.metadata.tsv").read_bytes()))
        held = gather([packed, corpus / "plot_summaries.txt"])
        assert held.ids == ["7", "9", "8"]
        assert held.items["plot"].to_pylist() == ["Ann O'Hara runs.", None, "Bo stays."]

    def test_tropes_without_films(self, corpus):
        """Nobody would know of which."""
        with pytest.raises(DataError, match=r"there are no films; add plot_summaries\.txt"):
            gather(corpus / "tvtropes.clusters.txt")


def test_a_plot_file_and_a_table_of_facts(tmp_path):
    """Ids are text: 7 of a CSV is the 7 of the plots."""
    write_text(tmp_path / "plot_summaries.txt", "7\tShe runs.\n007\tHe runs.\n")
    write_text(tmp_path / "films.csv", "id,title,rating\n7,Stray,5\n8,Home,4\n")
    held = gather([tmp_path / "plot_summaries.txt", tmp_path / "films.csv"])
    assert held.items.select(["id", "title", "plot"]).to_pylist() == [
        {"id": "7", "title": "Stray", "plot": "She runs."},
        {"id": "007", "title": None, "plot": "He runs."},
        {"id": "8", "title": "Home", "plot": None},
    ]
    assert held.records[-1]["parameters"]["unused"] == {"films.csv": ["rating"]}
    assert set(held.records[-1]["inputs"]) == {"plot_summaries.txt", "films.csv"}


def test_texts(tmp_path):
    """A folder of them, and a table of facts beside; a table of something else is left out, not refused."""
    for name, text in {
        "Stray.txt": "She runs.",
        "none.txt": "",
        "facts.csv": "id,title,year\nStray,Stray,1952\n",
    }.items():
        write_text(tmp_path / name, text)
    write_text(tmp_path / "ages.csv", "age\n7\n")
    held = gather(tmp_path)
    assert held.items.select(["id", "title", "year", "plot"]).to_pylist() == [
        {"id": "Stray", "title": "Stray", "year": 1952, "plot": "She runs."}
    ]
    assert ledger(held).dropped == {"empty_plot": 1, "not_films": 1, "joined": 1}
    assert balanced(held)


def test_masking(tmp_path):
    """On request, with what it did on record."""
    rows = [
        {"title": "Stray", "genres": ["Crime", "Drama"], "extract": "Stray is a 1952 crime drama film about a war."}
    ]
    write_text(tmp_path / "films.json", json.dumps(rows))
    held = gather(tmp_path / "films.json", mask_genres=True)
    assert held.items.select(["plot", "n_words"]).to_pylist() == [
        {"plot": "Stray is a 1952 film about a war.", "n_words": 8}
    ]
    masked = held.records[-1]["parameters"]["masked"]
    assert masked == {"n_plots": 1, "n_words": 2, "n_naming_before": 1, "n_naming_after": 0}
    assert "crime drama" in gather(tmp_path / "films.json").items["plot"][0].as_py()


class TestReady:
    SEED = ",wiki_id,character,adj,active,patient\n0,7,Miles O'Brien,\"['old', \"\"o'brien\"\"]\",['kill'],[]\n"

    def test_words_vectors_and_films(self, tmp_path):
        """One collection of characters with the titles and tropes of their films; films without any are left out."""
        write_text(tmp_path / "words.csv", self.SEED)
        write_text(tmp_path / "vectors.csv", 'wiki_id,character,emb\n7,Miles O\'Brien,"[1.0, 2.0]"\n')
        write_text(tmp_path / "movie.metadata.tsv", FACTS)
        write_text(tmp_path / "tvtropes.clusters.txt", TROPE)
        held = gather(tmp_path)
        assert (held.kind, held.ids) == ("character", ["7:miles-o-brien"])
        assert held.items["name"][0].as_py() == "Miles O'Brien"
        assert held.items.select(["film", "film_title", "year"]).to_pylist() == [
            {"film": "7", "film_title": "Stray", "year": 1952}
        ]
        assert held.blocks["roles"].columns == ("agent:kill", "attribute:o'brien", "attribute:old")
        assert held.blocks["embedding"][:].tolist() == [[1.0, 2.0]]
        assert held.tables["tropes"]["trope"].to_pylist() == ["rebel"]
        assert ledger(held).dropped == {"joined": 1, "no_character": 1}
        assert balanced(held)

    def test_an_array(self, tmp_path):
        """With its ids, wherever they are said to be."""
        stream = io.BytesIO()
        np.save(stream, np.eye(2))
        write_bytes(tmp_path / "bert.npy", stream.getvalue())
        write_text(tmp_path / "whose.txt", "c1\nc2\n")
        held = gather(tmp_path / "bert.npy", ids=tmp_path / "whose.txt")
        assert (held.ids, held.blocks["embedding"].shape) == (["c1", "c2"], (2, 2))

    @pytest.mark.shared
    def test_the_planted_corpus_gathers_whole(self, shared):
        """4,000 characters, 46,927 words; the first two as the file has them."""
        held = gather(shared / "data" / "films" / "planted" / "characters.jsonl.gz")
        assert (held.n_items, sum(held.items["n_words"].to_pylist())) == (4000, 46_927)
        assert held.ids[:2] == ["c0000", "c0001"]
        assert held.items["film"][0].as_py() == "f0216"
        first = held.blocks["roles"].raw[[0]].indices
        names = sorted(held.blocks["roles"].columns[place] for place in first)
        assert names == ["attribute:zuvete", "patient:bokeno", "patient:mitono"]
        assert ledger(held).dropped == {}

    @pytest.mark.shared
    def test_words_of_175_plots(self, shared):
        """Characters without words stay; ids are of film and name."""
        held = gather(shared / "data" / "films" / "persona_words_175.json")
        assert held.ids[0] == "900000026:sethe"
        assert balanced(held)
        assert 0 in held.items["n_words"].to_pylist()


@pytest.mark.shared
class TestShared:
    def test_plots(self, shared):
        """175 films with plots, titles and years; the words are those that were counted there."""
        held = gather(shared / "data" / "films" / "plots")
        assert (held.n_items, held.items["plot"].null_count, held.items["title"].null_count) == (175, 0, 0)
        assert held.items.slice(0, 1).select(["id", "title", "year", "n_words"]).to_pylist() == [
            {"id": "900000001", "title": "10 Things I Hate About You", "year": 1999, "n_words": 769}
        ]

    def test_wikimovies(self, shared):
        """1,582 films of the sixties, with their casts."""
        held = gather(shared / "data" / "films" / "wikimovies" / "movies-1960s.json.gz")
        assert held.n_items == 1582
        assert "Edmond O'Brien" in held.tables["cast"]["actor"].to_pylist()


HOSTILE = {  # name: (bytes, what the one line says)
    "cut.csv.gz": (gzip.compress(b"title,plot\n" + b"A,she runs\n" * 5000)[:-30], "gzip stream is cut"),
    "bomb.json.gz": (gzip.compress(b"[" * 3_000_000), "not JSON|cannot be read as JSON"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "not a table"),
    "nul.csv": (b"title,plot\n" + bytes(4000), "full of NUL bytes"),
    "empty.csv": (b"", "is empty"),
    "other.csv": (b"a,b\n1,2\n", "no column says 'title', 'plot'"),
    "other.json": (b'{"a": 1}', "expected a list of objects"),
    "broken.parquet": (b"PAR1\x15\x04" + bytes(100), "Parquet"),
    "header.csv": (b"title,plot\n", "no film and no character was found"),
    "empty_plots.csv": (
        b"id,plot\n1,\n2,\n",
        "no film and no character was found in 'empty_plots.csv', read as films: empty plot 2$",
    ),
}


class TestHostile:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_one_clear_line(self, tmp_path, name):
        """Nothing is written, and no path of the machine is told."""
        data, says = HOSTILE[name]
        write_bytes(tmp_path / name, data)
        with pytest.raises(MotifError, match=says) as caught:
            gather(tmp_path / name, out=tmp_path / "out.motif")
        assert "\n" not in str(caught.value)
        assert str(tmp_path) not in str(caught.value)
        assert not (tmp_path / "out.motif").exists()

    def test_read_as_what_it_is_not(self, tmp_path):
        """What it was read as, and what the first row left out lacks, in words."""
        write_bytes(tmp_path / "films.csv", b"title,plot\nA,she runs\n")
        says = r"in 'films.csv', read as plots: bad row 2 \(the first: 2 cells with tabs between are expected, not 1\)$"
        with pytest.raises(MotifError, match=says):
            gather(tmp_path / "films.csv", kind="cmu")

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1", "utf-16"])
    def test_encodings(self, tmp_path, encoding):
        """What other programs save is read as it was meant."""
        write_bytes(tmp_path / "a.csv", "title,plot\nAmélie,Ça va.\n".encode(encoding))
        assert gather(tmp_path / "a.csv").items.select(["title", "plot"]).to_pylist() == [
            {"title": "Amélie", "plot": "Ça va."}
        ]

    def test_a_line_of_a_hundred_megabytes(self, tmp_path):
        """It is one plot too long; the film after it stays."""
        write_bytes(tmp_path / "plot_summaries.txt", b"1\t" + b"word " * 20_000_000 + b"\n2\tShe runs.\n")
        held = gather(tmp_path / "plot_summaries.txt")
        assert (held.ids, ledger(held).dropped) == (["2"], {"too_long": 1})

    def test_names_with_marks_of_other_systems(self, tmp_path):
        """A title may look like a path or a formula; it stays a title."""
        write_text(tmp_path / "a.csv", "id,title,plot\n/etc/passwd,=1+1,../..\nC:\\a,~/b,x\n/etc/passwd,a,b\n")
        held = gather(tmp_path / "a.csv", out=tmp_path / "a.motif")
        assert held.items["id"].to_pylist() == ["/etc/passwd", "C:\\a"]
        assert read(tmp_path / "a.motif").drops["id"].to_pylist() == ["/etc/passwd"]


class TestOut:
    def test_what_is_there_stays_unless_told_otherwise(self, corpus, tmp_path):
        """And a collection is no source."""
        gather(corpus, out=tmp_path / "f.motif")
        with pytest.raises(InputError, match="add --overwrite"):
            gather(corpus, out=tmp_path / "f.motif")
        with pytest.raises(InputError, match="is a collection already"):
            gather(tmp_path / "f.motif")
        assert gather(corpus / "plot_summaries.txt", out=tmp_path / "f.motif", overwrite=True).n_items == 2
        assert read(tmp_path / "f.motif").verify() > 0

    def test_nothing_of_the_machine_is_kept(self, corpus, tmp_path):
        """Neither in names nor in the record."""
        held = gather(corpus, out=tmp_path / "f.motif")
        assert str(tmp_path) not in json.dumps(held.records) + str(held.drops.to_pylist())
