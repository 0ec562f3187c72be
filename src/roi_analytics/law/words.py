"""The words and fields a law file may use: a closed list, so that a slip of the pen is refused, never ignored."""

import datetime as dt

from roi_analytics.site_words import PROVIDER_KINDS
from roi_analytics.tables import TABLES

STATES = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
    "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC",
    "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
)  # fmt: skip
"""The fifty states and the District of Columbia."""

JURISDICTIONS = ("US", *STATES)

FEE_TOPICS = (
    "copy_fee", "image_fee", "microfilm_fee", "search_fee", "retrieval_fee", "certification_fee", "rush_fee",
    "postage_fee", "fee_cap", "late_reduction",
)  # fmt: skip
"""What a schedule of fees is made of."""

TOPICS = (
    # which clock runs
    "response_deadline", "inspection_deadline", "denial_deadline", "accounting_deadline", "stage_wait",
    "second_request",
    # what may be charged
    "fee_component", "free_channel", "flat_fee_option", "per_page_electronic", "fee_notice", "own_cost",
    "state_schedule", "late_invoice", "free_copy", "accounting_fee", *FEE_TOPICS,
    # who may be refused, and how
    "access_right", "denial_ground", "ground_condition", "licensed_decider", "denial_notice", "denial_review",
    "partial_denial", "improper_withholding", "representative", "inspection_right", "unfounded_no_records",
    # what a release needs
    "authorization_required", "authorization_element", "authorization_defect", "authorization_expiry", "directive_mark",
    "representative_proof", "part2_consent", "part2_element", "psychotherapy_notes", "disclosure_evidence",
    "disclosure_limit", "accounting_entry", "right_recipient", "age_of_majority", "decedent_protection",
    # how access is given
    "format_right", "barrier", "identity_check", "information_blocking", "preemption", "complaint_venue",
    # house policy on access logs
    "break_glass_reason", "log_reconciliation",
)  # fmt: skip

AUTHORITY_KINDS = ("statute", "rule", "court", "guidance", "enforcement", "policy")
CERTAINTIES = ("high", "medium")
DAY_TYPES = ("calendar", "business")
CLOCK_STARTS = (
    "request_received", "written_request_received", "authorization_received", "payment_received", "discharge",
)  # fmt: skip
"""The day a clock starts. `authorization_received` and `payment_received`: the later of that and the request;
`discharge`: the later of discharge and the request, which no log shows, so that such a clock is never reckoned."""

RECORD_FORMATS = ("any", "paper", "electronic", "microfilm", "image_print", "image_media")
BASES = ("actual_cost", "reasonable", "federal_cost", "library_rate")
"""An amount that the law gives in words: it can be told, and not computed."""

INDEXED = ("yearly", "biennial")
EXTENSIONS_FROM = ("due", "notice")
CONDITIONS = (*TABLES["request"].columns["stated_need"].values[1:], "unlogged")
"""What a copy must be wanted for, as request.stated_need says; `unlogged` is a condition no column tells."""

REQUEST = TABLES["request"].columns
REPRESENTATIVES = ("parent", "guardian", "health_care_agent", "executor")

Party = tuple[str, str | None, str | None]
PARTIES: dict[str, tuple[int, tuple[Party, ...]]] = {
    "any": (0, tuple((path, None, None) for path in REQUEST["legal_path"].values)),
    "access": (1, (("access", None, None),)),
    "directive": (1, (("directive", None, None),)),
    "authorization": (1, (("authorization", None, None),)),
    "third_party": (1, (("authorization", None, None), ("directive", None, None))),
    "subpoena": (1, (("legal_process", None, None),)),
    "provider": (1, (("treatment", None, None),)),
    "government": (1, (("public_authority", None, None), ("required_by_law", None, None))),
    "patient": (2, (("access", "patient", None),)),
    "personal_representative": (2, tuple(("access", kind, None) for kind in REPRESENTATIVES)),
    "attorney": (2, (("authorization", "attorney", None),)),
    "insurer": (2, (("authorization", "insurer", None),)),
    "disability_claim": (
        3,
        (
            ("authorization", "disability_determination", None),
            *((path, None, need) for path in ("access", "directive", "authorization")
              for need in ("benefit_claim", "benefit_appeal")),
        ),
    ),
}  # fmt: skip
"""Whom a rule binds towards: a word of `applies_to`, how narrow it is, and the requests it means as (legal path, kind
of requester, stated need); None is any. Of two rules for one part of a fee the narrower counts."""

SCOPES: dict[str, tuple[tuple[str, bool], ...]] = {
    "any": tuple((kind, True) for kind in PROVIDER_KINDS),
    "any_but_laboratory": tuple((kind, True) for kind in PROVIDER_KINDS if kind != "laboratory"),
    "health_care_provider": tuple((kind, True) for kind in PROVIDER_KINDS if kind != "health_insurer"),
    "facility": (("hospital", True), ("nursing_facility", True), ("clinic", False), ("behavioral_health", False)),
    "practitioner": (("doctors_office", True), ("clinic", False)),
    "ambulatory_facility": (("clinic", False),),
    "outside_hipaa": tuple((kind, True) for kind in PROVIDER_KINDS),
    **{kind: ((kind, True),) for kind in PROVIDER_KINDS},
}
"""Which kinds of provider a rule binds, and whether that is sure: whether a clinic is a facility or the office of a
practitioner in the law's sense is for counsel. `outside_hipaa` is for those who are no covered entity."""

EVIDENCE = (
    "legal authority", "agency", "the statute", "order id", "only what the order expressly allows", "written assurance",
    "proof of notice to the individual", "objections resolved", "protective order sought or agreed",
    "entity's own notice", "process id", "relevant and material", "specific and limited",
    "de-identified data would not do", "only the eight listed items", "waiver document",
    "who believed what, when, source", "able to lessen the threat", "representation", "attestation",
)  # fmt: skip
"""The words of disclosure_evidence.element that some rule asks for."""

DISCLOSURE = TABLES["disclosure"].columns
CODES = tuple(
    dict.fromkeys((
        *TABLES["fee_line"].columns["kind"].values, *TABLES["denial"].columns["ground"].values,
        *TABLES["denial_notice_element"].columns["element"].values,
        *TABLES["authority_element"].columns["element"].values,
        *DISCLOSURE["purpose"].values, *EVIDENCE, *TABLES["complaint"].columns["made_to"].values,
        "signed_after", "expired", "revoked", "scope", "notes_kept_separate", "compilation", "by_representative",
        "correctional", "federal_agency", "evidence", "referral", "independent", "licensed", "notice", "effect",
        "minor", "proof", "in_person", "own_form", "portal_only", "mail_only", "identity_copy", "prohibited_fee",
        "delay",
    ))
)  # fmt: skip
"""Which of several of one topic a rule is about."""

FIELDS: dict[str, tuple[tuple[type, ...], tuple[str, ...]]] = {
    "id": ((str,), ()),
    "topic": ((str,), TOPICS),
    "applies_to": ((list,), tuple(PARTIES)),
    "provider_scope": ((str,), tuple(SCOPES)),
    "record_format": ((str,), RECORD_FORMATS),
    "clock_start": ((str,), CLOCK_STARTS),
    "code": ((str,), CODES),
    "purpose": ((str,), DISCLOSURE["purpose"].values),
    "authority": ((list,), TABLES["authority"].columns["kind"].values),
    "way": ((str,), ()),
    "days": ((int,), ()),
    "day_type": ((str,), DAY_TYPES),
    "extension_days": ((int,), ()),
    "extension_from": ((str,), EXTENSIONS_FROM),
    "years": ((int,), ()),
    "amount_usd": ((int, float), ()),
    "usd_per_hour": ((int, float), ()),
    "usd_per_day": ((int, float), ()),
    "percent": ((int, float), ()),
    "minimum_usd": ((int, float), ()),
    "maximum_usd": ((int, float), ()),
    "tiers": ((list,), ()),
    "basis": ((str,), BASES),
    "includes": ((list,), TABLES["fee_line"].columns["kind"].values),
    "condition": ((list,), CONDITIONS),
    "unless": ((list,), CONDITIONS),
    "indexed": ((str,), INDEXED),
    "amounts_confirmed_to": ((dt.date,), ()),
    "is_allowed": ((bool,), ()),
    "check_only": ((str,), ()),
    "citation": ((str,), ()),
    "authority_kind": ((str,), AUTHORITY_KINDS),
    "source": ((str,), ()),
    "effective_from": ((dt.date,), ()),
    "effective_to": ((dt.date,), ()),
    "compliance_from": ((dt.date,), ()),
    "seen_in_force_on": ((dt.date,), ()),
    "certainty": ((str,), CERTAINTIES),
    "checked_on": ((dt.date,), ()),
    "summary": ((str,), ()),
}
"""Every field of a rule: the types it may have, and its words where the list is closed."""

TIER_FIELDS = {"from_page": (int,), "to_page": (int,), "usd_per_page": (int, float), "flat_usd": (int, float)}
"""A step of a price by pages: `usd_per_page` for each page in it, or `flat_usd` once it is reached."""

TEXTS = ("id", "way", "citation", "source", "summary", "check_only")
DATES = (
    "effective_from", "effective_to", "compliance_from", "seen_in_force_on", "amounts_confirmed_to", "checked_on",
)  # fmt: skip
AMOUNTS = ("amount_usd", "usd_per_hour", "usd_per_day", "percent", "minimum_usd", "maximum_usd")
REQUIRED = ("id", "topic", "applies_to", "citation", "authority_kind", "source", "certainty", "checked_on", "summary")
PRICES = ("tiers", "amount_usd", "usd_per_hour", "usd_per_day", "percent", "maximum_usd", "basis")

FOR_TOPIC: dict[str, tuple[str, ...]] = {
    "response_deadline": ("days", "day_type", "clock_start"),
    "inspection_deadline": ("days", "day_type", "clock_start"),
    "denial_deadline": ("days", "day_type", "clock_start"),
    "accounting_deadline": ("days", "day_type", "clock_start"),
    "stage_wait": ("days", "day_type"),
    "identity_check": ("days", "day_type"),
    "log_reconciliation": ("days", "day_type", "way"),
    "fee_component": ("code", "is_allowed"),
    "free_channel": ("code", "amount_usd"),
    "flat_fee_option": ("code", "amount_usd"),
    "free_copy": ("condition",),
    "late_reduction": ("days", "usd_per_day"),
    "denial_ground": ("code", "is_allowed"),
    "ground_condition": ("code",),
    "improper_withholding": ("code",),
    "denial_notice": ("code",),
    "denial_review": ("code",),
    "authorization_element": ("code",),
    "authorization_defect": ("code",),
    "authorization_expiry": ("days",),
    "directive_mark": ("code",),
    "part2_element": ("code",),
    "disclosure_evidence": ("code", "purpose", "way"),
    "accounting_entry": ("purpose", "is_allowed"),
    "age_of_majority": ("years",),
    "decedent_protection": ("years",),
    "barrier": ("code",),
    "information_blocking": ("code",),
    "complaint_venue": ("code",),
}
"""What a topic needs besides. A part of a fee schedule needs one of PRICES."""
