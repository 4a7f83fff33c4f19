import hashlib
import pickle
import struct
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from skimage import data

from motif.core.errors import DataError, InputError, SourceError
from motif.represent.network import FrozenNetwork, load

PLAIN = (1, 1, 2, 2)
X = np.array([[[[-1, 2], [3, -4]]]], np.float32)

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write bytes to a file whose name says nothing about them."""

    def to_file(content: bytes) -> Path:
        (tmp_path / "weights-0123").write_bytes(content)
        return tmp_path / "weights-0123"

    return to_file


@pytest.fixture(scope="module")
def astronaut() -> np.ndarray:
    """The astronaut as RGB in [0, 1], (512, 512, 3)."""
    return data.astronaut().astype(np.float32) / 255


def as_batch(picture: np.ndarray, side: int) -> np.ndarray:
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(small.transpose(2, 0, 1)[None])


class TestHandMadeOnnx:
    def test_computes_what_its_one_node_says(self, write: Write):
        """A network of one rectifier sets negative numbers to zero."""
        network = FrozenNetwork(write(onnx([node("Relu", "x", "a")], [("x", PLAIN)], ["a"])))
        assert network.input_shape == (1, 2, 2)
        assert network(X).tolist() == [[[[0, 2], [3, 0]]]]

    def test_returns_the_first_output_of_several(self, write: Write):
        """Of two outputs the first that the file lists is returned."""
        nodes = [node("Relu", "x", "a"), node("Neg", "a", "b")]
        network = FrozenNetwork(write(onnx(nodes, [("x", PLAIN)], ["a", "b"])))
        assert network(X).tolist() == [[[[0, 2], [3, 0]]]]

    def test_takes_any_size_where_the_file_leaves_it_open(self, write: Write):
        """Open sizes are told as None, and every size runs."""
        network = FrozenNetwork(write(onnx([node("Relu", "x", "a")], [("x", ("n", 3, "h", "w"))], ["a"])))
        assert network.input_shape == (3, None, None)
        assert network(np.ones((2, 3, 5, 7), np.float32)).shape == (2, 3, 5, 7)

    def test_does_not_take_a_stored_weight_for_the_input(self, write: Write):
        """Old files list their weights among the inputs; the input is the one that is not stored."""
        weights = {"w": np.arange(3, dtype=np.float32).reshape(1, 3, 1, 1)}
        inputs = [("w", (1, 3, 1, 1)), ("x", (1, 3, 2, 2))]
        network = FrozenNetwork(write(onnx([node("Add", "x w", "a")], inputs, ["a"], weights)))
        assert network.input_shape == (3, 2, 2)
        assert network(np.zeros((1, 3, 2, 2), np.float32))[0, :, 0, 0].tolist() == [0, 1, 2]

    def test_runs_a_batch_item_by_item(self, write: Write):
        """A file that declares one picture takes a batch of many, and one row is one item."""
        network = FrozenNetwork(write(onnx([node("Neg", "x", "a")], [("x", PLAIN)], ["a"])))
        batch = np.concatenate([X, 2 * X, 3 * X])
        assert network(batch).tolist() == (-batch).tolist()

    def test_reads_a_strided_batch_right(self, write: Write):
        """A view with other strides gives what its copy gives."""
        network = FrozenNetwork(write(onnx([node("Neg", "x", "a")], [("x", PLAIN)], ["a"])))
        assert network(X.transpose(0, 1, 3, 2)).tolist() == [[[[1, -3], [-2, 4]]]]


class TestRefusals:
    @pytest.mark.parametrize(
        "batch",
        [X[0], X[:, :, :1], np.concatenate([X, X], axis=1), X[:0], None],
        ids=["no batch", "wrong height", "wrong channels", "empty", "none"],
    )
    def test_a_wrong_shape_is_refused_with_both(self, write: Write, batch: np.ndarray | None):
        """What is given and what is taken are both in the line."""
        network = FrozenNetwork(write(onnx([node("Relu", "x", "a")], [("x", PLAIN)], ["a"])))
        with pytest.raises(InputError, match=r"takes a batch of shape \(n, 1, 2, 2\), n at least 1; given"):
            network(batch)  # type: ignore[arg-type]

    @pytest.mark.parametrize("dtype", [np.uint8, np.float64])
    def test_another_dtype_is_refused(self, write: Write, dtype: type):
        """Bytes in 0 to 255 are not silently taken for numbers in 0 to 1."""
        network = FrozenNetwork(write(onnx([node("Relu", "x", "a")], [("x", PLAIN)], ["a"])))
        with pytest.raises(InputError, match="takes float32"):
            network(X.astype(dtype))

    def test_an_unknown_operation_is_told(self, write: Write, capfd: pytest.CaptureFixture[str]):
        """A network that OpenCV cannot run is told in one line, and OpenCV's own lines are not shown."""
        with pytest.raises(DataError, match=r"a network that OpenCV [\d.]+ cannot run$"):
            FrozenNetwork(write(onnx([node("Nonsense", "x", "a")], [("x", PLAIN)], ["a"])))
        assert capfd.readouterr() == ("", "")

    def test_an_input_that_is_no_picture_is_told(self, write: Write):
        """A network that takes vectors is refused with the shape it takes."""
        with pytest.raises(DataError, match=r"takes an input of shape \(1, 3\), expected that of pictures"):
            FrozenNetwork(write(onnx([node("Relu", "x", "a")], [("x", (1, 3))], ["a"])))

    def test_no_thread_at_all_is_refused(self, write: Write):
        """A cap of no threads is the caller's mistake."""
        with pytest.raises(InputError, match="n_threads must be at least 1"):
            FrozenNetwork(write(b""), n_threads=0)

    @settings(
        derandomize=True, max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(content=st.binary(max_size=300) | st.binary(max_size=300).map(lambda n: n[:4] + b"TFL3" + n))
    def test_noise_is_no_network(self, write: Write, content: bytes):
        """Whatever the bytes are, with the mark of a TFLite file or without, the answer is one line."""
        with pytest.raises(DataError):
            FrozenNetwork(write(content))

    def test_every_beginning_of_a_network_is_damaged(self, write: Write):
        """A file that was cut short anywhere is refused."""
        whole = onnx([node("Relu", "x", "a")], [("x", PLAIN)], ["a"])
        end_of_graph = whole.index(b"\x42\x02\x10")  # what follows only names the version of the operations
        for end in range(end_of_graph):
            with pytest.raises(DataError):
                FrozenNetwork(write(whole[:end]))

    def test_a_missing_file_is_told(self):
        """A path that leads nowhere is a source that cannot be read."""
        with pytest.raises(SourceError, match=r"'absent.onnx' cannot be read"):
            FrozenNetwork("absent.onnx")

    def test_it_does_not_cross_processes(self, write: Write):
        """Pickling is refused with what to send instead."""
        network = FrozenNetwork(write(onnx([node("Relu", "x", "a")], [("x", PLAIN)], ["a"])))
        with pytest.raises(InputError, match="send its path"):
            pickle.dumps(network)


class TestLoad:
    def test_keeps_a_network_until_its_file_changes(self, write: Write):
        """The second call returns the same object; other bytes under the same name give another one."""
        path = write(onnx([node("Relu", "x", "a")], [("x", PLAIN)], ["a"]))
        first = load(path)
        assert load(str(path)) is first
        write(onnx([node("Neg", "x", "a")], [("x", PLAIN)], ["a"]))
        assert load(path)(X).tolist() == (-X).tolist()

    def test_the_digest_is_that_of_the_file(self, write: Write):
        """The digest for records is the sha256 of the bytes."""
        path = write(onnx([node("Relu", "x", "a")], [("x", PLAIN)], ["a"]))
        assert load(path).digest == sha256(path)


class TestSelfie:
    def test_takes_pictures_of_256(self, selfie: Path):
        """The shape in the file is (n, h, w, c); it is told, and taken, as (n, c, h, w)."""
        network = load(selfie)
        assert network.input_shape == (3, 256, 256)
        with pytest.raises(InputError, match="given"):
            network(np.zeros((1, 3, 288, 288), np.float32))

    def test_finds_the_astronaut(self, selfie: Path, astronaut: np.ndarray):
        """The output is a probability: 1 on the face, 0 in the corner, the person half of the picture."""
        mask = load(selfie)(as_batch(astronaut, 256))
        assert mask.shape == (1, 1, 256, 256)
        assert (mask.min(), mask.max()) == (0, 1)
        assert mask[0, 0, 40:70, 100:125].min() > 0.99  # the face
        assert mask[0, 0, :80, 230:].max() < 0.01  # a model rocket, upper right
        assert 0.5 < mask.mean() < 0.6

    def test_is_told_by_content_not_by_name(self, selfie: Path, tmp_path: Path, astronaut: np.ndarray):
        """A copy under the other format's name is the same network."""
        copy = tmp_path / "copy.onnx"
        copy.write_bytes(selfie.read_bytes())
        batch = as_batch(astronaut, 256)
        assert np.array_equal(load(copy)(batch), load(selfie)(batch))

    def test_a_truncated_file_is_refused(self, selfie: Path, write: Write):
        """Half a TFLite file is no network."""
        with pytest.raises(DataError):
            FrozenNetwork(write(selfie.read_bytes()[:100_000]))

    def test_an_item_does_not_depend_on_its_neighbours(self, selfie: Path, astronaut: np.ndarray):
        """A row of a batch is bit for bit what the item gives alone."""
        one = as_batch(astronaut, 256)
        batch = np.concatenate([one[:, :, ::-1], one, np.zeros_like(one)])
        assert np.array_equal(load(selfie)(batch)[1], load(selfie)(one)[0])

    def test_the_cap_holds_inside_and_the_setting_returns(self, selfie: Path, astronaut: np.ndarray):
        """OpenCV's own number of threads is as before, and one thread gives the same bytes as two."""
        batch, before = as_batch(astronaut, 256), cv2.getNumThreads()
        try:
            cv2.setNumThreads(2)
            free, capped = FrozenNetwork(selfie)(batch), FrozenNetwork(selfie, n_threads=1)(batch)
            assert cv2.getNumThreads() == 2
        finally:
            cv2.setNumThreads(before)
        assert np.array_equal(free, capped)

    def test_threads_take_turns(self, selfie: Path, astronaut: np.ndarray):
        """Calls from four threads at once each get their own answer."""
        network, one = load(selfie), as_batch(astronaut, 256)
        batches = [one, one[:, :, :, ::-1], one[:, :, ::-1], one * 0.5]
        alone = [network(batch) for batch in batches]
        with ThreadPoolExecutor(4) as pool:
            at_once = list(pool.map(network, batches * 3))
        assert all(np.array_equal(found, alone[i % 4]) for i, found in enumerate(at_once))


class TestU2netp:
    @pytest.mark.parametrize("engine", ["ENGINE_CLASSIC", "ENGINE_NEW"])
    def test_agrees_with_onnx_runtime(
        self, u2netp: Path, astronaut: np.ndarray, engine: str, monkeypatch: pytest.MonkeyPatch
    ):
        """The engine of OpenCV 4 and that of 5 answer with the first output of the reference runtime.

        Measured: 7e-5 and 4e-5 apart; the last of the seven outputs, which OpenCV 4 returns unasked, is 0.9 apart.
        """
        read, kind = cv2.dnn.readNetFromONNX, getattr(cv2.dnn, engine)
        monkeypatch.setattr(cv2.dnn, "readNetFromONNX", lambda content: read(str(u2netp), kind))  # 5.0: by path only
        runtime = pytest.importorskip("onnxruntime")
        batch = (as_batch(astronaut, 320) - MEAN) / SD
        session = runtime.InferenceSession(str(u2netp), providers=["CPUExecutionProvider"])
        reference = session.run(None, {session.get_inputs()[0].name: batch})[0]
        found = FrozenNetwork(u2netp)(batch)
        assert found.shape == reference.shape == (1, 1, 320, 320)
        assert np.abs(found - reference).max() < 2e-4
        assert reference.std() > 0.3  # an answer with content, so that agreement says something


MEAN = np.array([0.485, 0.456, 0.406], np.float32).reshape(1, 3, 1, 1)  # of ImageNet, as its authors scaled it
SD = np.array([0.229, 0.224, 0.225], np.float32).reshape(1, 3, 1, 1)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def onnx(
    nodes: Sequence[bytes],
    inputs: Sequence[tuple[str, tuple[int | str, ...]]],
    outputs: Sequence[str],
    weights: dict[str, np.ndarray] | None = None,
) -> bytes:
    """Write an ONNX file by hand, field by field of the published schema; all is float32."""
    graph = b"".join(message(1, one) for one in nodes) + message(2, b"graph")
    for name, values in (weights or {}).items():
        sizes = b"".join(number(1, size) for size in values.shape)
        graph += message(5, sizes + number(2, 1) + message(8, name.encode()) + message(9, values.tobytes()))
    graph += b"".join(message(11, value(name, shape)) for name, shape in inputs)
    graph += b"".join(message(12, value(name, inputs[-1][1])) for name in outputs)
    return number(1, 8) + message(7, graph) + message(8, number(2, 13))


def node(operation: str, inputs: str, output: str) -> bytes:
    names = b"".join(message(1, name.encode()) for name in inputs.split())
    return names + message(2, output.encode()) + message(4, operation.encode())


def value(name: str, shape: tuple[int | str, ...]) -> bytes:
    sizes = b"".join(message(1, number(1, s) if isinstance(s, int) else message(2, s.encode())) for s in shape)
    return message(1, name.encode()) + message(2, message(1, number(1, 1) + message(2, sizes)))


def message(field: int, content: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(content)) + content


def number(field: int, content: int) -> bytes:
    return varint(field << 3) + varint(content)


def varint(content: int) -> bytes:
    if content < 128:
        return struct.pack("B", content)
    return struct.pack("B", content & 127 | 128) + varint(content >> 7)
