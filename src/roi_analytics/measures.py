"""
The questions: what is the figure, which cases stand behind it, what offends, what goes late.

A measure is a view of cases, one row each. `show` makes a figure of them (see estimates.py), `cases` shows them: the
count and the evidence come from the same SQL.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from roi_analytics import estimates, models
from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError, did_you_mean
from roi_analytics.estimates import Asked, figure
from roi_analytics.tables import TABLES

CASE_COLUMNS = ("case_id", "counted_on", "value", "standing", "reason", "outcome", "entered", "days")
"""What every measure's view says of a case; its other columns are what the figure can be grouped by."""

INTERVALS = ("wilson", "exact", "jeffreys")
VERDICTS = ("apparent", "check", "not_assessable")
LEGAL_PATHS = TABLES["request"].columns["legal_path"].values

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


# -- figures ---------------------------------------------------------------------------------------


def show(
    engine: Engine,
    measure: str,
    by: str | Sequence[str] = (),
    month: str | None = None,
    legal_path: str | None = None,
    interval: str = "wilson",
) -> pl.DataFrame:
    """
    What is the figure, on how many cases does it rest, and how sure is it?

    One row per group: the groups, cases (n), value, low and high (95 %), immature (too young to be judged, counted
    beside), not_assessable (the log does not say), held_out (rows refused by quarantine, told per provider and month;
    null for other groups). legal_path is always a group of a request measure unless it is fixed: unlike paths are never
    in one figure; so with a measure's own column that is always apart. A group whose cases cannot be judged appears
    with a null value. A share by day adds at_risk, last_day and is_provisional (some are too young, and fewer than
    five were watched to the target day); a median of days p90, last_day ("not reached by last_day" where null) and
    mean_days: of the first `mean_until` days (the site's target), on how many was a request still open; a median amount
    p90. A total has no interval. The interval of a share is Wilson's; `interval` may ask for exact (Clopper-Pearson),
    where coverage has to be guaranteed, or jeffreys.

    >>> site.show("on_time", by="provider_id", legal_path="access")
    """
    asked = asked_of(engine, measure, by, month, legal_path)
    return figure(with_interval(asked, interval))


def with_interval(asked: Asked, interval: str) -> Asked:
    """The question with another interval than Wilson's, which only a share has."""
    _known(interval, INTERVALS, "interval", f"The intervals of a share are: {', '.join(INTERVALS)}.")
    if interval != INTERVALS[0] and asked.model.header["summary"] != "share":
        raise QuestionError(
            f"{asked.model.name} is no share of cases, so it has no {interval} interval.\nLeave out --interval."
        )
    return replace(asked, interval=interval)


def curve(
    engine: Engine,
    measure: str,
    by: str | Sequence[str] = (),
    month: str | None = None,
    legal_path: str | None = None,
) -> pl.DataFrame:
    """
    How does the share answered grow with the days since receipt?

    One row per group and day on which something happened: value, low, high, at_risk, and cases of the group. Only for
    measures of days (share_by_day, median_days).
    """
    if _model(measure).header["summary"] not in ("share_by_day", "median_days"):
        raise QuestionError(f"{measure} has no curve over days.\nAsk `roi show {measure}` for its figure.")
    return estimates.curve(asked_of(engine, measure, by, month, legal_path))


# -- rows ------------------------------------------------------------------------------------------


def cases(
    engine: Engine,
    measure: str,
    provider: str | None = None,
    value: float | None = None,
    month: str | None = None,
    legal_path: str | None = None,
) -> pl.DataFrame:
    """
    Which cases stand behind the figure? One row each, with its standing and, where it was not counted, the reason.

    >>> site.cases("on_time", provider="riverbend-general", value=0)
    """
    _model(measure)
    where = _where(engine, measure, engine.columns(measure), month=month, legal_path=legal_path, provider=provider)
    if value is not None:
        where["value"] = value
    return engine.rows(measure, where, order=("provider_id", "counted_on", "case_id"))


def findings(
    engine: Engine,
    rule: str | None = None,
    provider: str | None = None,
    verdict: str | None = None,
    month: str | None = None,
) -> pl.DataFrame:
    """
    Which rows offend a rule, or cannot be judged? One row each, with its law, its citation and the facts in words.

    `apparent` is the strongest verdict there is: the log's face shows it; counsel decides what it is. `authority_kind`
    and `law_text` say what the rule rests on, and what it says in our own words.
    """
    if rule is not None:
        _known(rule, models.of_layer("findings"), "rule", "`roi rules` lists all {n}.")
    if verdict is not None:
        _known(verdict, VERDICTS, "verdict", f"The verdicts are: {', '.join(VERDICTS)}.")
    if month is not None and not (known := months(engine)):
        _check_month(engine, month, known)
    elif month is not None and not known[0] <= month <= known[-1]:
        counted = engine.read("select distinct left(cast(counted_on as varchar), 7) as month from finding")
        _check_month(engine, month, sorted({*known, *counted.get_column("month").drop_nulls()}))
    wanted = {
        "provider_id = ?": _provider(engine, provider),
        "verdict = ?": verdict,
        "left(cast(counted_on as varchar), 7) = ?": month,
    }
    chosen = {condition: value for condition, value in wanted.items() if value is not None}
    # Rule by rule: the plan of all of them together holds every table they join in memory at once.
    rules = [rule] if rule else sorted(models.of_layer("findings"))
    return pl.concat([_found_by(engine, one, chosen) for one in rules])


def _found_by(engine: Engine, rule: str, chosen: Mapping[str, Any]) -> pl.DataFrame:
    filtered = f"where {' and '.join(chosen)}" if chosen else ""
    return engine.read(
        "select finding.rule, finding.law_rule, finding.verdict, finding.citation, finding.case_id,"
        " finding.provider_id, finding.counted_on, finding.request_id, finding.legal_path, finding.missing,"
        " finding.facts,"
        " law_rule.authority_kind, law_rule.summary as law_text"
        f" from {rule} as finding left join law_rule on law_rule.law_rule = finding.law_rule {filtered}"
        " order by provider_id, counted_on, case_id, finding.law_rule",
        list(chosen.values()),
    )


def due(engine: Engine, within: int = 10, provider: str | None = None) -> pl.DataFrame:
    """What goes late within so many days, by which law, and who is it waiting for? Late now has negative days_left."""
    chosen = "" if provider is None else " and provider_id = ?"
    values = [within] if provider is None else [within, _provider(engine, provider)]
    return engine.read(
        "select request_id, provider_id, legal_path, received_on, due_on, citation, days_left, waiting_on, owner,"
        " last_seen_on"
        f" from due_list where days_left <= ?{chosen} order by days_left, provider_id, request_id",
        values,
    )


# -- catalogues ------------------------------------------------------------------------------------


def measures() -> pl.DataFrame:
    """Which measures are there, and what does each mean?"""
    return _catalogue("measure", "measures", ("title", "summary", "unit", "better", "citation"))


def rules(engine: Engine) -> pl.DataFrame:
    """Which rules are judged, by subject and law, and how often was each apparent, to be checked, or not assessable?"""
    count = {verdict: f"count(*) filter (where verdict = '{verdict}')" for verdict in VERDICTS}
    counted = engine.summary("finding", ["rule"], count)
    found = _catalogue("rule", "findings", ("subject", "title", "citation", "applies_to", "needs"))
    found = found.join(counted, on="rule", how="left", maintain_order="left")
    found = found.sort(pl.col("subject").cast(pl.Enum(models.SUBJECTS)), maintain_order=True)
    return found.with_columns(pl.col(VERDICTS).fill_null(0))


def coverage(engine: Engine) -> pl.DataFrame:
    """
    Of the cases each rule applies to, how many could be judged, and what stopped the rest?

    One row per rule of law and provider: cases, judged, not_assessable, and `missing`: the columns that were blank or
    not in the log, each with the number of cases it stopped.
    """
    return engine.read(
        "with stopped as (select rule, law_rule, provider_id, missing, count(*) as cases from rule_case"
        " where verdict = 'not_assessable' group by rule, law_rule, provider_id, missing),"
        " said as (select rule, law_rule, provider_id, string_agg(missing || ' (' || cases || ')', ', '"
        " order by cases desc, missing) as missing from stopped group by rule, law_rule, provider_id)"
        " select counted.rule, counted.law_rule, counted.provider_id, count(*) as cases,"
        " count(*) filter (where verdict is distinct from 'not_assessable') as judged,"
        " count(*) filter (where verdict = 'not_assessable') as not_assessable, any_value(said.missing) as missing"
        " from rule_case as counted left join said on said.rule = counted.rule"
        " and said.law_rule is not distinct from counted.law_rule and said.provider_id = counted.provider_id"
        " group by counted.rule, counted.law_rule, counted.provider_id"
        " order by counted.rule, counted.law_rule, counted.provider_id"
    )


def _catalogue(word: str, layer: str, shown: Sequence[str]) -> pl.DataFrame:
    rows = [{word: name} | {key: model.header[key] for key in shown} for name, model in models.of_layer(layer).items()]
    return pl.DataFrame(rows, schema=dict.fromkeys((word, *shown), pl.String))


def months(engine: Engine) -> list[str]:
    """Which months are there, as "YYYY-MM", oldest first: those in which a request came in or a record was opened."""
    found = engine.read(
        """
        with span as (
            select provider_id, min(opened_at) as first_at, max(opened_at) as last_at
            from access_event
            group by provider_id, cast(opened_at as date)
        ),
        moment as (
            select provider_id, first_at as opened_at from span
            union all
            select provider_id, last_at as opened_at from span
        ),
        day as (
            select distinct received_on as day from request
            union
            select cast(timezone(coalesce(provider.time_zone, 'UTC'), timezone('UTC', moment.opened_at)) as date) as day
            from moment
            left join provider on provider.provider_id = moment.provider_id
        )
        select distinct left(cast(day.day as varchar), 7) as month from day where day.day is not null order by month
        """
    )
    return found.get_column("month").to_list()


# -- refusing a question ---------------------------------------------------------------------------


def _model(measure: str) -> models.Model:
    catalogue = models.of_layer("measures")
    _known(measure, catalogue, "measure", "`roi measures` lists all {n}.")
    return catalogue[measure]


def _known(word: str, known: Collection[str], kind: str, mend: str) -> None:
    if word not in known:
        nearest = did_you_mean(word, known)
        raise QuestionError(f"There is no {kind} called '{word}'.{nearest}\n{mend.format(n=len(known))}")


def asked_of(
    engine: Engine,
    measure: str,
    by: str | Sequence[str],
    month: str | None,
    legal_path: str | None,
    provider: str | None = None,
) -> Asked:
    """A question with its names checked: the measure, its groups, the month, the legal path and the provider."""
    model = _model(measure)
    columns = engine.columns(measure)
    where = _where(engine, measure, columns, month=month, legal_path=legal_path, provider=provider)
    return Asked(engine, model, _groups(measure, columns, by, is_path_fixed=legal_path is not None), where)


def _groups(measure: str, columns: dict[str, str], by: str | Sequence[str], is_path_fixed: bool) -> list[str]:
    names = [name.strip() for name in by.split(",")] if isinstance(by, str) else list(by)
    names = list(dict.fromkeys(name for name in names if name))
    apart = _model(measure).apart
    offered = [name for name in columns if name not in CASE_COLUMNS or name in apart]
    for name in names:
        if name not in offered:
            raise QuestionError(
                f"{measure} cannot be shown by '{name}'.{did_you_mean(name, offered)}\nIt can by: {', '.join(offered)}."
            )
    names += [name for name in apart if name not in names]
    if "legal_path" in columns and "legal_path" not in names and not is_path_fixed:
        names.append("legal_path")
    return names


def _where(
    engine: Engine,
    measure: str,
    columns: dict[str, str],
    month: str | None = None,
    legal_path: str | None = None,
    provider: str | None = None,
) -> dict[str, Any]:
    if month is not None and month not in (known := months(engine)):
        of_measure = (
            engine.summary(measure, ["month"], {"cases": "count(*)"}).get_column("month").drop_nulls().to_list()
        )
        _check_month(engine, month, sorted({*known, *of_measure}))
    if legal_path is not None:
        if "legal_path" not in columns:
            raise QuestionError(f"{measure} is not about requests and has no legal path.\nLeave out --legal-path.")
        _known(legal_path, LEGAL_PATHS, "legal path", f"The paths are: {', '.join(LEGAL_PATHS)}.")
    chosen = {"month": month, "legal_path": legal_path, "provider_id": _provider(engine, provider)}
    return {name: value for name, value in chosen.items() if value is not None}


def _check_month(engine: Engine, month: str, known: Sequence[str]) -> None:
    """A month without a case is a month all the same; one before the first, or after the clock, is not."""
    clock = engine.value("select left(cast(as_of as varchar), 7) from clock") or ""
    if not (known and MONTH.fullmatch(month) and known[0] <= month <= max(known[-1], clock)):
        shape = "" if MONTH.fullmatch(month) else ' A month is written as "2026-05".'
        there = f"The months with cases are {min(known)} to {max(known)}." if known else "No case has been loaded yet."
        raise QuestionError(f"There is no month '{month}'.{shape}{did_you_mean(month, known)}\n{there}")


def _provider(engine: Engine, provider: str | None) -> str | None:
    if provider is not None:
        known = engine.read("select provider_id from provider order by provider_id").get_column("provider_id").to_list()
        _known(provider, known, "provider", "The site has {n} providers; its site.toml names them.")
    return provider
