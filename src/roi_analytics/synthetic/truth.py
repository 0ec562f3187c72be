"""What is true about the sample? Every case that offends and the ones that nearly do, judged from the rows as written.

Each provider's rows are read as its last extract shows them and judged by `intent.py`, so that a case which offends by
chance is told too. Where two readings of the law differ on a case, the sample is wrong and nothing is written.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from roi_analytics.synthetic import intent
from roi_analytics.synthetic.accesses import Frames
from roi_analytics.synthetic.layouts import STYLES
from roi_analytics.synthetic.network import PROVIDERS, Provider, month_ends
from roi_analytics.synthetic.planted_work import Explained
from roi_analytics.synthetic.rows import Tables
from roi_analytics.synthetic.writing import Written

Values = dict[str, Any]


class Case(NamedTuple):
    """One line of truth/findings.csv."""

    rule: str
    provider_id: str
    case_id: str
    kind: str
    why: str


class Seen:
    """One provider's rows as its last extract shows them, by table and by request."""

    def __init__(self, provider: Provider, tables: Tables, last: date) -> None:
        self.provider = provider
        self.last = last
        self.rows: dict[str, list[Values]] = defaultdict(list)
        for name in provider.tables:
            for row in tables.get(name, []):
                if row.provider_id == provider.provider_id and row.visible(last) and not row.is_refused:
                    self.rows[name].append(row.view(last))
        self.children: dict[tuple[str, str], list[Values]] = defaultdict(list)
        for name, rows in self.rows.items():
            for values in rows:
                if "request_id" in values:
                    self.children[name, values["request_id"]].append(values)

    def of(self, request: Values, table: str) -> list[Values]:
        """The rows of a table that hang on a request."""
        return self.children[table, request["request_id"]]

    def inspection_only(self, request: Values) -> bool:
        """Whether everything provided was looked at on the spot (of what is asked, while nothing is provided)."""
        provided = [item for item in self.of(request, "request_item") if item.get("outcome") == "provided"]
        how = {item["format_provided"] for item in provided}
        return how == {"inspection"}


def judge(provider: Provider, tables: Tables, frames: Frames, months: int) -> Iterator[Case]:
    """Every case of the findings at one provider."""
    seen = Seen(provider, tables, provider.extracts(months)[-1])
    clock = month_ends(months)[-1]
    if "requester_kind" in STYLES[provider.provider_id].request_columns:
        for request in seen.rows["request"]:
            yield from _deadline(seen, request, clock)
            yield from _fees(seen, request)
            yield from _denials(seen, request)
            yield from _releases(seen, request)
    events = frames.get((provider.provider_id, "access_event"))
    if events is not None and "break_glass_reason" not in STYLES[provider.provider_id].unmapped.get("access_event", ()):
        for event_id, reason in events.filter("is_break_glass").select("event_id", "break_glass_reason").rows():
            kind, why = ("near_miss", "a reason was given") if reason else ("offends", "no reason was given")
            yield Case("break_glass_without_reason", provider.provider_id, event_id, kind, why)


def _answer(seen: Seen, request: Values) -> tuple[date | None, str]:
    """When the duty ended by an answer, and by which: records, a whole written denial, or 'nothing held'."""
    if not seen.provider.feeds("delivery"):
        answered = request.get("completed_on") if request["status"] in intent.ANSWERING else None
        return answered, "completed, as logged"
    answers = []
    for delivery in seen.of(request, "delivery"):
        if delivery["is_complete"] and delivery.get("outcome") != "failed":
            answers.append((delivery["made_available_on"] or delivery["sent_on"], "records handed over"))
    for denial in seen.of(request, "denial"):
        if denial["is_whole"]:
            answers.append((denial["notice_sent_on"], "denied in writing"))
    for letter in seen.of(request, "correspondence"):
        if letter["kind"] == "no_records":
            answers.append((letter["sent_on"], "told that nothing is held"))
    return min(answers, default=(None, ""))


def _deadline(seen: Seen, request: Values, clock: date) -> Iterator[Case]:
    notices = seen.of(request, "extension")
    due = intent.due_dates(seen.provider.state, request, notices, seen.inspection_only(request))
    if not due or request["status"] in intent.NO_CASE or not _is_bound(seen, request):
        return
    received_on, provider_id, case_id = request["received_on"], seen.provider.provider_id, request["request_id"]
    answered_on, how = _answer(seen, request)
    seen_on = answered_on or seen.last
    late = {seen_on > day for day in due}
    if request["status"] in intent.ENDED:
        late = {False}
    if len(late) > 1:
        raise RuntimeError(f"{provider_id}: a request on whose lateness two readings of the law differ")
    due_on, rule = min(due), "answered_late" if answered_on else "past_due"
    is_extended = intent.extension_is_valid(received_on, notices)
    said = f"received {received_on}, due {due_on}"
    if late == {True}:
        if notices and due_on < received_on + timedelta(days=intent.FEDERAL_DAYS):
            said += ", a federal notice of delay does not move it"
        elif notices and not is_extended:
            said += ", the notice of delay does not count"
        said += f", {how} {answered_on}" if answered_on else f", open when last seen {seen.last}"
        yield Case(rule, provider_id, case_id, "offends", said)
        return
    if request["status"] in intent.ENDED or len(due) > 1:
        return
    collected = max((d.get("delivered_on") or date.min for d in seen.of(request, "delivery")), default=date.min)
    if answered_on == due_on:
        yield Case(rule, provider_id, case_id, "near_miss", f"{said}, {how} on that very day")
    elif answered_on and is_extended and answered_on > received_on + timedelta(days=intent.FEDERAL_DAYS):
        yield Case(rule, provider_id, case_id, "near_miss", f"{said} by a valid extension, {how} {answered_on}")
    elif answered_on and collected > due_on:
        yield Case(rule, provider_id, case_id, "near_miss", f"{said}, ready {answered_on}, collected {collected}")
    elif not answered_on and due_on == seen.last:
        yield Case(rule, provider_id, case_id, "near_miss", f"{said}, open when last seen on that very day")
    elif not answered_on and is_extended and seen.last > received_on + timedelta(days=intent.FEDERAL_DAYS):
        yield Case(
            rule, provider_id, case_id, "near_miss", f"{said} by a valid extension, open when last seen {seen.last}"
        )
    elif not answered_on and seen.last < due_on < clock:
        yield Case(rule, provider_id, case_id, "near_miss", f"{said}, last seen {seen.last}: no extract since")


def _is_bound(seen: Seen, request: Values) -> bool:
    """
    A direction to send a paper copy to someone else has had no federal clock since Ciox v. Azar, 2020-01-23.

    A log that does not tell a direction shows a patient's own request.
    """
    if "legal_path" not in STYLES[seen.provider.provider_id].request_columns:
        return True
    wanted = {item.get("format_requested") for item in seen.of(request, "request_item")}
    return request["legal_path"] != "directive" or not wanted or bool(wanted & {"electronic", "portal", "media", None})


def _fees(seen: Seen, request: Values) -> Iterator[Case]:
    provider_id, case_id, lines = seen.provider.provider_id, request["request_id"], seen.of(request, "fee_line")
    is_access = request["legal_path"] == "access"
    for line in lines:
        line_id, what = f"{case_id}/{line['line_no']}", f"{line['kind']} {line['amount_usd']:.2f}"
        if line["kind"] in intent.FEES_NOT_IN_THE_LIST:
            if is_access and line["amount_usd"] > 0:
                yield Case(
                    "prohibited_fee_component", provider_id, line_id, "offends", f"{what} on a patient's own request"
                )
            elif is_access:
                yield Case("prohibited_fee_component", provider_id, line_id, "near_miss", f"{what}: nothing charged")
            elif request["legal_path"] == "authorization":
                yield Case("prohibited_fee_component", provider_id, line_id, "near_miss", f"{what} on an authorization")
        elif is_access and line["kind"] in ("labor_copying", "supplies", "postage", "summary"):
            yield Case("prohibited_fee_component", provider_id, line_id, "near_miss", f"{what} is in the closed list")
    if not is_access or not lines:
        return
    charged = sum(line["amount_usd"] for line in lines)
    kinds = {line["kind"] for line in lines}
    free = sum(line["amount_usd"] for line in lines if line["kind"] in intent.FREE_FEES)
    formats = {item.get("format_provided") for item in seen.of(request, "request_item")}
    rule = "fee_on_free_channel"
    if free > 0:
        yield Case(rule, provider_id, case_id, "offends", f"{free:.2f} for looking on the spot or in the portal")
    elif charged > 0 and seen.inspection_only(request):
        yield Case(rule, provider_id, case_id, "offends", f"{charged:.2f} though everything was only inspected")
    elif kinds & intent.FREE_FEES:
        yield Case(rule, provider_id, case_id, "near_miss", "a line for a free channel, nothing charged")
    elif "portal_upload" in kinds:
        yield Case(rule, provider_id, case_id, "near_miss", "labor of uploading what was not in the portal")
    elif "inspection" in formats:
        yield Case(rule, provider_id, case_id, "near_miss", "part was inspected, the copied part was charged")


def _denials(seen: Seen, request: Values) -> Iterator[Case]:
    for denial in seen.of(request, "denial"):
        ground, is_access = denial["ground"], request["legal_path"] == "access"
        if ground is None:
            continue
        lawful = ground in intent.LAWFUL_GROUNDS
        if lawful and not is_access:
            continue
        kind = "offends" if is_access and not lawful else "near_miss"
        why = f"ground {ground}" if is_access else f"ground {ground}, but on an authorization"
        yield Case("denial_without_lawful_ground", seen.provider.provider_id, denial["denial_id"], kind, why)


def _releases(seen: Seen, request: Values) -> Iterator[Case]:
    """Releases on an authorization: none on file is one question, a defective one another."""
    if request["legal_path"] != "authorization" or not seen.provider.feeds("authority"):
        return
    papers = [paper for paper in seen.of(request, "authority") if paper["kind"] != "none"]
    provider_id = seen.provider.provider_id
    for disclosure in seen.of(request, "disclosure"):
        moment: datetime = disclosure["disclosed_at"]
        case_id, released = disclosure["disclosure_id"], f"released {moment.date()}"
        if not papers:
            yield Case(
                "release_without_authority", provider_id, case_id, "offends", f"{released}: no authority on file"
            )
            continue
        yield Case("release_without_authority", provider_id, case_id, "near_miss", f"{released}: a paper is on file")
        best = min(
            ([*_defects(paper, moment.date())] for paper in papers), key=lambda days: sum(day[2] for day in days)
        )
        for defect, day, is_defect in best:
            kind = "offends" if is_defect else "near_miss"
            why = f"{released}: {defect.replace('_after', '')} {day}"
            yield Case("authorization_defective", provider_id, f"{case_id}/{defect}", kind, why)


def _defects(paper: Values, released_on: date) -> Iterator[tuple[str, date, bool]]:
    """Each day on a paper that could undo it, 45 CFR 164.508(b)(2), and whether it does on the day of release."""
    if paper["kind"] not in ("written_authorization", "part2_consent"):
        return
    if signed_on := paper.get("signed_on"):
        yield "signed_after", signed_on, signed_on > released_on
    if expires_on := paper.get("expires_on"):
        yield "expired", expires_on, expires_on < released_on
    if revoked_on := paper.get("revoked_on"):
        yield "revoked", revoked_on, revoked_on <= released_on


def write_truth(
    directory: Path, tables: Tables, frames: Frames, written: Written, months: int, declared: list[Case],
    explained: list[Explained],
) -> dict[str, int]:  # fmt: skip
    """The four tables of `truth/` (`declared`: planted as such) and a page on them; rows per file."""
    folder = directory / "truth"
    folder.mkdir(parents=True, exist_ok=True)
    cases = sorted(case for provider in PROVIDERS for case in judge(provider, tables, frames, months))
    planted = sorted(
        (flaw.source_file, flaw.source_row or 0, flaw.code, flaw.fate, flaw.column) for flaw in written.planted
    )
    flaws = [(file, row or "", *rest) for file, row, *rest in planted]
    _table(folder / "findings.csv", Case._fields, cases)
    _table(folder / "planted.csv", Case._fields, sorted(declared))
    _table(folder / "explanations.csv", Explained._fields, explained)
    _table(folder / "rows.csv", ("source_file", "source_row", "code", "fate", "column"), flaws)
    page = (Path(__file__).parent / "truth.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(page, encoding="utf-8", newline="\n")
    counts = {"findings": len(cases), "planted": len(declared), "explanations": len(explained), "rows": len(flaws)}
    return {f"truth/{name}.csv": count for name, count in counts.items()}


def _table(path: Path, header: tuple[str, ...], rows: list[Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)
