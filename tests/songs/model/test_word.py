"""Groups are called by words, each by others."""

from motif.model.naming import Profile, Trait
from motif.songs.model.word import WORDS, titles, word


def trait(feature, effect):
    return Trait(feature, f"{'high' if effect > 0 else 'low'} {feature}", effect, 1.0, 0.0, 0.01)


def test_the_largest_differences_come_first_and_three_are_enough():
    """By effect, not in the order of the traits."""
    told = tuple(
        trait(name, effect) for name, effect in (("mode", -0.6), ("tempo", 1.5), ("energy", 1.0), ("loudness", 0.9))
    )
    assert titles([Profile(0, 9, None, told)]) == {0: "fast, energetic, loud"}


def test_a_small_difference_is_not_in_the_name():
    """Half an sd is needed."""
    assert titles([Profile(0, 9, None, (trait("tempo", 0.3),))]) == {0: "mixed"}


def test_groups_with_the_same_largest_traits_are_told_apart_by_the_next():
    """Or numbered where there is nothing more to tell."""
    first = [trait("tempo", 2.0), trait("energy", 1.5), trait("loudness", 1.0)]
    told = titles(
        [Profile(3, 9, None, (*first, trait("mode", -0.8))), Profile(5, 9, None, (*first, trait("mode", 0.8)))]
    )
    assert told == {3: "fast, energetic, loud, minor", 5: "fast, energetic, loud, major"}
    assert titles([Profile(1, 9, None, ()), Profile(2, 9, None, ())]) == {1: "mixed #1", 2: "mixed #2"}


def test_a_feature_without_a_word_is_called_as_the_shared_naming_does():
    """Nothing is left unnamed."""
    assert word(trait("mfcc_3_mean", 1.0)) == "high mfcc_3_mean"


def test_every_feature_of_the_table_has_two_different_words():
    """Much and little are not the same."""
    assert all(high and low and high != low for high, low in WORDS.values())
