"""What is true of synthetic labels."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from motif.core.errors import InputError
from motif.videos.source.synthetic.world import Settings, make_world


@pytest.fixture(scope="module")
def world():
    return make_world(Settings(n_labels=400, n_visual=512, n_audio=128, n_pairs=10), np.random.default_rng(0))


def test_directions_are_at_right_angles(world):
    """Of what is seen, for all; of what is heard, for as many labels as there is room."""
    seen, heard = (world.directions[name].astype(float) for name in ("visual", "audio"))
    assert np.allclose(seen @ seen.T, np.eye(400), atol=1e-5)
    loud = world.audibility > 0
    assert loud.sum() == 128
    assert np.allclose(heard @ heard.T, np.diag(loud.astype(float)), atol=1e-5)


def test_in_one_subject_what_is_seen_less_is_heard_better():
    """With room for all, ranks correlate by about -0.7 in subject 0, and hardly elsewhere."""
    made = make_world(Settings(n_labels=600, n_visual=640, n_audio=600, n_pairs=0), np.random.default_rng(1))
    first = made.prior.block == 0
    assert spearmanr(made.visibility[first], made.audibility[first])[0] < -0.5
    assert abs(spearmanr(made.visibility[~first], made.audibility[~first])[0]) < 0.15


def test_how_much_is_written_does_not_follow_frequency(world):
    """Rank correlation within what 380 labels allow by chance."""
    alone = world.partner < 0
    assert abs(spearmanr(world.textuality[alone], world.prior.frequencies()[alone])[0]) < 0.2


def test_pairs_are_mutual_and_silent(world):
    """Twenty labels have a partner whose partner they are; of these nothing is heard or written."""
    paired = np.flatnonzero(world.partner >= 0)
    assert len(paired) == 20
    assert (world.partner[world.partner[paired]] == paired).all()
    assert not world.audibility[paired].any()
    assert not world.textuality[paired].any()
    assert not world.is_transient[paired].any()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"n_labels": 60, "n_visual": 60}, "n_visual >= n_labels"),
        ({"n_labels": 3}, "n_labels"),
        ({"confidence": 0.3}, "confidence"),
        ({"n_frames": (60, 20)}, "n_frames"),
        ({"missing_text": 1.5}, "missing_text"),
    ],
    ids=["room", "few", "confidence", "frames", "share"],
)
def test_settings_that_cannot_be_are_refused(settings, told):
    """With what was given and what would do."""
    with pytest.raises(InputError, match=told):
        Settings(**settings)
