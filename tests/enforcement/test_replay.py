"""The enforcement replay: public cases come out as the agency said, and so do cases nobody has seen."""
# ruff: noqa: E501 - a case is as wide as its words

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from .codes import CODES, taken_in
from .facts import COLUMNS, read
from .replay import main, replay, shown

CASES = Path(__file__).with_name("cases.csv")
ROOT = Path(__file__).parents[2]

ASKED, DUE, LONGEST = "2021-03-01", "2021-03-31", "2021-04-30"
SON = {"requester_type": "personal representative (son, for mother)", "denial_issue": "y"}
DIRECTED = {"requester_type": "patient directing copy to attorney", "third_party_directive": "y"}


def denied(text: str, **cells: str) -> dict[str, str]:
    return {"denial_issue": "y", "denial_text": text} | cells


def charged(text: str, **cells: str) -> dict[str, str]:
    return {"fee_issue": "y", "fee_text": text} | cells


HAS, NEARLY, TOO_FEW = "has", "nearly", "too few"

INVENTED: dict[str, dict[str, dict[str, str]]] = {
    "LATE": {
        HAS: {"denial_text": "9 requests made between 2009-02 and 2009-05 went unanswered", "open_as_of_date": "2010-01-15"},
        NEARLY: {"request_date": ASKED, "provided_date": DUE},
        TOO_FEW: {"provided_date": DUE},
    },
    "LATE_30": {
        HAS: {"request_date": ASKED, "provided_date": "2021-04-01"},
        NEARLY: {"request_date": ASKED, "provided_date": DUE},
        TOO_FEW: {"request_date": "2021-03", "provided_date": "2021-04"},
    },
    "LATE_60": {
        HAS: {"request_date": ASKED, "provided_date": "2021-05-01", "expected_flags": "LATE_30;LATE_60"},
        NEARLY: {"request_date": ASKED, "provided_date": LONGEST},
        TOO_FEW: {"days_min": "~60"},
    },
    "NOT_PROVIDED": {
        HAS: {"request_date": ASKED, "open_as_of_date": "2021-09"},
        NEARLY: {"request_date": ASKED, "provided_date": "2021-09-01"},
        TOO_FEW: {"request_date": ASKED},
    },
    "PARTIAL": {
        HAS: {"request_date": ASKED, "provided_date": "2021-06-01", "partial_first": "y (bills held back)", "expected_flags": "LATE_30;LATE_60;PARTIAL"},
        NEARLY: {"request_date": ASKED, "provided_date": "2021-03-20", "partial_first": "y (2021-03-10)"},
        TOO_FEW: {"partial_first": "y"},
    },
    "NOT_FOUND_LATER_FOUND": {
        HAS: denied("told that no records existed; they were later found and sent", provided_date="2021-05-01"),
        NEARLY: denied("told that no records existed, and none did", request_date=ASKED, open_as_of_date="2021-05-01"),
        TOO_FEW: {"request_date": ASKED, "provided_date": "2021-06-01"},
    },
    "NO_DENIAL_NOTICE": {
        HAS: denied("refused by telephone; no written denial followed"),
        NEARLY: denied("refused in writing"),
        TOO_FEW: denied("request refused"),
    },
    "IMPROPER_DENIAL": {
        HAS: denied("refused: staff too busy"),
        NEARLY: denied("refused in writing: a licensed professional held that it would endanger her life"),
        TOO_FEW: denied("request refused"),
    },
    "IMPROPER_DENIAL_UNPAID": {
        HAS: denied("would not release it until the balance for treatment was paid"),
        NEARLY: denied("release conditioned on payment of the copying fee"),
        TOO_FEW: denied("request refused"),
    },
    "IMPROPER_DENIAL_MOTIVE": {
        HAS: denied("refused on suspicion of a coming lawsuit"),
        NEARLY: denied("asked what it was for, never refused"),
        TOO_FEW: {"denial_issue": "n"},
    },
    "IMPROPER_DENIAL_TECHNICAL": {
        HAS: denied("2021-03-10 refused because the form had no date"),
        NEARLY: denied("asked to date the form; sent the same day"),
        TOO_FEW: denied("refused twice"),
    },
    "BLANKET_PSYCHOTHERAPY_DENIAL": {
        HAS: denied("the whole chart was called psychotherapy notes"),
        NEARLY: denied("only the psychotherapy notes, kept separate, were withheld; the rest was given"),
        TOO_FEW: denied("psychotherapy notes were withheld"),
    },
    "PERSONAL_REP_REFUSED": {
        HAS: SON | {"denial_text": "power of attorney on file not accepted"},
        NEARLY: SON | {"denial_text": "refused, as no proof of authority had been sent"},
        TOO_FEW: SON,
    },
    "INSPECTION_REFUSED": {
        HAS: denied("would not let her inspect the chart"),
        NEARLY: denied("let her inspect the chart the next day, never refused"),
        TOO_FEW: denied("request refused"),
    },
    "EXCESS_FEE": {
        HAS: charged("flat fee of USD 25 for a copy"),
        NEARLY: charged("flat fee of USD 6.50 for a copy"),
        TOO_FEW: charged("a fee was asked"),
    },
    "STATE_FEE_NOT_DEFENCE": {
        HAS: charged("charged by the state schedule"),
        NEARLY: charged("reckoned from its own cost, below the state schedule"),
        TOO_FEW: charged("USD 90 asked"),
    },
    "PREPAYMENT_AFTER_DEADLINE": {
        HAS: charged("first invoice sent 2021-04-01", request_date=ASKED),
        NEARLY: charged(f"first invoice sent {DUE}", request_date=ASKED),
        TOO_FEW: charged("invoice to be paid first", request_date=ASKED),
    },
    "FORMAT": {
        HAS: {"format_issue": "electronic copy asked; sent on paper"},
        NEARLY: {"format_issue": "electronic copy asked; sent on CD"},
        TOO_FEW: {"format_issue": "electronic copy asked"},
    },
    "UNREASONABLE_BARRIER": {
        HAS: denied("had to come to the office to fill in the form"),
        NEARLY: denied("requests must be made in person, by mail or by fax"),
        TOO_FEW: {"denial_issue": "y"},
    },
    "THIRD_PARTY_DIRECTIVE": {
        HAS: DIRECTED,
        NEARLY: {"requester_type": "patient", "third_party_directive": "n"},
        TOO_FEW: {"requester_type": "patient"},
    },
}  # fmt: skip
"""For every code a case that has it, one that nearly does, and one whose facts are too few."""


def write(path: Path, *cases: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        rows.writeheader()
        rows.writerows({"announced_date": "2022-07-15", "requester_type": "patient"} | case for case in cases)
    return path


def outcomes(path: Path, *cases: dict[str, str]) -> list:
    return replay(read(write(path / "cases.csv", *cases)))


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What is found in the invented cases, each expected to have its code and nothing else."""
    told = [(code, kind, case) for code, kinds in INVENTED.items() for kind, case in kinds.items()]
    cases = [{"expected_flags": code} | case | {"n": str(number)} for number, (code, _, case) in enumerate(told)]
    found = outcomes(tmp_path_factory.mktemp("replay"), *cases)
    return {(code, kind): one for (code, kind, _), one in zip(told, found, strict=True)}


def test_the_public_cases_come_out_as_the_agency_said():
    found = replay(read(CASES))
    assert [one.number for one in found if one.missing or one.unexpected] == []
    assert shown(found).splitlines()[-1] == "28 cases: 17 as expected, 0 missing, 0 unexpected, 11 too few facts"
    assert {one.number: one.too_few for one in found if one.too_few} == {
        "3": ["LATE_30", "LATE_60"],
        "5": ["PERSONAL_REP_REFUSED"],
        "7": ["LATE_30", "PERSONAL_REP_REFUSED"],
        "19": ["PERSONAL_REP_REFUSED"],
        "23": ["NOT_PROVIDED"],
        "25": ["NOT_PROVIDED"],
        "27": ["LATE_30"],
        "31": ["LATE_30"],
        "33": ["PARTIAL", "LATE_30"],
        "37": ["LATE_30"],
        "41": ["LATE_30", "LATE_60"],
    }


def test_every_code_has_its_cases():
    assert set(INVENTED) == CODES


@pytest.mark.parametrize("code", INVENTED)
def test_a_code_is_found_where_its_facts_are(invented, code):
    assert invented[code, HAS].is_as_expected


@pytest.mark.parametrize("code", INVENTED)
def test_a_near_miss_is_not_found(invented, code):
    assert not taken_in(code) & set(invented[code, NEARLY].found)


@pytest.mark.parametrize("code", INVENTED)
def test_too_few_facts_are_told_as_such(invented, code):
    one = invented[code, TOO_FEW]
    assert (one.missing, one.too_few) == ([], [code])


def test_what_is_found_rests_on_the_facts_alone(tmp_path):
    """The expected codes, the kind of action and its sum change nothing in what is found."""
    cases = [case | {"n": str(number)} for number, case in enumerate(case[HAS] for case in INVENTED.values())]
    bare = write(tmp_path / "bare.csv", *(case | {"expected_flags": ""} for case in cases))
    other = [case | {"expected_flags": "FORMAT", "kind": "settlement", "amount_usd": "5"} for case in cases]
    full = write(tmp_path / "full.csv", *other, columns=(*COLUMNS, "kind", "amount_usd"))
    assert [one.found for one in replay(read(bare))] == [one.found for one in replay(read(full))]


def test_what_nobody_expected_is_unexpected(tmp_path):
    (one,) = outcomes(
        tmp_path, {"n": "1", "request_date": ASKED, "provided_date": "2021-05-01", "expected_flags": "LATE_30"}
    )
    assert (one.found, one.unexpected) == (["LATE_30", "LATE_60"], ["LATE_60"])


def test_one_finding_may_stand_for_two_codes(tmp_path):
    """What is still owed is late, too: where either is expected, the other is no surprise."""
    owed = {"request_date": ASKED, "open_as_of_date": "2021-04-10"}
    for expected in ("LATE_30", "NOT_PROVIDED", "LATE_30;NOT_PROVIDED"):
        (one,) = outcomes(tmp_path, owed | {"n": "1", "expected_flags": expected})
        assert one.is_as_expected


def test_a_code_under_a_condition_that_was_not_met_is_no_miss(tmp_path):
    told = "LATE_30; LATE_60 (if counted from the first request; the agency did not); EXCESS_FEE"
    (one,) = outcomes(
        tmp_path, {"n": "1", "request_date": ASKED, "provided_date": "2021-04-10", "expected_flags": told}
    )
    assert one.expected == ["LATE_30", "LATE_60", "EXCESS_FEE"]
    assert (one.found, one.missing, one.too_few) == (["LATE_30"], [], ["LATE_60", "EXCESS_FEE"])


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"request_date": "2009-03-02", "provided_date": "2009-05-20"}, ["LATE_30"]),
        ({"request_date": "2009-03-02", "provided_date": "2009-06-01"}, ["LATE_30", "LATE_60"]),
        ({"request_date": "2013-10-01", "provided_date": "2014-03-01", "entity_type": "diagnostic laboratory"}, []),
        (DIRECTED | charged("search fee", request_date="2019-03-01", provided_date="2019-03-20"), ["EXCESS_FEE", "THIRD_PARTY_DIRECTIVE"]),
        (DIRECTED | charged("search fee", request_date="2021-03-01", provided_date="2021-03-20"), ["THIRD_PARTY_DIRECTIVE"]),
        (DIRECTED | {"request_date": "2021-03-01", "provided_date": "2021-04-10"}, ["LATE_30", "THIRD_PARTY_DIRECTIVE"]),
        ({"requester_type": "attorney with authorization", "request_date": ASKED, "provided_date": "2021-09-01"}, []),
    ],
    ids=["off site until 2013", "longer than any extension of 2009", "laboratory before 2014", "direction before Ciox", "fee of a direction since", "clock of a direction since", "a third party's own request"],
)  # fmt: skip
def test_a_case_is_judged_by_the_law_of_its_day(tmp_path, cells, found):
    (one,) = outcomes(tmp_path, cells | {"n": "1"})
    assert one.found == found


def test_the_command_prints_numbers_only_and_tells_by_its_exit_code(tmp_path, capsys):
    late = {
        "n": "7",
        "request_date": ASKED,
        "provided_date": "2021-04-02",
        "other": "Dr Ann Example",
        "entity": "Example PC",
    }
    good = write(tmp_path / "good.csv", late | {"expected_flags": "LATE_30"}, columns=(*COLUMNS, "entity"))
    assert main([str(good)]) == 0
    printed = capsys.readouterr().out
    assert printed.splitlines()[-1] == "1 cases: 1 as expected, 0 missing, 0 unexpected, 0 too few facts"
    assert "Example" not in printed
    bad = write(
        tmp_path / "bad.csv",
        late | {"n": "Example PC", "expected_flags": "PARTIAL;NO_DENIAL_NOTICE", "partial_first": "n"},
    )
    assert main([str(bad)]) == 1
    printed = capsys.readouterr().out
    assert printed.splitlines()[-1] == "1 cases: 0 as expected, 1 missing, 1 unexpected, 1 too few facts"
    assert "row 2 " in printed
    assert "Example" not in printed


def test_it_runs_from_the_root_of_the_repository():
    command = [sys.executable, "-m", "tests.enforcement.replay", str(CASES.relative_to(ROOT))]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[-1].startswith("28 cases: ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"n,other\n1,x\n", "lacks the columns entity_type, announced_date"),
        (",".join(COLUMNS).encode() + b"\n", "holds no case"),
        (",".join(COLUMNS).encode() + b"\n1,clinic\n", "row 2 has not as many cells"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"", "lacks the columns n,"),
        (",".join(COLUMNS).encode() + b'\n"1"x,clinic\n', "is no CSV"),
    ],
    ids=["columns", "no case", "short row", "not text", "empty", "quotes"],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, capsys, content, message):
    (tmp_path / "cases.csv").write_bytes(content)
    assert main([str(tmp_path / "cases.csv")]) == 3
    assert message in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused(tmp_path, capsys):
    assert main([str(tmp_path / "none.csv")]) == 3
    assert "none.csv: the file cannot be read" in capsys.readouterr().err
