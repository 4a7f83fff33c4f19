"""How large a convolution's result is: the lecture's formulas with the floor, dilation and padding they leave out."""

from __future__ import annotations

from motif.core.check import integer
from motif.core.errors import InputError

__all__ = ["conv_size", "transposed_conv_size"]


def conv_size(size: int, kernel: int, *, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Return the side of what a convolution makes of a picture: floor((n + 2p - d(f - 1) - 1) / s) + 1.

    Parameters
    ----------
    size :
        The picture's side n, in px, at least 1.
    kernel, stride, dilation :
        f, s and d, at least 1.
    padding :
        p on each side, at least 0.

    Raises
    ------
    InputError
        When the kernel does not fit into the padded picture.

    Examples
    --------
    >>> conv_size(28, 3, stride=3, padding=1), [conv_size(size, 3, stride=2, padding=1) for size in (7, 8)]
    (10, [4, 4])
    """
    _check(size, kernel, stride, padding, dilation)
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    if room < 0:
        reach = dilation * (kernel - 1) + 1
        raise InputError(f"a kernel that reaches over {reach} px does not fit into {size + 2 * padding} px")
    return room // stride + 1


def transposed_conv_size(
    size: int, kernel: int, *, stride: int = 1, padding: int = 0, dilation: int = 1, output_padding: int = 0
) -> int:
    """Return the side of what a transposed convolution makes: (n - 1)s - 2p + d(f - 1) + output_padding + 1.

    It is the convolution's adjoint, not its inverse: several sides that a stride maps to one come back as one, and
    `output_padding` says which.

    Parameters
    ----------
    size :
        The side n of what goes in, in px, at least 1.
    kernel, stride, padding, dilation :
        As for `conv_size`.
    output_padding :
        Added at one side, at least 0 and below the stride or the dilation.

    Raises
    ------
    InputError
        When nothing is left, or for an output_padding that PyTorch refuses.

    Examples
    --------
    >>> transposed_conv_size(2, 3, stride=2), transposed_conv_size(5, 5, stride=3, padding=1)
    (5, 15)
    >>> [transposed_conv_size(4, 3, stride=2, padding=1, output_padding=extra) for extra in (0, 1)]
    [7, 8]
    """
    _check(size, kernel, stride, padding, dilation)
    integer(output_padding, what="output_padding", low=0)
    if output_padding >= max(stride, dilation):
        raise InputError(
            f"output_padding must be below the larger of stride={stride} and dilation={dilation}, not {output_padding}"
        )
    made = (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1
    if made < 1:
        raise InputError(f"padding={padding} takes off all of the {made + 2 * padding} px; take a smaller one")
    return made


def _check(size: int, kernel: int, stride: int, padding: int, dilation: int) -> None:
    for name, value in {"size": size, "kernel": kernel, "stride": stride, "dilation": dilation}.items():
        integer(value, what=name, low=1)
    integer(padding, what="padding", low=0)
