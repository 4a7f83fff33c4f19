"""A page is one file that everyone can read, that fetches nothing and obeys nobody."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from motif.core.errors import InputError, SourceError
from motif.core.record import RunRecord
from motif.evaluate.figure import Figure, Null
from motif.view.atlas import scatter_map
from motif.view.figure import bars
from motif.view.part import Chapter, Chart, Compare, Gallery, Picture, Prose, Strips, Table
from motif.view.report import made_rows, render_page, write_page

NULL = Null("permuted_labels", 0.0, 0.02, 20.5, 0.000999, -0.03, 0.03, 1000)
AMI = Figure("AMI", 0.41, NULL, {"one_cluster": 0.0}, (0.38, 0.44), 1797, True, "Agreement only.")
DOT = Picture(b"\x89PNG", "image/png", "A dot", "One dot.")
RECORD = RunRecord(
    step="latent.map", parameters={"n_clusters": 10, "quick": False}, inputs={"digits.csv.gz": "09f6" * 16}, seed=0,
    versions={"numpy": "2.4.6"}, started="2026-01-01T00:00:00Z", seconds=1.5,
)  # fmt: skip
EVIL = "<script>alert(1)</script>\"'&{{ 7 * 7 }}\u202e\x00\x1b[31m\ud800"
EMPTY = {"meta", "link", "img", "input", "br", "circle", "line", "rect", "path", "polygon", "use", "image"}


def every_part(words="Words."):
    scatter = scatter_map([[0, 0], [1, 1], [0, 1]], [0, 0, 1], [words, "b"], titles=[words] * 3)
    figure = Figure(words, 0.5, NULL, {words: 0.1}, None, 5, True, words, words)
    return (
        Prose(words),
        Picture(b"\x89PNG", "image/png", words, words),
        Gallery((DOT, Picture(b"\xff\xd8", "image/jpeg", words)), words),
        Chart(scatter, words, words, words),
        Chart(bars([words, "b"], [1, 2]), words, words),
        Strips((AMI, figure), words),
        Table((words, "n"), ((words, 1), ("x", 2.5)), words),
    )


def page(words="Words.", **changes):
    chapters = [Chapter("one", words, words, every_part(words), RECORD.as_dict()), Chapter("two", words, "", ())]
    given = {"title": words, "lead": words, "chapters": chapters, "skipped": ((words, words, words),)}
    return render_page(**(given | changes))


class Reader(HTMLParser):
    """Collects elements with their attributes, and checks that they close."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.text = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if tag not in EMPTY:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_page_closes_what_it_opens():
    """The HTML is well nested."""
    assert Reader(page()).open == []


def test_the_page_needs_no_network():
    """No script, no link out, nothing fetched, and a policy that forbids it."""
    text = page()
    read = Reader(text)
    policy = next(meta["content"] for meta in read.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    assert not read.all("script")
    links = [value for _, attributes in read.elements for key, value in attributes.items() if key in ("href", "src")]
    assert links
    assert all(link.startswith(("#", "data:")) for link in links)
    assert "@import" not in text
    assert "url(" not in text
    assert set(re.findall(r"https?://[^\"' <)]+", text)) == {"http://www.w3.org/2000/svg"}  # a name, never fetched


def test_every_section_can_be_linked():
    """Ids are unique and every link within the page has its target."""
    read = Reader(page())
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for a in read.all("a")}
    assert targets <= set(ids)
    assert {"one", "two", "one-1", "one-6", "not-on-this-page", "main"} <= targets


def test_everyone_can_read_it():
    """Language, landmarks, a skip link first, one first heading, words for every picture."""
    read = Reader(page())
    assert read.all("html") == [{"lang": "en"}]
    assert [len(read.all(tag)) for tag in ("header", "nav", "main", "footer", "h1")] == [1] * 5
    assert read.all("a")[0]["href"] == "#main"
    assert read.all("nav")[0]["aria-label"] == "Contents"
    assert all(image["alt"].strip() for image in read.all("img"))
    assert len(read.all("img")) == 3
    drawings = [attributes for _, attributes in read.elements if attributes.get("role") == "img"]
    assert len(drawings) == 4  # two charts, two strips
    assert all(a.get("aria-label", "x").strip() for a in drawings)
    assert all("scope" in head for head in read.all("th"))
    assert all(section["aria-labelledby"] == f"{section['id']}-title" for section in read.all("section"))


def test_findings_are_headings():
    """What a plate shows stands above it as a heading of the third level, whatever kind of plate it is."""
    figure = Figure("AMI", 0.4, None, {"a": 0.0}, None, 9, True, "")
    picture = Picture(b"x", "image/png", "Dot", title="Of a picture", ink=True)
    parts = (
        picture,
        Gallery((picture,), title="Of a gallery", column_px=99),
        Strips((figure,), title="Of strips"),
        Table(("a",), ((1,),), title="Of a table"),
    )
    text = render_page(title="T", lead="", chapters=[Chapter("one", "One", "", parts)])
    assert re.findall(r'<h3 class="finding" dir="auto">(.*?)</h3>', text) == [part.title for part in parts]
    assert text.count('<img class="ink"') == 2
    assert "--column: 99px" in text


def test_formulas_stay_on_one_line():
    """A mean is not parted from its sd, nor a p from its value."""
    text = render_page(title="T", lead="", chapters=[Chapter("a", "A", "", (Prose("5.3 ± 0.1, p < 0.001"),))])
    assert "5.3\u00a0±\u00a00.1, p\u00a0&lt;\u00a00.001" in text


def test_a_figure_is_said_in_words():
    """Name, value, verdict, chance, interval, n and what it cannot show stand on the page."""
    said = "".join(Reader(page()).text).replace("\u00a0", " ")
    assert "Better than chance by 0.41." in said
    assert (
        "n = 1,797; 95 % interval 0.38 to 0.44; chance 0.00 ± 0.02, p < 0.001 (permuted labels, 1,000 draws)." in said
    )
    assert "Agreement only." in said


def test_how_it_was_made_is_folded():
    """Parameters, checksums, versions, seed and times are there, folded, and only where there is a record."""
    read = Reader(page())
    assert read.all("details") == [{"class": "made"}]
    said = " ".join("".join(read.text).split())
    for fact in ("latent.map", "n_clusters 10", "quick false", f"digits.csv.gz {'09f6' * 16}", "numpy 2.4.6", "1.5 s"):
        assert fact in said


def test_records_as_rows():
    """Empty groups are left out; a zero seed is not empty."""
    assert made_rows({"step": "a", "seed": 0, "started": "", "inputs": {}, "parameters": {"k": [1, None]}}) == [
        ("Run", [("step", "a"), ("seed", "0")]),
        ("parameters", [("k", "[1, null]")]),
    ]


def test_skipped_chapters_are_named():
    """Name, purpose and the way to get it; nothing where nothing is skipped."""
    text = page(skipped=[("Films", "Finds personas.", "pip install 'motif-media[films]'")])
    said = " ".join("".join(Reader(text).text).split())
    assert (
        "1 chapter was left out; below is how to get it. Films Finds personas. pip install 'motif-media[films]'" in said
    )
    assert "not-on-this-page" not in page(skipped=[])


def test_hostile_text_is_shown():
    """Markup, templates, control characters and overrides from data appear as they are, everywhere."""
    text = page(EVIL)
    read = Reader(text)
    assert read.open == []
    assert not read.all("script")
    assert not [key for _, attributes in read.elements for key in attributes if key.startswith("on")]
    text.encode()
    assert not set(text) & {"\u202e", "\x00", "\x1b"}
    assert "".join(read.text).count("<script>alert(1)</script>") > 10
    assert "49" not in "".join(read.text)


def test_backquotes_are_code():
    """Words between backquotes are set as code, escaped like all others; a lone backquote is one."""
    text = render_page(title="T", lead="Made by `motif <demo>\u202e` and `so on`.", chapters=[])
    assert "Made by <code>motif &lt;demo&gt;\\u202e</code> and <code>so on</code>." in text
    assert "a ` b" in render_page(title="T", lead="a ` b", chapters=[])


def test_other_scripts_stay_readable():
    """Text from right to left keeps its letters and sets its own direction."""
    read = Reader(page("שלום עולם"))
    assert read.all("h1")[0]["dir"] == "auto"
    assert "שלום עולם" in "".join(read.text)


def test_a_title_of_a_megabyte_is_cut():
    """Endless names do not make an endless page."""
    text = page(
        "A" * 1_000_000, chapters=[Chapter("a", "B" * 1_000_000, "C" * 1_000_000, (), {"step": "D" * 1_000_000})]
    )
    assert len(text) < 40_000
    assert "… (1,000,000 characters)" in text


def test_equal_input_equal_bytes(tmp_path):
    """Two writes of the same are equal, byte for byte."""
    chapters = [Chapter("one", "One", "", every_part(), RECORD.as_dict())]
    for name in ("a.html", "b.html"):
        write_page(tmp_path / name, title="T", lead="L", chapters=chapters, skipped=())
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_write_makes_the_folder_and_replaces_the_page(tmp_path):
    """The folder is made, an old page is replaced, and nothing else is left there."""
    file = tmp_path / "new" / "index.html"
    for title in ("Old", "New"):
        write_page(file, title=title, lead="", chapters=[], skipped=())
    assert "<title>New</title>" in file.read_text(encoding="utf-8")
    assert [path.name for path in file.parent.iterdir()] == ["index.html"]


def test_a_page_that_cannot_be_written_is_one_line(tmp_path):
    """A folder in the way is one clear error."""
    (tmp_path / "index.html").mkdir()
    with pytest.raises(SourceError, match=r"cannot write 'index.html': a folder of that name is in the way"):
        write_page(tmp_path / "index.html", title="T", lead="", chapters=[], skipped=())


@pytest.mark.parametrize("ids", [("a", "a"), ("main",), ("top",), ("not-on-this-page",)])
def test_ids_are_not_taken_twice(ids):
    """Two chapters with one id, or one with an id of the page itself, are refused."""
    with pytest.raises(InputError, match="chapters must have ids of their own"):
        render_page(title="T", lead="", chapters=[Chapter(i, "t", "", ()) for i in ids])


def test_an_empty_page_is_a_page():
    """Without chapters there are no contents and nothing breaks."""
    read = Reader(render_page(title="T", lead="", chapters=[]))
    assert read.open == []
    assert not read.all("nav")


def test_dark_and_print_are_there():
    """One style sheet holds both modes, and print is always light."""
    style = page().partition("<style>")[2].partition("</style>")[0]
    assert "@media (prefers-color-scheme: dark)" in style
    assert style.index("--paper: #161411") < style.index("@media print") < style.rindex("--paper: #faf8f3")
    assert style.count("{") == style.count("}")
    assert "&#" not in style


def test_whatever_a_record_holds_is_shown():
    """Arrays, and keys that JSON does not know, stand on the page as text."""
    made = {"p": np.arange(2), "q": [{(1, 2): 3}], "r": False}
    assert made_rows(made) == [("Run", [("p", '"[0 1]"'), ("q", "[{(1, 2): 3}]"), ("r", "false")])]


def test_sliders_bring_the_only_script():
    """A page with a comparison runs one script, allowed by its hash; it fetches nothing, and others run nothing."""
    from base64 import b64encode
    from hashlib import sha256

    pair = Compare(DOT, Picture(b"\x89PNG", "image/png", "Drawn", "drawn"), "Before and after.")
    text = render_page(title="t", lead="", chapters=[Chapter("a", "A", "", (pair, pair))])
    read = Reader(text)
    policy = next(meta["content"] for meta in read.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
    assert len(read.all("script")) == 1
    assert len(read.all("input")) == 2
    assert all("hidden" in one and one["aria-label"] for one in read.all("input"))
    assert not re.search(r"fetch|XMLHttp|import|https?:", script)
