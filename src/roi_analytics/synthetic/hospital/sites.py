"""Which hospitals stand in the evaluation kit, and what kinds of people work in them? All invented."""

from dataclasses import dataclass
from datetime import datetime

from roi_analytics.synthetic.network import FIRST_DAY

HOUR = 3_600_000_000  # microseconds, as polars keeps moments
DAY = 24 * HOUR
WARM_UP = 30
"""Days the hospital has been at work before its log begins, so that its first week is like any other."""
AFTER = 14
"""Days of work planned beyond the end of the log: appointments made, stays not ended."""

OPENS = int((datetime.combine(FIRST_DAY, datetime.min.time()) - datetime(1970, 1, 1)).total_seconds() * 1e6)
"""The local midnight with which the log begins, in microseconds of the wall clock."""


@dataclass(frozen=True)
class Site:
    """One hospital: its share of the work, its mix of stays, and what its records leave out."""

    provider_id: str
    name: str
    kind: str
    state: str
    time_zone: str
    share: float
    mix: tuple[float, float, float]
    """Shares of inpatient stays, emergency visits and outpatient visits."""
    has_residents: bool = False
    gaps: float = 1.0
    """How many times the usual share of records is missing."""
    name_tail: float = 15.0
    """How evenly surnames are spread: at a low number a few families make up much of the town."""
    month_without_orders: int | None = None
    """The month, the first being 0, in which the site kept no orders; not the first."""


SITES = (
    Site("harrow-university", "Harrow University Hospital", "hospital", "NY", "America/New_York", 0.42,
         (0.11, 0.24, 0.65), has_residents=True),
    Site("cedar-flats", "Cedar Flats Regional Hospital", "hospital", "CO", "America/Denver", 0.27,
         (0.12, 0.30, 0.58), month_without_orders=1),
    Site("isle-point", "Isle Point Hospital", "hospital", "WA", "America/Los_Angeles", 0.19,
         (0.10, 0.32, 0.58), gaps=1.5, name_tail=2.0),
    Site("saltbrook", "Saltbrook Clinics", "clinic", "IL", "America/Chicago", 0.12, (0.0, 0.0, 1.0), gaps=0.8),
    Site("thornbury", "Thornbury Hospital", "hospital", "AZ", "America/Phoenix", 0.2, (0.09, 0.29, 0.62)),
    Site("mill-hollow", "Mill Hollow Teaching Hospital", "hospital", "TX", "America/Chicago", 0.3,
         (0.12, 0.25, 0.63), has_residents=True, gaps=1.2),
)  # fmt: skip

EMERGENCY = "emergency"
WARDS = ("medicine", "surgery", "pediatrics", "maternity", "intensive care", "cardiology", "oncology", "neurology",
         "orthopedics", "psychiatry")  # fmt: skip
CLINICS = ("primary care clinic", "pediatric clinic", "women's clinic", "cardiology clinic", "orthopedics clinic",
           "oncology clinic", "psychiatry clinic")  # fmt: skip


@dataclass(frozen=True)
class Role:
    """A kind of worker: how many of a hundred, where, by which clock, and what they look at."""

    title: str
    weight: float
    where: str
    """A department, or where the patients are: `beds` (wards and emergency), `care` (clinics too)."""
    rounds: bool
    """Whether they work twelve hours, day or night; others keep office hours."""
    rows: float
    """Rows a glance leaves in the log, on average."""
    purpose: str
    classes: dict[str, float]


CLINICAL = {"chart": 4, "note": 3, "result": 3, "order": 2, "medication": 2, "demographics": 0.5, "list": 0.7,
            "image": 0.4, "print": 0.1}  # fmt: skip
DESK = {"demographics": 5, "schedule": 4, "chart": 1, "billing": 1, "list": 0.6, "print": 0.3}
PAPER = {"chart": 2, "note": 4, "billing": 1, "report": 1, "result": 1.5, "demographics": 1}

ROLES = {
    "nurse": Role("registered nurse", 34, "care", True, 2.8, "treatment", {**CLINICAL, "medication": 5, "order": 3}),
    "physician": Role("attending physician", 14, "care", False, 3.4, "treatment", CLINICAL),
    "resident": Role("resident physician", 9, "beds", True, 3.6, "treatment", CLINICAL),
    "student": Role("medical student", 3, "beds", False, 3.0, "treatment", {"chart": 3, "note": 4, "result": 3}),
    "social": Role("social worker", 4, "social work", False, 3.0, "treatment", {**PAPER, "schedule": 1}),
    "laboratory": Role("laboratory technologist", 5, "laboratory", True, 2.4, "treatment", {"order": 4, "result": 6,
                       "demographics": 1, "list": 0.5}),
    "imaging": Role("radiologic technologist", 5, "imaging", True, 2.8, "treatment", {"order": 3, "image": 6,
                    "result": 2, "chart": 1, "schedule": 1}),
    "pharmacy": Role("pharmacist", 4, "pharmacy", True, 2.8, "treatment", {"medication": 6, "order": 3, "result": 1.5,
                     "chart": 1}),
    "registrar": Role("registrar", 5, "registration", True, 2.2, "operations", DESK),
    "scheduler": Role("scheduler", 5, "scheduling", False, 2.2, "operations", DESK),
    "billing": Role("billing specialist", 5, "billing office", False, 2.6, "payment", {"billing": 6, "note": 1.5,
                    "demographics": 1.5, "report": 1}),
    "coding": Role("coder", 3, "coding", False, 3.0, "payment", PAPER),
    "quality": Role("quality analyst", 2, "quality", False, 3.0, "operations", PAPER),
    "infection": Role("infection preventionist", 1, "infection control", False, 3.0, "operations", {"result": 5,
                      "chart": 2, "note": 2, "report": 1}),
    "release": Role("release of information specialist", 2, "records office", False, 3.0, "operations", {**PAPER,
                    "print": 2, "export": 1.5}),
    "research": Role("research coordinator", 1, "research", False, 3.0, "operations", PAPER),
    "guard": Role("security guard", 2, "security", True, 2.2, "operations", {"demographics": 4, "list": 2, "chart": 2,
                  "schedule": 1}),
}  # fmt: skip

GROUPS = (*ROLES, "on_call")
"""Groups of the roster. Physicians on call at night are a group of their own."""
TITLES = [role.title for role in ROLES.values()]
OFFICES = tuple(dict.fromkeys(role.where for role in ROLES.values() if role.where not in ("beds", "care")))
DEPARTMENTS = (EMERGENCY, *WARDS, *CLINICS, *OFFICES)
CODE = {name: number for number, name in enumerate(DEPARTMENTS)}


def wards_of(site: Site, users: int) -> tuple[str, ...]:
    """The site's wards: the more staff, the more of them; none without inpatients."""
    return WARDS[: max(3, min(len(WARDS), users // 50))] if site.mix[0] else ()


def clinics_of(users: int) -> tuple[str, ...]:
    """The site's clinics."""
    return CLINICS[: max(2, min(len(CLINICS), users // 60))]
