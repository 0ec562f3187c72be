"""
The .sql files: read them and their headers, put them in order, build them.

One question, one file. A file is one select; its name is the name users type; its first line says the grain, and the
`-- key: value` lines below are its whole registration.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile

import polars as pl

from roi_analytics import access, business_days, law
from roi_analytics.bands import bands
from roi_analytics.engine import DatabaseError, Engine, model_error
from roi_analytics.errors import QuestionError, RuleError
from roi_analytics.steps import Progress
from roi_analytics.tables import BOOKKEEPING, TABLES
from roi_analytics.versions import current_relations

LAYERS = ("staging", "core", "explanations", "relations", "flags", "incidents", "findings", "measures")

HEADER_KEYS = {
    "staging": set(),
    "core": set(),
    "explanations": {"title", "code", "key", "from"},
    "relations": set(),
    "flags": {"title", "code", "weighs", "needs", "says"},
    "incidents": set(),
    "findings": {"title", "subject", "citation", "applies_to", "needs"},
    "measures": {"title", "summary", "better", "unit", "citation", "counted_on", "rows_of"},
}

MAY_HAVE = {"measures": {"apart", "of_the_outcome"}}
"""
Header keys a file may leave out. `apart` names columns that are always groups: what differs there is never one figure.
`of_the_outcome` names groups that describe the outcome and not the case: a share by them stands on all cases.
"""

FINDING_COLUMNS = (
    "law_rule, verdict, citation, case_id, provider_id, counted_on, request_id, legal_path, missing, facts"
)
"""What the file of a finding yields for each case it judges. `missing` names the column that stopped it."""

SUBJECTS = ("turnaround", "fees", "denials", "authority", "disclosures", "barriers", "access")
"""What a rule is about, in the order of the work."""

SUMMARIES = ("share", "share_by_day", "median_days", "median", "rate", "total")
DIRECTIONS = ("higher", "lower", "neutral")


@dataclass(frozen=True)
class Model:
    """One .sql file: what it answers (header), and the relations it reads."""

    name: str
    layer: str
    grain: str
    header: dict[str, str]
    sql: str
    reads: frozenset[str]
    make: Callable[[Engine], None] | None = None
    """How a relation is made that no single select can say; `reads` names what it reads."""

    @property
    def apart(self) -> list[str]:
        """Columns that are always groups of the measure's figure."""
        return _listed(self.header.get("apart", ""))

    @property
    def of_the_outcome(self) -> list[str]:
        """Groups that describe the outcome and not the case."""
        return _listed(self.header.get("of_the_outcome", ""))

    @property
    def remarks(self) -> str:
        """What the comments of the file's head say besides the grain and the keys."""
        head = takewhile(lambda line: line.startswith("--"), self.sql.splitlines()[1:])
        return " ".join(line.removeprefix("--").strip() for line in head if not re.match(r"-- [a-z_]+: ", line))

    @property
    def path(self) -> str:
        return f"sql/{self.layer}/{self.name}.sql"


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


@cache
def catalogue() -> tuple[Model, ...]:
    """Return every model, layer by layer, in the order of their names. Raises RuleError where a header is wrong."""
    found = []
    for layer in LAYERS:
        folder = files("roi_analytics").joinpath("sql", layer)
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".sql"):
                found.append(_parse(layer, file.name.removesuffix(".sql"), file.read_text(encoding="utf-8")))
    return tuple(found)


def of_layer(layer: str) -> dict[str, Model]:
    """The models of one layer, by name."""
    return {model.name: model for model in catalogue() if model.layer == layer}


def build(
    engine: Engine,
    as_of: dt.date | None = None,
    only: Collection[str] | None = None,
    progress: Progress | None = None,
) -> None:
    """
    Make every relation the questions read, on the rows that were loaded, in one transaction.

    `as_of` is the clock: extracts after it are not seen. Without it the newest extract is the clock. `only` makes no
    more than these relations and what they read. The stamp at the end names the loads the models rest on, so that a
    kill in between is noticed (see `check_stamp`). `progress` is told each relation before it is made, but no share.
    """
    with engine.transaction():
        _clear(engine)
        clock = as_of or _newest_extract(engine)
        engine.run("create table clock as select cast(? as date) as as_of", [clock])
        for name, frame in law.tables().items():
            engine.create(name, frame)
        engine.create("calendar", _calendar(engine, clock))
        for name, frame in access.tables(of_layer("explanations").values(), of_layer("flags").values()).items():
            engine.create(name, frame)
        engine.create("band", bands())
        wanted = _needed(_ordered((*catalogue(), *_access_models(), *_every_finding())), only)
        read = None if only is None else set(only).union(*(model.reads for model in wanted))
        for statement in current_relations(set(of_layer("core")), read):
            engine.run(statement)
        for place, model in enumerate(wanted, start=1):
            if progress:
                progress(f"building {place} of {len(wanted)}: {model.name}")
            _create(engine, model)
        engine.run(
            "create table model_stamp as select ? as loads, ? as models, as_of,"
            " (select count(*) from access_review) as reviews from clock",
            [loads_hash(engine), catalogue_hash()],
        )


def remake(engine: Engine, layer: str) -> None:
    """Make the tables of one layer anew, on what the others hold."""
    for model in _ordered(tuple(of_layer(layer).values())):
        engine.run(f"create or replace table {model.name} as\n{model.sql}")


def check_stamp(engine: Engine) -> None:
    """Refuse to answer from models that are older than the rows, or that another version of the toolkit built."""
    if not engine.exists("model_stamp") or engine.value("select loads from model_stamp") != loads_hash(engine):
        raise QuestionError(
            "The last load was cut short: what the questions read is older than the rows loaded.\n"
            "Run `roi load` again; it finishes the job."
        )
    stamped = "models" in engine.columns("model_stamp") and engine.value("select models from model_stamp")
    if stamped != catalogue_hash():
        raise QuestionError(
            "Another version of roi-analytics built what the questions read.\n"
            "Run `roi load` again; no file is read twice."
        )


def loads_hash(engine: Engine) -> str:
    """One word for the set of loads in the warehouse."""
    loads = engine.value("select string_agg(load_id, ',' order by load_id) from load_run") or ""
    return hashlib.sha256(loads.encode()).hexdigest()[:16]


@cache
def catalogue_hash() -> str:
    """One word for the models of this version."""
    text = "\n".join(f"{model.path}\n{model.sql}" for model in catalogue())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# -- reading ---------------------------------------------------------------------------------------


def _parse(layer: str, name: str, text: str) -> Model:
    path = f"sql/{layer}/{name}.sql"
    lines = text.splitlines()
    if not lines or not lines[0].startswith("-- One row per "):
        raise RuleError(f"{path} does not begin with its grain.\nBegin it with a line: -- One row per ...: ...")
    header: dict[str, str] = {}
    keys = HEADER_KEYS[layer]
    for line in lines[1:]:
        match = re.match(r"-- ([a-z_]+): (.+)", line)
        if match and keys:
            header[match[1]] = match[2].strip()
        elif not line.startswith("--"):
            break
    unknown, missing = set(header) - keys - MAY_HAVE.get(layer, set()), keys - set(header)
    if unknown or missing:
        raise RuleError(
            f"{path}: the header has unknown keys {sorted(unknown)} and lacks {sorted(missing)}.\n"
            f"The keys of {layer} are: {', '.join(sorted(keys))}."
        )
    if layer == "measures" and (header["summary"] not in SUMMARIES or header["better"] not in DIRECTIONS):
        raise RuleError(
            f"{path}: summary is one of {', '.join(SUMMARIES)}; better is one of {', '.join(DIRECTIONS)}.\n"
            "Mend the header."
        )
    if layer == "findings" and header["subject"] not in SUBJECTS:
        raise RuleError(f"{path}: subject is one of {', '.join(SUBJECTS)}.\nMend the header.")
    return Model(name, layer, lines[0].removeprefix("-- "), header, text, _reads(text))


def without_comments(sql: str) -> str:
    """The SQL of a file, comments taken out."""
    return re.sub(r"--[^\n]*", "", sql)


def _reads(sql: str) -> frozenset[str]:
    code = without_comments(sql).lower()
    own = set(re.findall(r"\b([a-z_][a-z0-9_]*) as \(", code))
    named = set(re.findall(r"\b(?:from|join)\s+([a-z_][a-z0-9_]*)", code))
    return frozenset(named - own)


def _ordered(models: tuple[Model, ...]) -> list[Model]:
    """Order models so that each comes after those it reads."""
    by_name = {model.name: model for model in models}
    done: dict[str, Model] = {}

    def place(model: Model, waiting: tuple[str, ...]) -> None:
        if model.name in done:
            return
        if model.name in waiting:
            raise RuleError(f"{model.path} reads itself by way of {', '.join(waiting)}.\nBreak the circle.")
        for name in sorted(model.reads):
            if name in by_name:
                place(by_name[name], (*waiting, model.name))
        done[model.name] = model

    for model in models:
        place(model, ())
    return list(done.values())


def _needed(models: list[Model], only: Collection[str] | None) -> list[Model]:
    """Of models in order, those asked for and what they read; all of them where none is asked for."""
    if only is None:
        return models
    wanted = set(only)
    for model in reversed(models):
        if model.name in wanted or judged(model.name) in wanted:
            wanted |= model.reads
    return [model for model in models if model.name in wanted or judged(model.name) in wanted]


# -- building --------------------------------------------------------------------------------------


def judged(rule: str) -> str:
    """The view of all cases a finding's file judges, also those it has nothing to say of; the finding is the others."""
    return f"judged_{rule}"


def _create(engine: Engine, model: Model) -> None:
    if model.make is not None:
        model.make(engine)
        return
    named = {"findings": judged, "explanations": access.records_of}.get(model.layer, str)
    name = named(model.name)
    kind = "table" if model.layer in ("core", "relations", "incidents") else "view"
    try:
        engine.run(f"create {kind} {name} as\n{model.sql}")
        if model.layer == "explanations":
            engine.run(f"create view {model.name} as\n{access.window_view(model)}")
        if model.layer == "findings":
            engine.run(
                f"create view {model.name} as select '{model.name}' as rule, {FINDING_COLUMNS}"
                f" from {name} where verdict is not null"
            )
    except DatabaseError as error:
        raise model_error(model.path, error) from None


def _access_models() -> list[Model]:
    """What the detector makes of the log: told in access/, written from the catalogue of explanations and flags."""
    reasons, flags = list(of_layer("explanations").values()), list(of_layer("flags").values())
    recorded = frozenset(model.name for model in reasons if model.header["key"] != "derived")
    numbers = frozenset({
        "access_alias", "access_patient", "access_department", "access_numbered", "access_assignment", "access_user",
    })  # fmt: skip
    view = access.explanation_view(reasons)
    return [
        _made("role_group", {"access_role", "seen_department"}, access.make_role_groups),
        _made("break_glass_reason", {"access_event"}, access.make_reasons),
        _made("access_explained", recorded | numbers, lambda engine: access.explain(engine, reasons)),
        _made("episode_tally", {"access_explained"}, lambda engine: None),
        _made("access_spurious", {"access_explained"}, lambda engine: None),
        _made(
            "access_weight",
            {"access_episode", "episode_flag", "shared_mark"},
            lambda engine: access.weigh(engine, flags),
        ),
        _made("episode_flag", {model.name for model in flags}, lambda engine: access.flag_episodes(engine, flags)),
        Model("access_reason", "staging", "", {}, access.REASON_VIEW, frozenset({"access_explained"})),
        Model("access_explanation", "measures", "One row per access event", {}, view, _reads(view)),
    ]


def _made(name: str, reads: Collection[str], make: Callable[[Engine], None]) -> Model:
    return Model(name, "core", f"One row of {name}", {}, "", frozenset(reads), make)


def _every_finding() -> tuple[Model, Model]:
    """
    All findings of all rules in one view, and all cases the rules judge in another: a new rule is one new file.

    `finding` holds the offending rows and those that could not be judged; `rule_case` every case a rule applies to.
    """
    rules = of_layer("findings")
    found = "\nunion all\n".join(f"select rule, {FINDING_COLUMNS} from {name}" for name in rules)
    cases = "\nunion all\n".join(
        f"select '{name}' as rule, law_rule, provider_id, verdict, missing from {judged(name)}" for name in rules
    )
    return (
        Model("finding", "measures", "One row per finding", {}, found, frozenset(rules)),
        Model("rule_case", "measures", "One row per case of a rule", {}, cases, frozenset(rules)),
    )


def _calendar(engine: Engine, clock: dt.date) -> pl.DataFrame:
    states = engine.read("select distinct state from provider where state is not null").get_column("state").to_list()
    first = engine.value("select min(received_on) from request_version") or clock
    return pl.DataFrame(business_days.calendar(states, first, clock), schema=business_days.SCHEMA)


def _newest_extract(engine: Engine) -> dt.date | None:
    dates = " union all ".join(f"select max(extracted_on) as day from {table.landing}" for table in TABLES.values())
    return engine.value(f"select max(day) from ({dates} union all select max(extracted_on) from load_run) as newest")


def _clear(engine: Engine) -> None:
    """Drop what an earlier build made: every view, and every table the loader does not own."""
    owned = {table.landing for table in TABLES.values()} | set(BOOKKEEPING)
    for name, is_view in engine.relations().items():
        if is_view or name not in owned:
            engine.run(f'drop {"view" if is_view else "table"} "{name}"')
