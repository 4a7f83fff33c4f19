"""Logging: the standard library's, to stderr, with secrets struck out at the root."""

from __future__ import annotations

import logging
import os
import re
import sys

__all__ = ["RedactingFilter", "redact", "set_up"]

_SECRET_NAME = re.compile(r"token|secret|password|passwd|api_?key|credential", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"(?i)\b(bearer\s+|(?:access_|refresh_)?token[=:]\s*|api_?key[=:]\s*|client_secret[=:]\s*|password[=:]\s*)[^\s&\"',;]+"
)
_SHORTEST = 6  # shorter values would strike out ordinary words


def redact(text: str) -> str:
    """Return the text with secret values of the environment and anything written like a token struck out.

    Examples
    --------
    >>> redact("GET /v1/tracks?access_token=abc123&limit=5")
    'GET /v1/tracks?access_token=***&limit=5'
    """
    for name, value in os.environ.items():
        if len(value) >= _SHORTEST and _SECRET_NAME.search(name):
            text = text.replace(value, "***")
    return _SECRET_TEXT.sub(lambda found: f"{found.group(1)}***", text)


class RedactingFilter(logging.Filter):
    """Strikes secrets out of every record that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's message; never refuse it."""
        record.msg, record.args = redact(record.getMessage()), None
        return True


def set_up(verbosity: int = 0) -> None:
    """Send Motif's log to stderr: warnings, with 1 also information, with 2 everything."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    handler.addFilter(RedactingFilter())
    root = logging.getLogger("motif")
    root.handlers[:] = [handler]
    root.setLevel([logging.WARNING, logging.INFO, logging.DEBUG][min(verbosity, 2)])
    root.propagate = False
