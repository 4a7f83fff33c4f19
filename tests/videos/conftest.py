"""What the tests of videos share."""

import pytest


@pytest.fixture(scope="session")
def toured(tmp_path_factory):
    """What a demo of 240 synthetic videos found, and the folder that it left them in."""
    from motif.videos.study import invented

    folder = tmp_path_factory.mktemp("toured")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(invented, "_QUICK", {"n_videos": 240, "n_labels": 12, "n_visual": 24, "n_audio": 6})
        patch.setattr(invented, "_QUICK_STEPS", {"max_steps": 60, "min_steps": 60, "batch_size": 64})
        patch.setattr(invented, "_QUICK_DRAWS", 20)
        return invented.demo(folder=folder, quick=True), folder


@pytest.fixture(scope="session")
def shown_tour(toured):
    """The collection that the demo left, as `show` tells it, models judged."""
    from motif.collection import read
    from motif.videos.study.show import show

    return show(read(toured[1] / "videos.motif"), language=None)
