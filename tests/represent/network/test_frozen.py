import hashlib
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest

from motif.core.errors import DataError, InputError, MissingExtra, SourceError
from motif.represent.network import RUNTIMES, FrozenNetwork, Runtime, load
from tests.onnx import node, onnx, unet

PLAIN = (1, 1, 2, 2)
X = np.array([[[[-1, 2], [3, -4]]]], np.float32)

Write = Callable[[bytes], Path]


def as_batch(picture: np.ndarray, side: int) -> np.ndarray:
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(small.transpose(2, 0, 1)[None])


@pytest.fixture(params=RUNTIMES)
def runtime(request: pytest.FixtureRequest) -> Runtime:
    """Each of the two that run ONNX."""
    if request.param == "onnxruntime":
        pytest.importorskip("onnxruntime")
    return request.param


class TestHandMadeOnnx:
    def test_computes_what_its_one_node_says(self, write: Write, runtime: Runtime):
        """A network of one rectifier sets negative numbers to zero."""
        network = FrozenNetwork(write(onnx([node("Relu", "x", "a")], [("x", PLAIN)], ["a"])), runtime=runtime)
        assert network.input_shape == (1, 2, 2)
        assert network(X).tolist() == [[[[0, 2], [3, 0]]]]

    def test_returns_the_first_output_of_several(self, write: Write, runtime: Runtime):
        """Of two outputs the first that the file lists is returned."""
        nodes = [node("Relu", "x", "a"), node("Neg", "a", "b")]
        network = FrozenNetwork(write(onnx(nodes, [("x", PLAIN)], ["a", "b"])), runtime=runtime)
        assert network(X).tolist() == [[[[0, 2], [3, 0]]]]

    def test_takes_any_size_where_the_file_leaves_it_open(self, write: Write, runtime: Runtime):
        """Open sizes are told as None, and every size runs."""
        network = FrozenNetwork(
            write(onnx([node("Relu", "x", "a")], [("x", ("n", 3, "h", "w"))], ["a"])), runtime=runtime
        )
        assert network.input_shape == (3, None, None)
        assert network(np.ones((2, 3, 5, 7), np.float32)).shape == (2, 3, 5, 7)

    def test_does_not_take_a_stored_weight_for_the_input(self, write: Write, runtime: Runtime):
        """Old files list their weights among the inputs; the input is the one that is not stored."""
        weights = {"w": np.arange(3, dtype=np.float32).reshape(1, 3, 1, 1)}
        inputs = [("w", (1, 3, 1, 1)), ("x", (1, 3, 2, 2))]
        network = FrozenNetwork(write(onnx([node("Add", "x w", "a")], inputs, ["a"], weights)), runtime=runtime)
        assert network.input_shape == (3, 2, 2)
        assert network(np.zeros((1, 3, 2, 2), np.float32))[0, :, 0, 0].tolist() == [0, 1, 2]

    def test_runs_a_batch_item_by_item(self, write: Write, runtime: Runtime):
        """A file that declares one picture takes a batch of many, and one row is one item."""
        network = FrozenNetwork(write(onnx([node("Neg", "x", "a")], [("x", PLAIN)], ["a"])), runtime=runtime)
        batch = np.concatenate([X, 2 * X, 3 * X])
        assert network(batch).tolist() == (-batch).tolist()

    def test_reads_a_strided_batch_right(self, write: Write, runtime: Runtime):
        """A view with other strides gives what its copy gives."""
        network = FrozenNetwork(write(onnx([node("Neg", "x", "a")], [("x", PLAIN)], ["a"])), runtime=runtime)
        assert network(X.transpose(0, 1, 3, 2)).tolist() == [[[[1, -3], [-2, 4]]]]

    def test_the_door_for_trained_networks(self, write: Write, runtime: Runtime):
        """A network of any size with one channel out gives each pixel its probability: the sigmoid of the red here."""
        network = FrozenNetwork(write(unet()), runtime=runtime)
        assert network.input_shape == (3, None, None)
        for size in ((4, 6), (1, 9)):
            batch = np.random.default_rng(0).standard_normal((2, 3, *size), np.float32)
            assert np.abs(network(batch) - 1 / (1 + np.exp(-batch[:, :1]))).max() < 1e-6


class TestRuntime:
    def test_is_the_faster_one_that_is_there(self, write: Write, monkeypatch: pytest.MonkeyPatch):
        """ONNX is run by ONNX Runtime when it is installed and by OpenCV when it is not; records can tell which."""
        pytest.importorskip("onnxruntime")
        path = write(unet())
        assert FrozenNetwork(path).runtime.startswith("ONNX Runtime 1.")
        monkeypatch.setattr("motif.represent.network.frozen.is_installed", lambda: False)
        without = FrozenNetwork(path)
        assert without.runtime == f"OpenCV {cv2.__version__}"
        assert "runtime='OpenCV" in repr(without)

    def test_for_tflite_is_opencv(self, selfie: Path):
        """TFLite goes to OpenCV, and to nothing else."""
        assert FrozenNetwork(selfie).runtime.startswith("OpenCV")
        with pytest.raises(InputError, match="runtime 'onnxruntime' runs no TFLite"):
            FrozenNetwork(selfie, runtime="onnxruntime")

    def test_asked_for_and_absent_is_told_by_its_extra(self, write: Write, monkeypatch: pytest.MonkeyPatch):
        """The line says what to install."""
        monkeypatch.setitem(sys.modules, "onnxruntime", None)
        with pytest.raises(MissingExtra, match=r"'onnxruntime' is not installed; run: pip install .*\[pictures\]"):
            FrozenNetwork(write(unet()), runtime="onnxruntime")

    def test_of_another_name_is_refused(self, write: Write):
        """Only two are known."""
        with pytest.raises(InputError, match="runtime must be one of 'onnxruntime', 'opencv', not 'tensorrt'"):
            FrozenNetwork(write(unet()), runtime="tensorrt")  # type: ignore[arg-type]


class TestAnswer:
    def test_of_nothing_but_nan_is_refused(self, write: Write, runtime: Runtime):
        """The square root of -1 is no probability: what is not finite is told, and does not become a mask."""
        network = FrozenNetwork(write(onnx([node("Sqrt", "x", "a")], [("x", PLAIN)], ["a"])), runtime=runtime)
        with pytest.raises(DataError, match="answers with NaN or infinite numbers") as caught:
            network(X)
        assert caught.value.reason == "no_answer"

    def test_that_lost_the_picture_is_refused(self, write: Write, runtime: Runtime):
        """A network that answers without a place for the item is no network for pictures."""
        nodes, shapes = [node("Flatten", "x", "a"), node("Transpose", "a", "b")], [("x", PLAIN)]
        network = FrozenNetwork(write(onnx(nodes, shapes, ["b"], returned=(4, 1))), runtime=runtime)
        with pytest.raises(DataError, match=r"answers one picture with \(4, 1\) float32, expected \(1, ...\)"):
            network(X)


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

    def test_an_unknown_operation_is_told(self, write: Write, runtime: Runtime, capfd: pytest.CaptureFixture[str]):
        """A network that cannot be run is told in one line, and the runtime's own lines are not shown."""
        with pytest.raises(DataError, match=r"a network that (OpenCV|ONNX Runtime) [\d.]+ cannot run$"):
            FrozenNetwork(write(onnx([node("Nonsense", "x", "a")], [("x", PLAIN)], ["a"])), runtime=runtime)
        assert capfd.readouterr() == ("", "")

    def test_no_thread_at_all_is_refused(self, write: Write):
        """A cap of no threads is the caller's mistake."""
        with pytest.raises(InputError, match="n_threads must be at least 1"):
            FrozenNetwork(write(b""), n_threads=0)

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


MEAN = np.array([0.485, 0.456, 0.406], np.float32).reshape(1, 3, 1, 1)  # of ImageNet, as its authors scaled it
SD = np.array([0.229, 0.224, 0.225], np.float32).reshape(1, 3, 1, 1)


class TestU2netp:
    def test_both_runtimes_agree(self, u2netp: Path, astronaut: np.ndarray):
        """The answers are 5e-5 apart at most, of a range of 1: it does not matter which is installed."""
        pytest.importorskip("onnxruntime")
        batch = (as_batch(astronaut, 320) - MEAN) / SD
        one, other = (FrozenNetwork(u2netp, runtime=runtime)(batch) for runtime in RUNTIMES)
        assert one.shape == other.shape == (1, 1, 320, 320)
        assert np.abs(one - other).max() < 2e-4
        assert one.std() > 0.3  # an answer with content, so that agreement says something

    def test_threads_do_not_change_the_answer(self, u2netp: Path, astronaut: np.ndarray):
        """One and two threads of ONNX Runtime give the same bytes."""
        pytest.importorskip("onnxruntime")
        batch = (as_batch(astronaut, 320) - MEAN) / SD
        one, two = (FrozenNetwork(u2netp, n_threads=n, runtime="onnxruntime")(batch) for n in (1, 2))
        assert np.array_equal(one, two)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
