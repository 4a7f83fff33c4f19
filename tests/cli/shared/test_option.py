"""Shared arguments and options are the same words in every shared verb that has them."""

import typing

import pytest

from motif.cli.shared import option


@pytest.mark.parametrize("name", sorted(set(option.__all__) - {"WhatIsNear"}))
def test_each_says_what_it_is(name):
    """A help text that is a sentence is part of each."""
    _, parameter = typing.get_args(getattr(option, name))
    assert parameter.help.endswith(".")
