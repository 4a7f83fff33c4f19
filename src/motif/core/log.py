"""Logging: the standard library's, to stderr, with secrets struck out at the root."""

from __future__ import annotations

import logging
import os
import re
import sys

__all__ = ["RedactingFilter", "redact", "set_up"]

_SECRET_NAME = re.compile(r"token|secret|password|passwd|api_?key|credential", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"(?i)\b(bearer\s+|(?:(?:access_|refresh_)?token|api_?key|client_secret|password)[\"']?\s*[=:]\s*[\"']?)[^\s&\"',;]+"
)
_PLAIN = logging.Formatter()
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
    """Strikes secrets out of every record that passes.

    Examples
    --------
    >>> record = logging.makeLogRecord({"msg": "sent token=%s", "args": ("abc123",)})
    >>> RedactingFilter().filter(record), record.getMessage()
    (True, 'sent token=***')
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's message and traceback; never refuse it."""
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info:
            record.exc_text = redact(record.exc_text or _PLAIN.formatException(record.exc_info))
        return True


def set_up(verbosity: int = 0) -> None:
    """Send Motif's log to stderr: warnings, with 1 also information, with 2 everything.

    Examples
    --------
    >>> set_up(1)
    >>> logger = logging.getLogger("motif")
    >>> logger.level == logging.INFO
    True
    >>> logger.handlers.clear()
    >>> logger.propagate = True
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    handler.addFilter(RedactingFilter())
    root = logging.getLogger("motif")
    root.handlers[:] = [handler]
    root.setLevel([logging.WARNING, logging.INFO, logging.DEBUG][min(verbosity, 2)])
    root.propagate = False
