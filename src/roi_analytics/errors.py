"""What can go wrong, and the exit code of each. A message says what, where and the mend; never a patient's value."""

import difflib
from collections.abc import Iterable


class RoiError(Exception):
    """The base of every error a user can mend. A traceback means a bug of ours."""

    exit_code = 70


class CheckError(RoiError):
    """The data fail a critical expectation, or a pack differs from what it was made of."""

    exit_code = 1


class LoadError(RoiError):
    """A site file or an input could not be read, or was refused."""

    exit_code = 3


class RuleError(RoiError):
    """A law file, a suite of expectations or a model is wrong."""

    exit_code = 4


class QuestionError(RoiError):
    """The question cannot be asked, or the warehouse or output folder cannot be used."""

    exit_code = 5


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the nearest known word, or an empty string."""
    nearest = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean '{nearest[0]}'?" if nearest else ""
