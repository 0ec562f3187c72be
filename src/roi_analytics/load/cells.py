"""
How one cell becomes a value of its column's type: SQL expressions, one small function a type.

The cell comes as trimmed text (null where blank); the value is null where it cannot be read, and the row's codes are
judged from the two together. Nothing here guesses: one declared format a column, ISO where none is declared.
"""

from collections.abc import Mapping

from roi_analytics.engine import quoted
from roi_analytics.site_words import DECIMAL_COMMA, NO, REFERRED, YES
from roi_analytics.tables import Column

X = "\x01"
"""Stands for the cell's text in an expression until `at` puts the column there; no TOML text can hold it."""

DIGITS_OR_Z = "('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'Z', 'z')"
BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"
UNTIDY = " or ".join(
    [f"{X} < '!'", f"starts_with({X}, chr(160))", *(f"suffix({X}, {blank})" for blank in BLANKS.split(" || "))]
)
"""A cell with blanks around its text. Trimming costs more than all other checks: only columns with such a cell are."""

NOT_APPLICABLE = f"{X} in ('N/A', 'NA', 'n/a')"
NOT_APPLICABLE_TEXT = f"{X} in ('N/A', 'n/a')"
SUPPRESSED = f"({X} = '*' or regexp_full_match({X}, '<\\s*\\d+'))"
IS_MONTH = f"(length({X}) = 7 and regexp_full_match({X}, '\\d{{4}}-(0[1-9]|1[0-2])'))"
NUMERIC_OFFSET = (
    f"(length({X}) > 16 and (substr({X}, 17, 1) in ('+', '-') or (length({X}) > 19 and (substr({X}, -6, 1) in "
    f"('+', '-')"
    f" or substr({X}, -5, 1) in ('+', '-') or substr({X}, -3, 1) in ('+', '-')))))"
)
HAS_OFFSET = f"({NUMERIC_OFFSET} or (length({X}) > 16 and right({X}, 1) in ('Z', 'z')))"
BEGINS_WITH_DIGIT = f"({X} >= '0' and {X} < ':')"
HAS_TIME = f"(length({X}) > 10 and substr({X}, 11, 1) in ('T', ' ') and right({X}, 1) in {DIGITS_OR_Z})"
"""A time after an ISO date. A zone by name or a trailing AM/PM is no ISO."""


def at(expression: str, column: str) -> str:
    """An expression of this module, with the cell's text taken from `column`."""
    return expression.replace(X, column)


def text_of(cell: str, kind: str, is_tidy: bool) -> str:
    """A raw cell as trimmed text; whole numbers that were stored as fractions keep no point."""
    if kind == "VARCHAR":
        return cell if is_tidy else f"nullif(trim({cell}, {BLANKS}), '')"
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"case when {cell} = trunc({cell}) and abs({cell}) < 1e15 then cast(cast({cell} as bigint) as varchar)"
        return f"{whole} else cast({cell} as varchar) end"
    return f"cast({cell} as varchar)"


def native(cell: str, kind: str, column: Column, zone: str) -> str | None:
    """The value where Parquet already holds the type; None where it goes by way of text."""
    if column.type == "date" and kind == "DATE":
        return cell
    if column.type in ("instant", "wall_clock") and kind.startswith("TIMESTAMP"):
        if kind == "TIMESTAMP WITH TIME ZONE":
            return f"({cell} at time zone {zone if column.type == 'wall_clock' else quoted('UTC')})"
        naive = f"cast({cell} as timestamp)"
        return naive if column.type == "wall_clock" else _in_utc(naive, zone)
    if column.type == "boolean" and kind == "BOOLEAN":
        return cell
    if column.type == "integer" and kind in ("BIGINT", "INTEGER", "SMALLINT", "TINYINT"):
        return f"cast({cell} as bigint)"
    if column.type == "number" and kind in ("DOUBLE", "FLOAT", "BIGINT", "INTEGER"):
        return f"case when isfinite(cast({cell} as double)) then cast({cell} as double) end"
    if column.type == "money" and kind.startswith("DECIMAL"):
        return f"try_cast({cell} as decimal(10, 2))"
    return None


def value_of(column: Column, form: str | None, words: Mapping[str, str], zone: str, iso_too: bool) -> str:
    """SQL that turns `x` into a value of the column, or null."""
    if column.type == "id":
        return _mapped(words) if form is None else at(_mapped(words), referred(column.name))
    if column.type == "text":
        return f"case when {NOT_APPLICABLE_TEXT} then null else {_mapped(words)} end"
    if column.type == "code":
        return _coded({word.casefold(): word for word in column.values} | dict(words))
    if column.type == "boolean":
        plain = dict.fromkeys(YES, "true") | dict.fromkeys(NO, "false")
        return f"cast({_coded(plain | dict(words))} as boolean)"
    if column.type in ("money", "number", "integer"):
        return _number(column.type, form)
    if column.type == "date":
        return _date(form, zone, iso_too)
    return _moment(column.type, form, zone, iso_too)


def _in_utc(naive: str, zone: str) -> str:
    return naive if zone == "'UTC'" else f"(({naive} at time zone {zone}) at time zone 'UTC')"


def _mapped(words: Mapping[str, str]) -> str:
    if not words:
        return X
    whens = " ".join(f"when {quoted(typed)} then {quoted(ours)}" for typed, ours in words.items())
    return f"case {SQUEEZED} {whens} else {X} end"


def referred(name: str) -> str:
    """
    The id of a FHIR reference, without server, type and version: `https://server/fhir/Patient/x/_history/2` is `x`.

    What refers to another kind of resource, or is no reference, stays: `Patient/x` as a login is no practitioner's `x`.
    """
    shape = f"^(?:.*/)?{REFERRED[name]}/([A-Za-z0-9.-]{{1,64}})(?:/_history/.*)?$"
    return f"regexp_replace({X}, {quoted(shape)}, '\\1')"


SQUEEZED = f"lower(regexp_replace({X}, '\\s+', ' ', 'g'))"
"""A typed word without the accidents of case and spacing, as the keys of a value map are kept."""


def _coded(words: Mapping[str, str]) -> str:
    subject = SQUEEZED if any(" " in typed for typed in words) else f"lower({X})"
    whens = " ".join(f"when {quoted(typed)} then {quoted(ours)}" for typed, ours in words.items())
    return f"case {subject} {whens} end"


def _number(kind: str, form: str | None) -> str:
    bare = f"replace(replace({X}, '$', ''), ' ', '')"
    if form == DECIMAL_COMMA:
        shape, plain = "-?(\\d+|\\d{1,3}(\\.\\d{3})+)(,\\d+)?", f"replace(replace({bare}, '.', ''), ',', '.')"
    else:
        shape, plain = "-?(\\d+|\\d{1,3}(,\\d{3})+)?(\\.\\d*)?", f"replace({bare}, ',', '')"
    if kind == "number":
        shape += "([eE][+-]?\\d{1,3})?"
    cast = {
        "money": "try_cast({} as decimal(10, 2))",
        "number": "try_cast({} as double)",
        "integer": "try_cast({} as bigint)",
    }[kind]
    whole = f" and not regexp_matches({plain}, '\\.\\d*[1-9]')" if kind == "integer" else ""
    return (
        f"case when regexp_full_match({bare}, '{shape}') and regexp_matches({X}, '\\d'){whole} then "
        f"{cast.format(plain)} end"
    )


def _iso_date(zone: str) -> str:
    return (
        f"case when {BEGINS_WITH_DIGIT} and length({X}) between 8 and 10 then try_cast({X} as date)"
        f" when {HAS_OFFSET} and {BEGINS_WITH_DIGIT} and {HAS_TIME} then cast(try_cast({X} as timestamptz) at "
        f"time zone {zone} as date)"
        f" when {BEGINS_WITH_DIGIT} and {HAS_TIME} then cast(try_cast({X} as timestamptz) at time zone 'UTC' as "
        f"date) end"
    )


def _date(form: str | None, zone: str, iso_too: bool) -> str:
    month = f"case when {IS_MONTH} then try_cast({X} || '-01' as date) else"
    if form is None:
        return f"{month} {_iso_date(zone)} end"
    moment = f"try_strptime({X}, {quoted(form)})"
    declared = f"cast({moment} at time zone {zone} as date)" if "%z" in form.lower() else f"cast({moment} as date)"
    return f"{month} coalesce({declared}, {_iso_date(zone)}) end" if iso_too else f"{month} {declared} end"


def _moment(kind: str, form: str | None, zone: str, iso_too: bool) -> str:
    """An instant in UTC, or a wall clock as logged. What carries an offset keeps it; the rest is in `zone`."""
    plain = f"try_cast({X} as timestamp)"
    if kind == "wall_clock":
        clock = plain
    else:
        clock = f"case when {NUMERIC_OFFSET} then try_cast({X} as timestamptz) at time zone 'UTC'"
        if zone != "'UTC'":
            clock += f" when {HAS_OFFSET} then {plain}"
        clock += f" else {_in_utc(plain, zone)} end"
    iso = f"case when {BEGINS_WITH_DIGIT} and (length({X}) <= 10 or {HAS_TIME}) then {clock} end"
    if form is None:
        return iso
    moment = f"try_strptime({X}, {quoted(form)})"
    if "%z" in form.lower():
        declared = f"({moment} at time zone {zone if kind == 'wall_clock' else quoted('UTC')})"
    else:
        declared = moment if kind == "wall_clock" else _in_utc(moment, zone)
    return f"coalesce({declared}, {iso})" if iso_too else declared
