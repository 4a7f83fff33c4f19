"""Blocks side by side, read a batch at a time."""

import numpy as np
import pytest

from motif.collection import Collection, dense, ragged
from motif.core.errors import InputError
from motif.represent.fuse import Fusion
from motif.videos.represent.stack import Fused, Stack, modalities_of


@pytest.fixture
def held():
    audio = dense(np.array([[5.0], [0.0], [7.0]]), present=[True, False, True])
    frames = ragged([np.zeros((2, 3), np.uint8)] * 3)
    return Collection("video", {"id": ["a", "b", "c"]}, blocks={"visual": np.eye(3), "audio": audio, "frames": frames})


def test_what_a_video_lacks_is_nan(held):
    """In all columns of the block."""
    stack = Stack(held, ("visual", "audio"))
    assert (stack.widths, stack.shape) == ((3, 1), (3, 4))
    rows = stack.rows(np.array([1, 2]))
    assert np.isnan(rows[0, 3])
    assert rows[1].tolist() == [0, 0, 1, 7]


def test_a_stack_of_some_videos_counts_from_them(held):
    """Positions are those of the stack."""
    stack = Stack(held, ("audio",), np.array([2, 0]))
    assert stack.rows(np.array([0, 1])).ravel().tolist() == [7, 5]


def test_a_part_of_a_stack_counts_from_it(held):
    """As the stack of these videos would."""
    stack = Stack(held, ("visual", "audio"), np.array([2, 0, 1]))
    assert np.array_equal(stack.part(np.array([1, 2])).rows(np.array([1])), stack.rows(np.array([2])), equal_nan=True)
    assert len(stack.part(np.array([1, 2]))) == 2


def test_fused_rows_are_those_of_the_fusion(held):
    """And none is NaN."""
    stack = Stack(held, ("visual", "audio"))
    fusion = Fusion(stack.widths).fit(stack.rows(np.arange(3)))
    fused = Fused(stack, fusion).rows(np.array([1]))
    assert np.array_equal(fused, fusion.transform(stack.rows(np.array([1]))))
    assert not np.isnan(fused).any()


def test_modalities_are_the_dense_blocks(held):
    """Or those asked for, which must be there."""
    assert modalities_of(held) == ("visual", "audio")
    assert modalities_of(held, ["audio"]) == ("audio",)
    for wrong in (["frames"], ["nothing"], []):
        with pytest.raises(InputError, match="there are 'visual', 'audio'"):
            modalities_of(held, wrong)
    with pytest.raises(InputError, match="gather video-level records"):
        modalities_of(Collection("video", {"id": ["a"]}))
