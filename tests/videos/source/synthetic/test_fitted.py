"""The numbers that were fitted on real label sets."""

from motif.videos.source.synthetic.fitted import fitted_labels


def test_the_numbers_are_those_of_a_long_tail():
    """Zipf's exponent above 1, subjects' shares summing to 1, companions ever less sure."""
    told = fitted_labels()
    assert 1 < told.zipf_exponent < 1.5
    assert abs(sum(told.block_shares) - 1) < 1e-3
    assert list(told.companion_mean) == sorted(told.companion_mean, reverse=True)
    assert "MUSIC200k" in told.fitted_on
