"""
The plan of one file: for every mapped column, the SQL of its cell as text and of its value.

Two temporary relations carry it out over `numbered_raw`: `cell_rows` (x_<column>, trimmed text) and `typed_rows`
(y_<column>, values of the canonical types). No row is refused here; problems.py judges the two side by side.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from roi_analytics.engine import Engine, quoted
from roi_analytics.load import cells
from roi_analytics.load.tabular import RawRows
from roi_analytics.site import Feed, Site
from roi_analytics.site_words import DATE_TYPES
from roi_analytics.tables import Column, Table

WORKBOOK_FORMS = (".xlsx", ".xlsm", ".xls", ".xlsb")


@dataclass(frozen=True)
class Mapped:
    """One canonical column of one file. `kind` is the engine's type of the raw cell; None for a constant."""

    column: Column
    header: str
    x: str
    y: str
    kind: str | None
    is_native: bool
    form: str | None

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def x_name(self) -> str:
        return f'"x_{self.name}"'

    @property
    def y_name(self) -> str:
        return f'"y_{self.name}"'

    @property
    def is_constant(self) -> bool:
        return self.kind is None

    @property
    def is_dated(self) -> bool:
        return self.column.type in DATE_TYPES

    def says(self, expression: str) -> str:
        """An expression of cells.py about this column's text."""
        return cells.at(expression, self.x_name)


@dataclass(frozen=True)
class Plan:
    """How a file's rows become rows of its table. `zone` is SQL for the zone of a row's clock."""

    feed: Feed
    table: Table
    source_file: str
    extracted_on: date | None
    mapped: dict[str, Mapped]
    zone: str
    zone_is_known: bool

    @property
    def extract_day(self) -> str:
        """SQL for the day of the row's extract."""
        return f"date '{self.extracted_on}'" if self.extracted_on else '"y_extracted_on"'

    @property
    def provider(self) -> str:
        return '"y_provider_id"'

    @property
    def own(self) -> list[Mapped]:
        """The mapped columns of the table itself, in its order."""
        return [self.mapped[name] for name in self.table.columns if name in self.mapped]

    @property
    def key(self) -> list[str]:
        """SQL of the row's key, provider first; a numbering or id of ours is `made_key`."""
        return [self.provider, *(self.value(name) for name in self.table.key)]

    @property
    def made(self) -> str | None:
        """The key column the loader makes because the log has none."""
        for name in (self.table.numbered, self.table.hashed):
            if name and name not in self.mapped:
                return name
        return None

    def value(self, name: str) -> str:
        if name in self.mapped:
            return self.mapped[name].y_name
        return '"made_key"' if name == self.made else f"cast(null as {self.table.columns[name].sql_type})"

    @property
    def leading_date(self) -> str:
        """SQL for the date a refused row belongs to, where it can be read."""
        dated = [one for one in self.own if one.is_dated and not one.is_constant]
        first = next((one for one in dated if one.column.required), dated[0] if dated else None)
        return f"cast({first.y_name} as date)" if first else "cast(null as date)"


def make(
    site: Site, feed: Feed, raw: RawRows, places: Mapping[str, int], source_file: str, extracted_on: date | None
) -> Plan:
    """Put a feed's mapping and a file's columns together."""
    zone, known = _zone(site, feed)
    known_columns = {"provider_id": Column("provider_id", "id", required=True), **feed.table.columns}
    if extracted_on is None:
        known_columns["extracted_on"] = Column("extracted_on", "date", required=True, future=True)
    iso_too = source_file.lower().endswith(WORKBOOK_FORMS)
    mapped = {}
    for name, column in known_columns.items():
        if name in feed.constants:
            mapped[name] = _constant(column, feed.constants[name], zone)
        elif name in places:
            mapped[name] = _column(feed, column, raw, places[name], zone, iso_too)
    return Plan(feed, feed.table, source_file, extracted_on, mapped, zone, known)


SMALL = 1_000_000
"""Rows up to which typed rows are kept as a table: reading the cells anew for every question costs more than memory."""


def carry_out(engine: Engine, plan: Plan) -> None:
    """Make `cell_rows` and `typed_rows`."""
    texts = [f"{one.x} as {one.x_name}" for one in plan.mapped.values()]
    natives = [f"{one.y} as {one.y_name}" for one in plan.mapped.values() if one.is_native]
    engine.run(
        f"create or replace temp view cell_rows as select row_no as source_row, {', '.join(texts + natives)} "
        f"from numbered_raw"
    )
    values = [f"{cells.at(one.y, one.x_name)} as {one.y_name}" for one in plan.mapped.values() if not one.is_native]
    count = engine.value("select count(*) from numbered_raw")
    for kind in ("view", "table"):
        engine.run(f"drop {kind} if exists temp.typed_{kind}")
    kind = "table" if count <= SMALL else "view"
    engine.run(f"create temp {kind} typed_{kind} as select cell_rows.*, {', '.join(values)} from cell_rows")
    engine.run(f"create or replace temp view typed_rows as select * from typed_{kind}")


def _zone(site: Site, feed: Feed) -> tuple[str, bool]:
    """SQL for the zone of a row, and whether the site file gives it for every provider of the feed."""
    if feed.time_zone:
        return quoted(feed.time_zone), True
    if "provider_id" in feed.constants:
        zone = site.zone_of(feed.constants["provider_id"])
        return quoted(zone or "UTC"), zone is not None
    zones = {one.provider_id: one.time_zone for one in site.providers if one.time_zone}
    if not zones:
        return quoted("UTC"), False
    whens = " ".join(f"when {quoted(provider)} then {quoted(zone)}" for provider, zone in zones.items())
    return f"case \"x_provider_id\" {whens} else 'UTC' end", len(zones) == len(site.providers)


def _constant(column: Column, text: str, zone: str) -> Mapped:
    value = text if column.type in ("id", "text") else None
    y = f"cast({quoted(value)} as varchar)" if value is not None else cells.value_of(column, None, {}, zone, False)
    return Mapped(column, "a constant", f"cast({quoted(text)} as varchar)", y, None, False, None)


def _column(feed: Feed, column: Column, raw: RawRows, place: int, zone: str, iso_too: bool) -> Mapped:
    cell, kind = f"c{place}", raw.kinds[place]
    x = cells.text_of(cell, kind, place not in raw.untidy)
    if feed.null_words:
        x = f"case when {x} in ({', '.join(quoted(word) for word in feed.null_words)}) then null else {x} end"
    form, words = feed.formats.get(column.name), feed.values.get(column.name, {})
    native = cells.native(cell, kind, column, zone)
    y = native or cells.value_of(column, form, words, zone, iso_too or kind != "VARCHAR")
    if feed.id_prefix and column.name == feed.table.hashed:
        y = f"{quoted(feed.id_prefix)} || {y}"
    return Mapped(column, raw.headers[place].strip(), x, y, kind, native is not None, form)
