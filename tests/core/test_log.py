"""Logging: to stderr, with secrets struck out at the root."""

import logging

import pytest

from motif.core import log


@pytest.fixture
def said(capsys):
    """What the test has written to stderr so far."""
    return lambda: capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("Authorization: Bearer abc.def-123 sent", "Authorization: Bearer *** sent"),
        ("GET /x?access_token=abc123&limit=5", "GET /x?access_token=***&limit=5"),
        ("refresh_token: abc123", "refresh_token: ***"),
        ('{"access_token": "abc123", "n": 1}', '{"access_token": "***", "n": 1}'),
        ("{'api_key': 'abc123'}", "{'api_key': '***'}"),
        ("APIKEY=abc123;password=hunter2", "APIKEY=***;password=***"),
        ("client_secret = abc123", "client_secret = ***"),
    ],
)
def test_what_is_written_like_a_secret_is_struck_out(text, struck):
    """Headers, query strings, settings and JSON, in any case of letters."""
    assert log.redact(text) == struck


@pytest.mark.parametrize("text", ["", "3 tokens read", "a tokenizer: fast", "the password is wrong", "keys: 3"])
def test_ordinary_words_stay(text):
    """A sentence about tokens is no token."""
    assert log.redact(text) == text


def test_secrets_of_the_environment_are_struck_out_wherever_they_stand(monkeypatch):
    """The value of a variable named like a secret goes; other variables and very short values stay."""
    monkeypatch.setenv("SERVICE_TOKEN", "s3cr3t-value")
    monkeypatch.setenv("SHORT_TOKEN", "abc")
    monkeypatch.setenv("FAVOURITE", "favourite-value")
    assert log.redact("abc s3cr3t-values favourite-value") == "abc ***s favourite-value"


def test_a_record_is_struck_out_with_its_arguments_and_its_traceback(said, monkeypatch):
    """Nothing reaches the stream by way of arguments or of the text of an exception."""
    monkeypatch.setenv("SERVICE_PASSWORD", "s3cr3t-value")
    log.set_up()
    logger = logging.getLogger("motif.source.http")
    logger.warning("sent %s to %s", "s3cr3t-value", {"token": "abc"})
    try:
        raise ValueError("refused: s3cr3t-value")
    except ValueError:
        logger.exception("failed")
    shown = said()
    assert "s3cr3t" not in shown
    assert "sent *** to {'token': '***'}" in shown
    assert "ValueError: refused: ***" in shown


@pytest.mark.parametrize(("verbosity", "seen"), [(0, "W"), (1, "IW"), (2, "DIW"), (9, "DIW")])
def test_each_v_says_more(said, verbosity, seen):
    """Warnings always, information with -v, everything with -vv."""
    log.set_up(verbosity)
    logger = logging.getLogger("motif.any")
    logger.debug("D")
    logger.info("I")
    logger.warning("W")
    assert "".join(line[-1] for line in said().splitlines()) == seen


def test_setting_up_twice_says_things_once(said):
    """A second command in one process does not double the lines."""
    log.set_up()
    log.set_up()
    logging.getLogger("motif.any").warning("once")
    assert said() == "WARNING motif.any: once\n"


def test_other_libraries_logs_are_left_alone(said):
    """Only the logger `motif` is set up."""
    handlers = logging.getLogger().handlers[:]
    log.set_up(2)
    assert logging.getLogger().handlers == handlers
