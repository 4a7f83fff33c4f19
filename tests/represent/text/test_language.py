"""The language of a text is told by its letters, and only where that is sure."""

import pytest

pytest.importorskip("py3langid", reason="needs the extra 'films'")

from motif.core.errors import InputError
from motif.represent.text.language import language_of, speaks

OTHERS = {
    "fr": "Un jeune homme quitte son village pour Paris, où il rencontre une actrice.",
    "de": "Ein junger Mann verlässt sein Dorf und trifft in Berlin eine Schauspielerin.",
    "es": "Un joven deja su pueblo y conoce en Madrid a una actriz que guarda un secreto.",
    "ru": "Молодой человек уезжает из деревни и встречает актрису.",
    "zh": "一个年轻人离开村庄，遇到了一位女演员。",
}


@pytest.mark.parametrize("language", OTHERS)
def test_others(language):
    """A sentence in another language is not English, and is its own."""
    assert not speaks(OTHERS[language], "en")
    assert not speaks(OTHERS[language].upper(), "en")
    assert speaks(OTHERS[language], language)


@pytest.mark.parametrize("text", ["Ann Lee leaves town.", "Who Framed Jean-Luc Dupont?", "", "123", "\0", "a"])
def test_short(text):
    """A text too short to tell may be English."""
    assert speaks(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "Jean-Pierre Dubois meets Amélie Lefèvre at the Café de la Paix.",
        "Hideo Yamashita loves Sakura Takahashi. Kenji Nakamura and Ichiro Watanabe fight.",
        "Vijay Malhotra marries Priya, daughter of Thakur Singh Rathore.",
        "ADA RUNS AWAY FROM THE HOUSE.",
        "Kalomi Randor, Beshavin Degor, Ulfanka Torlo, Ranbe Vinde",
    ],
)
def test_names(text):
    """Names from anywhere do not make an English text another language's."""
    assert speaks(text, "en")


def test_unknown():
    """A language that there is not is refused."""
    with pytest.raises(InputError, match="language"):
        speaks("Ann", "xx")


@pytest.mark.shared
def test_plots(shared):
    """Not one of the 175 English plots is taken for another language, nor is the first sentence of one."""
    lines = (shared / "data/films/plots/plot_summaries.txt").read_text(encoding="utf-8").splitlines()
    plots = [line.partition("\t")[2] for line in lines]
    assert all(speaks(plot, "en") and speaks(plot.split(". ")[0], "en") for plot in plots)


def test_the_likeliest_language_is_told_where_it_is_surely_another():
    """And the one expected where the text may be in it."""
    assert language_of("El ridículo penal de Teo Gutiérrez en el partido") == "es"
    assert language_of("iPhone X") == "en"
    assert language_of("Das ist ein kleines Haus am See", "de") == "de"
