"""What is seen and heard of synthetic videos."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.videos.source.synthetic.scene import frames, means, moments
from motif.videos.source.synthetic.world import PAIR_DUTY, VISUAL, Settings, make_world


@pytest.fixture(scope="module")
def world():
    return make_world(Settings(n_labels=40, n_visual=64, n_audio=16, n_pairs=2), np.random.default_rng(0))


def test_the_mean_along_a_label_s_direction_is_its_amplitude(world):
    """Over 2,000 videos; along other directions it is 0; creators' styles change neither."""
    rng, label = np.random.default_rng(1), int(np.flatnonzero(~world.is_transient & (world.partner < 0))[0])
    labels = np.tile(np.arange(40) == label, (2000, 1))
    at = means(world, "visual", labels, rng.normal(size=(2000, 64)), rng) @ world.directions["visual"].T
    expected = np.where(np.arange(40) == label, VISUAL.gain * world.visibility, 0)
    sd = VISUAL.of_mean(world.settings.mean_frames)
    assert np.allclose(at.mean(axis=0), expected, atol=5 * sd / 2000**0.5)
    assert np.allclose(at.std(axis=0), sd, rtol=0.15)


def test_labels_of_a_pair_have_the_same_mean(world):
    """Both sights are there either way, as long as either lasts."""
    rng = np.random.default_rng(2)
    one = int(np.flatnonzero(world.partner >= 0)[0])
    other = int(world.partner[one])
    nothing = np.zeros((2000, 64))
    for label in (one, other):
        labels = np.tile(np.arange(40) == label, (2000, 1))
        at = (means(world, "visual", labels, nothing, rng) @ world.directions["visual"].T).mean(axis=0)
        assert np.allclose(at[[one, other]], PAIR_DUTY * world.visibility[one], atol=0.03)


def test_the_first_sight_of_a_pair_is_the_label_s_own(world):
    """A then B for one, B then A for the other."""
    one = int(np.flatnonzero(world.partner >= 0)[0])
    for first, second in ((one, world.partner[one]), (world.partner[one], one)):
        on = moments(world, np.arange(40) == first, 40, np.random.default_rng(3))
        starts = on.argmax(axis=0)
        assert on[:, [first, second]].sum(axis=0).tolist() == [10, 10]
        assert starts[second] == starts[first] + 10


def test_a_transient_label_is_on_for_one_run(world):
    """Of 10, 20 or 30 % of the frames, without a gap."""
    label = int(np.flatnonzero(world.is_transient)[0])
    lengths = set()
    for seed in range(30):
        on = moments(world, np.arange(40) == label, 50, np.random.default_rng(seed))[:, label]
        assert np.abs(np.diff(np.concatenate([[0], on.astype(int), [0]]))).sum() == 2
        lengths.add(int(on.sum()))
    assert lengths == {5, 10, 15}


def test_frames_of_a_video_share_what_is_its_own(world):
    """Along a direction without a label, frames vary by the frame's sd, and their mean by the video's."""
    when = np.zeros((50, 40), bool)
    rng = np.random.default_rng(4)
    at = np.array(
        [frames(world, "visual", when, np.zeros(64), rng) @ world.directions["visual"][0] for _ in range(300)]
    )
    assert abs(at.std(axis=1).mean() - VISUAL.frame) < 0.02
    assert abs(at.mean(axis=1).std() - VISUAL.of_mean(50)) < 0.03


def test_styles_of_another_width_are_refused(world):
    """With both shapes."""
    with pytest.raises(InputError, match=r"\(3, 64\).*\(3, 5\)"):
        means(world, "visual", np.zeros((3, 40), bool), np.zeros((3, 5)), np.random.default_rng(0))
