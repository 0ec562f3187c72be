"""A Chromium that reaches nothing but this machine: what else is asked for is refused and counted."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "file:", "data:", "blob:", "about:")


@dataclass
class Desk:
    """A browser page and what it asked of the world outside."""

    page: Any
    left_the_machine: list[str] = field(default_factory=list)


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium these tests cannot run: told loudly at a desk, a failure in CI."""
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in mine:
        item.add_marker(pytest.mark.browser)
    if mine and chromium() is None and os.environ.get("CI", "").lower() != "true":
        for item in mine:
            item.add_marker(pytest.mark.skip(reason="no Chromium on PATH: the browser tests are left out"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = chromium()
    assert path, "No Chromium on PATH: install one, the browser tests are part of CI."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def desk(browser: Any) -> Iterator[Desk]:
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    made = Desk(context.new_page())

    def gate(route: Any) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            made.left_the_machine.append(route.request.url)
            route.abort()

    context.route("**/*", gate)
    yield made
    context.close()
