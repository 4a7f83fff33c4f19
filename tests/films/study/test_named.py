"""Names are found as people type them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from motif.films.study.named import is_exact, matching, merged, plain_name

NAMES = ["Odile Garnier", "Inspector Moreau", None, "", "Odile", "Hasan Delić", "O'Brien"]


def test_the_same_name_comes_before_names_that_have_it_as_a_part():
    """Whatever the letter case."""
    assert matching("ODILE", NAMES) == [(4, "same"), (0, "part")]


def test_a_part_is_whole_words_in_their_order():
    """`Gar` is no part of `Garnier`, `Moreau Inspector` none of `Inspector Moreau`."""
    assert matching("garnier", NAMES) == [(0, "part")]
    assert [how for _, how in matching("Garnie", NAMES)] == ["alike"]
    assert matching("Moreau Inspector", NAMES) == []


def test_accents_and_apostrophes_do_not_matter():
    """`Delic` finds `Delić`, `obrien` finds `O'Brien`."""
    assert matching("hasan delic", NAMES) == [(5, "same")]
    assert matching("OBrien", NAMES) == [(6, "same")]


def test_names_spelt_nearly_so_are_taken_only_where_nothing_else_fits():
    """One word is looked for in every word of a name."""
    assert matching("Morau", NAMES) == [(1, "alike")]
    assert matching("Odyle", NAMES)[0] == (0, "alike")
    assert matching("Zebulon", NAMES) == []


def test_nothing_asked_finds_nothing():
    """Nor do names that are not known fit anything."""
    assert matching(" -- ", NAMES) == []
    assert matching("None", NAMES) == []


def test_lists_of_matches_are_one_list_with_each_row_once():
    """What is only alike goes as soon as anything fits."""
    assert merged([(1, "part")], [(2, "same"), (1, "same")], []) == [(1, "part"), (2, "same")]
    assert merged([(1, "alike")], [(2, "alike")]) == [(1, "alike"), (2, "alike")]
    assert merged([(1, "alike")], [(2, "part")]) == [(2, "part")]
    assert merged() == []
    assert not is_exact([])


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.text(max_size=12))
def test_every_name_that_has_letters_finds_itself(name):
    """And a plain name is plain already."""
    assert plain_name(plain_name(name)) == plain_name(name)
    if plain_name(name):
        assert (0, "same") in matching(name, [name, None])
