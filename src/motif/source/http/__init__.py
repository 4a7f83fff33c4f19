"""The network: requests are data, a sender sends them, and senders that retry, cache and keep to a budget wrap it."""

from motif.source.http.extend import Budget, Cached, Retry
from motif.source.http.page import pages
from motif.source.http.send import Direct, Request, Response, Sender

__all__ = ["Budget", "Cached", "Direct", "Request", "Response", "Retry", "Sender", "pages"]
