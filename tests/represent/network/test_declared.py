from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import DataError
from motif.represent.network.declared import declared_shape, is_tflite
from tests.onnx import message, node, number, onnx, unet

PLAIN = (1, 1, 2, 2)


class TestShape:
    def test_is_that_of_the_input(self):
        """Sizes are told as the file has them, open ones as None."""
        assert declared_shape(unet(), name="net") == (1, 3, None, None)

    def test_of_tflite_is_told_channels_first(self, selfie: Path):
        """The file says (n, h, w, c)."""
        data = selfie.read_bytes()
        assert is_tflite(data)
        assert declared_shape(data, name="net") == (1, 3, 256, 256)


class TestRefusals:
    def test_an_input_that_is_no_picture_is_told(self):
        """A network that takes vectors is refused with the shape it takes."""
        with pytest.raises(DataError, match=r"takes an input of shape \(1, 3\), expected that of pictures"):
            declared_shape(onnx([node("Relu", "x", "a")], [("x", (1, 3))], ["a"]), name="net")

    @settings(derandomize=True, max_examples=300, deadline=None)
    @given(content=st.binary(max_size=300) | st.binary(max_size=300).map(lambda n: n[:4] + b"TFL3" + n))
    def test_noise_is_no_network(self, content: bytes):
        """Whatever the bytes are, with the mark of a TFLite file or without, the answer is one line."""
        with pytest.raises(DataError):
            declared_shape(content, name="net")

    def test_every_beginning_of_a_network_is_damaged(self):
        """A file that was cut short anywhere is refused."""
        whole = onnx([node("Relu", "x", "a")], [("x", PLAIN)], ["a"])
        end_of_graph = whole.index(b"\x42\x02\x10")  # what follows only names the version of the operations
        for end in range(end_of_graph):
            with pytest.raises(DataError):
                declared_shape(whole[:end], name="net")

    def test_two_inputs_are_told(self):
        """A network that wants something beside the picture is refused with their number."""
        data = onnx([node("Add", "x y", "a")], [("x", PLAIN), ("y", PLAIN)], ["a"])
        with pytest.raises(DataError, match="'net' takes 2 inputs, expected one"):
            declared_shape(data, name="net")

    @pytest.mark.parametrize("mark", [message(13, b"\x0a\x08location"), number(14, 1)], ids=["path", "location"])
    @pytest.mark.parametrize("depth", [0, 1, 3])
    def test_weights_in_another_file_are_refused_however_deep(self, mark: bytes, depth: int):
        """Neither a stored weight nor one in a branch of a branch may name a file, which could be any on the disk."""
        tensor = number(2, 1) + message(8, b"w") + mark
        graph = message(5, tensor)
        for _ in range(depth):
            graph = message(1, node("If", "c", "d") + message(5, message(1, b"then") + message(6, graph)))
        with pytest.raises(DataError, match="keeps weights in another file"):
            declared_shape(self.with_graph(graph), name="net")

    def test_a_constant_in_another_file_is_refused(self):
        """The value of a node counts as a stored weight."""
        constant = message(5, message(1, b"value") + message(5, number(14, 1)))
        with pytest.raises(DataError, match="keeps weights in another file"):
            declared_shape(self.with_graph(message(1, node("Constant", "", "c") + constant)), name="net")

    def test_graphs_without_end_are_damaged(self):
        """A file of a thousand graphs within graphs does not exhaust the stack."""
        graph = b""
        for _ in range(1000):
            graph = message(1, message(5, message(6, graph)))
        with pytest.raises(DataError, match="neither TFLite nor ONNX, or damaged"):
            declared_shape(self.with_graph(graph), name="net")

    def with_graph(self, more: bytes) -> bytes:
        """A plain network with more in its graph: protocol buffers join by being put one after the other."""
        plain = onnx([node("Relu", "x", "a")], [("x", PLAIN)], ["a"], {"w": np.ones((1, 1), np.float32)})
        start = plain.index(b"\x3a")  # Model.graph
        length = plain[start + 1]
        graph = plain[start + 2 : start + 2 + length]
        return plain[:start] + message(7, graph + more) + plain[start + 2 + length :]
