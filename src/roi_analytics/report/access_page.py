"""
The pages of the detector, each one file that runs and fetches nothing: incidents for a reviewer, and a patient's
report.
"""

import datetime as dt
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import polars as pl
from markupsafe import Markup

from roi_analytics.report.page import environment

Frames = dict[str, pl.DataFrame]


def queue_page(site: str, clock: dt.date, queue: pl.DataFrame, parts: Frames, switches: Sequence[str] = ()) -> str:
    """
    The incidents of a queue, in its order, each as its reviewer sees it. `parts` are the frames of
    access.incident.incidents, `switches` sentences for its foot.

    Told are rank and reasons; no probability stands on a person's page.
    """
    by_incident = {name: _grouped(frame) for name, frame in parts.items() if name != "incident"}
    facts = {row["incident_id"]: row for row in parts["incident"].iter_rows(named=True)}
    incidents = [
        {"rank": row.get("rank"), "drawn": row.get("drawn"), "fact": facts[row["incident_id"]]}
        | {name: found.get(row["incident_id"], []) for name, found in by_incident.items()}
        for row in queue.iter_rows(named=True)
    ]
    return _render("access_queue.html.jinja", site=site, clock=clock, incidents=incidents, switches=switches)


def patient_page(site: str, clock: dt.date, parts: Frames) -> str:
    """The report a person may be given: the frames of access.patient_report.for_patient in plain words."""
    days: dict[dt.date, list[dict[str, Any]]] = {}
    for row in parts["uses"].iter_rows(named=True):
        days.setdefault(row["opened_on"], []).append(row)
    about = parts["about"].to_dicts()[0]
    told = {name: parts[name].to_dicts() for name in ("disclosures", "systems", "not_covered")}
    return _render("access_patient.html.jinja", site=site, clock=clock, about=about, days=days, **told)


def _grouped(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    return {key[0]: part.to_dicts() for key, part in frame.group_by("incident_id", maintain_order=True)}


def _render(name: str, **given: Any) -> str:
    made = environment()
    made.filters |= {
        "clock_time": lambda moment: f"{moment:%H:%M}",
        "day": lambda day: f"{day.day} {day:%B %Y}",
        "plain": lambda word: word.replace("_", " "),
        "counted": _counted,
    }
    styles = [files("roi_analytics").joinpath("report", sheet).read_text(encoding="utf-8") for sheet in SHEETS]
    return made.get_template(name).render(style=Markup("\n".join(styles)), **given)


SHEETS = ("page.css", "access_page.css")


def _counted(number: int, word: str) -> str:
    """A number and its word: 1 patient, 3 patients."""
    return (
        f"{number:,} {word}" if number == 1 else f"{number:,} {word[:-1] + 'ies' if word.endswith('y') else word + 's'}"
    )
