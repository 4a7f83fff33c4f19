"""What the loop asks for and what it tells."""

import dataclasses

import pytest
from torch import nn

from motif.model.train import Moment, Trained


def test_what_is_told_cannot_be_changed():
    """A monitor looks; what it gets is frozen."""
    moment = Moment(1, 2, 3, {"model": 0.5}, None, nn.Identity())
    with pytest.raises(dataclasses.FrozenInstanceError):
        moment.epoch = 2
    assert Trained(1, 1, {}, None).optimiser == {}
