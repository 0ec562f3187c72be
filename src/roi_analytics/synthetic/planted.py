"""Which cases are planted? For each finding a list of plans that offend and of plans that nearly do.

The truth is not taken from these lists: `truth.py` judges every row that was written, so a case that offends by chance
is in the truth too. The lists only see to it that there are enough of each, also of those easy to get wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from roi_analytics.synthetic import intent
from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.network import BY_ID, FIRST_DAY, Provider
from roi_analytics.synthetic.plans import (
    DELIVERING,
    FEDERAL,
    ITEMISED,
    RELEASING,
    Fee,
    Notice,
    Paper,
    Plan,
    Refusal,
    answered,
    left_open,
)
from roi_analytics.synthetic.planted_rules import COPIES


@dataclass(frozen=True)
class Scenario:
    """A kind of planted case: how many, at which providers, and its plan."""

    count: int
    providers: tuple[str, ...]
    plan: Callable[[Chance, Provider, date, int], Plan | None]


def _washington(working_days: int, over_memorial_day: bool) -> Callable[[Chance, Provider, date, int], Plan | None]:
    """A plan answered on a working day counted as Washington counts them; over Memorial Day where asked."""

    def plan(chance: Chance, provider: Provider, last: date, ordinal: int) -> Plan | None:
        first, newest = (date(2026, 5, 4), date(2026, 5, 6)) if over_memorial_day else (FIRST_DAY, date(2026, 5, 4))
        if last < date(2026, 5, 31):
            return None
        received_on = chance.day(first, newest)
        answered_on = intent.working_days_after(received_on, working_days)
        return Plan(received_on, days=(answered_on - received_on).days, quiet=True)

    return plan


def _due_on_sunday(chance: Chance, provider: Provider, last: date, ordinal: int) -> Plan | None:
    """Due on a Sunday and answered on the Monday: late, because nothing rolls forward."""
    newest = last - timedelta(days=35)
    if newest < FIRST_DAY + timedelta(days=7):
        return None
    received_on = chance.day(FIRST_DAY, newest - timedelta(days=6))
    while (received_on + timedelta(days=30)).weekday() != 6:
        received_on += timedelta(days=1)
    return Plan(received_on, days=31, quiet=True)


def _each(words: list[str], make: Callable[[str, int], dict]) -> Callable[[Chance, Provider, date, int], Plan | None]:
    """A plan for each word in turn, answered within the week."""

    def plan(chance: Chance, provider: Provider, last: date, ordinal: int) -> Plan | None:
        return answered(chance.whole(2, 4), **make(words[ordinal % len(words)], ordinal))(
            chance, provider, last, ordinal
        )

    return plan


CALIFORNIA, WASHINGTON, STOPPED = ("alder-canyon", "quill-marsh"), ("tamarack-bay",), ("mesa-ridge",)
NOT_IN_LIST = sorted(intent.FEES_NOT_IN_THE_LIST)
IMPROPER = ["X_UNPAID_CARE", "X_INSURER_UNPAID", "X_COPY_INVOICE", "X_TECHNICALITY", "X_FORM_ONLY", "X_IN_PERSON",
            "X_PORTAL_ONLY", "X_MAIL_ONLY", "X_MOTIVE", "X_WORKLOAD", "X_PSYCH_BLANKET", "X_PR_REFUSED",
            "X_NOT_FOUND_BUT_EXISTED", "X_OTHER_PROVIDER_RECORD", "X_NO_REASON", "X_STATE_LAW"]  # fmt: skip
PROPER = sorted(intent.LAWFUL_GROUNDS)


def _denied(word: str, ordinal: int) -> dict:
    requester = "parent" if word in ("R3", "X_PR_REFUSED") else "patient"
    return {"end": "denied", "refusals": [Refusal(word)], "requester": requester}


def _released(*papers: Paper, **said: object) -> Callable[[Chance, Provider, date, int], Plan | None]:
    return _each(
        ["attorney", "insurer", "copy_service"],
        lambda word, ordinal: {"path": "authorization", "requester": word, "papers": list(papers), **said},
    )


SCENARIOS = (
    # answered_late, offends
    Scenario(6, (*FEDERAL, "larkspur-family"), answered(31)),
    Scenario(4, FEDERAL, _due_on_sunday),
    Scenario(3, FEDERAL, answered(45, notices=[Notice(31)])),
    Scenario(2, FEDERAL, answered(44, notices=[Notice(25, reason="")])),
    Scenario(2, FEDERAL, answered(44, notices=[Notice(25, promised_after=None)])),
    Scenario(3, FEDERAL, answered(62, notices=[Notice(28, promised_after=58)])),
    Scenario(3, FEDERAL, answered(41, handing="partial_first")),
    Scenario(3, FEDERAL, answered(38, handing="failed_first")),
    Scenario(6, CALIFORNIA, answered(16)),
    Scenario(2, CALIFORNIA, answered(22, notices=[Notice(12)])),
    Scenario(3, WASHINGTON, _washington(16, False)),
    Scenario(2, WASHINGTON, _washington(16, True)),
    Scenario(3, FEDERAL, answered(35, path="directive")),
    # answered_late, nearly
    Scenario(8, (*FEDERAL, "larkspur-family"), answered(30)),
    Scenario(2, FEDERAL, answered(30, end="denied", refusals=[Refusal("R1")])),
    Scenario(2, FEDERAL, answered(30, end="no_records")),
    Scenario(6, CALIFORNIA, answered(15)),
    Scenario(4, WASHINGTON, _washington(15, False)),
    Scenario(3, WASHINGTON, _washington(15, True)),
    Scenario(5, FEDERAL, answered(47, notices=[Notice(29)])),
    Scenario(2, FEDERAL, answered(60, notices=[Notice(30, promised_after=60)])),
    Scenario(4, FEDERAL, answered(24, shown=16, handing="collected_late")),
    # past_due, offends
    Scenario(8, (*FEDERAL, "larkspur-family"), left_open(31, end="open")),
    Scenario(5, CALIFORNIA, left_open(16, end="open")),
    Scenario(4, WASHINGTON, left_open(27, end="open")),
    Scenario(2, FEDERAL, left_open(42, end="open", notices=[Notice(31)])),
    Scenario(2, FEDERAL, left_open(70, end="open", notices=[Notice(28, promised_after=58)])),
    Scenario(3, STOPPED, left_open(31, end="open")),
    Scenario(2, FEDERAL, left_open(38, path="directive", end="open")),
    Scenario(2, FEDERAL, left_open(39, end="open", handing="partial_only")),
    # past_due, nearly: due on the day last seen, extended, or last seen before it was due
    Scenario(6, (*FEDERAL, "larkspur-family"), left_open(30)),
    Scenario(5, CALIFORNIA, left_open(15)),
    Scenario(3, STOPPED, left_open(30)),
    Scenario(6, STOPPED, left_open(5, end="open")),
    Scenario(5, FEDERAL, left_open(36, notices=[Notice(27)])),
    Scenario(2, WASHINGTON, left_open(19)),
    # prohibited_fee_component, offends; then nearly
    Scenario(26, DELIVERING, _each(NOT_IN_LIST, lambda word, n: {
        "fees": [Fee("labor_copying", 4.5), Fee(word, 5 + n % 7 * 2.5)], "items": [("history", "paper")]})),
    Scenario(8, DELIVERING, _each(NOT_IN_LIST, lambda word, n: {
        "fees": [Fee("labor_copying", 6.0), Fee(word, 0)], "items": [("notes", "electronic")]})),
    Scenario(8, DELIVERING, _each(["labor_copying", "supplies", "postage", "summary"], lambda word, n: {
        "fees": [Fee(word, 3.25 + n)], "items": [("history", "paper")]})),
    Scenario(10, RELEASING, _each(NOT_IN_LIST, lambda word, n: {
        "path": "authorization", "requester": "attorney", "fees": [Fee("per_page", 22.4, "state_schedule"),
                                                                     Fee(word, 15)]})),
    Scenario(3, ("riverbend-general", "alder-canyon"), answered(4, shown=36, fees=[
        Fee("labor_copying", 5.0), Fee("search_retrieval", 18.0, withdrawn=True)], items=[("history", "paper")])),
    # fee_on_free_channel, offends; then nearly
    Scenario(9, DELIVERING, _each(["portal_view"], lambda word, n: {
        "fees": [Fee(word, 2 + n % 4)], "items": [("test_results", "portal")]})),
    Scenario(9, ITEMISED, _each(["inspection"], lambda word, n: {
        "fees": [Fee(word, 4 + n % 5)], "items": [("notes", "inspection")]})),
    Scenario(8, ITEMISED, _each(["history", "notes"], lambda word, n: {
        "fees": [Fee("labor_copying", 3 + n)], "items": [(word, "inspection")]})),
    Scenario(9, DELIVERING, _each(["portal_upload"], lambda word, n: {
        "fees": [Fee(word, 2.5)], "items": [("imaging", "portal")]})),
    Scenario(8, ITEMISED, _each(["inspection", "portal_view"], lambda word, n: {
        "fees": [Fee(word, 0)], "items": [("notes", "inspection" if word == "inspection" else "portal")]})),
    Scenario(6, ITEMISED, _each(["paper"], lambda word, n: {
        "fees": [Fee("labor_copying", 4.0)], "items": [("notes", "inspection"), ("history", word)]})),
    # denial_without_lawful_ground, offends; then nearly
    Scenario(32, DELIVERING, _each(IMPROPER, _denied)),
    Scenario(24, DELIVERING, _each(PROPER, _denied)),
    Scenario(4, RELEASING, _each(["X_TECHNICALITY", "X_FORM_ONLY"], lambda word, n: {
        "path": "authorization", "requester": "attorney", "end": "denied", "refusals": [Refusal(word)]})),
    Scenario(3, ("riverbend-general", "alder-canyon"), answered(
        5, shown=36, end="denied", refusals=[Refusal("R1", first_ground="X_MOTIVE")])),
    # release_without_authority, offends; then nearly
    Scenario(10, RELEASING, _released(Paper("none", signed=None, expires=None))),
    Scenario(10, RELEASING, _released()),
    Scenario(6, (*RELEASING, "northstar-assay"), _released(Paper("written_authorization", signed=2))),
    Scenario(2, RELEASING, _released(Paper("written_authorization", signed=-40, expires=-3))),
    Scenario(2, RELEASING, _released(Paper("written_authorization", signed=-40, revoked=-2))),
    Scenario(9, (*RELEASING, "northstar-assay"), _released(Paper("written_authorization", signed=0))),
    Scenario(6, RELEASING, _released(Paper("part2_consent", signed=-6))),
    Scenario(4, RELEASING, _released(Paper("written_authorization", signed=-30, expires=0))),
    Scenario(3, RELEASING, _released(Paper("written_authorization", signed=-30, revoked=3))),
    Scenario(3, RELEASING, _released(Paper("written_authorization", signed=-400, expires=-35),
                                     Paper("written_authorization", signed=-4))),
)  # fmt: skip

FULL_SAMPLE = 1500  # requests from which on every planted case is there


def copies(requests: int) -> int:
    """How often each case of planted_rules.py is planted: none in a small sample."""
    return COPIES if requests >= FULL_SAMPLE else 0


def planted(seed: int, requests: int, months: int) -> Iterator[tuple[Provider, Plan]]:
    """Every planted case as a provider and a plan; a small sample has fewer of each."""
    chance = Chance(seed, "planted")
    for scenario in SCENARIOS:
        count = scenario.count if requests >= FULL_SAMPLE else scenario.count * requests // FULL_SAMPLE
        for ordinal in range(count):
            provider = BY_ID[scenario.providers[ordinal % len(scenario.providers)]]
            plan = scenario.plan(chance, provider, provider.extracts(months)[-1], ordinal)
            if plan is not None:
                yield provider, plan
