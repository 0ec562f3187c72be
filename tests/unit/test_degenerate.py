"""All closed, none closed, one request, one provider, an empty month: through every measure, chart and comparison."""

import datetime as dt

import polars as pl
import pytest
from test_measures import built

from roi_analytics import charts, measures, models, trust
from roi_analytics.charts.asked import FITTING
from roi_analytics.compare import COMPARED, compare, standards
from roi_analytics.errors import QuestionError
from roi_analytics.trend import trend

MEASURES = [name for name, model in models.of_layer("measures").items() if model.header]
FIRST = dt.date(2026, 3, 2)


def row(provider: str, day: int, took: int | None, status: str = "fulfilled") -> dict:
    received = FIRST + dt.timedelta(days=day)
    ended = None if took is None else received + dt.timedelta(days=took)
    return {
        "provider_id": provider, "received_on": received, "completed_on": ended,
        "status": "open" if took is None else status, "legal_path": "access", "patient_id": f"m{day}",
    }  # fmt: skip


SCENARIOS = {
    "all closed": [row("p1" if day % 2 else "p2", day, day % 9) for day in range(40)],
    "none closed": [row("p1" if day % 2 else "p2", day, None) for day in range(40)],
    "one request": [row("p1", 3, 4)],
    "one provider": [row("p1", day, day % 7, "denied" if day % 5 == 0 else "fulfilled") for day in range(60)],
    "no requests this month": [row("p1", 1, 5), row("p2", 2, None), row("p1", 70, 3), row("p2", 75, None)],
    "nothing at all": [],
}
ASKED = {"no requests this month": "2026-04"}


@pytest.fixture(scope="module", params=SCENARIOS)
def scene(request):
    with built(SCENARIOS[request.param]) as engine:
        yield request.param, engine


def whole(frame: pl.DataFrame) -> None:
    """No figure that is no number, no limit on the wrong side, no share outside nought and one."""
    for name, kind in frame.schema.items():
        if kind.is_float():
            assert not frame[name].is_nan().any(), name
            assert not frame[name].is_infinite().any(), name
    if {"value", "low", "high"} <= set(frame.columns):
        some = frame.filter(pl.all_horizontal(pl.col("value", "low", "high").is_not_null()))
        assert (some["low"] <= some["value"] + 1e-9).all()
        assert (some["value"] <= some["high"] + 1e-9).all()


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure(scene, measure):
    name, engine = scene
    month = ASKED.get(name)
    for by in ([], ["provider_id"], ["month"]):
        shown = measures.show(engine, measure, by=by, month=month)
        whole(shown)
        assert (shown["cases"] >= 0).all()
    rows = measures.cases(engine, measure, month=month)
    counted = rows.filter(pl.col("standing") == "counted")
    if measure in ("answered_within", "days_to_answer") and month is None:
        assert counted.height == (0 if name == "nothing at all" else counted.height)
        assert rows.height == len(SCENARIOS[name])
    if month is not None and models.of_layer("measures")[measure].header["counted_on"].startswith("received_on"):
        assert rows.is_empty()


@pytest.mark.parametrize("measure", MEASURES)
def test_every_comparison_and_trend(scene, measure):
    name, engine = scene
    if models.of_layer("measures")[measure].header["summary"] == "total":
        with pytest.raises(QuestionError, match="counts"):
            compare(engine, measure)
    else:
        compared = compare(engine, measure, month=ASKED.get(name))
        whole(compared)
        standards(compared)
        if "reading" in compared.columns and compared.height:  # two providers are no peers
            assert set(compared["reading"]) <= {"too few cases", "too few peers", "no figure", "context only"}
    whole(trend(engine, measure))
    whole(trend(engine, measure, by=["provider_id"]))


@pytest.mark.parametrize("measure", MEASURES)
def test_every_chart(scene, measure):
    name, engine = scene
    summary = models.of_layer("measures")[measure].header["summary"]
    drawn = 0
    for shape in [None, *FITTING[summary], "stacked", "age_bands"]:
        try:
            chart = charts.chart(engine, measure, by=["provider_id"], month=ASKED.get(name), shape=shape)
        except QuestionError:
            assert shape is not None
            continue
        assert chart.to_dict()
        assert chart.description
        drawn += 1
    assert drawn >= (4 if summary in COMPARED and measure != "outcomes" else 2)


def test_whether_the_months_can_be_trusted(scene):
    _, engine = scene
    for frame in (trust.restatements(engine), trust.roll_forward(engine), trust.bulk_closing(engine)):
        whole(frame)
    for measure in ("on_time", "answered_within"):
        whole(trust.hangs_on(engine, measure, by=["provider_id", "month"]))


def test_what_is_known_is_said(scene):
    """All closed has a share by the target day, none closed has none of the answered; one request is no rank."""
    name, engine = scene
    shown = measures.show(engine, "answered_within", legal_path="access")
    if name == "all closed":
        assert shown.select("value", "high", "immature").row(0) == (pytest.approx(1), 1, 0)
    if name == "none closed":
        assert shown.select("value", "low").row(0) == (0.0, 0.0)
        assert measures.show(engine, "days_to_answer", legal_path="access").item(0, "value") is None
    if name == "one request":
        assert shown.item(0, "low") < 0.25
