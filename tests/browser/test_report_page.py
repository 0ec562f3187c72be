"""The month's page in a browser with no network: it draws, runs nothing, and fits a desk and a phone."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe


@pytest.fixture(scope="module")
def page_file(sample_pack) -> Path:
    return sample_pack / "report.html"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_draws_and_fits(desk, page_file, width):
    desk.page.set_viewport_size({"width": width, "height": 1400})
    desk.page.goto(page_file.as_uri())
    drawn = desk.page.locator("figure:visible svg .role-mark path, figure:visible svg .role-mark line").count()
    assert drawn > 20, f"{drawn} marks are drawn at {width} pixels"
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    assert desk.left_the_machine == []


def test_the_page_holds_nothing_that_runs(desk, page_file):
    told = []
    desk.page.on("console", lambda message: told.append(message.text))
    desk.page.on("dialog", lambda dialog: told.append(dialog.message))
    desk.page.goto(page_file.as_uri())
    assert desk.page.locator("script, iframe, object, embed, link, img, form").count() == 0
    assert told == []


def test_every_link_leads_somewhere(desk, page_file):
    desk.page.goto(page_file.as_uri())
    targets = desk.page.eval_on_selector_all("a", "links => links.map(link => link.getAttribute('href'))")
    for target in targets:
        there = desk.page.locator(target).count() if target.startswith("#") else (page_file.parent / target).is_file()
        assert there, f"{target} leads nowhere"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_checker_finds_no_barrier(desk, page_file, width):
    desk.page.set_viewport_size({"width": width, "height": 1400})
    desk.page.goto(page_file.as_uri())
    found = Axe().run(desk.page).response["violations"]
    assert not found, [(one["impact"], one["id"], one["nodes"][0]["html"][:200]) for one in found]
