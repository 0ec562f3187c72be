"""What a public case tells of refusals, of records said not to exist and of barriers: denial_text above all."""
# ruff: noqa: E501 - a pattern is as wide as its words

import datetime as dt
import re
from dataclasses import dataclass, replace

from .facts import DATE, Facts, is_no, is_yes, span
from .prose import clauses, has, matching, without

REFUSED = (
    r"\brefus|\bden(?:y|ied|ies|ial)|\bdeclin|\bwithh(?:e|o)ld|\bheld back|\breject|\bturned (?:down|away)|\bwould not\b"
    r"|\bnot allowed|\b(?:did|was|were) not (?:be )?let\b|\bnot permitted|\bbarred\b"
    r"|\b(?:as|called|claim\w*|treated|said|held) .{0,40}?psychotherapy"
)
NOT_REFUSED = (
    r"\b(?:not|never|nothing|nobody)\b(?: \w+){0,2} (?:refused|denied|declined|withheld|rejected)"
    r"|\b(?:did not|never) (?:refuse|deny|decline|withhold|reject)\w*|\bno (?:refusal|denial)\b(?! letter| notice)"
)
CONDITIONED = r"\bcondition|\buntil\b|\bunless\b|\bonly (?:after|once|if|when|against)\b|\bpending\b|\bcontingent|\bbefore (?:it|they) would\b"
REASONED = r"\b(?:because|since|due to|on the grounds?|for (?:a|an|the|want|lack)|citing|saying|claiming|as)\b"

CARE_BILL = (
    r"\bbalance|\bow(?:ed|es|ing)\b"
    r"|\b(?:unpaid|outstanding|overdue|past.due|open) (?:\w+ )?(?:bills?|accounts?|debts?|charges?|medical)\b"
    r"|\b(?:bill|account|debt|charge)s?\b.{0,30}?(?:unpaid|not (?:been )?(?:paid|settled|cleared)|outstanding|overdue|in arrears|settled|cleared)"
    r"|\b(?:unpaid|paid|pay|paying) (?:for )?(?:\w+ )?(?:care|treatment|services|visits?|bills?)\b"
    r"|\b(?:care|treatment|services) .{0,15}?not paid"
)
FEE = r"\bfee|\binvoice|\bcop(?:y|ying) (?:charge|cost|bill)"
COPY_FEE = r"\b(?:invoice|fee)s?\b.{0,40}?(?:paid|outstanding|due)\b|\b(?:unpaid|paid|pays?|outstanding) (?:\w+ ){0,3}?(?:invoice|fee)"
GROUNDS = {
    "X_INSURER_UNPAID": r"\b(?:insur\w+|payer|health plan)\b.{0,40}?(?:paid|pay\b|payment|owe)|\bunpaid by .{0,12}?insur",
    "X_UNPAID_CARE": CARE_BILL,
    "X_COPY_INVOICE": COPY_FEE,
    "X_TECHNICALITY": (
        r"\bmissing (?:a |the )?(?:date|signature|initial|page|box|name|field)|\b(?:date|signature|initials|box)\b (?:was |were )?"
        r"(?:missing|left out|blank)|\bundated|\bunsigned|\bnot (?:properly |correctly )?(?:dated|signed|witnessed|notari[sz]ed)"
        r"|\b(?:no|without a|lacked a) (?:date|signature)\b|\bincomplete form|\bform (?:was |is )?(?:incomplete|not complete|expired)"
        r"|\b(?:form|request|signature)\b.{0,30}?\b(?:not (?:ticked|filled|completed?|initialled|dated|signed)|lack(?:ed|ing))"
        r"|\bsignature|\bnotari[sz]|\bincomplete\b|\b(?:lack|want) of (?:a |the )?(?:\w+ )?(?:date|form)\b|\btechnical|\btypo|\bmis(?:spel|typ)|\bwrong (?:form|date|box|address|department|name)|\bdefect in the form"
    ),
    "X_MOTIVE": (
        r"\bsuspect|\bmotiv|\blawsuit|\bsu(?:e|ed|ing|it)\b|\bmalpractice|\blitigat|\blegal action|\bfraud|\bfear|\bwhy (?:she|he|they)\b|\bpurpose"
        r"|\b(?:file|made|making|make|filing|filed) (?:a |an )?(?:\w+ )?complaint|\bwould (?:mis)?use\b|\bbad faith|\b(?:because|since|over|after)\b.{0,40}?\bcomplain"
    ),
    "X_WORKLOAD": r"\bbusy|\bworkload|\bbacklog|\bshort.?staffed|\bunderstaffed|\bshortage of|\black of (?:staff|time)|\bsurger",
    "X_STATE_LAW": r"\bstate(?:'s)? (?:law|statute|rule|act)\b",
    "X_OTHER_PROVIDER_RECORD": (
        r"\b(?:from|by|of) (?:another|other|an outside|a previous|a former) (?:provider|doctor|physician|hospital|practice|clinic)"
        r"|\b(?:another|other|outside) (?:provider|doctor|physician|hospital|practice|clinic)(?:'s|s'|s)? records?"
    ),
    "X_NO_REASON": (
        r"\bwithout (?:\w+ )?(?:a |any |the )?(?:reason|ground|explanation|basis)|\bno (?:reason|ground|explanation|basis)\b"
    ),
    "R1": r"\bendanger|\bdanger to|\bharm to (?:him|her|self|the patient|another|others|a person)|\bphysical safety",
    "U2": r"\binmate|\bcorrectional|\bprison",
    "U3": r"\bresearch (?:study|in progress)|\bclinical trial",
    "U4": r"\bprivacy act",
    "U5": r"\bconfidential source|\bpromise\w* (?:of )?confiden",
}
"""Words that tell a ground, by the codes of denial.ground."""

PSYCHOTHERAPY = r"\bpsychotherapy"
KEPT_TOGETHER = r"\b(?:not|never) (?:\w+ )?(?:kept |held )?(?:separate|apart)"
KEPT_APART = r"\b(?:separate|apart)|\brest (?:of \w+ \w+ )?(?:was|were) (?:given|sent|provided)"
NOTES_ONLY = r"^[^,:]*?\bpsychotherapy notes? (?:was |were )?(?:refused|withheld|held back|denied)"

OF_REPRESENTATION = (
    r"\brepresentative|\bproof\b|\bpower of attorney|\bproxy\b|\bguardian|\bexecut(?:or|rix)|\bauthority\b|\bcustod|\bnext of kin"
    r"|\bnot (?:the|a|her|his) (?:parent|mother|father|patient)|\b(?:not entitled|no right)\b"
)
RELATIVE = r"\b(?:mother|father|son|daughter|wife|husband|spouse|widow|sister|brother|family|next of kin)\b"
PROOF_LACKING = (
    r"\b(?:no|without(?: any)?|lack(?:ed|ing|s)?(?: of)?|missing|had not|did not|never|not) .{0,25}?\b"
    r"(?:proof|papers?|documents?|evidence|power of attorney)\b"
    r"|\b(?:proof|papers?|documents?|evidence|power of attorney)\b.{0,30}?\b(?:not|never) (?:been )?"
    r"(?:supplied|sent|given|shown|provided)|\b(?:proof|papers?) .{0,20}?missing"
)
PROOF_ON_FILE = (
    r"\b(?:though|although|despite|notwithstanding|even after)\b|\bon file\b|\balready (?:supplied|sent|given|shown)"
)

NOT_IN_WRITING = r"\brequest\w*\b.{0,25}?\bnot .{0,12}?in writing"
NO_NOTICE = (
    r"\bno (?:\w+ )?(?:written|denial|notice of denial)\b|\b(?:without|never|not)\b.{0,30}?\b(?:writing|written|letter|denial|notice)\b"
    r"|\boral(?:ly)?\b|\bverbal|\b(?:refus|den|told|said|declin)\w*\b.{0,25}?\b(?:by|over the|on the) (?:tele)?phone"
)
WRITTEN = (
    r"\bin writing\b|\bwritten (?:denial|refusal|notice|answer|explanation|statement|letter|reasons?)\b"
    r"|\b(?:denial|refusal) (?:letter|notice)\b|\bletter of (?:denial|refusal)|\b(?:refused|denied) by (?:letter|e-?mail|mail)\b"
)

SEEING = r"\binspect|\b(?:see|view|look at|review|examin\w+) (?:\w+ ){0,3}?(?:records?|files?|charts?)\b|\bseeing (?:the|his|her|their)\b"

OF_THE_REQUEST = r"\bno records? of (?:the|her|his|their|a|any) request"
NO_RECORDS = (
    r"\b(?:could|can|did|were|was)(?: ?not|n't)(?: be)? (?:found|find|located?)\b|\bcannot (?:be )?(?:found|find|located?)\b"
    r"|\bno (?:\w+ )?records?\b(?: existed| exist| were| found| held| on file)?|\b(?:did|does|do) not (?:exist|have (?:any )?records?)\b"
    r"|\brecords? (?:(?:said|told|were|was|are|had|to|be|been) )*(?:lost|destroyed|missing)\b|\bnot on file\b|\b(?:had|held) nothing\b"
)
EXISTED = (
    r"\bexist(?:ed|s)?\b|\bturned up\b|\ball along\b"
    r"|\b(?:later|then|afterwards|subsequently|eventually)\b.{0,30}?\b(?:found|produced|given|sent|provided|delivered|located)\b"
    r"|\b(?:found|produced|given|sent|provided|delivered|located) (?:\w+ )?(?:later|afterwards|after)\b"
)

NOT_MADE_TO = r"\b(?:not|never|nobody|n't)\b (?:\w+ )?(?:requir\w+|made (?:to|her|him|them|anyone)|told|obliged|forced|have to|had to|insist\w*|need\w*|demand\w*)[^,]*"
MADE_TO = (
    r"\b(?:had|has|have|having) to\b|\brequir\w+|\bmust\b|\binsist\w*|\bforced\b|\bdemand(?:ed|ing|s)?\b|\bobliged|\bunless\b|\buntil\b"
    r"|\b(?:told|made|directed|referred) (?:to\b|her\b|him\b|them\b|the patient\b|patients\b|people\b)"
)
WAYS = {
    "accepts_in_person": r"\bin person\b|\bcom(?:e|ing) (?:in|to|by)\b|\btravel|\bvisit|\bappear\b|\bat the (?:office|desk|counter)",
    "accepts_portal": r"\bportal\b",
    "accepts_mail": r"(?<![e-])\bmail\b|\bpostal\b|\b(?:by|in the) post\b",
    "accepts_email": r"\be-?mail\b",
    "accepts_fax": r"\bfax\b",
    "accepts_phone": r"\b(?:tele)?phone\b",
}
"""Ways of asking, by the columns of provider_procedure."""
BETWEEN = r",|\bbut\b|\band (?:was|were|had)\b|\b(?:al)?though\b|\binstead of\b|\brather than\b"
HELD_TO = (
    rf"(?:{MADE_TO}).{{0,60}}?(?:WAY)",
    r"\bonly (?:(?:by|through|via|on|in|at|the|its|a) )*(?:WAY)",
    r"(?:WAY)(?: requests?)? only\b",
    rf"(?:{REFUSED}).*?\bnot (?:\w+ )?(?:by |on |through )?(?:the |a )?(?:WAY)",
)
"""Words that hold people to one WAY."""


@dataclass(frozen=True)
class Refusal:
    """One refusal. `ground`, `denied_on` and `is_written` are None where nothing tells them."""

    ground: str | None
    denied_on: dt.date | None
    is_written: bool | None
    is_of_seeing: bool
    is_reason_told: bool
    notes_kept_separate: bool | None = None


def refusals(facts: Facts) -> list[Refusal]:
    """
    Each refusal of the case, one for each ground that is told for it.

    A copy held until a fee for it is paid is no refusal; held until a bill for care is paid, it is. No answer is none.
    """
    if is_no(facts.denial_issue):
        return []
    found = [refusal for clause in clauses(facts.denial_text) for refusal in _of_clause(clause, facts)]
    whole = without(NOT_REFUSED, facts.denial_text.lower())
    if any(refusal.ground for refusal in found):
        found = [refusal for refusal in found if refusal.ground or refusal.is_of_seeing]
    elif found:
        first = replace(found[0], is_reason_told=any(refusal.is_reason_told for refusal in found))
        found = [replace(first, **ground) for ground in _grounds(whole, facts)] or found
    return [replace(one, is_written=_is_written(whole)) if one.is_written is None else one for one in found]


def is_representative(facts: Facts) -> bool:
    """Whether the account calls who asked a personal representative, or a parent of a minor; a relative is none by that."""
    return has(
        r"\brepresentative|\bguardian|\bpower of attorney|\bproxy\b|\bexecut(?:or|rix)|\bparent\b|\bminor\b",
        facts.requester,
    )


def is_proof_lacking(facts: Facts) -> bool:
    text = facts.denial_text.lower()
    return has(PROOF_LACKING, text) and not has(PROOF_ON_FILE, text)


def said_no_records(facts: Facts) -> tuple[dt.date | None, bool] | None:
    """The day it was said that there are no records, where told, and whether they are told to exist; None if never said."""
    text = without(OF_THE_REQUEST, facts.denial_text.lower())
    told = [clause for clause in re.split(r";|\.(?=\s|$)", text) if has(NO_RECORDS, clause)]
    if not told:
        return None
    return _first_day(told[0]), has(EXISTED, without(NO_RECORDS, text))


def speaks_of_ways(facts: Facts) -> bool:
    """Whether the account says anything of how a request could be made or a copy got."""
    return bool(matching(WAYS, f"{facts.denial_text}; {facts.format_issue}".lower())) or only_ways(facts) is not None


def only_ways(facts: Facts) -> set[str] | None:
    """The ways of asking that people were held to; None where nobody is told to have been held to any."""
    story = [clause for clause in clauses(facts.other) if has(r"\brequest|\brecord|\bform\b|\bcop(?:y|ies)\b", clause)]
    for clause in (*clauses(f"{facts.denial_text}; {facts.format_issue}"), *story):
        pieces = re.split(BETWEEN, without(NOT_MADE_TO, clause))
        for place, piece in enumerate(pieces):
            ways = set(matching(WAYS, piece))
            if any(has(pattern.replace("WAY", WAYS[way]), piece) for way in ways for pattern in HELD_TO):
                for following in (
                    piece for piece in pieces[place + 1 :] if not has(r"\basked|\brequested|\bwanted", piece)
                ):
                    ways |= {
                        way
                        for way in WAYS
                        if has(rf"^\W*(?:(?:or|by|via|on|the|through|in) )*(?:{WAYS[way]})", following)
                    }
                return ways
    return None


def _of_clause(clause: str, facts: Facts) -> list[Refusal]:
    said = without(NOT_REFUSED, clause)
    is_conditioned = has(CONDITIONED, said)
    grounds = _grounds(said, facts)
    names = {ground["ground"] for ground in grounds}
    if is_conditioned and names <= {"X_COPY_INVOICE"} and has(FEE, said):
        return []
    is_told = (
        has(REFUSED, said) or (is_conditioned and "X_UNPAID_CARE" in names) or (is_yes(facts.denial_issue) and grounds)
    )
    if not is_told:
        return []
    told = Refusal(
        ground=None,
        denied_on=_first_day(said),
        is_written=_is_written(said),
        is_of_seeing=has(SEEING, said),
        is_reason_told=has(REASONED, said),
    )
    return [replace(told, **ground) for ground in grounds] or [told]


def _grounds(said: str, facts: Facts) -> list[dict]:
    found = [{"ground": ground} for ground in matching(GROUNDS, said)]
    if has(PSYCHOTHERAPY, said):
        found.append(_psychotherapy(said))
    names = {ground["ground"] for ground in found}
    if "X_INSURER_UNPAID" in names:
        found = [ground for ground in found if ground["ground"] != "X_UNPAID_CARE"]
    if _asks_for_another(facts) and has(OF_REPRESENTATION, said):
        found.append({"ground": "X_PR_REFUSED"})
    return found


def _asks_for_another(facts: Facts) -> bool:
    return is_representative(facts) or has(RELATIVE, facts.requester)


def _psychotherapy(said: str) -> dict:
    """The notes as a ground: lawful for notes kept apart, none for a file that is called so."""
    if has(KEPT_TOGETHER, said):
        return {"ground": "U1", "notes_kept_separate": False}
    if has(KEPT_APART, said):
        return {"ground": "U1", "notes_kept_separate": True}
    return {"ground": "U1" if has(NOTES_ONLY, said) else "X_PSYCH_BLANKET"}


def _is_written(said: str) -> bool | None:
    said = without(NOT_IN_WRITING, said)
    if has(NO_NOTICE, said):
        return False
    return True if has(WRITTEN, said) else None


def _first_day(text: str) -> dt.date | None:
    told = re.search(DATE, text)
    found = span(told[0]) if told else None
    return found[0] if found else None
