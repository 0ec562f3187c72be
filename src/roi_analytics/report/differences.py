"""
What differs between a pack as it lies there, what its manifest says of it, and the pack made again today?

Told are names of files, feeds, rules and versions, counts, and numbers of rows under the header; never a value.
"""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from roi_analytics.errors import QuestionError
from roi_analytics.report.pack import KIND, MANIFEST

SCHEMA = {"of": pl.String, "name": pl.String, "difference": pl.String}
"""`of`: pack, input, site file, law, models, version, reviews, or made again."""

NUMBERED = 10
"""So many row numbers are told; of more, how many more."""

SITE_BLOCKS = {
    "provider": "[[provider]]", "business_associate": "[[business_associate]]", "target": "[targets]",
    "baseline": "[[baseline]]", "flag_switch": "[flags]", "feed": "[[feed]]", "feed_column": "[feed.columns]",
}  # fmt: skip

Line = tuple[str, str, str]
Manifest = dict[str, Any]


def manifest_of(folder: Path) -> Manifest:
    """What a pack says it was made of. Raises QuestionError where the folder is no pack."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise QuestionError(
            f"{folder} is no pack: it has no {MANIFEST}.\nName the folder a pack was written to (roi report --to DIR)."
        ) from None
    except OSError as error:
        raise QuestionError(f"{folder / MANIFEST} cannot be read: {error.strerror}.\nAsk for read access.") from None
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("kind") != KIND or not isinstance(manifest.get("files"), dict):
        raise QuestionError(
            f"{folder / MANIFEST} is not the manifest of a pack.\nTake the pack from where it is whole."
        )
    return manifest


def between(folder: Path, again: Path) -> pl.DataFrame:
    """
    Everything that differs, one row each, causes first; no row where the pack is the same made again.

    Columns: of, name, difference; see SCHEMA.
    """
    then, now = manifest_of(folder), manifest_of(again)
    lines = [*_of_pack(folder, again, then), *_causes(then, now), *_made_again(folder, again, then, now)]
    if not lines and (folder / MANIFEST).read_bytes() != (again / MANIFEST).read_bytes():
        keys = sorted(key for key in then.keys() | now.keys() if then.get(key) != now.get(key))
        lines.append(("pack", MANIFEST, f"says otherwise of: {', '.join(keys) or 'nothing, but in other bytes'}"))
    return pl.DataFrame(lines, schema=SCHEMA, orient="row")


# -- the pack as it lies there ---------------------------------------------------------------------


def _of_pack(folder: Path, again: Path, then: Manifest) -> Iterator[Line]:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    for name in sorted(found | then["files"].keys()):
        if name not in found:
            yield "pack", name, "is missing"
        elif name not in then["files"]:
            yield "pack", name, "was not put there by `roi report`"
        elif _hash(folder / name) != then["files"][name]:
            was_made_again = (again / name).is_file() and _hash(again / name) == then["files"][name]
            rows = f": {_rows_apart(folder / name, again / name)}" if was_made_again and name.endswith(".csv") else ""
            yield "pack", name, f"was changed after the pack was made{rows}"


# -- what it was made of ---------------------------------------------------------------------------


def _causes(then: Manifest, now: Manifest) -> Iterator[Line]:
    if then.get("site") != now.get("site"):
        yield "site file", "[site]", "gives the site another name"
    yield from _of_inputs(then, now)
    for table, hashed in now.get("site_file", {}).items():
        if then.get("site_file", {}).get(table) != hashed:
            yield "site file", SITE_BLOCKS[table], "says something else"
    yield from _of_law(then, now)
    if then.get("models") != now.get("models"):
        yield "models", "sql/", "another version of the models (the .sql files of roi-analytics)"
    for name, version in now.get("versions", {}).items():
        if (before := then.get("versions", {}).get(name)) != version:
            yield "version", name, f"was {before or 'not told'}, is {version}"
    yield from _of_reviews(then.get("reviews", {}), now.get("reviews", {}))


def _of_inputs(then: Manifest, now: Manifest) -> Iterator[Line]:
    if then.get("audience") == "published":
        yield from _of_unnamed_inputs(then, now)
        return
    was, now_is = ({(one["feed"], one["source_file"]): one for one in of.get("inputs", [])} for of in (then, now))
    for key in sorted(was | now_is):
        feed, file = key
        if key not in now_is:
            told = "was loaded then and is not now: gone, renamed or refused"
        elif key not in was:
            told = "is loaded now and was not then"
        elif was[key].get("file_hash") != now_is[key].get("file_hash"):
            told = "has other content"
        elif was[key].get("load_id") != now_is[key].get("load_id"):
            told = "has the same content, but the site file says otherwise how it is read"
        else:
            continue
        yield "input", file, f"{told} (feed {feed})"


def _of_unnamed_inputs(then: Manifest, now: Manifest) -> Iterator[Line]:
    """A published pack names no file: told is how many are other ones."""
    was, now_is = (Counter(one["file_hash"] for one in of.get("inputs", [])) for of in (then, now))
    if was != now_is:
        gone, new = (was - now_is).total(), (now_is - was).total()
        yield "input", "files not named", f"{gone} are gone or have other content, {new} are new or have other content"
    elif then.get("loads") != now.get("loads"):
        yield "input", "files not named", "have the same content, but the site file says otherwise how one is read"


def _of_law(then: Manifest, now: Manifest) -> Iterator[Line]:
    if then.get("law") == now.get("law"):
        return
    was, now_is = _rules(then), _rules(now)
    differing = sorted(rule for rule in was.keys() | now_is.keys() if was.get(rule) != now_is.get(rule))
    for rule in differing if was else ():
        told = "is new" if rule not in was else "is no longer known" if rule not in now_is else "says something else"
        yield "law", rule, told
    if not was or not differing:
        yield "law", "law/", "some rule says something else"


def _rules(manifest: Manifest) -> dict[str, str]:
    words = " ".join(manifest.get("law_rules", {}).values()).split()
    return dict(word.rsplit(":", 1) for word in words)


def _of_reviews(then: dict[str, Any], now: dict[str, Any]) -> Iterator[Line]:
    if then.get("hash") != now.get("hash"):
        told = f"{then.get('recorded', 'no')} lines were recorded then, {now.get('recorded', 'no')} are found now"
        yield "reviews", "access_review", f"{told}; they are kept in the warehouse alone (name it: --warehouse)"


# -- what comes of it today ------------------------------------------------------------------------


def _made_again(folder: Path, again: Path, then: Manifest, now: Manifest) -> Iterator[Line]:
    for name in sorted(then["files"].keys() | now["files"].keys()):
        if name not in now["files"]:
            yield "made again", name, "is not made any more"
        elif name not in then["files"]:
            yield "made again", name, "is made now and was not then"
        elif then["files"][name] != now["files"][name]:
            is_table = name.endswith(".csv") and (folder / name).is_file()
            yield "made again", name, _rows_apart(folder / name, again / name) if is_table else "has other bytes"


def _rows_apart(one: Path, other: Path) -> str:
    """How many rows of two tables have no equal in the other, and which they are."""
    (head, was), (new_head, now) = _table(one), _table(other)
    if head != new_head:
        return "has other columns"
    gone, came = _without_equal(was, now), _without_equal(now, was)
    if not gone and not came:
        return "has the same rows, in another order or written otherwise"
    return f"{_counted(gone)} of the pack and {_counted(came)} made again have no equal in the other"


def _table(path: Path) -> tuple[list[str], list[tuple[str, ...]]]:
    rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8", errors="replace"), newline=""))
    return next(rows, []), [tuple(row) for row in rows]


def _without_equal(rows: list[tuple[str, ...]], others: list[tuple[str, ...]]) -> list[int]:
    left, found = Counter(others), []
    for number, row in enumerate(rows, start=1):
        if left[row] > 0:
            left[row] -= 1
        else:
            found.append(number)
    return found


def _counted(numbers: list[int]) -> str:
    if not numbers:
        return "no row"
    more = f" and {len(numbers) - NUMBERED:,} more" if len(numbers) > NUMBERED else ""
    which = ", ".join(map(str, numbers[:NUMBERED])) + more
    return f"1 row ({which})" if len(numbers) == 1 else f"{len(numbers):,} rows ({which})"


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
