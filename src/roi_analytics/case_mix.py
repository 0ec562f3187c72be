"""
What share would the standard have, had it done this provider's work?

Indirect standardisation: the share of every kind of work in all peers together, weighted by how much of that kind the
provider had. Each provider is thereby comparable with the standard only, never with another provider.
"""

from dataclasses import replace

import polars as pl

from roi_analytics import statistics
from roi_analytics.estimates import COUNTED, WATCHED, Asked, estimated

ALL_KINDS = "all kinds"
PEERS = ("provider_kind", ALL_KINDS)
"""Who the peers may be: the providers of the same kind, or all of the network."""

WORK = ("requester_kind", "asked_record_set", "asked_format", "asked_pages")
"""What makes one request more work than another. The last is left out first where a kind of work is too rare."""

KNOWN_AT_RECEIPT = 0.95
"""Pages are work only where the log tells them of nearly all: counted at the copying, they tell who was answered."""

LIMIT = 0.5
"""The rarer side is counted: where more than half meet the measure, the ratio is of those that miss it."""


def beside(asked: Asked) -> Asked:
    """The same question, asked of the measure's cases with the work of its request beside each."""
    columns = {"asked_record_set": "record_set", "asked_format": "copy_format", "asked_pages": "page_band"}
    is_request = asked.model.header["rows_of"] == "request"
    work = [f"coalesce(work.{column}, 'not_recorded') as {name}" for name, column in columns.items() if is_request]
    joined = (
        "left join request_mix as work on work.provider_id = own.provider_id and work.request_id = own.case_id"
        if is_request
        else ""
    )
    kept = " and ".join(f'own."{name}" = ?' for name in asked.where) or "true"
    # Requests are few enough to be set side by side once; accesses are read anew for each count.
    is_small = asked.model.header["rows_of"] != "access_event"
    kind, name = ("table", "compared_request") if is_small else ("view", "compared_case")
    asked.engine.run(
        f"create or replace temp {kind} {name} as"
        f" select {', '.join(['own.*', *work])}, coalesce(provider.kind, 'other') as provider_kind"
        f" from {asked.model.name} as own {joined} left join provider on provider.provider_id = own.provider_id"
        + (f" where {kept}" if is_small else ""),
        list(asked.where.values()) if is_small else [],
    )
    return replace(asked, relation=name)


def groups_of(by_work: Asked, peers: str, *more: str) -> list[str]:
    """The groups of a standard: those of the question but the provider, and the peers."""
    own = [name for name in by_work.groups if name != "provider_id"]
    return list(dict.fromkeys([*own, *([] if peers == ALL_KINDS else [peers]), *more]))


def adjusted(by_work: Asked, units: pl.DataFrame, peers: str) -> pl.DataFrame:
    """
    Add `expected`, `ratio`, its limits, `ratio_of`, `adjusted`, `adjusted_cases` and `standard_share` to each `share`.

    The ratio is of the rarer side (`ratio_of`: events or misses), observed to expected; adjusted is that ratio times
    the standard of this side, turned back and kept within nought and one. It is as sure as a share of `adjusted_cases`:
    a provider of whose work little goes wrong tells less of it than its cases, for so few are expected.
    """
    by = groups_of(by_work, peers)
    standard = _pooled(by_work, by).rename({"share": "standard_share"})
    units = _beside(_beside(units, standard, by), _expected(by_work, standard, peers), [*by, "provider_id"])
    of_misses = pl.col("standard_share") > LIMIT

    def side(share: str) -> pl.Expr:
        return pl.when(of_misses).then(1 - pl.col(share)).otherwise(pl.col(share))

    units = units.with_columns(expected=pl.col("expected").fill_null(pl.col("standard_share")))
    units = units.with_columns(
        observed_cases=side("share") * pl.col("effective_cases"),
        expected_cases=side("expected") * pl.col("effective_cases"),
        ratio_of=pl.when(of_misses).then(pl.lit("misses")).otherwise(pl.lit("events")),
    )
    ratio = statistics.rate(units.drop("value", "low", "high"), "expected_cases", "observed_cases", per=1)
    units = units.with_columns(
        ratio.get_column("value").alias("ratio"), ratio.get_column("low").alias("ratio_low"),
        ratio.get_column("high").alias("ratio_high"),
    )  # fmt: skip
    turned = (pl.col("ratio") * side("standard_share")).clip(0, 1)
    turned = pl.when(of_misses).then(1 - turned).otherwise(turned)
    odds = side("expected") / (1 - side("expected")) * (1 - side("standard_share")) / side("standard_share")
    sized = pl.col("effective_cases") * pl.when(odds.is_finite() & (odds > 0)).then(odds).otherwise(1.0)
    units = units.with_columns(adjusted=turned.fill_null(pl.col("share")), adjusted_cases=sized)
    return units.drop("observed_cases", "expected_cases")


def _expected(by_work: Asked, standard: pl.DataFrame, peers: str) -> pl.DataFrame:
    """Per provider: the share the standard would have with its mix of work."""
    by = groups_of(by_work, peers)
    where = WATCHED if by_work.model.header["summary"] == "share_by_day" else COUNTED
    work = _work(by_work, where)
    sized = [name for name in by if name != "outcome"]
    sizes = by_work.count([*sized, "provider_id", *work], sized=f"count(*) filter (where {where})")
    sizes = sizes.filter(pl.col("sized") > 0).with_columns(pl.col(work).fill_null("not_recorded"))
    shares = _pooled(by_work, [*by, *work]).with_columns(pl.col(work).fill_null("not_recorded"))
    mixed = _beside(_beside(sizes, shares, [*sized, *work]), standard, by)
    share = pl.coalesce("share", "standard_share")
    mixed = mixed.with_columns(
        events=pl.col("sized") * pl.when(pl.col("standard_share") > LIMIT).then(1 - share).otherwise(share)
    )
    found = statistics.standardised(mixed, work, by=by, cases="sized", events="events")
    found = _beside(found, standard, by)
    rare = pl.col("expected") / pl.col("cases")
    return found.select(
        *by, "provider_id", expected=pl.when(pl.col("standard_share") > LIMIT).then(1 - rare).otherwise(rare)
    )


def _work(by_work: Asked, where: str) -> list[str]:
    """What of the work the log tells of, and could tell before the outcome was known."""
    work = [name for name in WORK if name in by_work.engine.columns(by_work.relation)]
    if "asked_pages" in work:
        told = by_work.count(
            [], n=f"count(*) filter (where {where})",
            told=f"count(*) filter (where {where} and asked_pages <> 'not_recorded')",
        ).row(0, named=True)  # fmt: skip
        if told["told"] < KNOWN_AT_RECEIPT * told["n"]:
            work.remove("asked_pages")
    return work


def _pooled(by_work: Asked, by: list[str]) -> pl.DataFrame:
    """The share of all peers together in each group."""
    found = estimated(replace(by_work, groups=by))
    share = pl.col("value") if by_work.model.header["summary"] == "share_by_day" else pl.col("events") / pl.col("cases")
    return found.select(*by, share=pl.when(share.is_not_nan()).then(share))


def _beside(left: pl.DataFrame, right: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    if not on:
        return left.join(right, how="cross")
    return left.join(right, on=on, how="left", nulls_equal=True, maintain_order="left")
