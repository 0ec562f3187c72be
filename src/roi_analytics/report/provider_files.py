"""
What each provider is handed: a folder with its scorecard, and its findings as a letter would tell them.

Nothing in it tells of another provider but the standard of its peers.
"""

import re
import traceback
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import polars as pl

from roi_analytics.engine import Engine
from roi_analytics.errors import RoiError
from roi_analytics.report import pack, scorecard, spreadsheet, workbook
from roi_analytics.report.judged import feeds_of, worst_first
from roi_analytics.report.parts import Report
from roi_analytics.report.sources import Asked
from roi_analytics.report.spreadsheet import Block, Sheet
from roi_analytics.report.stamp import Stamp
from roi_analytics.steps import Pieces

PACKAGE = Path(__file__).parents[1]
FOLDER = "providers"
LONGEST_SLUG = 40
STANDARD = "the peers' own medians"
SECONDS_A_FOLDER = 1.6
"""Of a provider with a twelfth of a million requests."""

LETTER = {
    "Verdict": "verdict", "Question": "title", "Rule": "rule", "Case": "case_id", "Request": "request_id",
    "Legal path": "legal_path", "Day": "counted_on", "Facts": "facts", "Citation": "citation",
    "Authority": "authority_kind", "The law in our words": "law_text",
}  # fmt: skip
LAW = {"Citation": "citation", "Authority": "authority_kind", "The law in our words": "law_text"}
UNJUDGED = {"Question": "title", "Rule": "rule", "Column missing": "missing", "Cases": "cases"}


def names(engine: Engine) -> dict[str, str]:
    """Which folder is whose? Provider -> a name safe on every disk: its number, and what can be read of its id."""
    known = engine.rows("provider", order=["provider_id"]).get_column("provider_id").to_list()
    digits = max(2, len(str(len(known))))
    return {provider: f"{number:0{digits}d}-{slug(provider)}" for number, provider in enumerate(known, start=1)}


def folders(asked: Asked) -> dict[str, str]:
    """The folders the pack holds: of every provider, or of the one asked for."""
    return {provider: name for provider, name in names(asked.engine).items() if asked.provider in (None, provider)}


def work(asked: Asked) -> dict[str, float]:
    """The folders as pieces of work, each with its seconds where the pack is long."""
    wanted = len(folders(asked))
    each = [f"folder of provider {number} of {wanted}" for number in range(1, wanted + 1)]
    return {STANDARD: 2.4} | dict.fromkeys(each, SECONDS_A_FOLDER)


def write(folder: Path, asked: Asked, report: Report, pieces: Pieces) -> dict[str, str]:
    """
    Write a folder for each provider, or for the one asked for; return what failed: provider -> why, without a value.

    A provider that fails has a scorecard that says why; no other is touched. `folders.csv` tells whose each is.
    """
    failed = {}
    standard, *each = work(asked)
    pieces.begin(standard)
    medians = scorecard.in_context(asked)
    known, wanted = names(asked.engine), folders(asked)
    for piece, (provider, name) in zip(each, wanted.items(), strict=True):
        pieces.begin(piece)
        stamp = _stamp(report, provider, known)
        try:
            made = {
                "scorecard.html": scorecard.render(asked, report, medians, stamp).encode("utf-8"),
                "findings.xlsx": findings(asked, stamp),
            }
        except Exception as error:
            failed[provider] = _why(error)
            made = {"scorecard.html": scorecard.failed(asked, stamp, failed[provider]).encode("utf-8")}
        (folder / FOLDER / name).mkdir(parents=True)
        for file, content in made.items():
            (folder / FOLDER / name / file).write_bytes(content)
    told = [(name, provider, failed.get(provider)) for provider, name in wanted.items()]
    rows = pl.DataFrame(told, schema=dict.fromkeys(("folder", "provider_id", "failed"), pl.String), orient="row")
    pack.write_csv(folder / FOLDER / "folders.csv", rows)
    return failed


def findings(asked: Asked, stamp: Stamp) -> bytes:
    """The content of a letter to the provider the stamp names: each finding with its facts and its law."""
    own = asked.findings.filter(provider_id=str(stamp.provider)).with_columns(title=scorecard.titles())
    told = own.filter(pl.col("verdict") != "not_assessable")
    told = told.sort(worst_first(), "rule", "counted_on", "case_id", maintain_order=True)
    law = told.select(LAW.values()).drop_nulls("law_text").unique().sort("citation", "law_text")
    sheets = [
        Sheet("Findings", "Findings: apparent, and to check", (Block(told, LETTER, {"law_text": "clipped"}),)),
        Sheet("Law", "The law the findings rest on", (Block(law, LAW),)),
        Sheet("Not assessable", "What could not be judged", (Block(scorecard.not_judged(own), UNJUDGED),)),
        workbook.notes(stamp),
    ]
    return spreadsheet.write(stamp, sheets)


def _stamp(report: Report, provider: str, others: Iterable[str]) -> Stamp:
    """The stamp of the pack with the provider's own rows and inputs, none of which names another provider."""
    feeds = feeds_of(next(table for table in report.tables if table.name == "rows_per_feed").rows, provider)
    named = set(feeds.get_column("feed"))
    strange = [other for other in others if other not in provider]
    return replace(
        report.stamp,
        provider=provider,
        shares_files=feeds.get_column("provider_id").has_nulls(),
        rows={kind: int(feeds.get_column(kind).sum() or 0) for kind in report.stamp.rows},
        inputs=tuple(
            one
            for one in report.stamp.inputs
            if one["feed"] in named and not any(other in f"{one['feed']} {one['source_file']}" for other in strange)
        ),
    )


def slug(text: str) -> str:
    """What of an id can stand in a folder's name on every disk."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "provider"


def _why(error: Exception) -> str:
    """What went wrong: our own errors hold no value of a log, of any other only its kind and place are told."""
    if isinstance(error, RoiError):
        return str(error)
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if PACKAGE in Path(frame.filename).parents]
    place = f" in {Path(ours[-1].filename).name}, line {ours[-1].lineno}" if ours else ""
    return f"A bug of roi-analytics: {type(error).__name__}{place}."
