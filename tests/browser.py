"""A browser for tests of pages: Debian's Chromium, driven by Playwright, that may fetch nothing."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
WIDE, PHONE = (1280, 900), (380, 800)


def _absent(reason: str) -> None:
    if os.environ.get("MOTIF_REQUIRE_SHARED") == "1":
        pytest.fail(f"the tests of pages are required here: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Generator[Any]:
    """A running Chromium; skipped with a reason where there is none, failed where the reference cases are required."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        _absent("needs chromium on the PATH")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        _absent("needs the package playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any) -> Callable[..., Any]:
    """Open a file in a context manager that yields Playwright's page, and fails on errors and on what it would fetch.

    `opened(path, size=WIDE, mode="light", javascript=True)`; further options go to the browser's context.
    """

    @contextmanager
    def open_page(
        path: Path, *, size: tuple[int, int] = WIDE, mode: str = "light", javascript: bool = True, **more: Any
    ) -> Iterator[Any]:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=mode,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            **more,
        )
        page = context.new_page()
        wrong: list[str] = []
        address = Path(path).absolute().as_uri()
        page.on("console", lambda message: message.type == "error" and wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("request", lambda request: _note_request(request.url, address, wrong))
        page.goto(address)
        yield page
        context.close()
        if wrong:
            pytest.fail("; ".join(wrong))

    return open_page


def _note_request(url: str, address: str, wrong: list[str]) -> None:
    if not url.startswith((address, "data:", "blob:")):
        wrong.append(f"request: {url}")


def is_as_wide_as_its_window(page: Any) -> bool:
    """Whether nothing sticks out to the side, so that the page needs no horizontal scrolling."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
