"""Which findings stand for which code of a case file, and how a case compares with its expectation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .facts import Facts
from .refusals import speaks_of_ways

CLOCK, OWED, FEE, NO_RECORDS, REFUSAL, SEEING, FORM, BARRIER, DIRECTION = (
    "clock", "owed", "fee", "no records", "refusal", "seeing", "form", "barrier", "direction",
)  # fmt: skip
"""The questions a log is made for: a finding is read only from the log that asks it."""

STANDS_FOR: dict[tuple[str, str], tuple[str, ...]] = {
    (CLOCK, "answered_late"): ("LATE_30",),
    (CLOCK, "late_beyond_extension"): ("LATE_60",),
    (CLOCK, "partial_not_completed"): ("PARTIAL",),
    (OWED, "past_due"): ("LATE_30", "NOT_PROVIDED"),
    (OWED, "late_beyond_extension"): ("LATE_60", "NOT_PROVIDED"),
    (OWED, "partial_not_completed"): ("PARTIAL",),
    (NO_RECORDS, "found_after_no_records"): ("NOT_FOUND_LATER_FOUND",),
    (REFUSAL, "denial_without_notice"): ("NO_DENIAL_NOTICE",),
    (REFUSAL, "denial_without_lawful_ground"): ("IMPROPER_DENIAL",),
    (REFUSAL, "psychotherapy_notes_not_separate"): ("BLANKET_PSYCHOTHERAPY_DENIAL",),
    (REFUSAL, "representative_refused"): ("PERSONAL_REP_REFUSED",),
    (SEEING, "inspection_refused"): ("INSPECTION_REFUSED",),
    (FEE, "state_schedule_on_access"): ("STATE_FEE_NOT_DEFENCE", "EXCESS_FEE"),
    (FEE, "prohibited_fee_component"): ("EXCESS_FEE",),
    (FEE, "fee_on_free_channel"): ("EXCESS_FEE",),
    (FEE, "flat_fee_above_option"): ("EXCESS_FEE",),
    (FEE, "per_page_on_electronic"): ("EXCESS_FEE",),
    (FEE, "fee_without_basis"): ("EXCESS_FEE",),
    (FEE, "invoice_after_due"): ("PREPAYMENT_AFTER_DEADLINE",),
    (FORM, "format_not_given"): ("FORMAT",),
    (BARRIER, "unreasonable_barrier"): ("UNREASONABLE_BARRIER",),
}
"""Question and finding -> the codes it stands for, the first its own."""

BY_LAW_RULE = {
    "us-denial-x-unpaid-care": ("IMPROPER_DENIAL_UNPAID",),
    "us-denial-x-insurer-unpaid": ("IMPROPER_DENIAL_UNPAID",),
    "us-denial-x-copy-invoice": ("IMPROPER_DENIAL_UNPAID",),
    "us-denial-x-motive": ("IMPROPER_DENIAL_MOTIVE",),
    "us-denial-x-technicality": ("IMPROPER_DENIAL_TECHNICAL",),
    "us-denial-x-psych-blanket": ("BLANKET_PSYCHOTHERAPY_DENIAL",),
    "us-denial-x-pr-refused": (),
    "us-barrier-own-form": (),
    "us-barrier-identity-copy": (),
}
"""Law rule -> its codes, where they are not those of its finding. Whether a representative was refused another finding
says; of a form or a paper of identity no case file has a code."""

DIRECTIVE = "THIRD_PARTY_DIRECTIVE"
"""Names the legal path of a request, which breaks no rule: it can be missing, and never unexpected."""

KINDS_OF = {
    "LATE": {"LATE_30", "LATE_60", "NOT_PROVIDED"},
    "IMPROPER_DENIAL": {
        "IMPROPER_DENIAL_UNPAID", "IMPROPER_DENIAL_MOTIVE", "IMPROPER_DENIAL_TECHNICAL", "BLANKET_PSYCHOTHERAPY_DENIAL",
        "PERSONAL_REP_REFUSED", "INSPECTION_REFUSED",
    },
}  # fmt: skip
"""A general code -> the codes it takes in. Where it is expected, any of them is; where one of them is, so is it."""


CODES = {code for codes in (*STANDS_FOR.values(), *BY_LAW_RULE.values()) for code in codes} | {*KINDS_OF, DIRECTIVE}
"""Every code a case file may expect."""


@dataclass(frozen=True)
class Finding:
    """A row of the finding view, as far as the replay reads it. `is_at_most`: of a log with the longest time."""

    question: str
    is_at_most: bool
    rule: str
    law_rule: str | None
    verdict: str

    @property
    def codes(self) -> tuple[str, ...]:
        codes = STANDS_FOR.get((self.question, self.rule), ())
        return BY_LAW_RULE.get(self.law_rule or "", codes) if codes else codes


@dataclass
class Outcome:
    """How one case compares: codes by name, in the order of the file and then of the alphabet."""

    number: str
    expected: list[str]
    found: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    too_few: list[str] = field(default_factory=list)

    @property
    def is_as_expected(self) -> bool:
        return not (self.missing or self.unexpected or self.too_few)


def compare(facts: Facts, asked: set[str], findings: Iterable[Finding], *, is_directive: bool) -> Outcome:
    """
    Set what was found against what was expected; `asked` are the questions that the facts of the case raise.

    A finding that stands for two codes is expected where one of them is. A code that was not found is missing, unless
    its facts are too few: nothing tells of it, a finding says which column it lacks, or days known to the month allow
    both. Of a code under a condition that was not found, nobody can tell whether the condition is met: too few, too.
    """
    findings = list(findings)
    certain = [one for one in findings if not one.is_at_most and one.verdict in ("apparent", "check")]
    unsure = {kind for one in findings if one not in certain for code in one.codes for kind in taken_in(code)}
    wanted = _expected(facts.expected)
    allowed = {one for code in wanted for one in (*taken_in(code), *_taken_in_by(code))}
    outcome = Outcome(facts.number, list(wanted))
    outcome.found = sorted({code for one in certain for code in one.codes} | ({DIRECTIVE} if is_directive else set()))
    for code, is_conditional in wanted.items():
        if not taken_in(code) & set(outcome.found):
            is_open = is_conditional or _lacks(facts, asked, code) or taken_in(code) & unsure
            (outcome.too_few if is_open else outcome.missing).append(code)
    outcome.unexpected = sorted({one.codes[0] for one in certain if one.codes and not allowed & set(one.codes)})
    return outcome


def _expected(text: str) -> dict[str, bool]:
    """The codes of a cell, and whether words after one put it under a condition."""
    wanted: dict[str, bool] = {}
    for part in re.split(r";(?![^(]*\))", text):
        named = re.search(r"\b(?:[A-Z]+(?:_[A-Z0-9]+)+|LATE|PARTIAL|FORMAT)\b", part)
        words = part.replace(named[0], "", 1).strip() if named else part.strip()
        if named:
            wanted[named[0]] = bool(words)
        elif words and wanted:
            wanted[list(wanted)[-1]] = True
    return wanted


def taken_in(code: str) -> set[str]:
    """The code, and the kinds of it where it is a general one: each of them says that it holds."""
    return {code} | KINDS_OF.get(code, set())


def _taken_in_by(code: str) -> set[str]:
    return {general for general, kinds in KINDS_OF.items() if code in kinds}


def _lacks(facts: Facts, asked: set[str], code: str) -> bool:
    """Whether nothing in the case tells of what a code rests on."""
    if code == DIRECTIVE:
        return not facts.directive
    if code == "PARTIAL" and facts.is_part_first is None:
        return True
    if code == "UNREASONABLE_BARRIER" and speaks_of_ways(facts):
        return False
    questions = {
        question for (question, rule), codes in STANDS_FOR.items() if taken_in(code) & {*codes, *_by_ground(rule)}
    }
    return bool(questions) and not (asked | ({OWED} if CLOCK in asked else set())) & questions


def _by_ground(rule: str) -> set[str]:
    return (
        {code for codes in BY_LAW_RULE.values() for code in codes} if rule == "denial_without_lawful_ground" else set()
    )
