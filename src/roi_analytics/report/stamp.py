"""What a pack was made of: month, clock, site, inputs, rows, law and versions, on every page and in the manifest."""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version

import polars as pl

from roi_analytics import held_out, models
from roi_analytics.engine import Engine
from roi_analytics.report.sources import ask

LIBRARIES = ("roi-analytics", "duckdb", "polars", "altair", "vl-convert-python", "scipy")
"""What can change a byte of a pack."""


@dataclass(frozen=True)
class Stamp:
    """Under which clock, on which inputs and law, by which versions."""

    month: str
    clock: str
    site: str
    provider: str | None
    audience: str
    loads: str
    rows: dict[str, int]
    inputs: tuple[dict[str, str], ...]
    law: str
    versions: dict[str, str]

    @property
    def line(self) -> str:
        """One line for the foot of every page."""
        rows = " + ".join(f"{self.rows[kind]:,} {kind}" for kind in ("loaded", "noted", "quarantined", "duplicate"))
        parts = [
            self.month,
            f"clock {self.clock}",
            self.site if self.provider is None else f"{self.site}: {self.provider} only",
            f"inputs {self.loads}",
            f"rows {self.rows['read']:,} = {rows}",
            f"law {self.law[:12]}",
            f"roi-analytics {self.versions['roi-analytics']}",
        ]
        return " | ".join(parts)


def stamp_of(engine: Engine, month: str, *, site_name: str | None, provider: str | None, audience: str) -> Stamp:
    """Take the stamp of a run."""
    told = held_out.load_report(engine)
    kinds = ("read", "loaded", "noted", "quarantined", "duplicate")
    return Stamp(
        month=month,
        clock=str(engine.value("select as_of from clock")),
        site=site_name or engine.value("select site_name from warehouse") or "site without a name",
        provider=provider,
        audience=audience,
        loads=models.loads_hash(engine),
        rows={kind: int(told.get_column(kind).sum() or 0) for kind in kinds},
        inputs=tuple(
            {name: str(value) for name, value in row.items()} for row in ask(engine, "inputs").iter_rows(named=True)
        ),
        law=_law_hash(engine),
        versions={name: version(name) for name in LIBRARIES},
    )


def _law_hash(engine: Engine) -> str:
    rows: pl.DataFrame = engine.rows("law_rule", order=["law_rule", "effective_from"])
    return hashlib.sha256(rows.write_csv().encode()).hexdigest()
