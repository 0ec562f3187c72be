"""Which files is a loader right to refuse whole? Three, beside the sample, with a site file of their own."""

from datetime import date, timedelta
from pathlib import Path

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.layouts import Feed
from roi_analytics.synthetic.rows import Row
from roi_analytics.synthetic.site_file import feed_text, site_text
from roi_analytics.synthetic.writing import Line, Planted, Written, write_text_file

FOLDER = "refused"


def write_refused(seed: int, directory: Path, feeds: list[Feed], last: date, written: Written) -> None:
    """`refused.toml` and its files: days and months swapped, a header changed, the same bytes under another name."""
    by_name = {feed.name: feed for feed in feeds}
    log, practice = by_name["riverbend-general-request"], by_name["larkspur-family-request"]
    chance = Chance(seed, "refused")
    folder = directory / FOLDER
    folder.mkdir(parents=True, exist_ok=True)

    swapped = [_line(number, _early_day(chance)) for number in range(1, 91)]
    for line in swapped:
        line.row.cells["received_on"] = f"{line.values['received_on']:%d/%m/%Y}"
    write_text_file(log, folder / f"swapped-{last}.csv", swapped, last)

    plain = [_line(number, chance.day(last - timedelta(days=60), last)) for number in range(1, 31)]
    changed = folder / f"header-{last}.csv"
    write_text_file(log, changed, plain, last)
    changed.write_bytes(changed.read_bytes().replace(b"DateRecd", b"Date Received", 1))

    earlier = last.replace(day=1) - timedelta(days=1)
    sent = [_line(number, chance.day(earlier - timedelta(days=50), earlier)) for number in range(1, 21)]
    for day in (earlier, last):
        write_text_file(practice, folder / f"resent-{day}.csv", sent, earlier)

    blocks = [
        feed_text(feed, last, name=name, files=f"{FOLDER}/{name}-*.csv", dated=f"{name}-%Y-%m-%d.csv")
        for name, feed in (("swapped", log), ("header", log), ("resent", practice))
    ]
    site = site_text("Riverbend network, files to refuse", blocks)
    (directory / "refused.toml").write_text(site, encoding="utf-8", newline="\n")
    for name, code in (("swapped", "day_month_swapped"), ("header", "header_changed"), ("resent", "same_bytes")):
        written.planted.append(
            Planted(f"{FOLDER}/{name}-{last}.csv", None, code, "file", "received_on" if name != "resent" else "")
        )


def _early_day(chance: Chance) -> date:
    """A day within the first twelve of a month: only such days survive being read the other way round."""
    return date(2025, chance.whole(9, 11), chance.whole(1, 12))


def _line(number: int, received_on: date) -> Line:
    values = {
        "request_id": f"S{number:04d}", "patient_id": f"R{number:06d}", "requester_kind": "patient",
        "legal_path": "access", "channel": "mail", "is_written": True, "received_on": received_on, "status": "open",
    }  # fmt: skip
    return Line(values, Row("request", "", received_on, values))
