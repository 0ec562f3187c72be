"""
A system's own export, whose columns are known by name: which cell holds what, and what is laid down for the loader?

Readers of such exports (openemr.py, epic.py) say in SQL what each canonical column is made of; the rest is here.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from roi_analytics.engine import Engine, quoted
from roi_analytics.load import cells, tabular
from roi_analytics.load.files import FileRefused, scan
from roi_analytics.load.tabular import RawRows
from roi_analytics.site import Feed

NO_VALUE = ("NULL", "\\N", "(null)")
"""What databases write into a text export for an empty cell."""


def names(raw: RawRows) -> dict[str, int]:
    """The position of every column by its header: lower case, `_` for blanks, without a table's name before it."""
    found: dict[str, int] = {}
    for i, header in enumerate(raw.headers):
        bare = header.replace("\ufeff", "").strip().casefold().rsplit(".", 1)[-1]
        found.setdefault(re.sub(r"\W+", "_", bare), i)
    return found


def show(engine: Engine, raw: RawRows, columns: Sequence[str]) -> None:
    """The temporary view `exported`: row_no and these columns as trimmed text, null where the export has none."""
    found, words = names(raw), ", ".join(quoted(word) for word in NO_VALUE)
    asked = []
    for name in columns:
        text = "cast(null as varchar)"
        if name in found:
            i = found[name]
            text = cells.text_of(f"c{i}", raw.kinds[i], i not in raw.untidy)
            text = f"case when {text} not in ({words}) then {text} end"
        asked.append(f"{text} as {name}")
    engine.run(f"create or replace temp view exported as select row_no, {', '.join(asked)} from numbered_raw")


def need(found: Collection[str], wanted: Sequence[str], file_name: str, what: str, mend: str) -> None:
    """Refuse a file that lacks a column its reader cannot do without. `what` names the export, as in ACCESS_LOG."""
    missing = [name for name in wanted if name not in found]
    if missing:
        raise FileRefused(
            "header_changed",
            f"{file_name} has no column for {', '.join(f'`{name}`' for name in missing)}, which {what} has.\n"
            f"It has: {', '.join(found)}.\n{mend}",
        )


def beside(
    engine: Engine, feed: Feed, path: Path, begins: str, wanted: Sequence[str], table: str, scratch: Path
) -> None:
    """
    Gather what lies beside a log into a temporary table: the files whose names begin so and end as the log's does.

    The table has the wanted columns as text, and no row where there is no such file. It is read with its log: one
    delivered later counts when the log is loaded anew.
    """
    engine.run(f"create or replace temp table {table} ({', '.join(f'{name} varchar' for name in wanted)})")
    for other in sorted(path.parent.iterdir()):
        alike = other.name.casefold().startswith(begins) and other.suffix.casefold() == path.suffix.casefold()
        if alike and other != path and other.is_file():
            raw = tabular.read(engine, feed, other, scan(other), scratch)
            mend = f"Take it away from beside {path.name}, or export it whole."
            need(names(raw), wanted, other.name, f"the {begins} beside {path.name}", mend)
            show(engine, raw, wanted)
            engine.run(f"insert into {table} select distinct {', '.join(wanted)} from exported")


def lay(engine: Engine, raw: RawRows, columns: Mapping[str, str], source: str) -> RawRows:
    """
    Replace the raw rows by rows of canonical columns: SQL over `source`, which is `exported` and what is joined to it.

    Only what a column is made of stays; every other cell of the export is gone.
    """
    asked = ", ".join(f"cast({sql} as varchar) as c{i}" for i, sql in enumerate(columns.values()))
    engine.run(f"create or replace temp table laid_rows as select exported.row_no, {asked} from {source}")
    engine.run("drop view temp.exported")
    engine.run("drop table temp.raw_rows")
    engine.run("alter table temp.laid_rows rename to raw_rows")
    engine.run("create or replace temp view numbered_raw as select * from raw_rows")
    return RawRows(list(columns), ["VARCHAR"] * len(columns), raw.has_replacement, raw.totals_left_out)
