"""Words as numbers: order, capitals, words without a number."""

from motif.represent.vector.number import word_numbers


def test_words_keep_their_order_and_may_come_again():
    """A word in capitals is looked up as it is first; one without a number is passed over."""
    places = {"us": 0, "US": 1, "sea": 2}
    found = word_numbers([["Sea", "US", "us", "Us", "sky", "sea"], ["sky"], []], places)
    assert [numbers.tolist() for numbers in found] == [[2, 1, 0, 0, 2], [], []]
    assert {numbers.dtype.name for numbers in found} == {"int32"}
