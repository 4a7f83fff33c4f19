"""Faults on purpose: a full disk, a folder that refuses writing, a process that is killed. Fixtures of every test.

The faults are made where Python meets the operating system, so that they also reach numpy and pyarrow when these
write into a stream that `core.files` handed out. What they cannot reach is a library that opens a path by itself in C,
which the house forbids anyway.
"""

import builtins
import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

__all__ = ["Disk", "FullDisk", "ReadOnlyFolder", "full_disk", "in_child", "read_only_folder", "run_in_child"]

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Disk:
    """A disk with room for so many more bytes; `written` says how many it took, over all files."""

    def __init__(self, after_bytes: int) -> None:
        self.after_bytes = after_bytes
        self.written = 0

    def take(self, n_bytes: int) -> int:
        """Return how many of the bytes still fit, and count them."""
        fitting = min(n_bytes, self.after_bytes - self.written)
        self.written += fitting
        return fitting


class _Metered(io.RawIOBase):
    """A file whose writes are charged to a disk. Not one of the types whose descriptor numpy would write to itself."""

    def __init__(self, raw: io.FileIO, disk: Disk) -> None:
        self._raw, self._disk, self.name, self.mode = raw, disk, raw.name, raw.mode

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        fitting = self._disk.take(view.nbytes)
        self._raw.write(view[:fitting])
        if fitting < view.nbytes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return view.nbytes

    def readinto(self, buffer: Any) -> int | None:
        return self._raw.readinto(buffer)

    def readable(self) -> bool:
        return self._raw.readable()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._raw.seekable()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()

    def truncate(self, size: int | None = None) -> int:
        return self._raw.truncate(size)

    def fileno(self) -> int:
        return self._raw.fileno()

    def close(self) -> None:
        self._raw.close()
        super().close()


def _below(file: Any, folder: Path) -> bool:
    if isinstance(file, int) or file is None:
        return False
    given = Path(os.fsdecode(file)).absolute()
    path = given.parent.resolve() / given.name  # a link is an entry of the folder it lies in
    return path == folder or folder in path.parents


@contextmanager
def _disk_full_below(folder: Path, after_bytes: int) -> Generator[Disk]:
    disk, true_open = Disk(after_bytes), io.open
    folder = folder.resolve()

    def metered_open(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        if not set(mode) & set("wxa+") or not _below(file, folder):
            return true_open(file, mode, *args, **options)
        raw = true_open(file, mode.replace("t", "").replace("b", "") + "b", buffering=0)
        stream = _Metered(raw, disk)
        return stream if "b" in mode else io.TextIOWrapper(stream, encoding=options.get("encoding"), write_through=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(io, "open", metered_open)
        patch.setattr(builtins, "open", metered_open)
        yield disk


@contextmanager
def _refusing_below(folder: Path, code: int) -> Generator[None]:
    folder, true_open, true_os_open = folder.resolve(), io.open, os.open
    handles: set[int] = set()  # of folders below, through which `shutil.rmtree` removes by name

    def refuse(path: Any, dir_fd: int | None = None) -> None:
        if dir_fd in handles if dir_fd is not None else _below(path, folder):
            raise OSError(code, os.strerror(code), os.fsdecode(path))

    def guarded_open(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        if set(mode) & set("wxa+"):
            refuse(file)
        return true_open(file, mode, *args, **options)

    def guarded_os_open(path: Any, flags: int, *args: Any, **options: Any) -> int:
        if flags & _WRITES:
            refuse(path, options.get("dir_fd"))
        handle = true_os_open(path, flags, *args, **options)
        inside = _below(path, folder) or options.get("dir_fd") in handles
        (handles.add if inside else handles.discard)(handle)
        return handle

    def guarded(true: Callable[..., Any], n_paths: int) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            for path in args[:n_paths]:
                refuse(path, options.get("dir_fd"))
            return true(*args, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(io, "open", guarded_open)
        patch.setattr(builtins, "open", guarded_open)
        patch.setattr(os, "open", guarded_os_open)
        for name in ("mkdir", "unlink", "remove", "rmdir", "truncate", "utime", "chmod"):
            patch.setattr(os, name, guarded(getattr(os, name), 1))
        for name in ("rename", "replace", "link", "symlink"):
            patch.setattr(os, name, guarded(getattr(os, name), 2))
        yield


class FullDisk:
    """Makes the disk below the test's own folder full; call it in a `with`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, after_bytes: int = 0) -> AbstractContextManager[Disk]:
        """Let `after_bytes` more bytes through, over all files together; the write that passes them fails."""
        return _disk_full_below(self._folder, after_bytes)


class ReadOnlyFolder:
    """Makes a folder refuse every change to it and below it; call it in a `with`."""

    def __call__(self, folder: Path, *, code: int = errno.EACCES) -> AbstractContextManager[None]:
        """Refuse with `code`: `errno.EACCES` for permission bits, `errno.EROFS` for a file system."""
        return _refusing_below(folder, code)


@pytest.fixture
def full_disk(tmp_path: Path) -> FullDisk:
    """A disk that fills up: `with full_disk(after_bytes=1000) as disk: …` makes later writes below `tmp_path` fail.

    The write that does not fit is cut where the disk is full and raises ENOSPC, as a real one does.
    """
    return FullDisk(tmp_path)


@pytest.fixture
def read_only_folder() -> ReadOnlyFolder:
    """A folder that refuses writing, for root too: `with read_only_folder(folder): …`."""
    return ReadOnlyFolder()


def in_child(code: str, *args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run Python code in a fresh process with `sys.argv[1:]` set; its exit code is -9 when it killed itself."""
    command = [sys.executable, "-c", code, *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=100, check=False)


@pytest.fixture
def run_in_child() -> Callable[..., subprocess.CompletedProcess[str]]:
    """`in_child` for tests: `run_in_child("import os; os.kill(os.getpid(), 9)").returncode == -9`."""
    return in_child
