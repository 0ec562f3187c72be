"""Which counts lie whole within another, so that the difference of two counts shown would tell what is left?"""

import polars as pl

from roi_analytics.disclosure_control import SmallNumbers
from roi_analytics.report.published.counts import ALL, COUNTED, Counts, Key, part_of
from roi_analytics.report.sources import Asked

LEFT = "what is left"
REQUEST = pl.concat_str(pl.col("provider_id"), pl.col("request_id"), separator="\0")


def add_nested(asked: Asked, counts: Counts, rule: SmallNumbers) -> None:
    """
    What is left of one count where another lies whole within it: 35 answered late, of them 30 by more than a month.

    Looked for among the requests themselves, so a chance inclusion is taken for one by definition: hiding too much
    rather than too little. Only of counts that could be shown: a small one is hidden, and gives nothing away.
    """
    both = _both_verdicts(asked, counts)
    members = pl.concat([_requests_of_measures(asked), _requests_of_rules(asked)])
    number = {key: counts.cells[key].count for key in [*counts.cells] if key.provider_id == ALL} | both
    sizes = members.group_by(Key._fields).agg(size=pl.len())
    large = sizes.filter(pl.col("size") > rule.hidden_to)
    members = members.join(large, on=Key._fields, how="semi").with_columns(key=pl.struct(Key._fields))
    pairs = members.join(members, on="request", suffix="_outer").group_by("key", "key_outer").len()
    for inner, outer, common in pairs.sort("key", "key_outer").iter_rows():
        inner, outer = Key(**inner), Key(**outer)
        if inner.about == outer.about or inner not in number or outer not in number:
            continue
        if common == number[inner] <= number[outer]:
            left = Key(LEFT, "", "", ALL, f"{inner} in {outer}")
            counts.add(left, number[outer] - common, is_published=False)
            counts.sums.append((outer, [inner, left] if number[outer] > common else [inner]))


def _both_verdicts(asked: Asked, counts: Counts) -> dict[Key, int]:
    """Apparent and to check together, of each rule: nobody shows it, anybody can add."""
    found = {}
    for rule in sorted({key.about for key in counts.cells if key.provider_id == ALL and key.part == "check"}):
        parts = [Key(rule, asked.month, "", ALL, verdict) for verdict in ("apparent", "check")]
        total = Key(rule, asked.month, "", ALL, "found")
        counts.add_sum(total, parts, is_published=False)
        found[total] = counts.cells[total].count
    return found


def _requests_of_measures(asked: Asked) -> pl.DataFrame:
    """A row per published count of requests and request in it."""
    found = [pl.DataFrame(schema=dict.fromkeys((*Key._fields, "request"), pl.String))]
    for counted in COUNTED:
        if "legal_path" not in asked.engine.columns(counted.measure):
            continue
        rows = _cases(asked, counted.measure)
        rows = rows.with_columns(part=part_of(counted.sides), request_id=pl.col("case_id"))
        judged = rows.filter(standing="counted").with_columns(part=pl.lit("cases")) if counted.sides else rows.clear()
        found.append(
            pl.concat([rows, judged]).select(
                about=pl.lit(counted.measure),
                month=pl.lit(asked.month),
                legal_path=pl.col("legal_path").fill_null("not recorded"),
                provider_id=pl.lit(ALL),
                part="part",
                request=REQUEST,
            )
        )
    return pl.concat(found)


def _cases(asked: Asked, measure: str) -> pl.DataFrame:
    return asked.engine.rows(measure, {"month": asked.month}, order=("provider_id", "counted_on", "case_id"))


def _requests_of_rules(asked: Asked) -> pl.DataFrame:
    """The same of rules, by verdict and with both verdicts together; of findings about one request each."""
    rows = asked.findings.filter(pl.col("request_id").is_not_null())
    found = rows.filter(pl.col("verdict") != "not_assessable").with_columns(verdict=pl.lit("found"))
    return pl.concat([rows, found]).select(
        about="rule",
        month=pl.lit(asked.month),
        legal_path=pl.lit(""),
        provider_id=pl.lit(ALL),
        part="verdict",
        request=REQUEST,
    ).unique(maintain_order=True)  # fmt: skip
