"""Which files does a feed have, of which day, and what do their bytes say before anything is read as a table?"""

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from roi_analytics.site import Feed
from roi_analytics.site_words import DIRECTIVES

CHUNK = 4 * 1024 * 1024
"""Bytes looked at together. A line that fills a whole chunk is no line of a log."""

REPLACEMENT = "\ufffd".encode()


class FileRefused(Exception):
    """A whole file is refused: its code, and a message with what, where and the mend."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class SourceFile:
    """One file of a feed. `name` is its path from site.toml's folder; `extracted_on` is None where a column tells."""

    path: Path
    name: str
    extracted_on: date | None


@dataclass(frozen=True)
class Scan:
    """What one pass over a file's bytes tells."""

    sha256: str
    size: int
    has_replacement: bool
    has_blank_line: bool
    has_endless_line: bool
    starts_with: bytes
    lines: int = 0


def find(feed: Feed, folder: Path) -> list[Path]:
    """The paths a feed's `files` names, in the order of their names. A pattern that finds nothing refuses the feed."""
    pattern = Path(feed.files)
    root = Path(pattern.anchor) if pattern.is_absolute() else folder
    relative = str(pattern.relative_to(root)) if pattern.is_absolute() else feed.files
    try:
        found = sorted(root.glob(relative), key=lambda path: path.as_posix())
    except (ValueError, NotImplementedError, OSError):
        found = []
    if not found:
        raise FileRefused(
            "missing_file",
            f"feed '{feed.name}': no file is named {feed.files} beside the site file.{_neighbours(feed, folder)}\n"
            f"Put the file there, or mend `files`.",
        )
    return found


def _neighbours(feed: Feed, folder: Path) -> str:
    beside = (folder / feed.files).parent
    try:
        names = sorted(entry.name for entry in beside.iterdir() if entry.is_file())
    except OSError:
        return f"\nThere is no folder {Path(feed.files).parent.as_posix()}."
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return f"\nThat folder has: {shown or 'no file'}."


def relative_name(path: Path, folder: Path) -> str:
    """A file's path from site.toml's folder, with forward slashes."""
    return Path(os.path.relpath(path, folder)).as_posix()


def extract_day(feed: Feed, path: Path) -> date | None:
    """The day of the extract that a file is, by its name or the feed's constant; None where a column tells."""
    if feed.extracted_on_is == "column":
        return None
    if feed.extracted_on_is == "constant":
        return date.fromisoformat(feed.extracted_on)
    depth = feed.extracted_on.count("/") + 1
    name = "/".join(path.parts[-depth:])
    pattern = re.sub(
        r"%-?(.)|([^%]+)", lambda part: f"({DIRECTIVES[part[1]]})" if part[1] else re.escape(part[2]), feed.extracted_on
    )
    if re.fullmatch(pattern, name):
        try:
            return datetime.strptime(name, feed.extracted_on.replace("%-", "%")).date()
        except ValueError:
            pass
    raise FileRefused(
        "no_extract_date",
        f"feed '{feed.name}': the name {path.name} does not tell its day by extracted_on = \"{feed.extracted_on}\".\n"
        "Mend the pattern or the file's name, or give extracted_on as a date.",
    )


def scan(path: Path) -> Scan:
    """Hash a file and note what decides how it is read, in one pass over its bytes."""
    if path.is_dir():
        raise FileRefused(
            "not_a_file", f"{path.name} is a folder where a file should be.\nName the files in it: {path.name}/*.csv"
        )
    digest = hashlib.sha256()
    size, lines, replaced, blank, endless, tail, first = 0, 0, False, False, False, b"", b""
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                first = first or chunk[:16]
                size += len(chunk)
                lines += chunk.count(b"\n")
                window = tail + chunk
                replaced = replaced or REPLACEMENT in window
                endless = endless or (len(chunk) == CHUNK and b"\n" not in chunk and b"\r" not in chunk)
                if not blank:
                    body = window.rstrip(b"\r\n")
                    blank = b"\n\n" in body or b"\n\r\n" in body
                tail = window[-4:]
    except OSError as error:
        raise FileRefused(
            "unreadable_file", f"{path.name} cannot be read: {error.strerror}.\nAsk for read access to it."
        ) from None
    if tail and not tail.endswith(b"\n"):
        lines += 1
    return Scan(digest.hexdigest(), size, replaced, blank, endless, first, lines)
