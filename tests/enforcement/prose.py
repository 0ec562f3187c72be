"""
How the prose of a public case is read: clause by clause, by patterns that no single case was made for.

A clause is what stands between full stops or semicolons. What a clause denies ("did not refuse", "no search fee") is
taken out before anything else is looked for.
"""

import re
from collections.abc import Mapping


def clauses(text: str) -> list[str]:
    return [clause.strip().lower() for clause in re.split(r";|\.(?=\s|$)", text) if clause.strip()]


def has(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None


def without(pattern: str, text: str) -> str:
    return re.sub(pattern, " ", text)


def matching(patterns: Mapping[str, str], text: str) -> list[str]:
    """The names whose pattern the text holds, in their order."""
    return [name for name, pattern in patterns.items() if has(pattern, text)]
