"""What have earlier published packs told already? Their counts, and those of the packs they were made after."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from roi_analytics.errors import QuestionError
from roi_analytics.report import pack
from roi_analytics.report.published.counts import Key

HIDDEN = "hidden"
CELLS, EARLIER = "cells", "cells_before"
COLUMNS = (*Key._fields, "count", "known_on")


@dataclass(frozen=True)
class Earlier:
    """The counts earlier packs published, one row per count and pack, and the hashes of the packs named."""

    cells: pl.DataFrame
    packs: tuple[str, ...] = ()

    def told(self, key: Key) -> tuple[tuple[int, ...], bool]:
        """The values of a count that were shown, and whether it was hidden in one of the packs."""
        found = self._by_key.get(tuple(key), [])
        shown = {int(count) for count in found if count != HIDDEN}
        return tuple(sorted(shown)), HIDDEN in found

    @cached_property
    def _by_key(self) -> dict[tuple, list[str]]:
        found: dict[tuple, list[str]] = {}
        for *key, count, _ in self.cells.select(COLUMNS).iter_rows():
            found.setdefault(tuple(key), []).append(count)
        return found


def read(folders: Sequence[Path], site: str) -> Earlier:
    """
    Read the published packs of these folders.

    Raises QuestionError where one is no published pack, is of another site, or is not as it was sealed.
    """
    none = pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    told, packs = [none], []
    for folder in folders:
        manifest = _manifest(folder, site)
        packs.append(hashlib.sha256((folder / pack.MANIFEST).read_bytes()).hexdigest())
        told += [_cells(folder, manifest, name) for name in (CELLS, EARLIER)]
    return Earlier(pl.concat(told).unique(maintain_order=True).sort("known_on", maintain_order=True), tuple(packs))


def _manifest(folder: Path, site: str) -> dict:
    try:
        manifest = json.loads((folder / pack.MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = {}
    if not isinstance(manifest, dict) or manifest.get("kind") != pack.KIND or manifest.get("audience") != "published":
        raise QuestionError(f"{folder} is no published pack.\nName the folder of one that was published: --after DIR")
    if manifest.get("site") != site:
        raise QuestionError(f"The pack in {folder} is of another site.\nName a published pack of this one.")
    return manifest


def _cells(folder: Path, manifest: dict, name: str) -> pl.DataFrame:
    path = folder / "tables" / f"{name}.csv"
    found = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(found).hexdigest() != manifest.get("files", {}).get(f"tables/{name}.csv"):
        raise QuestionError(
            f"{path} is not the file the pack was sealed with.\nTake the pack from where it was published."
        )
    rows = pl.read_csv(found, infer_schema=False).fill_null("")
    return rows.select(pl.col(column).str.replace(r"^'([=+\-@\t\r\n])", "$1") for column in COLUMNS)
