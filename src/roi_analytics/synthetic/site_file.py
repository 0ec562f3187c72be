"""What does the site file of the sample say? `site.toml`, written from the same layouts as the logs."""

import json
from datetime import date

from roi_analytics.synthetic.layouts import MONTHLY_LOGS, Feed
from roi_analytics.synthetic.network import BUSINESS_ASSOCIATES, PROVIDERS

HEAD = """# The site file of an invented network: no provider, person or record in it is real. Written by `roi sample`.

[site]
name = "{name}"

[targets]
answered_within_days = 30
record_need_window_days = 120
second_request_window_days = 120
"""


def text(value: str) -> str:
    """A string as TOML writes it."""
    return json.dumps(value, ensure_ascii=False)


def site_text(name: str, feeds: list[str]) -> str:
    """A whole site file: providers, business associates, and the feeds given."""
    parts = [HEAD.format(name=name)]
    for provider in PROVIDERS:
        lines = [
            "[[provider]]",
            f"provider_id = {text(provider.provider_id)}",
            f"name = {text(provider.name)}",
            f"kind = {text(provider.kind)}",
            f"state = {text(provider.state)}",
        ]
        if provider.has_zone:
            lines.append(f"time_zone = {text(provider.time_zone)}")
        parts.append("\n".join([*lines, "is_covered_entity = true", ""]))
    for identity, associate, service, is_agent in BUSINESS_ASSOCIATES:
        parts.append(
            f"[[business_associate]]\nbusiness_associate_id = {text(identity)}\nname = {text(associate)}\n"
            f"service = {text(service)}\nis_agent = {str(is_agent).lower()}\n"
        )
    return "\n".join([*parts, *feeds])


def feed_text(feed: Feed, first_extract: date, name: str | None = None, files: str | None = None,
              dated: str | None = None) -> str:  # fmt: skip
    """One feed's block; `name`, `files` and `dated` where it is not the sample's own."""
    style, folder = feed.style, feed.provider.provider_id
    extracted_on = dated or f"{feed.stem}-%Y-%m-%d.{feed.suffix}"
    pattern = files or f"{folder}/{feed.stem}-20*.{feed.suffix}"
    if feed.dated_once:
        extracted_on, pattern = first_extract.isoformat(), f"{folder}/{feed.stem}.{feed.suffix}"
    elif feed.snapshot_column:
        extracted_on = feed.snapshot_column
    lines = [
        "[[feed]]",
        f"name = {text(name or feed.name)}",
        f"table = {text(feed.table.name)}",
        f"files = {text(pattern)}",
        f"extracted_on = {text(extracted_on)}",
        f"extract = {text(feed.extract)}",
    ]
    if not feed.provider.has_zone and feed.table.name not in MONTHLY_LOGS:
        lines.append(f"time_zone = {text(feed.provider.time_zone)}")
    if feed.suffix in ("csv", "txt", "tsv"):
        if style.delimiter != ",":
            lines.append(f"delimiter = {text(style.delimiter)}")
        if style.encoding != "utf-8":
            lines.append(f"encoding = {text(style.encoding)}")
        if style.null_words:
            lines.append(f"null_words = [{', '.join(map(text, style.null_words))}]")
    if feed.suffix == "xlsx":
        lines += ['sheet = "Log"', f"header_row = {len(feed.lines_above) + 1}", 'total_row_starts_with = "Total"']
    if "provider_id" not in feed.columns:
        lines += ["[feed.constants]", f"provider_id = {text(folder)}"]
    lines.append("[feed.columns]")
    lines += [f"{column} = {text(header)}" for column, header in feed.columns.items()]
    formats = _formats(feed)
    if formats:
        lines += ["[feed.formats]", *(f"{column} = {text(form)}" for column, form in formats.items())]
    for column, words in feed.words.items():
        lines.append(f"[feed.values.{column}]")
        lines += [f"{text(own)} = {text(word)}" for own, word in words.items()]
    return "\n".join([*lines, ""])


def _formats(feed: Feed) -> dict[str, str]:
    """The formats that are not ISO; typed files have none, but for moments kept as text."""
    style, formats = feed.style, {}
    for column in feed.columns:
        kind = feed.table.columns[column].type if column in feed.table.columns else "id"
        is_text = feed.suffix in ("csv", "txt", "tsv")
        if kind == "date" and is_text and style.date_format:
            formats[column] = style.date_format
        if (
            kind in ("instant", "wall_clock")
            and style.instant_format
            and (is_text or feed.suffix == "xlsx" or feed.provider.provider_id == "tamarack-bay")
        ):
            formats[column] = style.instant_format
    return formats
