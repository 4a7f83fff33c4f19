"""What lies in folders under a file's name and is no file: for tests that none is waited for."""

import os
import socket
from pathlib import Path

import pytest

__all__ = ["special_file"]


def special_file(path: Path, kind: str) -> Path:
    """Make something that is no file: a pipe, socket, device, folder, or a link to a pipe, nothing or itself."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes and devices in folders")
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(str(path))
        case "device":
            path.symlink_to("/dev/zero")
        case "folder":
            path.mkdir()
        case "link_to_pipe":
            os.mkfifo(path.with_suffix(".pipe"))
            path.symlink_to(path.with_suffix(".pipe").name)
        case "dangling":
            path.symlink_to("nothing")
        case "loop":
            path.symlink_to(path.name)
        case _:
            raise ValueError(kind)
    return path
