"""A number stands on its null, on the page and in the terminal."""

import math
from xml.etree import ElementTree

import pytest

from motif.evaluate.figure import Figure, Null
from motif.view.strip import chance_text, described, p_text, strip_svg, strip_text, strips_text
from motif.view.svg import require_passive

SVG = "{http://www.w3.org/2000/svg}"


def null(mean, sd, p=0.000999, n=1000):
    return Null("permuted_labels", mean, sd, 1.0 if sd else None, p, mean - 1.64 * sd, mean + 1.64 * sd, n)


AMI = Figure("AMI", 0.41, null(0.0, 0.02), {"one_cluster": 0.0}, (0.38, 0.44), 1797, True, "Agreement only.")
VI = Figure(
    "VI", 4.715, null(6.64, 0.011), {"one_cluster": 4.645, "singletons": 7.32}, (4.66, 4.78), 4000, False, "", "bits"
)
SSIM = Figure("SSIM", 0.86, null(0.2, 0.03), {"doing_nothing": 1.0, "flat_colour": 0.45}, None, 262144, True, "")
LUCK = Figure("AMI", 0.002, null(0.0, 0.002, 0.13), {"one_cluster": 0.0}, (-0.004, 0.007), 1797, True, "")
BEYOND = Figure("gain", 1.7, null(0.2, 0.1), {"popularity": -0.3}, (1.5, 1.9), 10, True, "")
NO_NUMBER = Figure("AMI", math.nan, None, {}, None, 0, True, "")
HOSTILE = Figure(
    "<b>\u202e\x1b[31m\n", 0.5, null(0.1, 0.02), {"<script>\ud800" * 9: 0.2}, None, 5, True, "<i>", "\x00u"
)


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (AMI, "AMI 0.41  ░|········●                chance 0.00 ± 0.02, p < 0.001"),
        (VI, "VI 4.71 bits                 ●·····░ |   chance 6.64 ± 0.01, p < 0.001, one cluster 4.64"),
        (SSIM, "SSIM 0.86     ░░░░···|·········●  |   chance 0.20 ± 0.03, p < 0.001, doing nothing 1.00"),
        (LUCK, "AMI 0.002  ●                          chance 0.000 ± 0.002, p = 0.13"),
        (BEYOND, "gain 1.70  |   ░░░░·············●     chance 0.20 ± 0.10, p < 0.001"),
        (NO_NUMBER, "AMI –  could not be computed"),
    ],
)
def test_terminal_line(figure, line):
    """One line: name, value, axis, chance, and the trivial answer that is not beaten."""
    assert strip_text(figure, width=100) == line


def test_terminal_width():
    """The axis shrinks with the terminal and goes before the words do."""
    widths = [len(strip_text(AMI, width=width)) for width in (200, 70, 60, 50, 20)]
    assert widths == [66, 66, 60, 50, 39]
    assert strip_text(AMI, width=20) == "AMI 0.41  chance 0.00 ± 0.02, p < 0.001"


def test_terminal_colour():
    """Colour adds the accent to name and dot, and nothing else."""
    plain, coloured = strip_text(AMI), strip_text(AMI, colour=True)
    assert coloured.startswith("\x1b[1;36mAMI 0.41\x1b[0m")
    assert coloured.replace("\x1b[1;36m", "").replace("\x1b[0m", "") == plain
    assert "\x1b" not in plain


def test_terminal_obeys_nobody():
    """A name cannot break the line or colour it."""
    line = strip_text(HOSTILE)
    assert line.startswith("<b>\\u202e\\x1b[31m 0.50 \\x00u")
    assert line.isprintable()
    line.encode()


def test_words_for_chance():
    """Chance shows as many decimals as its sd needs; without draws there is nothing to say."""
    assert chance_text(LUCK) == "chance 0.000 ± 0.002, p = 0.13"
    assert chance_text(Figure("AMI", 0.4, null(0.0, 0.0, 1.0), {}, None, 9, True, "")) == "chance 0.00, p = 1.00"
    assert chance_text(NO_NUMBER) == ""


@pytest.mark.parametrize(
    ("p", "words"),
    [(0.000999, "p < 0.001"), (0.001, "p = 0.001"), (0.0499, "p = 0.050"), (0.47, "p = 0.47"), (1, "p = 1.00")],
)
def test_words_for_p(p, words):
    """Even the smallest p is never shown as zero."""
    assert p_text(p) == words


def test_described_says_all():
    """Who hears the strip hears every number and the verdict."""
    assert described(VI) == (
        "VI 4.71 bits, 95 % interval 4.66 to 4.78, n = 4,000; lower is better. Chance 6.64 ± 0.01, p < 0.001 (permuted "
        "labels, 1,000 draws). Trivial answers: one cluster 4.64, every item alone 7.32. Better than chance by 1.92 "
        "bits, but worse than one cluster would score."
    )


@pytest.mark.parametrize("figure", [AMI, VI, SSIM, LUCK, BEYOND, NO_NUMBER, HOSTILE])
@pytest.mark.parametrize("sentence", [True, False])
def test_svg_is_a_passive_picture_with_a_title(figure, sentence):
    """Every strip is well-formed, runs nothing, has a title and a description, and fits its own height."""
    svg = strip_svg(figure, sentence=sentence)
    require_passive(svg)
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text == described(figure)
    texts = list(root.iter(f"{SVG}text"))
    assert max(float(text.get("y")) for text in texts) <= float(root.get("height"))


@pytest.mark.parametrize("figure", [AMI, VI, SSIM, LUCK, BEYOND])
def test_svg_keeps_inside(figure):
    """Dot, band, interval and ticks lie on the axis, also where the value lies beyond 1."""
    root = ElementTree.fromstring(strip_svg(figure))
    places = [node.get(key) for node in root.iter() for key in ("x", "cx", "x1", "x2") if node.get(key)]
    assert places
    assert all(0 <= float(place.rstrip("%")) <= 100 for place in places)


def places(figure):
    """Where the dot, the middle of the band and the words stand, in % from the left."""
    root = ElementTree.fromstring(strip_svg(figure, sentence=False))
    dot, band = root.find(f"{SVG}circle"), root.find(f"{SVG}rect")
    left, width = (float(band.get(key).rstrip("%")) for key in ("x", "width"))
    words = {text.text: float(text.get("x").rstrip("%")) for text in root.iter(f"{SVG}text")}
    return float(dot.get("cx").rstrip("%")), left + width / 2, words


def test_svg_places_by_hand():
    """On an axis from 0 to 7.32 bits within margins of 3 %, each number stands where it belongs."""
    dot, band, words = places(VI)
    assert dot == pytest.approx(3 + 94 * 4.715 / 7.32, abs=0.01)
    assert band == pytest.approx(3 + 94 * 6.64 / 7.32, abs=0.01)
    assert words["one cluster 4.64"] == pytest.approx(3 + 94 * 4.645 / 7.32, abs=0.01)
    assert words["every item alone 7.32"] == 97
    assert words["0.00  ← better"] == 3
    assert words["7.32 bits"] == 97


def test_svg_axis_ends():
    """Scores go up to 1, errors up to the worst of them, numbers far from zero stay among themselves."""
    error = Figure("MSE", 0.0012, null(0.0031, 0.0002), {}, None, 9, False, "")
    likelihood = Figure("log-likelihood", -1210.0, null(-1234.0, 2.0), {}, None, 9, True, "", "nats")
    assert "better →  1.00" in strip_svg(AMI)
    assert "better →  1.90" in strip_svg(BEYOND)
    assert places(error)[0] == pytest.approx(3 + 94 * 0.0012 / (0.0031 + 1.64 * 0.0002), abs=0.01)
    assert places(likelihood)[0] == 97


def test_dot_is_hollow_by_chance():
    """Without colour, too, a result that chance explains looks different."""
    fills = [ElementTree.fromstring(strip_svg(f)).find(f"{SVG}circle").get("fill") for f in (AMI, LUCK)]
    assert fills == ["var(--accent, #a8371f)", "var(--paper, #faf8f3)"]


def test_sentence_wraps():
    """The sentence fits a phone: no line is longer than 46 letters."""
    lines = [text.text for text in ElementTree.fromstring(strip_svg(VI)).iter(f"{SVG}text")][1:3]
    assert " ".join(lines) == VI.verdict()
    assert all(len(line) <= 46 for line in lines)


def test_same_figure_same_strip():
    """Drawing twice gives equal text."""
    assert strip_svg(VI) == strip_svg(VI)


def test_lines_of_several_strips_line_up():
    """Names, axes and words begin below each other; all lose their axis before a line is too long."""
    lines = strips_text([AMI, VI, SSIM], width=100).splitlines()
    assert len({line.index("chance") for line in lines}) == 1
    assert [len(line) <= 100 for line in lines] == [True] * 3
    assert not any("●" in line for line in strips_text([AMI, VI, SSIM], width=60).splitlines())
    assert strips_text([]) == ""


def test_trivial_answers_can_be_left_to_the_words():
    """Without them the lines are shorter and keep their axis longer."""
    lines = strips_text([AMI, VI], width=70, with_answers=False).splitlines()
    assert all(line.endswith("p < 0.001") and "●" in line for line in lines)


def test_null_without_draws():
    """A null in closed form says what it is, and no draws."""
    exact = Figure("AUC", 0.7, Null("analytic", 0.5, 0.02, 10.0, None, 0.47, 0.53, 0), {}, None, 9, True, "")
    assert "(analytic)" in described(exact)
    assert "draws" not in described(exact)
