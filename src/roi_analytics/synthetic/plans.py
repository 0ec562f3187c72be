"""What is to happen to one request? A plan says it in a few words; `requests.py` turns it into rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.network import FIRST_DAY, Provider

# Kinds of requester by legal path. The first column of weights is for providers of care, the second for an insurer.
PATHS = {
    "access": 0.56, "directive": 0.05, "authorization": 0.17, "legal_process": 0.05, "required_by_law": 0.02,
    "public_authority": 0.04, "treatment": 0.06, "payment": 0.03, "operations": 0.01, "unknown": 0.01,
}  # fmt: skip
REQUESTERS = {
    "access": {"patient": 0.8, "parent": 0.09, "executor": 0.04, "health_care_agent": 0.04, "guardian": 0.03},
    "directive": {"patient": 0.6, "health_app": 0.4},
    "authorization": {"attorney": 0.45, "insurer": 0.2, "copy_service": 0.12, "disability_determination": 0.15,
                      "family_member": 0.04, "research": 0.04},
    "legal_process": {"court": 0.6, "law_enforcement": 0.4},
    "required_by_law": {"workers_compensation": 0.8, "coroner": 0.2},
    "public_authority": {"public_health": 0.7, "oversight": 0.3},
    "treatment": {"provider": 1.0},
    "payment": {"payer_audit": 0.7, "insurer": 0.3},
    "operations": {"oversight": 0.5, "other": 0.5},
    "unknown": {"attorney": 0.8, "unknown": 0.2},
}  # fmt: skip
CHANNELS = {"portal": 0.34, "email": 0.16, "mail": 0.17, "fax": 0.17, "in_person": 0.12, "phone": 0.04}
ENDS = {
    "access": {"fulfilled": 0.84, "fulfilled_partly": 0.03, "denied": 0.03, "no_records": 0.04, "withdrawn": 0.02,
               "redirected": 0.01, "abandoned": 0.01, "duplicate": 0.01, "invalid": 0.01},
    "other": {"fulfilled": 0.82, "denied": 0.03, "no_records": 0.05, "withdrawn": 0.03, "redirected": 0.02,
              "duplicate": 0.02, "invalid": 0.03},
}  # fmt: skip
SETS = {"history": 0.3, "test_results": 0.16, "billing": 0.12, "notes": 0.12, "imaging": 0.1, "laboratory": 0.09,
        "pharmacy": 0.04, "treatment_plan": 0.03, "mental_health": 0.02, "substance_use": 0.01,
        "other": 0.01}  # fmt: skip
MEDIAN_DAYS = {"CA": 8, "WA": 12}

# Providers whose law is the federal clock alone, and that show what was handed over.
FEDERAL = ("riverbend-general", "northstar-assay", "bluestem-health")
ITEMISED = ("riverbend-general", "alder-canyon", "tamarack-bay", "quill-marsh", "northstar-assay", "bluestem-health")
DELIVERING = (*ITEMISED, "mesa-ridge")
RELEASING = ("riverbend-general", "alder-canyon", "tamarack-bay", "bluestem-health", "mesa-ridge")


@dataclass
class Notice:
    """A notice that a request takes longer: days after receipt, and what it said."""

    after_days: int
    promised_after: int | None = 50
    reason: str = "records in off-site storage"


@dataclass
class Refusal:
    """A denial: its ground, and the ground first logged where the log was corrected later."""

    ground: str | None
    is_whole: bool = True
    first_ground: str | None = None


@dataclass
class Fee:
    """One line of a fee; `withdrawn` lines are gone from the newest extract."""

    kind: str
    amount: float
    method: str = "actual_cost"
    withdrawn: bool = False


@dataclass
class Paper:
    """The authority behind a request. Days count from the day of release (or of receipt, if nothing is released)."""

    kind: str
    signed: int | None = -10
    expires: int | None = 365
    revoked: int | None = None


@dataclass
class Plan:
    """What is to happen to one request."""

    received_on: date
    path: str = "access"
    requester: str = "patient"
    end: str = "fulfilled"
    days: int = 10
    channel: str = ""
    notices: list[Notice] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    fees: list[Fee] | None = None
    items: list[tuple[str, str]] | None = None
    papers: list[Paper] | None = None
    handing: str = "plain"
    """plain, collected_late, failed_first, partial_first or partial_only."""
    is_written: bool = True
    shared: bool = False
    quiet: bool = False
    """No step of chance: nothing but what the plan says (planted cases)."""
    planting: Any = None
    """What it is planted for, where it is a case of planted_rules.py."""


def paper_for(chance: Chance, path: str, requester: str) -> list[Paper]:
    """The authority a request of this path and requester shows when all is well."""
    own = {
        "parent": "parent_of_minor",
        "guardian": "guardianship",
        "health_care_agent": "health_care_power_of_attorney",
        "executor": "executor",
    }
    if path in ("access", "directive"):
        if requester in own:
            return [Paper(own[requester], expires=None, signed=-30)]
        return [Paper("self", expires=None, signed=-1)] if chance.yes(0.6) else []
    if path == "authorization":
        kind = "part2_consent" if chance.yes(0.05) else "written_authorization"
        return [Paper(kind, signed=-chance.whole(1, 30))]
    if path == "legal_process":
        kind = {"subpoena": 0.6, "court_order": 0.4} if requester == "court" else {"warrant": 0.5, "court_order": 0.5}
        return [Paper(chance.pick(kind), expires=None)]
    if path in ("required_by_law", "public_authority"):
        return [Paper("statute" if path == "required_by_law" else "administrative_request", expires=None)]
    return []


def background(chance: Chance, provider: Provider, last: date) -> Plan:
    """A request like most: received on some day, handled in the time its provider usually takes, perhaps still open."""
    paths = dict(PATHS)
    if not provider.logs_path:
        # Where the log has no path it has to follow from the requester and the authority: only those where it does.
        paths = {word: paths[word] for word in ("access", "authorization", "legal_process", "public_authority")}
    path = chance.pick(paths)
    requesters = dict(REQUESTERS[path])
    if not provider.logs_path and path == "authorization":
        requesters = {"attorney": 0.6, "copy_service": 0.2, "disability_determination": 0.2}
    requester = chance.pick(requesters)
    plan = Plan(chance.day(FIRST_DAY, last), path, requester)
    plan.end = chance.pick(ENDS["access" if path in ("access", "directive") else "other"])
    median = MEDIAN_DAYS.get(provider.state, 14)
    plan.days = chance.days(median, 0.62) if path in ("access", "directive") else chance.days(10, 0.7)
    plan.shared = path == "access" and requester == "patient" and chance.yes(0.18)
    plan.is_written = not (path == "access" and chance.yes(0.03))
    if path in ("access", "directive") and plan.days > 30 and provider.state not in ("CA", "WA") and chance.yes(0.4):
        plan.notices = [Notice(chance.whole(20, 30), promised_after=60)]
    if plan.end == "fulfilled_partly" and not provider.feeds("denial"):
        plan.end = "fulfilled"
    if path == "unknown" and plan.end in ("fulfilled", "fulfilled_partly"):
        plan.end = "invalid"
    if plan.end in ("withdrawn", "redirected", "abandoned", "duplicate", "invalid"):
        plan.days = min(plan.days, chance.whole(1, 9))
    if plan.end == "denied":
        plan.refusals = [Refusal(chance.pick(["R1", "R2", "U1", "U5"]))]
    if plan.end == "fulfilled_partly":
        plan.refusals = [Refusal(chance.pick(["U1", "R1", "R3" if requester != "patient" else "U5"]), is_whole=False)]
    return plan


# -- plans of planted cases ------------------------------------------------------------------------

MakePlan = Callable[[Chance, Provider, date, int], "Plan | None"]
"""Makes a plan of chance, a provider, the day of its last extract and how many such plans there were before."""


def answered(days: int, shown: int = 4, **said: object) -> MakePlan:
    """A plan answered so many days after receipt, `shown` days or more before the last extract."""

    def plan(chance: Chance, provider: Provider, last: date, ordinal: int) -> Plan | None:
        newest = last - timedelta(days=days + shown)
        return Plan(chance.day(FIRST_DAY, newest), days=days, quiet=True, **said) if newest >= FIRST_DAY else None

    return plan


def left_open(received_before: int, **said: object) -> MakePlan:
    """A plan never answered, received so many days before the provider's last extract."""

    def plan(chance: Chance, provider: Provider, last: date, ordinal: int) -> Plan | None:
        received_on = last - timedelta(days=received_before + (ordinal if said.get("end") == "open" else 0))
        return Plan(received_on, days=400, quiet=True, **said) if received_on >= FIRST_DAY else None

    return plan
