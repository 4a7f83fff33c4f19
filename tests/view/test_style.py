"""matplotlib wears the same dress, draws equal bytes, and is left as it was."""

import re

import pytest

from motif.core.errors import InputError
from motif.view.part import Chart
from motif.view.style import figure_svg, sequential, styled
from motif.view.token import COLOURS, SEQUENTIAL


def draw(title="Loss falls"):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 3))
    axes = figure.add_subplot()
    axes.plot([0, 1, 2], [3, 1, 0.5])
    axes.set(title=title, xlabel="epoch", ylabel="loss, nats")
    return figure


def test_the_users_style_is_left_alone():
    """Whatever the user had set holds again after the block, and not inside it."""
    import matplotlib

    with matplotlib.rc_context({"lines.linewidth": 17, "text.usetex": False}):
        with styled("dark"):
            assert matplotlib.rcParams["lines.linewidth"] == 2
            assert matplotlib.rcParams["figure.facecolor"] == COLOURS["dark"]["paper"]
        assert matplotlib.rcParams["lines.linewidth"] == 17


def test_svg_can_be_a_chart():
    """The drawing passes the check of a chart: no style, metadata, date or foreign link in it."""
    with styled():
        svg = figure_svg(draw())
    Chart(svg, "", "A falling line")
    assert 'width="384" height="288"' in svg
    assert "Loss falls" in svg
    assert "epoch" in svg


def test_svg_follows_the_page():
    """Text and lines take the page's colours; only white and none are fixed."""
    with styled():
        svg = figure_svg(draw())
    fixed = set(re.findall(r"(?<!, )#[0-9a-f]{6}\b", svg))
    assert "var(--ink, #1d1b18)" in svg
    assert "var(--category-1, #2e62e0)" in svg
    assert not fixed


def test_equal_figures_equal_text():
    """Two drawings of the same are equal, also outside the style's block."""
    with styled():
        one, two = draw(), draw()
    assert figure_svg(one) == figure_svg(two)


def test_two_charts_share_no_name():
    """The ids of two charts on one page differ."""
    with styled():
        one, two = (set(re.findall(r'\bid="([^"]+)"', figure_svg(draw(title)))) for title in ("a", "b"))
    assert one
    assert two
    assert not one & two


def test_every_reference_has_its_target():
    """Renaming the ids kept clip paths and markers."""
    with styled():
        svg = figure_svg(draw())
    used = set(re.findall(r'href="#([^"]+)"', svg)) | set(re.findall(r"url\(#([^)]+)\)", svg))
    assert used
    assert used <= set(re.findall(r'\bid="([^"]+)"', svg))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_sequential_ends(mode):
    """The map of amounts begins and ends with the tokens' colours."""
    from matplotlib.colors import to_hex

    colours = sequential(mode)
    assert [to_hex(colours(0.0)), to_hex(colours(1.0))] == [SEQUENTIAL[mode][0], SEQUENTIAL[mode][-1]]


def test_unknown_mode_is_refused():
    """There are two modes."""
    with pytest.raises(InputError, match="mode must be one of"), styled("sepia"):
        pass
