"""How does each provider's log look? Headers, date order, words, file type: one style a provider, a feed a table."""

from collections.abc import Callable
from dataclasses import dataclass, field

from roi_analytics.synthetic.network import PROVIDERS, Provider
from roi_analytics.tables import TABLES, Table

MONTHLY_LOGS = ("access_event", "system_event", "care_record", "shift")
ONCE = (
    "provider_procedure",
    "fee_basis",
    "patient",
    "patient_contact",
    "workforce_member",
    "user_account",
    "assignment",
)
CODED_LISTS = ("element", "ground", "action")


@dataclass(frozen=True)
class Style:
    """What a provider's files have in common."""

    header: Callable[[str], str]
    word: Callable[[str, int], str]
    true_false: tuple[str, str]
    suffix: str = "csv"
    delimiter: str = ","
    encoding: str = "utf-8"
    byte_order_mark: bool = False
    date_format: str | None = None
    instant_format: str | None = None
    instant_with: str = "local"
    """local wall clock, 'offset' or 'utc' in the text."""
    null_text: str = ""
    null_words: tuple[str, ...] = ()
    extract: str = "full"
    headers: dict[str, str] = field(default_factory=dict)
    request_columns: tuple[str, ...] = ()
    unmapped: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Feed:
    """One mapped source of one table."""

    name: str
    provider: Provider
    table: Table
    style: Style
    suffix: str
    stem: str
    extract: str
    columns: dict[str, str]
    words: dict[str, dict[str, str]]
    """Column to the log's word to the canonical word."""
    snapshot_column: str | None = None
    lines_above: tuple[str, ...] = ()
    remarks: str | None = None
    dated_once: bool = False

    @property
    def is_parquet(self) -> bool:
        return self.suffix == "parquet"


def pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def camel(name: str) -> str:
    return name[0] + pascal(name)[1:]


def sentence(name: str) -> str:
    return name.replace("_", " ").capitalize()


def short(name: str) -> str:
    """Vowels left out, as on an old screen; long words keep enough to differ."""
    return "_".join(part[0] + "".join(c for c in part[1:] if c not in "aeiou") for part in name.split("_")).upper()


RIVERBEND_WORDS = {
    "open": "Open", "fulfilled": "Comp", "fulfilled_partly": "Comp-Part", "denied": "Den", "no_records": "NoRec",
    "redirected": "Redir", "withdrawn": "WD", "abandoned": "NoResp", "duplicate": "Dup", "invalid": "Inv",
    "patient": "PT", "parent": "PAR", "guardian": "GDN", "health_care_agent": "HCPOA", "executor": "EXEC",
    "attorney": "ATTY", "insurer": "INS", "X_UNPAID_CARE": "Balance owed", "X_WORKLOAD": "Short staffed",
    "X_NO_REASON": "None given", "X_MOTIVE": "Suspected lawsuit", "R1": "Danger to life or safety",
    "U1": "Psychotherapy notes",
}  # fmt: skip

JUNIPER_WORDS = {"fulfilled": "done", "fulfilled_partly": "part"}

STYLES = {
    "riverbend-general": Style(
        header=pascal, word=lambda word, n: RIVERBEND_WORDS.get(word, word), true_false=("Y", "N"),
        date_format="%m/%d/%Y", instant_format="%m/%d/%Y %H:%M",
        headers={"request_id": "ReqID", "patient_id": "MRN", "received_on": "DateRecd", "completed_on": "DateComp",
                 "requester_kind": "Requestor", "status": "Stat", "channel": "How Recd"},
        request_columns=tuple(TABLES["request"].columns), unmapped={"payment": ("payment_no",)},
    ),
    "alder-canyon": Style(
        header=sentence, word=lambda word, n: sentence(word), true_false=("Yes", "No"), suffix="xlsx",
        instant_format="%Y-%m-%d %H:%M",
        request_columns=("request_id", "patient_id", "requester_kind", "legal_path", "handled_by",
                         "business_associate_id", "channel", "is_written", "received_on", "vendor_received_on",
                         "completed_on", "closed_on", "status", "owner"),
        unmapped={"request_item": ("is_part2_record", "notes_kept_separate"), "correspondence": ("letter_id",),
                  "access_event": ("login", "actor_kind")},
    ),
    "tamarack-bay": Style(
        header=short, word=lambda word, n: word.upper(), true_false=("1", "0"), delimiter=";", encoding="cp1252",
        date_format="%d.%m.%Y", instant_format="%d.%m.%Y %H:%M:%S", null_text="-", null_words=("", "-", "N/A"),
        headers={"owner": "Responsable désigné", "request_id": "No. Demande"},
        request_columns=("request_id", "patient_id", "requester_kind", "legal_path", "channel", "is_written",
                         "signed_on", "received_on", "completed_on", "status", "owner"),
        unmapped={"request_event": ("event_no",), "delivery": ("delivery_id", "disclosure_id")},
    ),
    "quill-marsh": Style(
        header=camel, word=lambda word, n: word.replace("_", "-"), true_false=("true", "false"),
        byte_order_mark=True,
        request_columns=("request_id", "patient_id", "requester_kind", "stated_need", "channel", "is_written",
                         "received_on", "authority_proof_on", "completed_on", "status"),
        unmapped={"correspondence": ("letter_id",)},
    ),
    "juniper-street": Style(
        header=lambda name: name.split("_")[0], word=lambda word, n: JUNIPER_WORDS.get(word, word[:4]),
        true_false=("y", "n"),
        date_format="%m/%d/%y", instant_format="%m/%d/%y %H:%M",
        headers={"request_id": "Rx request", "provider_id": "Store", "opened_at": "When", "source_system": "System"},
        request_columns=("request_id", "provider_id", "received_on", "completed_on", "status"),
    ),
    "northstar-assay": Style(
        header=lambda name: name.replace("request", "order").replace("_on", "_dt"), word=lambda word, n: word,
        true_false=("true", "false"), suffix="parquet",
        request_columns=("request_id", "patient_id", "requester_kind", "channel", "is_written", "received_on",
                         "completed_on", "closed_on", "status"),
        unmapped={"request_item": ("item_no",)},
    ),
    "bluestem-health": Style(
        header=lambda name: name.replace("_", " ").upper(), word=lambda word, n: f"{n:02d}", true_false=("T", "F"),
        suffix="txt", delimiter="|", date_format="%Y%m%d", instant_with="utc", extract="changes",
        headers={"patient_id": "MEMBER NO", "request_id": "CASE NO"},
        request_columns=("request_id", "patient_id", "prior_request_id", "requester_kind", "legal_path", "handled_by",
                         "business_associate_id", "channel", "received_on", "vendor_received_on",
                         "identity_proof_on", "completed_on", "status", "owner"),
    ),
    "mesa-ridge": Style(
        header=lambda name: f"c_{name}", word=lambda word, n: sentence(word), true_false=("Yes", "No"), suffix="tsv",
        delimiter="\t", date_format="%d-%b-%Y", instant_with="offset", null_text="NULL", null_words=("", "NULL"),
        request_columns=("request_id", "patient_id", "requester_kind", "legal_path", "channel", "received_on",
                         "completed_on", "closed_on", "status"),
        unmapped={"delivery": ("disclosure_id",), "access_event": ("break_glass_reason", "login")},
    ),
    "larkspur-family": Style(
        header=lambda name: name.replace("_", " "), word=lambda word, n: word.replace("_", " "),
        true_false=("y", "n"), date_format="%Y/%m/%d", extract="changes",
        request_columns=("request_id", "patient_id", "requester_kind", "legal_path", "channel", "received_on",
                         "completed_on", "status"),
    ),
}  # fmt: skip

NEVER_LOGGED = {
    "access_event": ("address", "purpose_of_use", "transaction_id", "patients_in_event"),
    "system_event": ("local_at", "actor_kind", "user_role", "department", "workstation", "address", "transaction_id"),
    "disclosure": ("suspended_until",),
    "patient_contact": ("workforce_user_id",),
}
IN_PARQUET = (*MONTHLY_LOGS[:1], "care_record", "shift", "patient_contact")
ALDER_IN_PARQUET = ("patient", "workforce_member", "user_account", "assignment")
NOTE_LINES = (
    "Alder Canyon Hospital, health information management",
    "Printed from the release log; dates are local",
    "",
)


def feeds() -> list[Feed]:
    """Every feed of the network, provider by provider."""
    return [_feed(provider, TABLES[name]) for provider in PROVIDERS for name in provider.tables]


def _feed(provider: Provider, table: Table) -> Feed:
    style = STYLES[provider.provider_id]
    columns = _columns(provider, table, style)
    suffix = style.suffix
    if table.name in IN_PARQUET or (suffix == "xlsx" and table.name in ALDER_IN_PARQUET):
        suffix = "parquet"
    words = {} if suffix == "parquet" and provider.provider_id == "northstar-assay" else {
        column: {
            style.word(word, number): word for number, word in enumerate(table.columns[column].values, start=1)
        }
        for column in columns
        if column in table.columns and table.columns[column].type == "code"
        and (column not in CODED_LISTS or style.word("R1", 1) not in ("R1", "r1"))
    }  # fmt: skip
    if table.name in MONTHLY_LOGS:
        words = {}
    for column in columns:
        if column in table.columns and table.columns[column].type == "boolean" and suffix != "parquet":
            words[column] = dict(zip(style.true_false, ("true", "false"), strict=True))
    monthly = table.name in MONTHLY_LOGS
    once = table.name in ONCE
    is_text = suffix in ("csv", "txt", "tsv")
    return Feed(
        name=f"{provider.provider_id}-{table.name.replace('_', '-')}",
        provider=provider,
        table=table,
        style=style,
        suffix=suffix,
        stem={"request": "requests", "access_event": "access", "care_record": "care"}.get(
            table.name, table.name.replace("_", "-")
        ),
        extract="changes" if monthly else "full" if once else style.extract,
        columns=columns,
        words={column: own for column, own in words.items() if any(mine != word for mine, word in own.items())},
        snapshot_column="SNAPSHOT" if provider.provider_id == "bluestem-health" and is_text and not once else None,
        lines_above=NOTE_LINES if suffix == "xlsx" else (),
        remarks="REMARKS" if provider.provider_id == "bluestem-health" and table.name == "request" else None,
        dated_once=once,
    )


def _columns(provider: Provider, table: Table, style: Style) -> dict[str, str]:
    names = style.request_columns if table.name == "request" else tuple(table.columns)
    left_out = {*NEVER_LOGGED.get(table.name, ()), *style.unmapped.get(table.name, ())}
    if table.name == "access_event" and provider.provider_id != "riverbend-general":
        left_out.add("local_at")
    columns = {name: style.headers.get(name) or style.header(name) for name in names if name not in left_out}
    if len(set(columns.values())) != len(columns):
        raise ValueError(f"{provider.provider_id}, {table.name}: two columns with one header")
    return columns
