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
TOPICS = (
    "response_deadline", "fee_component", "free_channel", "flat_fee_option",
    "denial_ground", "authorization_required", "break_glass_reason",
)  # fmt: skip
AUTHORITY_KINDS = ("statute", "rule", "court", "guidance", "enforcement", "policy")
CERTAINTIES = ("high", "medium")
DAY_TYPES = ("calendar", "business")
CLOCK_STARTS = ("request_received", "written_request_received")
RECORD_FORMATS = ("any", "electronic", "paper")

REQUEST = TABLES["request"].columns
APPLIES_TO = tuple(dict.fromkeys(("any", *REQUEST["legal_path"].values, *REQUEST["requester_kind"].values)))
"""A legal path, or the kind of requester a rule is narrowed to on the access path."""

CODES = tuple(dict.fromkeys((*TABLES["fee_line"].columns["kind"].values, *TABLES["denial"].columns["ground"].values)))

SCOPES = ("any", "any_but_laboratory", "health_care_provider", *PROVIDER_KINDS)
"""Which kinds of provider a rule binds; sql/core/provider_rule.sql says what the first three take in."""

FIELDS: dict[str, tuple[tuple[type, ...], tuple[str, ...]]] = {
    "id": ((str,), ()),
    "topic": ((str,), TOPICS),
    "applies_to": ((str,), APPLIES_TO),
    "provider_scope": ((str,), SCOPES),
    "record_format": ((str,), RECORD_FORMATS),
    "clock_start": ((str,), CLOCK_STARTS),
    "code": ((str,), CODES),
    "days": ((int,), ()),
    "day_type": ((str,), DAY_TYPES),
    "extension_days": ((int,), ()),
    "amount_usd": ((int, float), ()),
    "is_allowed": ((bool,), ()),
    "citation": ((str,), ()),
    "authority_kind": ((str,), AUTHORITY_KINDS),
    "source": ((str,), ()),
    "effective_from": ((dt.date,), ()),
    "effective_to": ((dt.date,), ()),
    "seen_in_force_on": ((dt.date,), ()),
    "certainty": ((str,), CERTAINTIES),
    "checked_on": ((dt.date,), ()),
    "summary": ((str,), ()),
}
"""Every field of a rule: the types it may have, and its words where the list is closed."""

TEXTS = ("id", "citation", "source", "summary")
DATES = ("effective_from", "effective_to", "seen_in_force_on", "checked_on")
REQUIRED = ("id", "topic", "applies_to", "citation", "authority_kind", "source", "certainty", "checked_on", "summary")
FOR_TOPIC: dict[str, tuple[str, ...]] = {
    "response_deadline": ("days", "day_type", "clock_start"),
    "fee_component": ("code", "is_allowed"),
    "free_channel": ("code", "amount_usd"),
    "flat_fee_option": ("code", "amount_usd"),
    "denial_ground": ("code", "is_allowed"),
}
"""What a topic needs besides."""
