"""What a pack was made of: month, clock, site, inputs, rows, law and versions, on every page and in the manifest."""

import hashlib
import platform
from dataclasses import dataclass
from importlib.metadata import version

import polars as pl

from roi_analytics import held_out, models
from roi_analytics.engine import Engine
from roi_analytics.report.sources import ask

LIBRARIES = (
    "roi-analytics", "duckdb", "polars", "altair", "vl-convert-python", "scipy", "numpy", "holidays", "jinja2", "typst",
    "xlsxwriter",
)  # fmt: skip
"""What can change a byte of a pack, beside Python itself."""

SITE_FILE = ("provider", "business_associate", "target", "baseline", "flag_switch", "feed", "feed_column")
"""What the site file says beside how a file is read (that is in each load_id)."""


@dataclass(frozen=True)
class Stamp:
    """Under which clock, on which inputs and law, by which versions."""

    month: str
    clock: str
    site: str
    provider: str | None
    audience: str
    loads: str
    rows: dict[str, int | None]
    inputs: tuple[dict[str, str], ...]
    law: str
    law_rules: dict[str, str]
    models: str
    site_file: dict[str, str]
    reviews: dict[str, int | str]
    versions: dict[str, str]
    shares_files: bool = False
    """Of a provider's stamp: some of its rows may lie in files of several providers, all of whose rows are counted."""
    after: tuple[str, ...] = ()
    """Of a published pack: the hashes of the manifests it was made after."""

    @property
    def rows_in_words(self) -> str:
        """Where every row went; a count that may not be published says so."""
        told = {kind: "hidden" if number is None else f"{number:,}" for kind, number in self.rows.items()}
        parts = " + ".join(f"{told[kind]} {kind}" for kind in ("loaded", "noted", "quarantined", "duplicate"))
        return f"{told['read']} = {parts}" + (" in files shared with others" if self.shares_files else "")

    @property
    def line(self) -> str:
        """One line for the foot of every page."""
        parts = [
            self.month,
            f"clock {self.clock}",
            self.site if self.provider is None else f"{self.site}: {self.provider} only",
            f"inputs {self.loads}",
            f"rows {self.rows_in_words}",
            f"law {self.law[:12]}",
            f"roi-analytics {self.versions['roi-analytics']}",
        ]
        return " | ".join(parts)


def stamp_of(engine: Engine, month: str, *, site_name: str | None, provider: str | None, audience: str) -> Stamp:
    """Take the stamp of a run: of what the clock sees, so that last month's pack comes out when this month's is in."""
    told = held_out.load_report(engine, seen_only=True)
    inputs = ask(engine, "inputs")
    rules = engine.rows("law_rule", order=["law_rule", "effective_from"])
    kinds = ("read", "loaded", "noted", "quarantined", "duplicate")
    return Stamp(
        month=month,
        clock=str(engine.value("select as_of from clock")),
        site=site_name or engine.value("select site_name from warehouse") or "site without a name",
        provider=provider,
        audience=audience,
        loads=_hash(inputs.select("load_id").sort("load_id"))[:16],
        rows={kind: int(told.get_column(kind).sum() or 0) for kind in kinds},
        inputs=tuple({name: str(value) for name, value in row.items()} for row in inputs.iter_rows(named=True)),
        law=_hash(rules),
        law_rules=_rule_hashes(rules),
        models=models.catalogue_hash(),
        site_file={table: _hash(_sorted(engine.rows(table))) for table in SITE_FILE},
        reviews=_reviews(engine),
        versions={name: version(name) for name in LIBRARIES} | {"python": platform.python_version()},
    )


def _rule_hashes(rules: pl.DataFrame) -> dict[str, str]:
    """By jurisdiction, each rule with the beginning of its hash: enough to name the one that changed."""
    return {
        str(place): " ".join(f"{row['law_rule'][0]}:{_hash(row)[:8]}" for row in part.iter_slices(1))
        for (place,), part in rules.group_by("jurisdiction", maintain_order=True)
    }


def _reviews(engine: Engine) -> dict[str, int | str]:
    """What persons found of accesses is in the warehouse alone: how many lines, and how many the ranking knew."""
    found = _sorted(engine.rows("access_review"))
    learnt = engine.value("select reviews from model_stamp") if "reviews" in engine.columns("model_stamp") else None
    return {"recorded": found.height, "learnt": found.height if learnt is None else learnt, "hash": _hash(found)}


def _sorted(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort(rows.columns)


def _hash(rows: pl.DataFrame) -> str:
    return hashlib.sha256(rows.write_csv().encode()).hexdigest()
