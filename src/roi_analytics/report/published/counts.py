"""
Which counts does a published pack hold, and how do they hang together?

Every number of a published pack is one of these counts or is made of them. Sums tie them: providers add up to all,
answers in time and late to the cases judged, rules and providers to the findings. What published/within.py adds:
requests of one count that all lie within another.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from roi_analytics import measures
from roi_analytics.disclosure_control import Cell, SmallNumbers
from roi_analytics.report.sources import Asked

ALL = "all providers"
ROWS = "rows of the logs"
FINDINGS = "all rules"


class Key(NamedTuple):
    """What a count is of; a blank where a word does not apply."""

    about: str
    month: str
    legal_path: str
    provider_id: str
    part: str


@dataclass(frozen=True)
class Counted:
    """
    A measure that is published, and what its counts are called.

    `yes`, `no`: a share's two sides; none where it is no share. `has_young`: cases may be too young to be judged.
    """

    measure: str
    title: str
    yes: str = ""
    no: str = ""
    has_young: bool = False

    @property
    def sides(self) -> tuple[str, ...]:
        return ("yes", "no") if self.yes else ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Its counts as columns, in the order they are read."""
        return (*self.sides, "cases", *(("immature",) if self.has_young else ()), "not_assessable")


COUNTED = (
    Counted("on_time", "Answered on time, by provider", "In time", "Late", has_young=True),
    Counted("answered_within", "Answered within the target, by provider", "Within", "Not within", has_young=True),
    Counted("denial_share", "Denied as a whole, by provider", "Denied", "Provided"),
    Counted("fee_charged", "What patients were charged, by provider"),
    Counted("explained_share", "Accesses with a recorded reason, by provider", "With a reason", "Without"),
)

Before = Callable[[Key], tuple[tuple[int, ...], bool]]
"""What earlier publications told of a count: the values shown, and whether one of them hid it."""


@dataclass
class Counts:
    """The counts and their sums, as they are gathered."""

    before: Before
    cells: dict[Key, Cell] = field(default_factory=dict)
    sums: list[tuple[Key, list[Key]]] = field(default_factory=list)

    def add(self, key: Key, count: int, *, is_published: bool = True) -> None:
        shown, was_hidden = self.before(key) if is_published else ((), False)
        self.cells[key] = Cell(int(count), is_published, shown, was_hidden)

    def add_sum(self, total: Key, parts: Iterable[Key], *, is_published: bool = True) -> None:
        """A total is what its parts add up to; one already there is only tied to them."""
        parts = list(parts)
        if total not in self.cells:
            self.add(total, sum(self.cells[part].count for part in parts), is_published=is_published)
        self.sums.append((total, parts))

    def paths(self, measure: str) -> list[str]:
        return sorted({key.legal_path for key in self.cells if key.about == measure})


def of_month(asked: Asked, rows: dict[str, int], before: Before, rule: SmallNumbers) -> Counts:
    """All counts of the month and their sums. `rows`: where the rows of all loads went."""
    counts = Counts(before)
    providers = asked.engine.rows("provider", order=["provider_id"]).get_column("provider_id").to_list()
    for counted in COUNTED:
        _add_measure(asked, counts, counted, providers, rule)
    _add_grounds(asked, counts, providers, rule)
    _add_findings(asked, counts, providers, rule)
    for kind, number in rows.items():
        counts.add(Key(ROWS, "", "", ALL, kind), number)
    read = Key(ROWS, "", "", ALL, "read")
    counts.add_sum(read, [key for key in counts.cells if key.about == ROWS and key != read])
    return counts


# -- measures --------------------------------------------------------------------------------------


def _add_measure(asked: Asked, counts: Counts, counted: Counted, providers: list[str], rule: SmallNumbers) -> None:
    """Each path of a measure by provider and part; a path with hardly a case is not told at all."""
    found = _parts(asked, counted)
    for (path,), rows in found.group_by("legal_path", maintain_order=True):
        if rows.get_column("n").sum() <= rule.hidden_to:
            continue
        number = {(provider, part): n for provider, part, n in rows.select("provider_id", "part", "n").iter_rows()}

        def key(provider: str, part: str, path: str = str(path)) -> Key:
            return Key(counted.measure, asked.month, path, provider, part)

        for provider in providers:
            for part in counted.parts:
                if part != "cases" or not counted.sides:
                    counts.add(key(provider, part), number.get((provider, part), 0))
        for part in counted.parts:
            if part != "cases" or not counted.sides:
                counts.add_sum(key(ALL, part), [key(provider, part) for provider in providers])
        for provider in [*providers, ALL] if counted.sides else []:
            counts.add_sum(key(provider, "cases"), [key(provider, side) for side in counted.sides])
        if counted.sides:
            counts.add_sum(key(ALL, "cases"), [key(provider, "cases") for provider in providers])


def _parts(asked: Asked, counted: Counted) -> pl.DataFrame:
    """How many cases of the month, by path, provider and part."""
    path = ["legal_path"] if "legal_path" in asked.engine.columns(counted.measure) else []
    by = [*path, "provider_id", "standing", *(["value"] if counted.sides else [])]
    found = asked.engine.summary(counted.measure, by, {"n": "count(*)"}, {"month": asked.month})
    found = found if path else found.with_columns(legal_path=pl.lit(""))
    found = found.with_columns(part=part_of(counted.sides), legal_path=pl.col("legal_path").fill_null("not recorded"))
    return found.group_by("legal_path", "provider_id", "part").agg(pl.col("n").sum()).sort("legal_path", "provider_id")


def part_of(sides: tuple[str, ...]) -> pl.Expr:
    """Which of a measure's counts a case is in."""
    judged = pl.when(pl.col("value") == 1).then(pl.lit("yes")).otherwise(pl.lit("no")) if sides else pl.lit("cases")
    return pl.when(pl.col("standing") == "counted").then(judged).otherwise(pl.col("standing"))


def _add_grounds(asked: Asked, counts: Counts, providers: list[str], rule: SmallNumbers) -> None:
    """Denials by ground; by provider and ground they are not shown, and must not come out all the same."""
    where = {"month": asked.month, "standing": "counted", "value": 1}
    found = asked.engine.summary("denial_share", ["legal_path", "provider_id", "ground"], {"n": "count(*)"}, where)
    for (path,), rows in found.group_by("legal_path", maintain_order=True):
        total = Key("denial_share", asked.month, str(path), ALL, "yes")
        if total in counts.cells:
            grounds = rows.group_by("ground").agg(pl.col("n").sum()).sort("ground")
            by_ground = {ground: total._replace(part=f"ground {ground}") for ground in grounds.get_column("ground")}
            for ground, number in grounds.iter_rows():
                counts.add(by_ground[ground], number)
            by_provider = {provider: total._replace(provider_id=provider) for provider in providers}
            inside = {(provider, ground): n for provider, ground, n in rows.drop("legal_path").iter_rows()}
            add_crossed(counts, total, by_provider, by_ground, inside, rule)


def _add_findings(asked: Asked, counts: Counts, providers: list[str], rule: SmallNumbers) -> None:
    """Findings by rule and verdict, and by provider and verdict; rule by provider is not shown."""
    rules = sorted(asked.findings.get_column("rule").unique().to_list())
    for verdict in measures.VERDICTS if rules else ():
        found = asked.findings.filter(verdict=verdict).group_by("provider_id", "rule").len()
        inside = {(provider, name): n for provider, name, n in found.iter_rows()}
        total = Key(FINDINGS, asked.month, "", ALL, verdict)
        by_provider = {provider: total._replace(provider_id=provider) for provider in providers}
        by_rule = {name: total._replace(about=name) for name in rules}
        for number, margin in enumerate((by_provider, by_rule)):
            for name, key in margin.items():
                counts.add(key, sum(n for place, n in inside.items() if place[number] == name))
        add_crossed(counts, total, by_provider, by_rule, inside, rule)


def add_crossed(
    counts: Counts,
    total: Key,
    rows: dict[str, Key],
    columns: dict[str, Key],
    inside: dict[tuple[str, str], int],
    rule: SmallNumbers,
) -> None:
    """
    A table of which only the margins are shown, with what of its inside they could give away.

    Margins alone leave a cell between (row + column - total) and the smaller of both, and every number between is
    possible. So a small cell needs care only where the first is above the smallest small number, or both margins are
    small themselves.
    """
    counts.add_sum(total, rows.values())
    counts.add_sum(total, columns.values())
    for (row, column), number in sorted(inside.items()):
        both = [counts.cells[rows[row]].count, counts.cells[columns[column]].count]
        least = sum(both) - counts.cells[total].count
        if rule.is_small(number) and (least > rule.hidden_from or all(map(rule.is_small, both))):
            cell = total._replace(
                about=f"{columns[column].about} inside", provider_id=row, part=f"{total.part} {column}"
            )
            four = {cell: number}
            for margin, size in zip((rows[row], columns[column]), both, strict=True):
                rest = cell._replace(part=f"{cell.part} but for {margin}")
                four[rest] = size - number
                counts.sums.append((margin, [cell, rest]))
            four[cell._replace(part=f"{cell.part} neither")] = number - least
            for key, count in four.items():
                counts.add(key, count, is_published=False)
            counts.sums.append((total, list(four)))
