"""Sizes of convolutions against PyTorch's own."""

import json

import pytest

from motif.core.errors import InputError
from motif.model.autoencode import conv_size, transposed_conv_size


@pytest.mark.shared
def test_sizes_equal_the_reference(shared):
    """All forty cases agree exactly; where PyTorch refuses the convolution, so do we."""
    cases = json.loads((shared / "data" / "latent" / "conv_sizes.json").read_text())["cases"]
    assert len(cases) == 40
    for case in cases:
        shape = {name: case[name] for name in ("stride", "padding", "dilation")}
        made = transposed_conv_size(case["input"], case["kernel_size"], **shape, output_padding=case["output_padding"])
        assert made == case["transposed_output"], case
        if case["convolution_output"] is None:
            with pytest.raises(InputError, match="does not fit"):
                conv_size(case["input"], case["kernel_size"], **shape)
        else:
            assert conv_size(case["input"], case["kernel_size"], **shape) == case["convolution_output"], case


def test_the_lecture_s_network_has_the_sides_it_says():
    """28 -> 10, 5, 3, 2 and back over 5 and 15 to 28."""
    sides = [conv_size(28, 3, stride=3, padding=1)]
    sides.append(conv_size(sides[-1], 2, stride=2))
    sides.append(conv_size(sides[-1], 3, stride=2, padding=1))
    sides.append(conv_size(sides[-1], 2, stride=1))
    sides.append(transposed_conv_size(sides[-1], 3, stride=2))
    sides.append(transposed_conv_size(sides[-1], 5, stride=3, padding=1))
    sides.append(transposed_conv_size(sides[-1], 2, stride=2, padding=1))
    assert sides == [10, 5, 3, 2, 5, 15, 28]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: conv_size(0, 3), "size must be at least 1"),
        (lambda: conv_size(8, 3, padding=-1), "padding must be at least 0"),
        (lambda: transposed_conv_size(8, 3, stride=2, output_padding=2), "output_padding must be below"),
        (lambda: transposed_conv_size(1, 1, padding=2), "takes off all"),
    ],
)
def test_what_cannot_be_is_refused(call, words):
    """One line for each."""
    with pytest.raises(InputError, match=words):
        call()
