"""
What speaks for a look at an incident, and what against it? Plain sentences, each with the rows it stands on.

Both sides are told for every incident, three of each at most, what weighs most first. They are what the logs say:
whoever reads them asks the user before anything is held to be so.
"""

from typing import TYPE_CHECKING

import polars as pl

from roi_analytics.access.asking import ask, flag_files, lay, names, titles
from roi_analytics.access.evidence import evidence, nearest

if TYPE_CHECKING:
    from roi_analytics.engine import Engine

SHOWN = 3
"""Sentences told on each side."""

ROWS = 5
"""Rows named behind one sentence at most; the incident has all of them."""

PLAIN = 0.1
"""What the bare question weighs beside flags: one that weighs less is told only where there is little else."""

ABSENT = 0.0
"""Missing sources are told before what was not unusual, and after all that the log weighs."""

SCHEMA = {
    "incident_id": pl.String, "side": pl.String, "place": pl.Int64, "says": pl.String, "evidence": pl.List(pl.String),
}  # fmt: skip
"""side: for or against (a look). evidence: the rows a sentence stands on, as "care_record r0001"."""

NOTHING_AGAINST = "Nothing in the logs speaks against a look. The user has not been heard."

FOUND = {"incident_id": pl.String, "says": pl.String, "weight": pl.Float64, "evidence": pl.List(pl.String)}
NO_ROWS = pl.lit([], FOUND["evidence"])


def arguments(engine: "Engine", incidents: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """
    What speaks for a look at each of these incidents, and what against? One row per incident, side and place; see
    SCHEMA.

    `incidents` are rows of queries/incident.sql, `sources` of queries/incident_source.sql; the temporary tables
    put_episode and put_access hold their episodes and accesses.
    """
    ids = incidents["incident_id"].to_list()
    borne = _borne(engine, incidents, ids)
    speak_for = [_flags(borne, "for"), _volume(engine, ids), _questions(engine, incidents)]
    speak_against = [
        _flags(borne, "against"), _own_reasons(engine, incidents), _pairs(engine, ids), _absent(sources),
        _circumstances(ask(engine, "circumstance", [ids])),
    ]  # fmt: skip
    silent = incidents.select("incident_id", says=pl.lit(NOTHING_AGAINST), weight=-9.0, evidence=NO_ROWS)
    heard = _told(speak_against, "against")
    heard = pl.concat([heard, _told([silent.join(heard, on="incident_id", how="anti")], "against")])
    return pl.concat([_told(speak_for, "for"), heard]).sort(
        "incident_id", "side", "place", descending=[False, True, False]
    )


def _told(parts: list[pl.DataFrame], side: str) -> pl.DataFrame:
    """The sentences of one side that weigh most, each incident's in order."""
    found = pl.concat([part.select(pl.col(name).cast(kind) for name, kind in FOUND.items()) for part in parts])
    found = found.sort("incident_id", "weight", "says", descending=[False, True, False])
    found = found.with_columns(side=pl.lit(side), place=pl.int_range(1, pl.len() + 1).over("incident_id"))
    return found.filter(pl.col("place") <= SHOWN).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _borne(engine: "Engine", incidents: pl.DataFrame, ids: list[str]) -> pl.DataFrame:
    """The flags of each incident; those against a look stand on records, those for it on the accesses themselves."""
    records = ask(engine, "against_record", [ids]).sort("incident_id", "flag", "record")
    records = records.group_by("incident_id", "flag").agg(records=pl.col("record").head(ROWS))
    events = pl.col("events").str.split(" ").list.eval("access_event " + pl.element())
    borne = ask(engine, "incident_flag", [ids, ROWS]).join(records, on=["incident_id", "flag"], how="left")
    return borne.join(incidents.select("incident_id", of="episodes"), on="incident_id").with_columns(
        evidence=pl.when(pl.col("weighs") == "for").then(events).otherwise(pl.col("records")).fill_null(NO_ROWS)
    )


def _flags(borne: pl.DataFrame, side: str) -> pl.DataFrame:
    says = {name: model.header["says"] for name, model in flag_files().items()}
    some = pl.format(" (In {} of {} episodes.)", pl.col("episodes"), pl.col("of"))
    return borne.filter(pl.col("weighs") == side).with_columns(
        says=pl.col("flag").replace_strict(says, return_dtype=pl.String)
        + pl.when(pl.col("episodes") < pl.col("of")).then(some).otherwise(pl.lit("")),
        weight=pl.col("weight").abs(),
    )


def _volume(engine: "Engine", ids: list[str]) -> pl.DataFrame:
    says = pl.format(
        "{} patients in the month without a recorded reason; users of the same work have {} on average.",
        pl.col("patients"),
        pl.col("peers_patients").round(1),
    )
    found = ask(engine, "incident_volume", [ids]).filter(pl.col("weight") >= PLAIN)
    return found.with_columns(says=says, evidence=NO_ROWS)


def _questions(engine: "Engine", incidents: pl.DataFrame) -> pl.DataFrame:
    """The question itself: opened on purpose, and no record says why."""
    events = engine.read(
        "select incident_id, 'access_event ' || event_id as event from put_access"
        " where is_question and is_deliberate and reasons = 0 order by incident_id, opened_at, event_id"
    )
    events = events.group_by("incident_id", maintain_order=True).agg(evidence=pl.col("event").head(ROWS))
    one = pl.lit("The record was opened on purpose, and no record in the logs says why.")
    more = pl.format(
        "{} patients' records were opened on purpose, and no record in the logs says why.", pl.col("patients")
    )
    return incidents.filter(pl.col("questions") > 0).join(events, on="incident_id").with_columns(
        says=pl.when(pl.col("patients") == 1).then(one).otherwise(more), weight=PLAIN
    )  # fmt: skip


def _own_reasons(engine: "Engine", incidents: pl.DataFrame) -> pl.DataFrame:
    """
    Work with a recorded reason that is put before a person all the same: its strongest reason, and on what it stands.
    """
    engine.run(
        "create or replace temp table own_reason as select * from put_access where not is_question and reasons > 0"
    )
    found = _strongest(engine, "own_reason", ["incident_id"], count="episode_no").join(
        incidents.select("incident_id", of="episodes"), on="incident_id"
    )
    part = pl.format(" (So for {} of {} episodes.)", pl.col("counted"), pl.col("of"))
    return found.with_columns(
        says="A record gives a reason: " + _lower(pl.col("title")) + "."
        + pl.when(pl.col("counted") < pl.col("of")).then(part).otherwise(pl.lit(""))
    )  # fmt: skip


def _pairs(engine: "Engine", ids: list[str]) -> pl.DataFrame:
    """
    Explained work of the same user for the same patient at another time: the strongest, and for how many patients.
    """
    lay(engine, "pair_work", [ids])
    found = _strongest(engine, "pair_work", ["incident_id"], count="patient_no")
    several = pl.format(" (So for {} patients.)", pl.col("counted"))
    return found.with_columns(
        says=pl.format("On {} there was a reason: {}.", pl.col("explained_on"), _lower(pl.col("title")))
        + pl.when(pl.col("counted") > 1).then(several).otherwise(pl.lit(""))
    )


def _absent(sources: pl.DataFrame) -> pl.DataFrame:
    """Sources that were missing or late: a reason may still come, or may never have been logged."""
    absent = sources.filter((pl.col("standing") == "late") | (pl.col("is_needed") & (pl.col("standing") == "missing")))
    told = absent.group_by("incident_id").agg(kinds=pl.col("source").unique().sort())
    return told.with_columns(
        says="Records that could give a reason were missing or late: "
        + pl.col("kinds").list.join(", ").str.replace_all("_", " ")
        + ".",
        weight=pl.lit(ABSENT),
        evidence=NO_ROWS,
    )


def _circumstances(told: pl.DataFrame) -> pl.DataFrame:
    """What was not unusual: told last, and only where the provider's logs would show it if it were."""
    some = pl.when(pl.col("on_shift") < pl.col("episodes")).then(
        pl.format(" (In {} of {} episodes.)", pl.col("on_shift"), pl.col("episodes"))
    )
    said = {
        "shift": (
            pl.col("on_shift") > 0,
            pl.lit("The user was on a recorded shift then.") + some.otherwise(pl.lit("")),
        ),
        "search": (pl.col("is_without_search"), pl.lit("No patient was looked up by name.")),
        "output": (pl.col("is_without_output"), pl.lit("Nothing was printed or exported.")),
    }
    parts = [
        told.filter(holds).select("incident_id", says=says, weight=pl.lit(-0.1 * place), evidence=NO_ROWS)
        for place, (holds, says) in enumerate(said.values(), start=1)
    ]
    return pl.concat(parts)


def _strongest(engine: "Engine", accesses: str, by: list[str], count: str) -> pl.DataFrame:
    """
    Of the accesses laid under a name, each group's reason that weighs most: title, weight, evidence, how many counted.
    """
    weights = engine.read("select term as explanation, weight from access_weight where kind = 'explanation'")
    laid = engine.read(f"select * from {accesses}").with_columns(explanation=names("reasons"))
    counted = laid.group_by(by).agg(counted=pl.col(count).n_unique())
    rows = nearest(evidence(engine, accesses)).select(
        "provider_id", "event_id", "explanation", "record_table", "record_id"
    )
    best = laid.explode("explanation").join(weights, on="explanation").sort(*by, "weight", "opened_at", "event_id")
    best = best.unique(by, keep="first", maintain_order=True).join(counted, on=by)
    best = best.join(rows, on=["provider_id", "event_id", "explanation"], how="left")
    record = pl.concat_str("record_table", pl.lit(" "), "record_id")
    return best.with_columns(
        title=pl.col("explanation").replace_strict(titles(), return_dtype=pl.String),
        weight=pl.col("weight").abs(),
        evidence=pl.concat_list(record).list.drop_nulls(),
    )


def _lower(title: pl.Expr) -> pl.Expr:
    """A title within a sentence."""
    return title.str.head(1).str.to_lowercase() + title.str.slice(1)
