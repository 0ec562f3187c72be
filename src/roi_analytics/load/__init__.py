"""
Files -> canonical tables, notes, quarantine: what does each file of the site hold, and what became of every row?

One transaction a file: killed at any moment, the warehouse holds whole files only, and running it again finishes the
job.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from roi_analytics import models
from roi_analytics.engine import Engine, quoted
from roi_analytics.errors import LoadError
from roi_analytics.load import bookkeeping, files, headers, judging, plan, references, report
from roi_analytics.load.files import FileRefused, SourceFile
from roi_analytics.load.reading import Reading
from roi_analytics.load.report import Told
from roi_analytics.load.tabular import RawRows
from roi_analytics.site import Feed, Site, read_site
from roi_analytics.steps import Progress, Step

SCRATCH = ".reading-"
SPILL = ".spill"
"""What is written anew in UTF-8, and what does not fit into memory, lies beside the warehouse while a load runs."""

MEMORY = "4500MB"
"""What the engine may hold in memory while it loads; a larger log spills."""


class FilesRefused(LoadError):
    """Some files were refused; the others are loaded. `report` is what `load` would have returned."""

    def __init__(self, message: str, report: dict[str, Any]) -> None:
        super().__init__(message)
        self.report = report


def load(site_path: str | Path, warehouse_path: str | Path, progress: Progress | None = None) -> dict[str, Any]:
    """
    Load every file of a site into its warehouse and build the models; say what became of every row.

    Files that are loaded already are passed over. Returns {"feeds", "new", "refused", "told"}; where a file was refused
    the others still load, then FilesRefused is raised, which carries the same report.

    >>> roi.load("site.toml", warehouse="roi.duckdb")
    """
    site = read_site(site_path)
    path = Path(warehouse_path)
    with Engine.create_or_open(path) as engine:
        bookkeeping.prepare(engine, site, path)
        _sweep(path)
        engine.run(f"set temp_directory = {quoted(f'{path.resolve()}{SPILL}')}")
        engine.run(f"set memory_limit = {quoted(MEMORY)}")
        told = Told()
        new = _Loading(engine, site, path, told, progress).run()
        with engine.transaction():
            engine.run("drop table if exists model_stamp")
            undeclared = bookkeeping.write_site(engine, site)
            if undeclared:
                told.say(_undeclared(undeclared))
            for line in references.told(engine, site) if new else ():
                told.say(line)
        if engine.value("select 1 from load_run limit 1"):
            models.build(engine, as_of=site.as_of, progress=progress)
        made = report.of(engine, site, new, told)
    if made["refused"]:
        raise FilesRefused(report.refusal_text(made["refused"]), made)
    return made


class _Loading:
    """The files of one run, in the order of the site file."""

    def __init__(self, engine: Engine, site: Site, warehouse: Path, told: Told, progress: Progress | None) -> None:
        self.engine, self.site, self.warehouse, self.told = engine, site, warehouse, told
        self.progress = progress or (lambda line: None)
        self.reading = Reading(engine, site)
        self.runs = bookkeeping.loads(engine)
        self.queue: list[tuple[Feed, SourceFile]] = []

    def run(self) -> int:
        """Load what is new or changed; return how many files that were."""
        self._forget_dropped_feeds()
        for feed in self.site.feeds:
            self.queue += [(feed, file) for file in self._files_of(feed)]
        self.queue.sort(key=self._place)
        self.behind, self.to_read = 0, sum(_size(file) for _, file in self.queue)
        new, position = 0, 0
        while position < len(self.queue):
            feed, file = self.queue[position]
            self.progress(self._step(position))
            position += 1
            if self.told.has_refused(feed.follows, file.name):
                continue
            try:
                new += self._load_file(feed, file)
            except FileRefused as refused:
                self.told.refuse(feed.name, file.name, refused.code, refused.message)
        self.reading.clear()
        return new

    def _step(self, position: int) -> Step:
        """Which file comes next, and which share of the bytes of all is behind."""
        file = self.queue[position][1]
        line = f"reading {position + 1} of {len(self.queue)}: {file.name}"
        step = Step(line, done=min(self.behind / max(self.to_read, 1), 1.0))
        self.behind += _size(file)
        return step

    def _place(self, entry: tuple[Feed, SourceFile]) -> tuple[int, str]:
        """Where a file stands in the queue: feeds in the order of the site file, but one file's feeds together."""
        feed, file = entry
        first = next(i for i, one in enumerate(self.site.feeds) if one.name == feed.name or one.reads_with(feed))
        return first, file.path.as_posix()

    def _forget_dropped_feeds(self) -> None:
        kept = {feed.name for feed in self.site.feeds}
        dropped = [run for run in self.runs.to_dicts() if run["feed"] not in kept]
        if dropped:
            with self.engine.transaction():
                for run in dropped:
                    bookkeeping.forget(self.engine, run)
                    for other in bookkeeping.resting_on(self.runs, run):
                        if other["feed"] in kept and (self.site.folder / other["source_file"]).is_file():
                            bookkeeping.forget(self.engine, other)
            for name in sorted({run["feed"] for run in dropped}):
                self.told.say(f"feed '{name}' is no longer in the site file: its rows were taken out.")
            self.runs = bookkeeping.loads(self.engine)

    def _files_of(self, feed: Feed) -> list[SourceFile]:
        try:
            paths = files.find(feed, self.site.folder)
        except FileRefused as refused:
            if feed.follows is None:
                self.told.refuse(feed.name, feed.files, refused.code, refused.message)
            return []
        found = []
        for path in paths:
            name = files.relative_name(path, self.site.folder)
            try:
                found.append(SourceFile(path, name, files.extract_day(feed, path)))
            except FileRefused as refused:
                if feed.follows is None:
                    self.told.refuse(feed.name, name, refused.code, refused.message)
        return found

    def _load_file(self, feed: Feed, file: SourceFile) -> int:
        """Load one file if its bytes, feed or settings are new. Returns 1 if it was loaded."""
        seen = self.reading.scan(file)
        load_id = bookkeeping.load_id(self.site, feed, file, seen.sha256)
        mine = [run for run in self.runs.to_dicts() if run["feed"] == feed.name]
        before = next((run for run in mine if run["source_file"] == file.name), None)
        if before and before["load_id"] == load_id:
            return 0
        self._refuse_resent(feed, file, seen.sha256, mine)
        scratch = self._scratch()
        try:
            raw = self.reading.rows(feed, file, seen, scratch)
        finally:
            scratch.unlink(missing_ok=True)
        made = plan.make(
            self.site, feed, raw, headers.match(feed, raw.headers, file.name), file.name, file.extracted_on
        )
        plan.carry_out(self.engine, made)
        profile = judging.profile(self.engine, made)
        judging.refuse_swapped_dates(self.engine, made, profile)
        replaced = ([before] if before else []) + self._renamed(file, seen.sha256, mine)
        fates = judging.judge(self.engine, made, raw, profile, [run["load_id"] for run in replaced])
        with self.engine.transaction():
            self._replace(replaced)
            judging.write_rows(self.engine, made, load_id)
            judging.write_notes(self.engine, made, raw, fates.notes, load_id)
            judging.write_file_notes(self.engine, made, load_id)
            judging.write_refusals(self.engine, load_id)
            counts = (fates.read, fates.read - fates.refused - fates.duplicate, fates.refused, fates.duplicate)
            bookkeeping.record(self.engine, feed, file, load_id, seen.sha256, seen.size, raw.headers, counts)
        judging.clear(self.engine)
        self._tell(feed, file, raw, before, seen.sha256)
        self.runs = bookkeeping.loads(self.engine)
        return 1

    def _refuse_resent(self, feed: Feed, file: SourceFile, sha256: str, mine: list[dict]) -> None:
        """
        The same bytes under another path of the feed are refused; a file that was only renamed is not.

        A list can stay the same from one extract to the next, and so can a log without rows; a log of requests or
        accesses that is the same to the byte was sent twice.
        """
        for run in self._alike(file, sha256, mine):
            if not (self.site.folder / run["source_file"]).is_file():
                continue
            is_other_day = file.extracted_on is not None and run["extracted_on"] != file.extracted_on
            if is_other_day and (not feed.table.is_log or run["rows_read"] == 0):
                continue
            raise FileRefused(
                "same_bytes",
                f"{file.name} has the same content as {run['source_file']}, which is loaded.\n"
                "Take one of the two away; if two deliveries really are alike, leave the later one out.",
            )

    def _renamed(self, file: SourceFile, sha256: str, mine: list[dict]) -> list[dict]:
        """The earlier load of a file that now has another name."""
        return [run for run in self._alike(file, sha256, mine) if not (self.site.folder / run["source_file"]).is_file()]

    def _alike(self, file: SourceFile, sha256: str, mine: list[dict]) -> list[dict]:
        return [run for run in mine if run["file_hash"] == sha256 and run["source_file"] != file.name]

    def _replace(self, replaced: list[dict]) -> None:
        """Take out the file's earlier load, and loads that left rows out because of it; those are loaded anew."""
        names = {(feed.name, file.name): (feed, file) for feed, file in self.queue}
        for run in replaced:
            bookkeeping.forget(self.engine, run)
            for other in bookkeeping.resting_on(self.runs, run):
                again = names.get((other["feed"], other["source_file"]))
                if again:
                    bookkeeping.forget(self.engine, other)
                    self.queue.append(again)

    def _tell(self, feed: Feed, file: SourceFile, raw: RawRows, before: dict | None, sha256: str) -> None:
        if feed.follows:
            return
        if before and before["file_hash"] != sha256:
            self.told.say(f"{file.name} has other content than before: its rows were replaced.")
        elif before:
            self.told.say(f"{file.name} was loaded again: what the site file says of it changed.")
        if raw.totals_left_out:
            self.told.say(f"{file.name}: {raw.totals_left_out} total row(s) at the end left out.")
        if raw.touches_left_out:
            self.told.say(
                f"{file.name}: {raw.touches_left_out} row(s) touch a patient and were left. "
                f'To load them, add a feed of the same files with table = "access_event".'
            )
        others = self.runs.filter(self.runs["source_file"] != file.name)
        fresh = bookkeeping.new_headers(others, feed, raw.headers)
        if fresh:
            self.told.say(f"{file.name} has new headers: {', '.join(fresh)}. Map them, or leave them.")

    def _scratch(self) -> Path:
        """A name beside the warehouse for a file written anew in UTF-8: what a log holds goes to no other folder."""
        with tempfile.NamedTemporaryFile(
            prefix=f"{self.warehouse.name}{SCRATCH}", dir=self.warehouse.parent, delete=False
        ) as made:
            return Path(made.name)


def _size(file: SourceFile) -> int:
    return file.path.stat().st_size if file.path.is_file() else 0


def _sweep(warehouse: Path) -> None:
    """Remove what a killed load left beside the warehouse."""
    for left in warehouse.parent.glob(f"{warehouse.name}{SCRATCH}*"):
        left.unlink(missing_ok=True)
    shutil.rmtree(f"{warehouse}{SPILL}", ignore_errors=True)


TOLD_BY_NAME = 5


def _undeclared(providers: list[str]) -> str:
    named = ", ".join(f"'{name}'" for name in providers[:TOLD_BY_NAME])
    if len(providers) > TOLD_BY_NAME:
        named += f" and {len(providers) - TOLD_BY_NAME} more"
    are = "is" if len(providers) == 1 else "are"
    return f"{named} {are} not declared: kind other, no state, UTC. Add a [[provider]] block for each."
