"""Which cases are planted for the rules that `truth.py` does not judge? Each says itself what it is.

A case is a quiet request at a provider whose logs can show it, with a few rows changed (see scene.py). The truth of
such a rule is about the planted requests only; what the background does is not told.
"""
# ruff: noqa: E501 - a table is as wide as its words

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.network import BY_ID, Provider
from roi_analytics.synthetic.plans import Fee, MakePlan, Notice, Paper, Plan, Refusal, answered
from roi_analytics.synthetic.release_desk import LOGS_RULES
from roi_analytics.synthetic.scene import Touch, again, drop, more, say

COPIES = 3
"""How often each is planted in a full sample."""

OFFENDS, NEARLY = "offends", "near_miss"


@dataclass(frozen=True)
class Planting:
    """One planted case: its rule, the id of its case, whether it offends, its plan and what is changed after it."""

    rule: str
    kind: str
    case: str
    plan: MakePlan
    touches: tuple[Touch, ...] = ()
    provider: str = "riverbend-general"

    @property
    def why(self) -> str:
        return f"planted: {self.rule.replace('_', ' ')}, {self.kind.replace('_', ' ')}"


def pair(rule: str, case: str, offends: Any, nearly: Any, provider: str = "riverbend-general") -> list[Planting]:
    """A rule's two cases: each a plan, or a plan and what is changed after it."""
    made = []
    for kind, said in ((OFFENDS, offends), (NEARLY, nearly)):
        plan, *touches = said if isinstance(said, tuple) else (said,)
        made.append(Planting(rule, kind, case, plan, tuple(touches), provider))
    return made


def refused(ground: str, **said: Any) -> MakePlan:
    """A request denied after 12 days on a ground, told to the last extract for weeks."""
    return answered(12, shown=45, end="denied", refusals=[Refusal(ground)], **said)


def released(path: str, *papers: Paper, **said: Any) -> MakePlan:
    """Records released after 6 days on these papers."""
    requester = {"authorization": "attorney", "directive": "patient", "legal_process": "court"}.get(
        path, "public_health"
    )
    return answered(6, **({"path": path, "requester": requester, "papers": list(papers)} | said))


def charged(*fees: Fee, form: str = "paper", **said: Any) -> MakePlan:
    """A person's own copy of the history, charged so."""
    return answered(9, fees=list(fees), items=[("history", form)], **said)


LETTER = Paper("written_authorization", signed=-5)
ORDER, SUBPOENA = Paper("court_order", expires=None), Paper("subpoena", expires=None)
CONSENT = Paper("part2_consent", signed=-5)
COST = Fee("labor_copying", 5.0)
REVIEW = {"ordinal": "1", "requested_on": 5, "outcome": "open", "reviewer_id": "REV9", "reviewer_is_licensed": True}


def review(**said: Any) -> tuple[Touch, ...]:
    """One review of the denial in place of any other."""
    told = {"referred_on": 6, "decided_on": 15, "notified_on": 16, "outcome": "upheld"} | said
    return drop("denial_review"), more("denial_review", "denial", after=5, **(REVIEW | told))


def missing(table: str, element: str, state: str = "missing") -> Touch:
    """One element of a form in that state, all others present."""

    def touch(scene: Any) -> None:
        for row in scene.rows(table):
            row.values["state"] = state if row.values["element"] == element else "present"

    return touch


def evidence(*elements: str, without: str = "") -> tuple[Touch, ...]:
    """The evidence of a disclosure: these elements, present but for one."""
    return (
        drop("disclosure_evidence"),
        *(
            more("disclosure_evidence", "disclosure", element=element, state="missing" if element == without else "present")
            for element in elements
        ),
    )  # fmt: skip


def form(kind: str, *elements: str, without: str = "") -> tuple[Touch, ...]:
    """The paper of the request and its elements, present but for one."""
    return (
        say("authority", kind=kind),
        drop("authority_element"),
        *(
            more(
                "authority_element", "authority", element=element, state="missing" if element == without else "present"
            )
            for element in elements
        ),
    )


def waited(days: int) -> tuple[Touch, ...]:
    """One step that waited on the vendor for so many days."""
    return (
        drop("request_event"),
        more("request_event", event_no="1", stage="pended", happened_at=-days - 2, waiting_on="vendor"),
        more("request_event", event_no="2", stage="resumed", happened_at=-2),
    )


def accounting(**said: Any) -> Touch:
    """A request for an accounting of disclosures beside the planted one, by somebody nobody else is."""
    return more(
        "accounting_request", **({"request_id": "ACC{request}", "patient_id": "{request}", "fee_usd": 0.0} | said)
    )


MARKS, PART2_FORM = ("C1", "C2", "C3"), tuple(f"P{number}" for number in range(1, 11))
NOTICE = ("written assurance", "proof of notice to the individual", "objections resolved")
ORDER_LIMIT = "only what the order expressly allows"
LIST = "only the eight listed items"
PART2 = [("substance_use", "electronic")]
NOTES = [("psychotherapy_notes", "paper")]
LAW_ENFORCEMENT = say("disclosure", purpose="law_enforcement")

PLANTINGS = (
    # turnaround
    *pair("extension_void", "request", answered(45, notices=[Notice(31)]), answered(45, notices=[Notice(29)])),
    *pair("late_beyond_extension", "request", answered(62, notices=[Notice(28, 58)]), answered(60, notices=[Notice(30, 60)])),
    *pair("only_acknowledged", "request", answered(40), answered(30)),
    *pair("partial_not_completed", "request", answered(41, handing="partial_first"), answered(28, handing="partial_first")),
    *pair("found_after_no_records", "request",
          (answered(8, shown=30, end="no_records", items=[("history", "paper")]),
           more("delivery", after=12, delivery_id="FOUND-{request}", sent_on=12, delivered_on=12, outcome="delivered", is_complete=True)),
          answered(8, shown=30, end="no_records", items=[("history", "paper")])),
    *pair("identity_check_delay", "request",
          (answered(25), drop("request_event"), say("request", identity_proof_on=-1)),
          (answered(25), drop("request_event"), say("request", identity_proof_on=-24))),
    *pair("inspection_late", "request", answered(31, items=[("notes", "inspection")]), answered(30, items=[("notes", "inspection")])),
    *pair("second_request_after_silence", "{request}-2", (answered(50, shown=8), again(-5)), (answered(20, shown=40), again(10))),
    *pair("accounting_late", "ACC{request}", (answered(6), accounting(received_on=-70, acted_on=0)),
          (answered(6), accounting(received_on=-60, acted_on=0))),
    *pair("long_stage", "request/1", (answered(29), *waited(18)), (answered(29), *waited(10))),
    # fees
    *pair("accounting_fee", "ACC{request}", (answered(6), accounting(received_on=-4, acted_on=0, fee_usd=5.0)),
          (answered(6), accounting(received_on=-4, acted_on=0, fee_usd=0.0))),
    *pair("information_blocking_risk", "request", (answered(44, items=[("notes", "electronic")]), say("request_item", held_as="electronic")),
          (answered(30, items=[("notes", "electronic")]), say("request_item", held_as="electronic"))),
    *pair("per_page_on_electronic", "request",
          (charged(Fee("per_page", 12.0, "average_cost"), form="electronic"), say("request_item", held_as="electronic")),
          (charged(Fee("per_page", 12.0, "average_cost")), say("request_item", held_as="electronic"))),
    *pair("flat_fee_above_option", "request", charged(Fee("flat", 9.5, "flat_option"), form="electronic"),
          charged(Fee("flat", 6.5, "flat_option"), form="electronic")),
    *pair("state_schedule_on_access", "request", charged(Fee("per_page", 12.0, "state_schedule")), charged(COST)),
    *pair("fee_without_basis", "request", (charged(COST), say("invoice", sent_on=-200)), charged(COST)),
    *pair("fee_notice_missing", "request",
          (charged(COST), drop("correspondence", kind="fee_notice"), say("invoice", sent_on=0)), charged(COST)),
    *pair("invoice_after_due", "request", (answered(40, fees=[COST], items=[("history", "paper")]), say("invoice", sent_on=-5)),
          (answered(40, fees=[COST], items=[("history", "paper")]), say("invoice", sent_on=-10))),
    *pair("fee_where_copy_is_free", "request/oh-free-copy", (charged(COST), say("request", stated_need="benefit_claim")),
          (charged(COST), say("request", stated_need="care"))),
    *pair("patient_fee_above_cap", "request",
          (charged(Fee("per_page", 10.25)), say("request_item", pages_paper=40, pages_electronic=0, images=None)),
          (charged(Fee("per_page", 10.0)), say("request_item", pages_paper=40, pages_electronic=0, images=None)), "alder-canyon"),
    *pair("fee_above_schedule", "request",
          (released("legal_process", SUBPOENA, fees=[Fee("per_page", 4.1)], items=[("history", "paper")]),
           say("request_item", pages_paper=40, pages_electronic=0, images=None)),
          (released("legal_process", SUBPOENA, fees=[Fee("per_page", 4.0)], items=[("history", "paper")]),
           say("request_item", pages_paper=40, pages_electronic=0, images=None)), "alder-canyon"),
    # denials
    *pair("ground_without_conditions", "denial", refused("R3"), refused("R3", requester="guardian")),
    *pair("psychotherapy_notes_not_separate", "denial",
          (refused("U1", items=NOTES), say("request_item", notes_kept_separate=False)),
          (refused("U1", items=NOTES), say("request_item", notes_kept_separate=True))),
    *pair("denial_without_licensed_decider", "denial", (refused("R1"), say("denial", decider_is_licensed=False)), refused("R1")),
    *pair("denial_without_notice", "denial",
          (refused("R1"), say("denial", notice_sent_on=None), drop("correspondence", kind="denial")), refused("R1")),
    *pair("denial_notice_late", "denial",
          (refused("R1"), say("denial", notice_sent_on=19), say("correspondence", sent_on=19)),
          (refused("R1"), say("denial", notice_sent_on=18), say("correspondence", sent_on=18))),
    *(planting for code in ("DN1", "DN2", "DN3", "DN4", "DN5") for planting in
      pair("denial_notice_incomplete", f"denial/{code}", (refused("R1"), missing("denial_notice_element", code)),
           (refused("R1"), missing("denial_notice_element", code, "present")))),
    *pair("partial_denial_gave_nothing", "denial",
          (answered(12, shown=45, end="fulfilled_partly", items=[("history", "paper"), ("notes", "paper")],
                    refusals=[Refusal("U1", is_whole=False)]),
           drop("delivery"), drop("disclosure"), say("request_item", outcome="pending"), say("request", status="open", completed_on=None)),
          answered(12, shown=45, end="fulfilled_partly", items=[("history", "paper"), ("notes", "paper")],
                   refusals=[Refusal("U1", is_whole=False)])),
    *pair("review_not_referred", "denial/1",
          (refused("R1"), *review(referred_on=None, decided_on=None, notified_on=None, reviewer_id=None, outcome="open")),
          (refused("R1"), *review())),
    *pair("review_by_decider", "denial/1", (refused("R1"), say("denial", decided_by="REV9"), *review()), (refused("R1"), *review())),
    *pair("reviewer_not_licensed", "denial/1", (refused("R1"), *review(reviewer_is_licensed=False)), (refused("R1"), *review())),
    *pair("review_result_not_told", "denial/1", (refused("R1"), *review(notified_on=None)), (refused("R1"), *review())),
    *pair("review_not_given_effect", "denial/1", (refused("R1"), *review(outcome="overturned")),
          (refused("R1"), *review(outcome="overturned", effected_on=20))),
    *pair("representative_refused", "denial", refused("X_PR_REFUSED", requester="guardian"),
          (refused("X_PR_REFUSED", requester="guardian"), drop("authority"), say("request", authority_proof_on=None))),
    *pair("parent_refused_whole_record", "denial", refused("X_STATE_LAW", requester="parent"),
          answered(12, shown=45, end="fulfilled_partly", items=[("history", "paper"), ("notes", "paper")], requester="parent",
                   refusals=[Refusal("X_STATE_LAW", is_whole=False)])),
    *pair("inspection_refused", "denial", refused("X_WORKLOAD", items=[("notes", "inspection")]),
          refused("X_WORKLOAD", items=[("notes", "paper")])),
    *pair("withheld_against_state_law", "denial", refused("X_UNPAID_CARE"), refused("X_COPY_INVOICE"), "alder-canyon"),
    # barriers and form
    *pair("unreasonable_barrier", "denial", refused("X_PORTAL_ONLY"), refused("X_WORKLOAD")),
    *pair("format_not_given", "request/1",
          (answered(8, items=[("history", "paper")]), say("request_item", format_requested="electronic", held_as="electronic")),
          (answered(8, items=[("history", "paper")]), say("request_item", format_requested="electronic", held_as="paper"))),
    # papers
    *(planting for code in ("A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2", "B3") for planting in
      pair("authorization_incomplete", f"authority/{code}",
           (released("authorization", LETTER), missing("authority_element", code)),
           (released("authorization", LETTER), missing("authority_element", code, "present")))),
    *(planting for code in MARKS for planting in
      pair("directive_without_marks", f"authority/{code}",
           (released("directive", LETTER), *form("self", *MARKS, without=code)), (released("directive", LETTER), *form("self", *MARKS)))),
    *(planting for code in PART2_FORM for planting in
      pair("part2_consent_incomplete", f"authority/{code}",
           (released("authorization", CONSENT, items=PART2), *form("part2_consent", *PART2_FORM, without=code)),
           (released("authorization", CONSENT, items=PART2), *form("part2_consent", *PART2_FORM)))),
    *pair("parent_of_adult", "disclosure",
          (answered(6), say("request", requester_kind="parent", authority_proof_on=-2), say("authority", kind="parent_of_minor")),
          answered(6, requester="parent")),
    *pair("authorization_out_of_scope", "delivery",
          (released("authorization", LETTER), say("delivery", is_named_in_authority=False)), released("authorization", LETTER)),
    *pair("wrong_recipient", "delivery",
          (released("authorization", LETTER), say("delivery", outcome="wrong_recipient")), released("authorization", LETTER)),
    *pair("representative_without_proof", "disclosure",
          (answered(6, requester="guardian"), say("authority", proof_received_on=3, verified_on=3), say("request", authority_proof_on=3)),
          (answered(6, requester="guardian"), say("authority", proof_received_on=0, verified_on=0), say("request", authority_proof_on=0))),
    *pair("part2_without_consent", "disclosure",
          (released("authorization", LETTER, items=PART2), say("request_item", is_part2_record=True)),
          (released("authorization", CONSENT, items=PART2), say("request_item", is_part2_record=True))),
    *pair("psychotherapy_notes_released", "disclosure",
          (released("payment", requester="payer_audit", items=NOTES), say("request_item", notes_kept_separate=True)),
          (released("payment", requester="payer_audit", items=NOTES), say("request_item", notes_kept_separate=False))),
    # disclosures without authorization
    *pair("disclosure_evidence_missing", "disclosure/us-evidence-subpoena-notice-proof",
          (released("legal_process", SUBPOENA), *evidence(*NOTICE, without=NOTICE[1])),
          (released("legal_process", SUBPOENA), *evidence(*NOTICE))),
    *pair("disclosure_evidence_missing", "disclosure/us-evidence-public-health",
          (released("public_authority"), *evidence("legal authority", without="legal authority")),
          (released("public_authority"), *evidence("legal authority"))),
    *pair("court_order_exceeded", "disclosure",
          (released("legal_process", ORDER), *evidence("order id", ORDER_LIMIT, without=ORDER_LIMIT)),
          (released("legal_process", ORDER), *evidence("order id", ORDER_LIMIT))),
    *pair("law_enforcement_beyond_list", "disclosure",
          (released("legal_process", requester="law_enforcement"), LAW_ENFORCEMENT, *evidence(LIST, without=LIST)),
          (released("legal_process", requester="law_enforcement"), LAW_ENFORCEMENT, *evidence(LIST))),
    *pair("disclosure_not_accounted", "disclosure",
          (released("public_authority"), *evidence("legal authority"), say("disclosure", accounted_on=None)),
          (released("public_authority"), *evidence("legal authority"), say("disclosure", accounted_on=0))),
    *(planting for said in (released("public_authority"), released("legal_process", ORDER), released("required_by_law"))
      for planting in pair("disclosure_not_logged", "request",
                           (said, say("delivery", disclosure_id=None), drop("disclosure_evidence"), drop("disclosure")), said)),
)  # fmt: skip

PLANTED_RULES = frozenset(planting.rule for planting in PLANTINGS) | LOGS_RULES


def plantings(seed: int, copies: int, months: int) -> Iterator[tuple[Provider, Plan, Planting]]:
    """Every planted case of these rules as a provider, a plan and what it is."""
    chance = Chance(seed, "planted rules")
    for planting in PLANTINGS:
        provider = BY_ID[planting.provider]
        last = provider.extracts(months)[-1]
        for ordinal in range(copies):
            plan = planting.plan(chance, provider, last, ordinal)
            if plan is not None:
                yield provider, plan, planting
