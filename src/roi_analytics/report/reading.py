"""How a report is to be read: the words that every form of it explains."""

VERDICTS = (
    "Apparent: the face of the log goes against the text of a statute or rule; counsel decides what it is. "
    "To check: needs a person. Not assessable: the log does not say."
)

TERMS = (
    ("n", "The cases a figure stands on. Each is a row of the CSV named beneath it."),
    ("Low, high", "The 95 % interval: how far chance alone could have moved the figure. A dash: not reached, or no "
     "interval of that kind exists."),
    ("Immature", "Cases too young to be judged when they were last seen. They are beside the figure, not in it; in "
     "curves they count until they were last seen."),
    ("Not assessable", "The log lacks what would be needed to judge the case."),
    ("Held out", "Rows that quarantine keeps out of the figure; told per provider and month."),
    ("No finding", "No rule built so far says anything against it. It does not mean that it was proper."),
    ("Recorded reason", "A care record gives the user a reason to have opened the record. It does not mean that the "
     "access was permitted; one without is a question, not an answer."),
)  # fmt: skip

OF_COUNTS = (
    ("n", "The cases a figure stands on: those judged."),
    ("Hidden", "A small number, or a count that with others would give one away. Both look alike. A share that rests "
     "on a hidden count is a dash."),
    ("Low, high", "The 95 % interval: how far chance alone could have moved the figure."),
    ("Too young", "Cases too young to be judged when they were last seen. They are beside the figure, not in it."),
)  # fmt: skip
"""What is read otherwise where only counts are told."""

CONFIDENTIAL = {
    "internal": "Internal: holds ids of requests and events.",
    "published": "For publication: counts and shares alone, small numbers hidden.",
}


def terms(audience: str) -> tuple[tuple[str, str], ...]:
    """The words explained to those a report is for."""
    if audience == "internal":
        return TERMS
    return OF_COUNTS + tuple(term for term in TERMS if term[0] in ("Not assessable", "No finding", "Recorded reason"))
