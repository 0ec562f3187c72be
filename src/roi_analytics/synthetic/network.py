"""Who is in the invented network? Nine providers of six kinds in eight states, none of them real."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

FIRST_DAY = date(2026, 3, 1)


@dataclass(frozen=True)
class Provider:
    """One provider: where it is, how much of the network's work it has, and what its log can tell."""

    provider_id: str
    name: str
    kind: str
    state: str
    time_zone: str
    share_of_requests: float
    share_of_accesses: float = 0.0
    patients: int = 0
    users: int = 0
    prefix: str = ""
    has_zone: bool = True
    logs_path: bool = True
    tables: tuple[str, ...] = ()
    stopped_months_early: int = 0

    def feeds(self, *tables: str) -> bool:
        """Whether the provider's logs hold all of these tables."""
        return set(tables) <= set(self.tables)

    def extracts(self, months: int) -> list[date]:
        """The days on which the provider's logs were drawn, oldest first."""
        days = month_ends(months)
        return days[: max(1, len(days) - self.stopped_months_early)]


def month_ends(months: int) -> list[date]:
    """The last days of the sample's months: when extracts are drawn."""
    ends = []
    for ordinal in range(FIRST_DAY.month - 1, FIRST_DAY.month - 1 + months):
        year, month = FIRST_DAY.year + ordinal // 12, ordinal % 12 + 1
        ends.append(date(year, month, monthrange(year, month)[1]))
    return ends


ANSWER = ("request", "extension", "delivery", "denial", "correspondence", "authority", "fee_line")
ACCESS = ("access_event", "care_record", "workforce_member", "user_account", "assignment")

PROVIDERS = (
    Provider(
        "riverbend-general", "Riverbend General Hospital", "hospital", "OH", "America/New_York",
        0.25, 0.48, patients=1300, users=260, prefix="R26-",
        tables=(*ANSWER, *ACCESS, "request_item", "request_event", "invoice", "payment", "fee_basis",
                "authority_element", "denial_notice_element", "denial_review", "complaint", "disclosure",
                "disclosure_evidence", "accounting_request", "provider_procedure", "patient", "patient_contact",
                "shift", "system_event"),
    ),
    Provider(
        "alder-canyon", "Alder Canyon Hospital", "hospital", "CA", "America/Los_Angeles",
        0.15, 0.26, patients=900, users=170, prefix="00",
        tables=(*ANSWER, *ACCESS, "request_item", "invoice", "complaint", "disclosure", "provider_procedure",
                "fee_basis", "patient"),
    ),
    Provider(
        "tamarack-bay", "Tamarack Bay Clinic", "clinic", "WA", "America/Los_Angeles",
        0.13, 0.12, patients=600, users=70, prefix="TB/",
        tables=(*ANSWER, *ACCESS, "request_item", "request_event", "denial_review", "disclosure",
                "provider_procedure", "patient"),
    ),
    Provider(
        "quill-marsh", "Quill and Marsh Physicians", "doctors_office", "CA", "America/Los_Angeles",
        0.08, patients=400, prefix="QM-", logs_path=False,
        tables=(*ANSWER, "request_item", "invoice", "provider_procedure"),
    ),
    Provider(
        "juniper-street", "Juniper Street Pharmacy", "pharmacy", "AZ", "America/Phoenix",
        0.08, users=6, prefix="", has_zone=False,
        tables=("request", "system_event"),
    ),
    Provider(
        "northstar-assay", "Northstar Assay Laboratory", "laboratory", "IL", "America/Chicago",
        0.08, patients=500, prefix="NSA", logs_path=False,
        tables=(*ANSWER, "request_item", "disclosure", "provider_procedure"),
    ),
    Provider(
        "bluestem-health", "Bluestem Health Plan", "health_insurer", "NC", "America/New_York",
        0.11, patients=900, prefix="",
        tables=(*ANSWER, "request_item", "request_event", "denial_notice_element", "complaint", "disclosure",
                "accounting_request", "provider_procedure", "patient"),
    ),
    Provider(
        "mesa-ridge", "Mesa Ridge Hospital", "hospital", "NM", "America/Denver",
        0.08, 0.14, patients=700, users=110, prefix="MR", stopped_months_early=1,
        tables=(*ANSWER, *ACCESS, "disclosure", "patient"),
    ),
    Provider(
        "larkspur-family", "Larkspur Family Practice", "doctors_office", "PA", "America/New_York",
        0.04, patients=250, prefix="L",
        tables=("request", "extension", "fee_line"),
    ),
)  # fmt: skip

BY_ID = {provider.provider_id: provider for provider in PROVIDERS}

BUSINESS_ASSOCIATES = (
    ("copywell", "Copywell Release Services", "release of information", True),
    ("paperbark", "Paperbark Scanning", "scanning and storage", False),
)
