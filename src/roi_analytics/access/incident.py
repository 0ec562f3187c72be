"""
One incident as its reviewer sees it: what was opened, minute by minute, what speaks for a look and what against, which
sources were not there, and what others of the same work did at the same time.
"""

from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.access.arguments import arguments
from roi_analytics.access.asking import ask, lay, names, titles
from roi_analytics.access.evidence import evidence
from roi_analytics.access.queue import told_absent
from roi_analytics.errors import QuestionError

if TYPE_CHECKING:
    from roi_analytics.engine import Engine

STRETCHES = 3
"""Stretches of work whose minutes are told: those that weigh most."""

PARTS = ("incident", "arguments", "episodes", "timeline", "evidence", "sources", "peers")
"""The frames of an incident."""

OTHERS = "other patients"


def incident(engine: "Engine", incident_id: str) -> dict[str, pl.DataFrame]:
    """
    What has a reviewer to see of one incident? Frames by name; see PARTS. Raises QuestionError for one that is not
    there.

    incident: one row of `queue` without rank. arguments: side, place, says, evidence. episodes: who opened whose record
    on which day of work, how often, with which reasons. timeline: minutes, by the place's clock; accesses to others in
    between are one row a run. evidence: the rows behind each recorded reason. sources: kinds of record, whether they
    were in the logs. peers: what the user and others of the same work, department and hours opened.

    >>> site.access_incident("d55ffa799e")["timeline"]
    """
    lay(engine, "put_episode")
    found = ask(engine, "incident", [[incident_id]])
    if found.is_empty():
        raise QuestionError(
            "There is no incident of that id under this clock.\n`roi access queue` lists those to be looked at."
        )
    return {
        name: frame.drop("incident_id") if name != "incident" else frame
        for name, frame in _parts(engine, found).items()
    }


def incidents(engine: "Engine", ids: list[str]) -> dict[str, pl.DataFrame]:
    """The same of several incidents at once: every frame has the column incident_id."""
    lay(engine, "put_episode")
    return _parts(engine, ask(engine, "incident", [ids]))


def _parts(engine: "Engine", found: pl.DataFrame) -> dict[str, pl.DataFrame]:
    ids = found["incident_id"].to_list()
    lay(engine, "put_access", [ids])
    sources = ask(engine, "incident_source", [ids])
    said = told_absent(sources).select("incident_id", "role_group", "source", "says")
    mine = engine.read("select distinct incident_id, provider_id, event_id from put_access")
    parts = {
        "incident": found,
        "arguments": arguments(engine, found, sources),
        "episodes": _episodes(engine, ids),
        "timeline": _timeline(ask(engine, "incident_timeline", [ids, STRETCHES, ids])),
        "evidence": mine.join(evidence(engine, "put_access"), on=["provider_id", "event_id"]),
        "sources": sources.join(said, on=["incident_id", "role_group", "source"], how="left"),
        "peers": ask(engine, "incident_peers", [ids]),
    }
    return {name: parts[name] for name in PARTS}


def _episodes(engine: "Engine", ids: list[str]) -> pl.DataFrame:
    found = engine.read(
        "select put_episode.incident_id, put_episode.worked_on, put_episode.user_id, put_episode.role,"
        " access_department.department, put_episode.patient_id, access_episode.accesses, access_episode.unexplained,"
        " access_episode.seconds, put_episode.is_question, put_episode.reasons"
        " from put_episode inner join access_episode on access_episode.episode_no = put_episode.episode_no"
        " left join access_department on access_department.department_no = put_episode.department_no"
        " where put_episode.incident_id in (select unnest(?))"
        " order by put_episode.incident_id, access_episode.first_at, put_episode.episode_no",
        [ids],
    )
    return found.with_columns(reasons=said_reasons("reasons"))


def said_reasons(mask: str) -> pl.Expr:
    """The reasons of a mask as one text, their titles with a semicolon between; null where there is none."""
    listed = names(mask).list.eval(pl.element().replace_strict(titles(), return_dtype=pl.String)).list.join("; ")
    return pl.when(pl.col(mask) > 0).then(listed)


def _timeline(rows: pl.DataFrame) -> pl.DataFrame:
    """Minutes of the episodes put before a person, and runs of other work in between."""
    rows = rows.with_columns(
        began=pl.col("local_at").dt.truncate("1m"),
        reason=said_reasons("reasons"),
        how=how(),
        what=pl.col("record_class").fill_null("record"),
    )
    turn = pl.struct("is_put", "user_id")
    rows = rows.with_columns(run=turn.rle_id().over("incident_id", "worked_on"))
    unasked = pl.col("reasons") == 0
    own = rows.filter("is_put")
    same = ["incident_id", "worked_on", "began", "user_id", "patient_id", "what", "how", "reason"]
    own = own.group_by(same, maintain_order=True).agg(
        ended=pl.col("began").last(), accesses=pl.len(), patients=pl.lit(1, pl.Int64), events=pl.col("event_id"),
        is_question=(unasked & pl.col("is_deliberate")).any(),
    )  # fmt: skip
    others = rows.filter(~pl.col("is_put"))
    others = others.group_by("incident_id", "worked_on", "run", "user_id", maintain_order=True).agg(
        began=pl.col("began").first(),
        ended=pl.col("began").last(),
        what=pl.lit(None, pl.String),
        how=pl.lit(None, pl.String),
        without=unasked.sum(),
        accesses=pl.len(),
        patients=pl.col("patient_no").n_unique().cast(pl.Int64),
        patient_id=pl.col("patient_id").first(),
        events=pl.lit([], pl.List(pl.String)),
        is_question=pl.lit(False),
    )
    some = pl.format("all but {} with a recorded reason", pl.col("without"))
    others = others.with_columns(
        patient_id=pl.col("patient_id").fill_null(OTHERS),
        reason=pl.when(pl.col("without") == 0)
        .then(pl.lit("all with a recorded reason"))
        .when(pl.col("without") < pl.col("accesses"))
        .then(some)
        .otherwise(pl.lit(None, pl.String)),
        is_other=pl.lit(True),
    )
    columns = ["incident_id", "worked_on", "began", "ended", "user_id", "patient_id", "what", "how", "reason"]
    columns += ["accesses", "patients", "events", "is_question"]
    own = own.select(*columns, is_other=pl.lit(False))
    both = pl.concat([own, others.select(*columns, "is_other")], how="vertical_relaxed")
    return both.sort("incident_id", "worked_on", "began", "is_other", "what")


def how() -> pl.Expr:
    """How a record was touched, in words, of the columns action, access_mode and is_break_glass of an access event."""
    acted = {"C": "added", "U": "changed", "D": "deleted", "E": "run"}
    shown = {"routed": "sent to the user", "incidental": "shown in passing", "query_hit": "found by a search"}
    verb = pl.coalesce(
        pl.col("action").replace_strict(acted, default=None, return_dtype=pl.String),
        pl.col("access_mode").replace_strict(shown, default="opened on purpose", return_dtype=pl.String),
    )
    glass = pl.when(pl.col("is_break_glass").fill_null(False)).then(pl.lit(", glass broken")).otherwise(pl.lit(""))
    return verb + glass
