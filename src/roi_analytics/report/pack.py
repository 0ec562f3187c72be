"""The folder of a pack: CSV that no spreadsheet runs, a manifest of hashes, moved in whole or not at all."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from roi_analytics.errors import QuestionError
from roi_analytics.marks import in_json, visible
from roi_analytics.report.parts import Table
from roi_analytics.report.stamp import Stamp

KIND = "roi-analytics pack"
MANIFEST = "manifest.json"
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes a text that begins so for a formula."""

LINES = "\t\n\r"
HIDDEN = r"[[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]--[\t\n\r\x{200D}]]"
"""Control and bidi marks; ends of lines, which a CSV may hold, and what joins emoji are none."""


def refuse_folder(to: Path) -> None:
    """Refuse a place that cannot become a pack: a file, a folder of something else, one that may not be written."""
    if to.exists() and not to.is_dir():
        raise QuestionError(f"{to} is a file, not a folder.\nName a folder for the pack: --to DIR")
    if to.is_dir() and any(to.iterdir()) and not _is_pack(to):
        raise QuestionError(
            f"The folder {to} holds something that is not a pack.\nName an empty or a new folder: --to DIR"
        )
    parent = to.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK) or (to.is_dir() and not os.access(to, os.W_OK)):
        raise QuestionError(f"The folder {to} may not be written.\nName another, or ask for the right to write there.")


def _is_pack(folder: Path) -> bool:
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("kind") == KIND
    except (OSError, ValueError, AttributeError):
        return False


@contextmanager
def in_whole(to: Path) -> Iterator[Path]:
    """Make a pack in a folder beside `to`; when all of it is there, put it in the place of what was there before."""
    to = to.absolute()
    work = None
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{to.name}-", dir=to.parent))
        new, old = work / "new", work / "old"
        new.mkdir()
        yield new
        if to.exists():
            to.rename(old)
        new.rename(to)
    except OSError as error:
        if work is not None and (work / "old").exists() and not to.exists():
            (work / "old").rename(to)
        raise QuestionError(
            f"The pack could not be written to {to}: {error.strerror}.\nMake room, or name another folder: --to DIR"
        ) from None
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)


def write_tables(folder: Path, tables: Iterable[Table]) -> None:
    """The CSV of every table, by its name."""
    folder.mkdir()
    for table in tables:
        write_csv(folder / f"{table.name}.csv", table.rows)


def write_csv(path: Path, rows: pl.DataFrame) -> None:
    """A CSV in which numbers are numbers and no text is run: what looks like a formula begins with an apostrophe."""
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    harmless = rows.with_columns(
        pl.when(pl.col(name).str.slice(0, 1).is_in(RUNS)).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    )
    harmless = harmless.with_columns(_named(harmless.get_column(name)) for name in texts)
    path.write_bytes(harmless.write_csv(quote_style="non_numeric").encode("utf-8"))


def _named(texts: pl.Series) -> pl.Series:
    """The texts with marks that hide, turn or command named, as the page names them."""
    found = texts.filter(texts.str.contains(HIDDEN)).unique()
    named = [visible(text, kept=LINES) for text in found]
    return texts.replace(found, pl.Series(named, dtype=pl.String)) if named else texts


def seal(folder: Path, stamp: Stamp) -> dict:
    """Write the manifest: the hash of every file, and all that the pack was made of."""
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {
        "kind": KIND,
        "month": stamp.month,
        "clock": stamp.clock,
        "site": stamp.site,
        "provider": stamp.provider,
        "audience": stamp.audience,
        "after": list(stamp.after),
        "rows": stamp.rows,
        "inputs": list(stamp.inputs),
        "loads": stamp.loads,
        "law": stamp.law,
        "law_rules": stamp.law_rules,
        "models": stamp.models,
        "site_file": stamp.site_file,
        "reviews": stamp.reviews,
        "versions": stamp.versions,
        "files": files,
    }
    text = in_json(json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return {"month": stamp.month, "files": files | {MANIFEST: hashlib.sha256(text.encode()).hexdigest()}}
