"""Do a file's headers still fit the mapping? A mapped header that is gone refuses the file with a diff."""

import difflib
import re
import unicodedata
from collections.abc import Sequence

from roi_analytics.load.files import FileRefused
from roi_analytics.site import Feed


def normalised(header: str) -> str:
    """A header without what printing and spreadsheets add: byte-order mark, odd spaces, trailing marks, case."""
    text = unicodedata.normalize("NFKC", header.replace("\ufeff", ""))
    return re.sub(r"[\s*:.§#†]+$", "", " ".join(text.split())).casefold()


def wanted(feed: Feed) -> dict[str, str]:
    """Every header the feed's mapping names, by canonical column; `extracted_on` where a column holds it."""
    return dict(feed.columns) | ({"extracted_on": feed.extracted_on} if feed.extracted_on_is == "column" else {})


def match(feed: Feed, headers: Sequence[str], file_name: str) -> dict[str, int]:
    """
    Position of each mapped column in the file, or FileRefused with what is missing and what is new.

    A structured reader fills the columns its format has a place for; only what the site file renames must be there.
    """
    places: dict[str, list[int]] = {}
    for position, header in enumerate(headers):
        places.setdefault(normalised(header), []).append(position)
    names = wanted(feed)
    if feed.is_structured:
        names = {column: header for column, header in names.items() if column != header or header in headers}
    missing = {column: header for column, header in names.items() if normalised(header) not in places}
    if missing:
        raise FileRefused("header_changed", _diff(feed, headers, file_name, missing))
    for column, header in names.items():
        exact = [position for position in places[normalised(header)] if headers[position] == header]
        if len(places[normalised(header)]) > 1 and len(exact) != 1:
            raise FileRefused(
                "header_changed",
                f"{file_name}: the header '{header}' stands twice, so `{column}` could be either.\nGive the two "
                f"columns different headers.",
            )
    return {column: _place(header, headers, places) for column, header in names.items()}


def _place(header: str, headers: Sequence[str], places: dict[str, list[int]]) -> int:
    positions = places[normalised(header)]
    return next((position for position in positions if headers[position] == header), positions[0])


def _diff(feed: Feed, headers: Sequence[str], file_name: str, missing: dict[str, str]) -> str:
    mapped = {normalised(header) for header in wanted(feed).values()}
    new = [header for header in headers if normalised(header) not in mapped and header.strip()]
    lines = [f"{file_name} has no column for {', '.join(f'`{column}`' for column in missing)}."]
    for header in missing.values():
        nearest = difflib.get_close_matches(normalised(header), [normalised(one) for one in new], n=1, cutoff=0.5)
        near = next((one for one in new if nearest and normalised(one) == nearest[0]), None)
        lines.append(f"Missing: '{header}'" + (f"; nearest there: '{near}'" if near else ""))
    lines.append(f"It has: {', '.join(one.strip() for one in headers)}.")
    lines.append(
        _delimiter_hint(headers) or f"Name yours in the site file, feed '{feed.name}':  {next(iter(missing))} = \"...\""
    )
    return "\n".join(lines)


def _delimiter_hint(headers: Sequence[str]) -> str | None:
    """A single header that holds other delimiters was cut at the wrong character."""
    if len(headers) == 1:
        for sign, shown in ((";", ";"), (",", ","), ("\t", "\\t"), ("|", "|")):
            if sign in headers[0]:
                return f"The header looks cut at '{shown}': give the feed  delimiter = \"{shown}\""
    return None
