"""Incidents and a patient's report in a browser with no network: they run nothing, and fit a desk and a phone."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

import roi_analytics as roi
from roi_analytics.synthetic.hospital import write_hospital


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hospital")
    write_hospital(folder, sites=1, accesses=12_000, months=2, prevalence=2e-3)
    roi.load(folder / "site.toml", warehouse=folder / "roi.duckdb")
    site = roi.open(folder / "roi.duckdb")
    made = {"queue": folder / "queue.html", "patient": folder / "patient.html"}
    queued = site.access_queue(budget=10, html=made["queue"])
    patient = queued["patient_id"].drop_nulls()[0]
    site.access_for_patient(patient, html=made["patient"])
    return made


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["queue", "patient"])
def test_a_page_fits_and_runs_and_fetches_nothing(desk, pages, name, width):
    told = []
    desk.page.on("console", lambda message: told.append(message.text))
    desk.page.set_viewport_size({"width": width, "height": 1400})
    desk.page.goto(pages[name].as_uri())
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    assert desk.page.locator("script, iframe, object, embed, link, img, form").count() == 0
    assert desk.page.locator("table:visible tbody tr:visible").count() > 0
    assert told == []
    assert Axe().run(desk.page).response["violations"] == []
    assert desk.left_the_machine == []


def test_every_incident_is_reached_from_the_top(desk, pages):
    desk.page.goto(pages["queue"].as_uri())
    targets = desk.page.eval_on_selector_all("nav a", "links => links.map(link => link.getAttribute('href'))")
    assert len(targets) == 10
    assert all(desk.page.locator(target).count() == 1 for target in targets)
