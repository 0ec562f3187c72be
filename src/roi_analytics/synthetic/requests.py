"""What became of each request? Plans are turned into rows of the request log and of the logs that hang on it."""

from datetime import date, timedelta

from roi_analytics.synthetic import handling, intent, money, release
from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.network import PROVIDERS, Provider
from roi_analytics.synthetic.people import Patient, Patients
from roi_analytics.synthetic.plans import CHANNELS, Plan, background, paper_for
from roi_analytics.synthetic.planted import copies, planted
from roi_analytics.synthetic.planted_rules import plantings
from roi_analytics.synthetic.rows import Row, Tables, add
from roi_analytics.synthetic.scene import Scene

OWNERS = {
    "tamarack-bay": ("Zoë Léger", "José Muñoz", "Åsa Bäckmere", "Renée Dûpont"),
    "bluestem-health": ("Unit 4", "Unit 7", "Unit 11"),
}
DESK = ("M. Ashbey", "T. Cordenette", "L. Norwaneth", "P. Quarholt", "S. Ostmere")
VENDORS = {"riverbend-general": "copywell", "alder-canyon": "copywell", "bluestem-health": "paperbark"}


class Book:
    """The request log of one provider while it is being written: numbers given, patients asked for."""

    def __init__(self, provider: Provider, patients: Patients, seed: int, extracts: list[date]) -> None:
        self.provider = provider
        self.patients = patients
        self.chance = Chance(seed, "requests", provider.provider_id)
        self.extracts = extracts
        self.tables: Tables = {}
        self.number = 0
        self.asked: set[tuple[str, str, date]] = set()
        self.earlier: list[tuple[str, Patient, date]] = []
        self.planted: list[tuple[str, str, str, str, str]] = []
        """Cases of planted_rules.py: rule, provider, case, kind, why."""

    @property
    def last(self) -> date:
        """The day of the provider's last extract."""
        return self.extracts[-1]

    def next_id(self) -> str:
        """The next request number, in the provider's own shape."""
        self.number += 1
        if self.provider.provider_id == "bluestem-health":
            return str(2026_000_000 + self.number * 3)
        return f"{self.provider.prefix}{self.number:05d}"

    def patient_for(self, plan: Plan) -> Patient | None:
        """A patient this request can concern, whom the same kind of requester did not ask for that day."""
        pool = {"parent": self.patients.minors, "executor": self.patients.dead}.get(plan.requester)
        if pool is None:
            pool = self.patients.shared if plan.shared else self.patients.adults
        for _ in range(200):
            if not pool:
                return None
            patient = self.chance.pick(pool)
            if self.claim(patient, plan.requester, plan.received_on):
                return patient
        raise RuntimeError("the invented network has too few patients for so many requests on one day")

    def claim(self, patient: Patient, requester: str, received_on: date) -> bool:
        """Whether nobody of this kind asked for this patient on that day or the two after; from now on, one did."""
        days = {(patient.patient_id, requester, received_on + timedelta(days=more)) for more in range(3)}
        if days & self.asked:
            return False
        self.asked |= days
        return True


def write_requests(
    seed: int, requests: int, months: int, people: dict[str, Patients]
) -> tuple[dict[str, Book], Tables]:
    """All requests of the network: each provider's book, and every table of rows."""
    plans: dict[str, list[Plan]] = {provider.provider_id: [] for provider in PROVIDERS}
    for provider, plan in planted(seed, requests, months):
        plans[provider.provider_id].append(plan)
    for provider, plan, planting in plantings(seed, copies(requests), months):
        plan.planting = planting
        plans[provider.provider_id].append(plan)
    books, tables = {}, {}
    for provider in PROVIDERS:
        extracts = provider.extracts(months)
        book = books[provider.provider_id] = Book(provider, people[provider.provider_id], seed, extracts)
        own = plans[provider.provider_id]
        wanted = round(requests * provider.share_of_requests)
        own += [background(book.chance, provider, book.last) for _ in range(wanted - len(own))]
        for plan in sorted(own, key=lambda plan: plan.received_on):
            write_request(book, plan)
        for name, rows in book.tables.items():
            tables.setdefault(name, []).extend(rows)
        book.tables = tables
    return books, tables


def write_request(book: Book, plan: Plan) -> None:
    """One request and everything that hangs on it."""
    chance, provider = book.chance, book.provider
    plan.channel = plan.channel or chance.pick(CHANNELS)
    plan.items = plan.items or handling.items_for(chance, plan)
    if plan.papers is None:
        plan.papers = paper_for(chance, plan.path, plan.requester)
    settle(provider, plan, book.last)
    request = request_row(book, plan)
    answered_on = plan.received_on + timedelta(days=plan.days) if plan.end != "open" else None
    handling.write_handling(book, plan, request, answered_on)
    money.write_fees(book, plan, request, answered_on)
    release.write_release(book, plan, request, answered_on)
    if plan.planting:
        scene = Scene(book, request, answered_on or plan.received_on)
        for touch in plan.planting.touches:
            touch(scene)
        planted_as = plan.planting
        case_id = scene.case(planted_as.case)
        book.planted.append((planted_as.rule, provider.provider_id, case_id, planted_as.kind, planted_as.why))
    if not plan.quiet:
        correct_later(book, plan, request)


def settle(provider: Provider, plan: Plan, last: date) -> None:
    """Keep a request off the days on which two readings of the law would differ (see `intent.due_dates`)."""
    said = {
        "received_on": plan.received_on, "requester_kind": plan.requester, "legal_path": plan.path,
        "is_written": plan.is_written,
    }  # fmt: skip
    if not plan.is_written:
        plan.days = min(plan.days, 12)
    inspection_only = {how for _, how in plan.items or []} == {"inspection"}
    notices = handling.notice_values(plan)
    due = intent.due_dates(provider.state, said, notices, inspection_only)
    seen_on = min(plan.received_on + timedelta(days=plan.days), last) if plan.end != "open" else last
    if len({seen_on > day for day in due}) > 1:
        plan.days = min(plan.days, (min(due) - plan.received_on).days)
        plan.end = "fulfilled" if plan.end == "open" else plan.end


def request_row(book: Book, plan: Plan) -> Row:
    """The line of the request log, with what was added to it as the request went on."""
    chance, provider = book.chance, book.provider
    request_id, prior = book.next_id(), None
    patient = None
    if plan.path == "access" and plan.requester == "patient" and not plan.quiet and chance.yes(0.06):
        candidates = [entry for entry in book.earlier[-60:] if 10 <= (plan.received_on - entry[2]).days <= 90]
        if candidates:
            prior_id, known, _ = chance.pick(candidates)
            if book.claim(known, plan.requester, plan.received_on):
                patient, prior = known, prior_id
    patient = patient or book.patient_for(plan)
    if patient and plan.path == "access" and plan.requester == "patient":
        book.earlier.append((request_id, patient, plan.received_on))
    vendor = VENDORS.get(provider.provider_id) if chance.yes(0.3) else None
    received_on = plan.received_on
    row = Row(
        "request",
        provider.provider_id,
        received_on,
        {
            "request_id": request_id, "patient_id": patient.patient_id if patient else None,
            "prior_request_id": prior, "requester_kind": plan.requester,
            "legal_path": plan.path, "stated_need": need(chance, plan),
            "handled_by": "business_associate" if vendor else "provider", "business_associate_id": vendor,
            "channel": plan.channel, "is_written": plan.is_written,
            "signed_on": received_on - timedelta(days=chance.whole(0, 6)) if plan.is_written else None,
            "received_on": received_on,
            "authority_proof_on": received_on if plan.requester in intent.REPRESENTATIVES else None,
            "status": "open", "owner": chance.pick(OWNERS.get(provider.provider_id, DESK)),
        },
    )  # fmt: skip
    if vendor:
        arrived_on = received_on + timedelta(days=min(plan.days, chance.whole(0, 3)))
        row.update(arrived_on, vendor_received_on=arrived_on)
    if plan.path in ("access", "directive"):
        proven_on = received_on + timedelta(days=min(plan.days, chance.whole(0, 2)))
        row.update(proven_on, identity_proof_on=proven_on)
    if plan.end != "open":
        completed_on = received_on + timedelta(days=plan.days)
        row.update(completed_on, completed_on=completed_on, status=plan.end)
        closed_on = completed_on + timedelta(days=chance.pick([0, 0, 0, 1, 2, 4]))
        row.update(closed_on, closed_on=closed_on)
    return add(book.tables, row)


def need(chance: Chance, plan: Plan) -> str:
    """Why the records are wanted, as far as the requester said."""
    if plan.requester == "attorney":
        return "litigation"
    return chance.pick({"none": 0.55, "care": 0.3, "benefit_claim": 0.08, "benefit_appeal": 0.03, "other": 0.04})


def correct_later(book: Book, plan: Plan, request: Row) -> None:
    """Now and then the log is corrected in a later extract, or a request enters it late."""
    chance = book.chance
    shown_on = next((day for day in book.extracts if day >= plan.received_on), None)
    if shown_on is None or shown_on == book.last:
        return
    corrected_on = shown_on + timedelta(days=chance.whole(2, 20))
    if plan.end == "fulfilled" and plan.days >= 5 and chance.yes(0.02):
        request.values["received_on"] = plan.received_on + timedelta(days=chance.whole(1, 2))
        request.seen_from = request.values["received_on"]
        request.update(corrected_on, received_on=plan.received_on)
    elif plan.path == "authorization" and plan.end == "fulfilled" and chance.yes(0.06):
        completed_on = plan.received_on + timedelta(days=plan.days)
        if completed_on <= shown_on:
            request.updates = [
                (day, {**said, "status": "no_records"} if "status" in said else said) for day, said in request.updates
            ]
            request.update(corrected_on, status="fulfilled")
    elif chance.yes(0.012):
        request.seen_from = corrected_on
