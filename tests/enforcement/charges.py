"""What a public case tells of charges and of the form of a copy: the columns fee_text and format_issue."""
# ruff: noqa: E501 - a pattern is as wide as its words

import datetime as dt
import re
from dataclasses import dataclass

from .facts import DATE, Facts, Span, is_no, is_yes, span
from .prose import clauses, has, matching, without

COMPONENTS = {
    "search_retrieval": r"\bsearch|\bretriev|\blocating\b|\bhandling",
    "verification": r"\bverif|\bidentity",
    "certification": r"\bcertif(?!ied mail)|\bnotar",
    "rush": r"\brush\b|\bexpedit",
    "inspection": r"\binspect|\b(?:to|for) (?:see|seeing|view|viewing) (?:the|her|his|a|their) record",
    "portal_view": r"\bportal\b(?!.*upload)",
    "other": (
        r"\badministrat|\bprocessing|\bbas(?:ic|e) fee|\bminimum|\boverhead|\bstorage|\binfrastructure|\boutsourc|\bmargin\b"
        r"|\bdocument(?:ation|ing) of|\bsegregat|\bpreparation|\bprofit"
    ),
}
"""What no fee may hold, or no fee may be taken for, by the kinds of fee_line."""

NOT_CHARGED = r"\b(?:no|nothing for|without(?: a| any)?|never|neither|nor|not for) (?:\w+ )?(?:search|retriev|handling|verif|certif|rush|admin|processing|portal|inspect|state|flat|per.page)\w*"
BY_STATE = (
    r"\b(?:set|taken|from|under|by|per|according to|allowed|permitted|used|using|based on|followed|following|pursuant to|on|in line with)\b"
    r".{0,25}?\bstate\b|\bstate(?:'s)? (?:maximum|cap|limit|fee|rate)\b.{0,25}?\b(?:charged|used|applied|billed|asked)|\bstate(?:'s)? .{0,25}?\b(?:allow|permit|schedule|table|rates?|law|statute)"
)
OWN_COST = r"\b(?:own|actual|average) (?:labou?r )?costs?\b|(?<!not )(?<!non-)\bcost-based\b|\bat cost\b|\bwithin (?:its |the )?cost"
ABOVE_COST = (
    r"\bnot (?:\w+ ){0,2}(?:reasonabl|cost|based on)|\b(?:more|higher|greater|larger) than\b.{0,30}?\b(?:cost|reasonable|allowed|permitted|lawful)"
    r"|\b(?:above|over|beyond|exceed\w*|in excess of)\b.{0,30}?\b(?:cost|reasonable|allowed|permitted)|\bexcessive|\bunreasonabl|\bover-?charg"
    r"|\binstead of .{0,20}?cost|\b(?:no|without(?: a| any)?) (?:cost )?basis|\bunlawful|\bnon-cost"
)
BELOW = r"\b(?:below|less than) (?:the |what )?(?:\w+ )?(?:state|schedule|table|cap)"
FLAT = r"\bflat\b"
PER_PAGE = r"\bper[- ]page|\bby the page|\ba page\b|\beach page"
MONEY = r"(?:usd|us\$|\$)\s?(\d[\d,]*(?:\.\d+)?)|(\d[\d,]*(?:\.\d+)?) (?:usd|dollars)"
BILL = r"\binvoic|\bbill|\bcharg|\bfee\b|\bquot|\bestimate|payment|\bdemand"
SENT = rf"\b(?:sent|asked|issued|dated|mailed|e-?mailed|billed|invoiced|invoice|bill|demanded|came|of|on)(?: only)?(?: on| in| of)? ({DATE})"
SENT_ON_DAY = r"\bday (\d{1,4})\b|\b(\d{1,4}) days after (?:the )?request"

A_FORTUNE = 1_000_000.0
"""More than any copy costs: a larger sum in the prose is no price."""

FORMS = {
    "electronic": r"\belectronic|\bdigital|\be-?mail|\bcds?\b|\busb\b|\bdis[ck]\b|\bthumb|\bpdf\b|\bflash drive|\bportal",
    "paper": r"\bpaper|\bprint|\bhard cop|\bphotocop",
}
ASKED = r"\b(?:asked|requested|wanted|sought|preferred)\b"
GIVEN = r"\b(?:given|gave|sent|provided|received|got|supplied|delivered|handed|instead|produced|mailed)\b"
NOT_AS_ASKED = (
    r"\b(?:not|never|refus\w+|denied|other than|without)\b.{0,40}?\b(?:given|sent|provided|as asked|form|format|electronic\w*|supplied|honou?red)"
    r"|\b(?:another|wrong|different) form|\b(?:form|format|electronic\w*)\b.{0,25}?\b(?:refused|denied|not (?:given|sent|provided|honou?red))"
)
ON_PAPER = r"\b(?:kept|held|maintained) (?:only )?(?:on|as|in) (?:paper|film)|\bpaper (?:chart|file)s?\b|\bnot (?:readily )?producible|\bnot (?:kept|held) electronic"
HELD_ELECTRONICALLY = (
    r"\b(?:kept|held|maintained|stored) (?:\w+ )?electronic|\belectronic (?:health|medical) record|\breadily producible"
)


@dataclass(frozen=True)
class Line:
    """One thing charged for. `method` and `amount_usd` are None where nothing tells them."""

    kind: str
    method: str | None = None
    amount_usd: float | None = None


@dataclass(frozen=True)
class Charge:
    """A charge: its lines, when it was billed, whether its cost basis is told, and the form of the copy it was for."""

    lines: list[Line]
    billed: Span | None
    has_basis: bool
    form: str | None


@dataclass(frozen=True)
class Form:
    """The form asked for and given, and how the record is kept; None where nothing tells it."""

    asked: str | None
    given: str | None
    held_as: str | None


def charge(facts: Facts) -> Charge | None:
    """
    The charge the case tells of. What is told of it only ("an invoice was unpaid") is one line of no known method.

    A price that is called above cost is landed as reckoned by cost, with no record of that cost.
    """
    if is_no(facts.fee_issue) or not facts.fee_text:
        return None
    text = without(NOT_CHARGED, facts.fee_text.lower())
    forms = matching(FORMS, f"{text}; {facts.format_issue.lower()}")
    return Charge(
        lines=_lines(text),
        billed=_billed(text, facts),
        has_basis=has(OWN_COST, text) and not has(ABOVE_COST, text),
        form=forms[0] if forms else None,
    )


def form(facts: Facts) -> Form | None:
    """
    What is told of the form of the copy. A cell that begins with yes says another form was given than was asked for.
    """
    text = facts.format_issue.lower()
    if not text or is_no(text):
        return None
    asked = given = None
    for piece in re.split(r"[,;:(]|\bbut\b|\band\b|\.(?=\s|$)", text):
        named = matching(FORMS, piece)
        if has(ASKED, piece) and not has(r"\bas asked", piece):
            asked = asked or (named[0] if named else None)
        elif has(GIVEN, piece) and not has(NOT_AS_ASKED, piece):
            given = given or (named[0] if named else None)
    if has(NOT_AS_ASKED, text) or is_yes(text):
        asked = asked or "electronic"
        given = given or "paper"
    if has(ON_PAPER, text):
        held_as = "paper"
    else:
        held_as = "electronic" if is_yes(text) or has(HELD_ELECTRONICALLY, text) else "mixed"
    return Form(asked, given, held_as)


def _lines(text: str) -> list[Line]:
    amount = _amount(text)
    by_state = has(BY_STATE, text) and not has(BELOW, text) and not (has(OWN_COST, text) and not has(ABOVE_COST, text))
    method = "state_schedule" if by_state else None
    lines = [Line(kind, method) for kind in matching(COMPONENTS, text)]
    if has(FLAT, text):
        lines.append(Line("flat", method or ("flat_option" if amount else None), amount))
    if has(PER_PAGE, text):
        lines.append(Line("per_page", method))
    if method is None and (has(ABOVE_COST, text) or has(OWN_COST, text)):
        lines.append(Line("labor_copying", "actual_cost", amount))
    return lines or [Line("labor_copying", method, amount)]


def _amount(text: str) -> float | None:
    told = re.search(MONEY, text)
    return min(float((told[1] or told[2]).replace(",", "")), A_FORTUNE) if told else None


def _billed(text: str, facts: Facts) -> Span | None:
    """First and last day on which the first bill can have been sent, where the prose tells it."""
    for clause in clauses(text):
        if not has(BILL, clause):
            continue
        if told := re.search(SENT, clause):
            return span(told[1])
        if facts.request and (told := re.search(SENT_ON_DAY, clause)):
            billed_on = facts.request[1] + dt.timedelta(days=int(told[1] or told[2]))
            return billed_on, billed_on
    return None
