"""Networks of dense layers as ONNX, written by hand: the format is Protocol Buffers, and needs no package to write.

Field numbers are those of `onnx.proto3`, IR version 8, operator set 13.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable

import numpy as np
import torch

from motif.core.errors import InputError
from motif.model.autoencode.layer import MLP, TiedMLP
from motif.model.autoencode.likelihood import Bernoulli, Gaussian, Multinomial
from motif.model.autoencode.network import Net

__all__ = ["as_onnx"]

_IR_VERSION, _OPERATORS = 8, 13
_FLOAT, _INT64 = 1, 7  # of TensorProto
_IS_FLOAT, _IS_INT = 1, 2  # of AttributeProto
_PLAIN = {"relu": "Relu", "tanh": "Tanh", "sigmoid": "Sigmoid", "elu": "Elu", "softplus": "Softplus"}


def as_onnx(net: Net, *, n_components: int) -> bytes:
    r"""Return a network as an ONNX model: `X` in, `codes` and `restored` out, all float32 with a free number of items.

    Parameters
    ----------
    net :
        Of dense layers, on the CPU.
    n_components :
        How many of the encoder's numbers are the code: the first.

    Raises
    ------
    InputError
        When encoder or decoder is no chain of dense layers.

    Examples
    --------
    >>> net = Net(MLP([4, 2]), MLP([2, 4]), Gaussian(), 4)
    >>> as_onnx(net, n_components=2)[:2]
    b'\x08\x08'
    """
    if not isinstance(net.encoder, MLP) or not isinstance(net.decoder, MLP | TiedMLP):
        kinds = f"{type(net.encoder).__name__} and {type(net.decoder).__name__}"
        raise InputError(f"only dense encoders and decoders can be written as ONNX, not {kinds}")
    graph = _Graph()
    shift, scale = graph.constant(net.shift), graph.constant(net.scale)
    x = graph.node("Div", graph.node("Sub", "X", shift), scale)
    total = None
    if isinstance(net.likelihood, Multinomial):
        total = graph.node("ReduceSum", x, graph.constant(torch.tensor([1])))
        x = graph.node("Sqrt", graph.node("Div", x, graph.node("Max", total, graph.constant(torch.tensor(1e-12)))))
    layers = net.encoder.chain()
    weight, bias, name = layers[-1]
    codes = graph.chain(x, [*layers[:-1], (weight[:n_components], bias[:n_components], name)])
    codes = graph.node("Identity", codes, output="codes")
    restored = graph.chain(codes, net.decoder.chain())
    if isinstance(net.likelihood, Multinomial):
        restored = graph.node("Mul", graph.node("Softmax", restored, axis=1), total or "")
    elif isinstance(net.likelihood, Bernoulli) or net.likelihood == Gaussian(bounded=True):
        restored = graph.node("Sigmoid", restored)
    graph.node("Add", graph.node("Mul", restored, scale), shift, output="restored")
    n_features = len(net.shift)
    return graph.model({"X": n_features}, {"codes": n_components, "restored": n_features})


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[bytes] = []
        self.constants: list[bytes] = []

    def node(self, operator: str, *inputs: str, output: str = "", **settings: float) -> str:
        """Add an operation; return the name of its result."""
        output = output or f"v{len(self.nodes)}"
        attributes = [_message((5, _attribute(name, value))) for name, value in settings.items()]
        named = [(1, name) for name in inputs]
        self.nodes.append(_message(*named, (2, output), (4, operator)) + b"".join(attributes))
        return output

    def constant(self, tensor: torch.Tensor) -> str:
        """Keep a tensor; return its name."""
        name = f"c{len(self.constants)}"
        whole = not tensor.is_floating_point()
        array = np.ascontiguousarray(tensor.detach().numpy(), dtype="<i8" if whole else "<f4")
        kind = _INT64 if whole else _FLOAT
        self.constants.append(
            _message(*((1, size) for size in tensor.shape), (2, kind), (8, name), (9, array.tobytes()))
        )
        return name

    def chain(self, x: str, layers: Iterable[tuple[torch.Tensor, torch.Tensor, str]]) -> str:
        """Add dense layers with their activations."""
        for weight, bias, name in layers:
            x = self.node("Gemm", x, self.constant(weight), self.constant(bias), transB=1)
            if name == "gelu":
                half = self.node("Mul", x, self.constant(torch.tensor(0.5)))
                bent = self.node("Erf", self.node("Mul", x, self.constant(torch.tensor(math.sqrt(0.5)))))
                x = self.node("Mul", half, self.node("Add", bent, self.constant(torch.tensor(1.0))))
            elif name != "identity":
                x = self.node(_PLAIN[name], x)
        return x

    def model(self, inputs: dict[str, int], outputs: dict[str, int]) -> bytes:
        """Return the whole model, serialised."""
        graph = [(1, node) for node in self.nodes] + [(2, "autoencoder")] + [(5, one) for one in self.constants]
        graph += [(11, _value(name, n)) for name, n in inputs.items()]
        graph += [(12, _value(name, n)) for name, n in outputs.items()]
        operators = _message((1, ""), (2, _OPERATORS))
        return _message((1, _IR_VERSION), (2, "motif"), (7, _message(*graph)), (8, operators))


def _value(name: str, n_columns: int) -> bytes:
    shape = _message((1, _message((2, "n_items"))), (1, _message((1, n_columns))))
    return _message((1, name), (2, _message((1, _message((1, _FLOAT), (2, shape))))))


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, int):
        return _message((1, name), (3, value), (20, _IS_INT))
    return _message((1, name)) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _message((20, _IS_FLOAT))


def _message(*fields: tuple[int, int | str | bytes]) -> bytes:
    """Return fields as Protocol Buffers write them: numbers as varints, all else with its length before it."""
    parts = []
    for number, value in fields:
        if isinstance(value, int):
            parts.append(_varint(number << 3) + _varint(value))
        else:
            data = value.encode() if isinstance(value, str) else value
            parts.append(_varint(number << 3 | 2) + _varint(len(data)) + data)
    return b"".join(parts)


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
