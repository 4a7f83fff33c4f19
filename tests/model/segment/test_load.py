import os
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from motif.core.errors import DataError, InputError, SourceError
from motif.model.segment import load_deeplabv3


def test_takes_the_weights_of_a_file(weights: Path, state: dict[str, np.ndarray]):
    """Every value is the file's, and the digest tells which file."""
    network = load_deeplabv3(weights, backbone="resnet50")
    loaded = network._net.state_dict()
    assert all(np.array_equal(loaded[name].numpy(), values) for name, values in state.items())
    assert len(network.digest) == 64


def test_is_kept_until_the_file_changes(weights: Path):
    """The second call returns the same network."""
    assert load_deeplabv3(weights, backbone="resnet50") is load_deeplabv3(str(weights), backbone="resnet50")


@pytest.mark.slow
def test_a_checkpoint_of_torch_is_read_with_its_auxiliary_head(
    tmp_path: Path, state: dict[str, np.ndarray], monkeypatch: pytest.MonkeyPatch
):
    """A `.pth` as torchvision publishes it, with the second head, in half precision and from several devices."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    whole = {**state, "aux_classifier.4.bias": np.zeros(21, np.float32)}
    halved = {f"module.{name}": torch.from_numpy(values) for name, values in whole.items()}
    torch.save({name: v.half() if v.is_floating_point() else v for name, v in halved.items()}, tmp_path / "net.pth")
    loaded = load_deeplabv3(tmp_path / "net.pth", backbone="resnet50")._net.state_dict()
    assert loaded.keys() == state.keys()
    assert loaded["classifier.1.weight"].dtype == torch.float32
    assert np.array_equal(loaded["classifier.1.weight"].numpy(), state["classifier.1.weight"].astype(np.float16))


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "value", "told"),
        [
            ("classifier.4.bias", None, "does not hold the weights of .* 1 are missing: 'classifier.4.bias'"),
            ("fc.weight", np.ones(3, np.float32), "1 are unknown: 'fc.weight'"),
            (
                "classifier.4.bias",
                np.ones(2, np.float32),
                r"'classifier.4.bias' has shape \(2,\), expected \(21,\)",
            ),
            ("classifier.4.bias", np.full(21, np.nan, np.float32), "NaN or infinite values in 'classifier.4.bias'"),
        ],
        ids=["partial", "more", "other shape", "nan"],
    )
    def test_weights_that_differ_are_told(
        self, tmp_path: Path, state: dict[str, np.ndarray], name: str, value: np.ndarray | None, told: str
    ):
        """A file that is not quite the network's is refused with the first that differs."""
        changed = {key: values for key, values in {**state, name: value}.items() if values is not None}
        save_file(changed, tmp_path / "net.safetensors")
        with pytest.raises(DataError, match=told) as caught:
            load_deeplabv3(tmp_path / "net.safetensors", backbone="resnet50")
        assert caught.value.reason == "wrong_weights"

    def test_the_other_backbone_is_told(self, weights: Path):
        """Weights of the smaller ResNet in the larger network: what is missing is counted, three are named."""
        with pytest.raises(DataError, match=r"deeplabv3_resnet101: of 668 names 306 are missing: .* and 303 more"):
            load_deeplabv3(weights)

    def test_an_unknown_backbone_is_told(self, weights: Path):
        """Only two backbones are known."""
        with pytest.raises(InputError, match="backbone must be one of 'resnet101', 'resnet50'"):
            load_deeplabv3(weights, backbone="mobilenet")  # type: ignore[arg-type]

    def test_code_in_a_file_does_not_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        """A pickle that would make a folder is refused and has made none."""
        monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))

        class Hostile:
            def __reduce__(self) -> tuple[object, ...]:
                return os.mkdir, (str(tmp_path / "ran"),)

        torch.save({"backbone.conv1.weight": Hostile()}, tmp_path / "net.pth")
        with pytest.raises(DataError, match="holds more than tensors"):
            load_deeplabv3(tmp_path / "net.pth")
        assert not (tmp_path / "ran").exists()

    def test_a_file_that_is_absent_is_told(self):
        """No network is built for nothing."""
        with pytest.raises(SourceError, match="cannot be read"):
            load_deeplabv3("absent.pth")
