"""Invented words."""

import numpy as np

from motif.videos.source.synthetic.word import NOISE, lexicon, written


def made(textuality, missing=0.0, n=400):
    rng = np.random.default_rng(0)
    words = lexicon(np.asarray(textuality, float), np.zeros(len(textuality), int), rng)
    labels = np.tile(np.arange(len(textuality)) == 0, (n, 1))
    return words, written(words, labels, np.zeros(n, int), rng, missing=missing)


def test_no_word_belongs_to_two_labels():
    """Nor is one of the words that say nothing."""
    words, _ = made([0.5] * 30)
    assert len(set(words.words) | set(NOISE)) == len(words.words) + len(NOISE)


def test_a_label_is_named_as_often_as_the_lexicon_says():
    """In the keywords of 400 videos of label 0, within five standard errors; labels that are not there hardly ever."""
    words, text = made([1.0, 1.0, 1.0])
    place = {word: n for n, word in enumerate(words.words)}
    for label, likely in ((0, 0.3), (1, words.keywords_else)):
        name = words.names()[label].lower()
        share = np.mean([name in terms for terms in text.keywords])
        assert words.is_name[place[name]]
        assert abs(share - likely) < 5 * np.sqrt(likely * (1 - likely) / 400)


def test_nothing_is_written_of_a_label_without_textuality():
    """Its words are no likelier with the label than without."""
    words, _ = made([0.0, 1.0])
    assert (words.keywords[words.label == 0] == words.keywords_else).all()
    assert (words.title[words.label == 0] == words.title_else).all()


def test_missing_text_is_null_in_both_columns():
    """A quarter has neither a title nor keywords."""
    _, text = made([1.0], missing=0.25)
    absent = [title is None for title in text.titles]
    assert absent == [terms is None for terms in text.keywords]
    assert 0.15 < np.mean(absent) < 0.35
