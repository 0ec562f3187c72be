"""
Replay public enforcement cases: do the findings of the package say of each what the agency said?

    python -m tests.enforcement.replay FILE.csv

Each case of the file becomes logs as its facts tell (requests.py); the findings judge them; what they find is set
against the codes the file expects (codes.py). Cases are told by number. Exit code 0 where none is missing or
unexpected, 1 where some are, 3 where the file cannot be read. A settlement admits nothing: the facts are alleged.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from roi_analytics import models

from .codes import STANDS_FOR, Finding, Outcome, compare, taken_in
from .facts import CaseFileError, Facts, read
from .logs import land
from .requests import AT_MOST, logs

COLUMNS = ("case", "expected", "found", "missing", "unexpected", "too few facts")


def replay(cases: Sequence[Facts]) -> list[Outcome]:
    """How each case compares with its expectation."""
    made = [log for place, facts in enumerate(cases) for log in logs(str(place), facts)]
    asked: dict[int, set[str]] = defaultdict(set)
    findings: dict[int, list[Finding]] = defaultdict(list)
    directed: set[int] = set()
    for log in made:
        place, question, _ = _asked(log.provider_id)
        asked[place].add(question)
    if made:
        rules = {rule for _, rule in STANDS_FOR}
        with land(made) as engine:
            models.build(engine, only=rules | {"request"})
            for rule in sorted(rules):
                for provider_id, law_rule, verdict in engine.read(
                    f"select provider_id, law_rule, verdict from {rule} order by provider_id, case_id"
                ).iter_rows():
                    place, question, is_at_most = _asked(provider_id)
                    findings[place].append(Finding(question, is_at_most, rule, law_rule, verdict))
            for (provider_id,) in engine.read(
                "select provider_id from request where legal_path = 'directive'"
            ).iter_rows():
                place, question, _ = _asked(provider_id)
                if question == "direction":
                    directed.add(place)
    return [
        compare(facts, asked[place], findings[place], is_directive=place in directed)
        for place, facts in enumerate(cases)
    ]


def _asked(provider_id: str) -> tuple[int, str, bool]:
    """The place of the case and the question of a log, by its name."""
    place, question = provider_id.split("/")
    return int(place), question.removesuffix(AT_MOST).rstrip(" 0123456789"), question.endswith(AT_MOST)


def shown(outcomes: Sequence[Outcome]) -> str:
    """The table of cases, the figures per code, and the last line."""
    rows = [
        (
            one.number,
            *(" ".join(codes) or "-" for codes in (one.expected, one.found, one.missing, one.unexpected, one.too_few)),
        )
        for one in outcomes
    ]
    codes = sorted({code for one in outcomes for code in (*one.expected, *one.found)})
    per_code = [(code, *(str(sum(counted)) for counted in _counted(code, outcomes))) for code in codes]
    last = (
        f"{len(outcomes)} cases: {sum(one.is_as_expected for one in outcomes)} as expected, "
        f"{sum(bool(one.missing) for one in outcomes)} missing, "
        f"{sum(bool(one.unexpected) for one in outcomes)} unexpected, "
        f"{sum(bool(one.too_few) for one in outcomes)} too few facts"
    )
    return "\n\n".join((_table(COLUMNS, rows), _table(("code", *COLUMNS[1:]), per_code), last))


def _counted(code: str, outcomes: Sequence[Outcome]) -> Iterator[list[bool]]:
    """By column of the table: in which cases the code stands there. A general code is found where a kind of it is."""
    yield [code in one.expected for one in outcomes]
    yield [bool((taken_in(code) if code in one.expected else {code}) & set(one.found)) for one in outcomes]
    yield [code in one.missing for one in outcomes]
    yield [code in one.unexpected for one in outcomes]
    yield [code in one.too_few for one in outcomes]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[place]) for row in (header, *rows)) for place in range(len(header))]
    lines = [header, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("Usage: python -m tests.enforcement.replay FILE.csv", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    try:
        outcomes = replay(read(path))
    except CaseFileError as error:
        print(f"{path.name}: {error}", file=sys.stderr)
        return 3
    print(shown(outcomes))
    return 1 if any(one.missing or one.unexpected for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
