"""
How does each provider stand beside the standard of its peers, fairly?

Fairly means: an interval with every share; the kind of work taken into account by indirect standardisation; limits
that allow for more spread than chance makes; estimates shrunken towards the peers; marks by false-discovery control
over the whole comparison; no mark where the cases are too few. Each provider is compared with the standard and never
with another provider: there is no rank, and the rows are in the order of the names.
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from roi_analytics import case_mix, models, statistics
from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError
from roi_analytics.estimates import Asked, estimated, with_held_out
from roi_analytics.measures import asked_of, with_interval

MINIMUM_CASES = 20
"""With fewer cases there is an interval and no mark: ten of ten is only evidence that the share is above 72 %."""

MINIMUM_PEERS = 5
"""So many providers of one kind are peers; with fewer, the whole network is the standard, or nothing is."""

FALSE_DISCOVERIES = 0.05
"""Of the marks of one comparison, so many may be chance."""

COMPARED = ("share", "share_by_day", "rate")
READINGS = (
    "as expected", "better than the standard", "worse than the standard", "higher than the standard",
    "lower than the standard", "too few cases", "too few peers", "no figure", "context only",
)  # fmt: skip

COLUMNS = (
    "peers", "cases", "value", "low", "high", "expected", "ratio", "ratio_low", "ratio_high", "ratio_of", "adjusted",
    "shrunken", "shrunken_low", "shrunken_high", "standard", "reading", "p", "p_adjusted", "z", "z_adjusted",
    "effective_cases", "adjusted_cases", "phi", "tau2", "providers", "immature", "not_assessable", "held_out",
)  # fmt: skip
"""What a comparison says of each provider, after its groups."""

SCALED = ("expected", "adjusted", "shrunken", "shrunken_low", "shrunken_high", "standard")
PER = {"rate": 1000}


def compare(
    engine: Engine,
    measure: str,
    month: str | None = None,
    legal_path: str | None = None,
    interval: str = "wilson",
) -> pl.DataFrame:
    """
    How does each provider stand beside the standard of its peers?

    One row per provider (and legal path, and the measure's own groups), in the order of the names:

    - `value`, `low`, `high`: its own figure, as `show` gives it, on `cases`;
    - `expected`: what the standard would be with this provider's mix of work (kind of requester, record set, format,
      pages); `ratio` with its limits: observed to expected of the rarer side (`ratio_of`: events or misses);
      `adjusted`: the share with the difference in work taken out. Where the log does not tell the work apart all of it
      is one kind, and nothing is taken out;
    - `shrunken` with its limits: the adjusted share drawn towards the peers, the more the fewer its cases;
    - `standard`: the share of all `peers` together: those of the same kind where there are five, else all kinds;
    - `reading`: how it stands beside the standard, by false-discovery control (5 %) over the scores `z_adjusted`, which
      allow for over-dispersion (`phi`, `tau2`); "too few cases" under twenty.

    Medians of days and amounts are context only: value and interval, the peers' figure as `standard`, no mark.
    Raises QuestionError for counts (`total`), which say how large a provider is.

    >>> site.compare("on_time", month="2026-05", legal_path="access")
    """
    asked = with_interval(asked_of(engine, measure, "provider_id", month, legal_path), interval)
    summary = asked.model.header["summary"]
    if summary == "total":
        raise QuestionError(
            f"{measure} counts, and counts say how large a provider is.\nCompare a share or a rate: `roi measures`."
        )
    figures = with_held_out(asked, estimated(asked)).join(_kinds(engine), on="provider_id", how="left")
    if figures.is_empty():
        return pl.DataFrame(schema=dict.fromkeys((*asked.groups, *COLUMNS), pl.Float64))
    by_work = case_mix.beside(asked)
    if summary in COMPARED:
        both = [_beside_standard(by_work, figures, peers) for peers in case_mix.PEERS]
        found = _read(asked, _nearest_peers(asked, both))
    else:
        found = _in_context(by_work, figures)
    names = [name for name in COLUMNS if name in found.columns]
    return found.select(*asked.groups, *names).sort(asked.groups)


def standards(compared: pl.DataFrame) -> pl.DataFrame:
    """What each group of peers was compared with: the standard, how many stood behind it, its spread, in a sentence."""
    if compared.is_empty() or "phi" not in compared.columns:
        return pl.DataFrame(schema={"peers": pl.String, "sentence": pl.String})
    groups = [name for name in compared.columns[: compared.columns.index("peers")] if name != "provider_id"]
    kept = [*groups, "peers", "standard", "providers", "phi", "tau2"]
    found = compared.select(kept).drop_nulls("phi").unique(maintain_order=True)
    said = pl.struct("peers", "providers", "phi", "tau2").map_elements(in_a_sentence, pl.String)
    told = [pl.col(name).cast(pl.String).fill_null("not known") for name in groups]
    return found.with_columns(sentence=pl.concat_str([*told, said], separator=", "))


def in_a_sentence(row: dict) -> str:
    """What phi and tau2 say of a comparison."""
    phi, tau2 = row["phi"], row["tau2"]
    head = f"{row['peers']}: {row['providers']} providers, phi {phi:.1f}, tau2 {tau2:.4f}."
    if row["providers"] < MINIMUM_PEERS:
        return f"{row['peers']}: {row['providers']} providers, too few to tell how far they lie apart by themselves."
    if tau2 == 0:
        return f"{head} They differ no more than chance makes them: plain limits stand."
    if phi < WIDE:
        return f"{head} They differ more than chance makes them; the limits are widened by as much."
    return (
        f"{head} They differ far more than chance makes them: the figure mixes different work or different ways of "
        "logging it. The wide limits are no clean bill of health; look at its groups before its marks."
    )


WIDE = 5.0
"""Over-dispersion from which on the figure itself is in question."""


def together(compared: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """
    Several comparisons of one report as one family: of all their marks together, no more than one in twenty by chance.

    Takes and returns frames of `compare` by the name of their measure; `p_adjusted` and `reading` are made anew.
    """
    marked = {measure: frame for measure, frame in compared.items() if "p" in frame.columns}
    family = (
        pl.concat(
            frame.select("p", measure=pl.lit(measure), place=pl.int_range(pl.len()))
            for measure, frame in marked.items()
        )
        if marked
        else pl.DataFrame(schema={"p": pl.Float64, "measure": pl.String, "place": pl.Int64})
    )
    family = statistics.false_discovery(family)
    found = dict(compared)
    for measure, frame in marked.items():
        better = models.of_layer("measures")[measure].header["better"]
        own = family.filter(measure=measure).sort("place").get_column("p_adjusted")
        found[measure] = _marked(frame.with_columns(own), better)
    return found


# -- the steps -------------------------------------------------------------------------------------


def _kinds(engine: Engine) -> pl.DataFrame:
    return engine.read("select provider_id, coalesce(kind, 'other') as provider_kind from provider")


def _beside_standard(by_work: Asked, figures: pl.DataFrame, peers: str) -> pl.DataFrame:
    """Every provider that has a figure beside the standard of its peers: those of its kind, or all kinds."""
    by = [*[name for name in by_work.groups if name != "provider_id"], "peers"]
    size, share = pl.col("cases").cast(pl.Float64), pl.col("events") / pl.col("cases")
    if by_work.model.header["summary"] == "share_by_day":
        size, share = pl.col("effective_cases").cast(pl.Float64), pl.col("value")
    named = pl.lit(case_mix.ALL_KINDS) if peers == case_mix.ALL_KINDS else pl.col("provider_kind")
    figures = figures.with_columns(effective_cases=size, share=share, peers=named)
    known = figures.filter(pl.col("share").is_not_null() & (pl.col("effective_cases") > 0))
    known = case_mix.adjusted(by_work, known, peers)
    known = known.with_columns(in_sample=pl.col("adjusted") * pl.col("adjusted_cases"))
    known = statistics.funnel(
        known.drop("value"), by=by, cases="adjusted_cases", events="in_sample", standard="standard_share"
    )
    known = statistics.shrink(known, by=by, cases="adjusted_cases", events="in_sample")
    known = known.rename({"units": "providers"}).drop("value")
    key = [*by, "provider_id"]
    added = [name for name in COLUMNS if name in known.columns and name not in figures.columns]
    return figures.join(known.select(*key, *added), on=key, how="left", nulls_equal=True, maintain_order="left")


def _nearest_peers(asked: Asked, both: list[pl.DataFrame]) -> pl.DataFrame:
    """The row of a provider's own kind where there are peers enough, else the row of all kinds."""
    of_kind, of_all = both
    of_kind = of_kind.filter(pl.col("providers") >= MINIMUM_PEERS)
    rest = of_all.join(of_kind, on=asked.groups, how="anti", nulls_equal=True)
    return pl.concat([of_kind, rest], how="diagonal_relaxed")


def _read(asked: Asked, found: pl.DataFrame) -> pl.DataFrame:
    """Mark what departs from the standard, no more than so many of the marks by chance."""
    found = found.with_columns(pl.col(SCALED) * PER.get(asked.model.header["summary"], 1))
    few, alone = pl.col("cases") < MINIMUM_CASES, pl.col("providers").fill_null(0) < MINIMUM_PEERS
    unmarked = (
        pl.when(pl.col("value").is_null()).then(pl.lit("no figure"))
        .when(few).then(pl.lit("too few cases"))
        .when(alone).then(pl.lit("too few peers"))
    )  # fmt: skip
    found = found.with_columns(reading=unmarked)
    found = found.with_columns(p=pl.when(pl.col("reading").is_null()).then("p"))
    return _marked(statistics.false_discovery(found), asked.model.header["better"])


def _marked(found: pl.DataFrame, better: str) -> pl.DataFrame:
    above, below = {
        "higher": ("better than the standard", "worse than the standard"),
        "lower": ("worse than the standard", "better than the standard"),
        "neutral": ("higher than the standard", "lower than the standard"),
    }[better]
    departs, is_judged = pl.col("p_adjusted") <= FALSE_DISCOVERIES, pl.col("p").is_not_null()
    mark = (
        pl.when(departs & (pl.col("z_adjusted") > 0)).then(pl.lit(above))
        .when(departs).then(pl.lit(below))
        .otherwise(pl.lit("as expected"))
    )  # fmt: skip
    return found.with_columns(reading=pl.when(is_judged).then(mark).otherwise("reading"))


def _in_context(by_work: Asked, figures: pl.DataFrame) -> pl.DataFrame:
    """Medians: the peers' own figure beside them, and no mark."""
    both = []
    for peers in case_mix.PEERS:
        by = case_mix.groups_of(by_work, peers)
        pooled = estimated(replace(by_work, groups=by)).select(*by, standard="value")
        named = pl.lit(peers) if peers == case_mix.ALL_KINDS else pl.col("provider_kind")
        beside = figures.join(pooled, on=by, how="left", nulls_equal=True) if by else figures.join(pooled, how="cross")
        of_peers = pl.col("provider_id").filter(pl.col("cases") > 0).n_unique()
        counted = of_peers.over(by) if by else of_peers
        both.append(beside.with_columns(peers=named, providers=counted.cast(pl.Int64)))
    return _nearest_peers(by_work, both).with_columns(reading=pl.lit("context only"))
