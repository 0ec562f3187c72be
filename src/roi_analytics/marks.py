"""Marks that hide, turn or command: named, so that nothing typed in a log acts on what stands beside it."""

import json
import unicodedata

UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
JOINER = "\u200d"
"""Joins emoji; the one invisible mark that is left alone."""


def visible(text: object, kept: str = "") -> str:
    """A text with its control and bidi marks named, as [U+202E], but for those that are to be `kept`."""
    told = str(text)
    if told.isprintable():
        return told
    return "".join(letter if _is_seen(letter, kept) else f"[U+{ord(letter):04X}]" for letter in told)


def in_json(text: str) -> str:
    """The same JSON with such marks escaped: it reads as before, and a terminal obeys none of them."""
    return "".join(letter if _is_seen(letter, "\n") else json.dumps(letter)[1:-1] for letter in text)


def _is_seen(letter: str, kept: str) -> bool:
    return letter in kept or letter == JOINER or unicodedata.category(letter) not in UNSEEN
