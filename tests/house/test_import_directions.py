"""Who may import whom (CONTRIBUTING.md): the parts stay apart, so that each can be read and mended alone."""

import ast
import re
import subprocess
import sys
from types import ModuleType

import pytest
from repository import PACKAGE, imports, module_name, notebook_code, notebooks, part_of, python_files, shown

KNOWS_NO_DATABASE = {"errors", "tables", "site_words", "folders", "steps", "marks"}
ASKS_THE_MODELS = KNOWS_NO_DATABASE | {"engine", "models"}

MAY_IMPORT = {
    "errors": set(),
    "folders": {"errors"},
    "tables": {"errors"},
    "site_words": {"errors", "tables"},
    "site_feed": {"errors", "tables", "site_words"},
    "site": KNOWS_NO_DATABASE | {"site_feed"},
    "law": KNOWS_NO_DATABASE,
    "business_days": KNOWS_NO_DATABASE | {"law"},
    "bands": {"errors"},
    "statistics": KNOWS_NO_DATABASE,
    "disclosure_control": KNOWS_NO_DATABASE,
    "synthetic": {"errors", "tables"},
    "steps": set(),
    "marks": set(),
    "terminal": {"errors", "steps", "marks"},
    "completion": ASKS_THE_MODELS | {"access", "held_out", "law", "measures"},
    "open_lab": KNOWS_NO_DATABASE,
    "engine": {"errors"},
    "versions": {"errors", "tables"},
    "access": ASKS_THE_MODELS | {"statistics"},
    "who_looked": ASKS_THE_MODELS | {"access", "report"},
    "evaluation": ASKS_THE_MODELS | {"access", "load", "synthetic", "versions"},
    "models": {"errors", "tables", "steps", "engine", "versions", "access", "bands", "business_days", "law"},
    "load": ASKS_THE_MODELS | {"site", "versions"},
    "validate": ASKS_THE_MODELS,
    "estimates": ASKS_THE_MODELS | {"statistics"},
    "measures": ASKS_THE_MODELS | {"estimates", "statistics", "law"},
    "explain": ASKS_THE_MODELS | {"charts", "estimates", "measures", "report"},
    "names": ASKS_THE_MODELS | {"explain", "measures"},
    "readable": {"charts", "report"},
    "held_out": {"errors", "engine", "tables"},
    "case_mix": {"statistics", "estimates"},
    "compare": ASKS_THE_MODELS | {"case_mix", "estimates", "measures", "statistics"},
    "trend": ASKS_THE_MODELS | {"estimates", "measures", "statistics"},
    "ways": {"errors", "engine"},
    "trust": ASKS_THE_MODELS | {"estimates", "measures"},
    "charts": {"errors", "engine", "marks", "measures", "compare", "trend", "ways", "statistics", "disclosure_control"},
    "report": ASKS_THE_MODELS
    | {"charts", "measures", "compare", "trend", "trust", "held_out", "statistics", "disclosure_control"},
    "verify": ASKS_THE_MODELS | {"load", "report"},
    "__main__": {"cli"},
}
"""Part -> the other parts it may import. TIES may import all; `cli` has a test of its own."""

TIES = {"__init__", "warehouse"}

ONLY_IN = {
    "duckdb": {"engine.py"},
    "duckdb_engine": {"validate"},
    "sqlalchemy": {"validate"},
    "great_expectations": {"validate"},
    "pandas": {"validate"},
}
"""Library -> the only places that may import it; one file of `validate` may know DuckDB's dialect."""


def parts_imported(source: str, module: str) -> set[str]:
    own = {name.split(".")[1] for name in imports(source, module) if name.startswith("roi_analytics.")}
    return own - {module.split(".")[1]}


def wrong_directions(source: str, module: str) -> set[str]:
    part = module.split(".")[1]
    known = {entry.stem for entry in PACKAGE.iterdir()}
    return (parts_imported(source, module) & known) - MAY_IMPORT.get(part, known)


def top_level_imports(source: str, module: str) -> set[str]:
    """Imports that run when the module is imported; those inside functions are left out."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return imports(ast.unparse(tree), module)


@pytest.mark.parametrize("path", python_files(), ids=shown)
def test_a_part_imports_only_what_it_may(path):
    wrong = wrong_directions(path.read_text(encoding="utf-8"), module_name(path))
    assert not wrong, (
        f"{shown(path)} imports {sorted(wrong)}; it may import {sorted(MAY_IMPORT.get(part_of(path), ()))}.\n"
        "Move what you need to the left, or hand it in as an argument."
    )


def test_a_wrong_direction_is_seen():
    assert wrong_directions("def f():\n    from roi_analytics.engine import Engine", "roi_analytics.statistics") == {
        "engine"
    }
    assert wrong_directions("from .. import law", "roi_analytics.synthetic.people") == {"law"}
    assert wrong_directions("from roi_analytics.errors import LoadError", "roi_analytics.site") == set()


def test_every_part_has_its_line():
    parts = {part_of(path) for path in python_files()} - TIES - {"cli"}
    new = parts - set(MAY_IMPORT)
    assert not new, (
        f"{sorted(new)} is no part of the tree yet.\n"
        "Say in MAY_IMPORT of tests/house/test_import_directions.py what it may import."
    )


def strangers(source: str, place: str) -> set[str]:
    """Libraries a source imports outside their only places."""
    tops = {name.split(".")[0] for name in imports(source)}
    return {
        library
        for library in tops & set(ONLY_IN)
        if place.split("/")[0].removesuffix(".py") not in {p.removesuffix(".py") for p in ONLY_IN[library]}
    }


@pytest.mark.parametrize("path", python_files(), ids=shown)
def test_a_library_stays_behind_its_door(path):
    found = strangers(path.read_text(encoding="utf-8"), path.relative_to(PACKAGE).as_posix())
    allowed = "; ".join(f"{library} only in {', '.join(sorted(ONLY_IN[library]))}" for library in sorted(found))
    assert not found, f"{shown(path)}: {allowed}.\nGo through the Engine, or hand over a Polars frame."


def test_one_file_of_validate_knows_the_dialect():
    knowing = {
        shown(path)
        for path in python_files()
        if {name.split(".")[0] for name in imports(path.read_text(encoding="utf-8"))} & {"duckdb_engine", "sqlalchemy"}
    }
    assert len(knowing) <= 1, (
        f"{sorted(knowing)} all know SQLAlchemy's dialect.\nKeep the cure for Great Expectations in one file."
    )


def test_a_stranger_is_seen():
    assert strangers("import duckdb", "load/tabular.py") == {"duckdb"}
    assert strangers("def f():\n    import pandas as pd", "measures.py") == {"pandas"}
    assert strangers("import duckdb", "engine.py") == set()


def behind_the_door(source: str, public: set[str], also: frozenset[str] = frozenset()) -> set[str]:
    """Names of ours a source imports that are not of the front door."""
    ours = {name for name in imports(source, "roi_analytics.cli") if name.split(".")[0] == "roi_analytics"}
    return {name for name in ours if name != "roi_analytics" and name.split(".")[1] not in public | also}


def test_the_command_line_uses_the_front_door():
    import roi_analytics as roi

    for path in [path for path in python_files() if part_of(path) == "cli"]:
        source = path.read_text(encoding="utf-8")
        found = behind_the_door(source, set(roi.__all__), frozenset({"errors", "cli", "terminal", "completion"}))
        assert not found, (
            f"{shown(path)} imports {sorted(found)}, which notebooks could not.\n"
            "Use `import roi_analytics as roi`; what is missing there belongs there."
        )


@pytest.mark.parametrize("path", notebooks(), ids=shown)
def test_a_notebook_uses_the_front_door(path):
    import roi_analytics as roi

    found = behind_the_door(notebook_code(path), set(roi.__all__))
    assert not found, (
        f"{shown(path)} imports {sorted(found)}.\n"
        "Use `import roi_analytics as roi`; what is missing there belongs there."
    )


def test_the_back_door_is_seen():
    assert behind_the_door("from roi_analytics.measures import show", {"open"}) == {"roi_analytics.measures.show"}
    assert behind_the_door("import roi_analytics as roi", {"open"}) == set()


def test_modules_import_each_other_in_no_circle():
    graph = {}
    for path in python_files():
        name = module_name(path)
        graph.setdefault(part_of(path), set()).update(
            found.split(".")[1]
            for found in top_level_imports(path.read_text(encoding="utf-8"), name)
            if found.startswith("roi_analytics.")
        )
    assert not circle(graph), (
        f"{' -> '.join(circle(graph))}: parts import each other in a circle.\nMove the shared piece to the left."
    )


def circle(graph: dict[str, set[str]]) -> list[str]:
    """A circle of parts, or an empty list. A part may import itself."""

    def walk(part: str, way: list[str]) -> list[str]:
        if part in way:
            return [*way[way.index(part) :], part]
        for other in sorted(graph.get(part, set()) - {part}):
            found = walk(other, [*way, part])
            if found:
                return found
        return []

    return next((found for part in sorted(graph) if (found := walk(part, []))), [])


def test_a_circle_is_seen():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]
    assert circle({"a": {"a", "b"}, "b": set()}) == []


BEFORE_THE_DOOR = {"models", "warehouse"}
"""Modules that run while the front door is still being imported, when the words still mean the modules."""


def hidden_modules() -> set[str]:
    """Words that are both a module and a function of the front door: once it stands, the function hides the module."""
    import roi_analytics as roi

    words = [name for name in roi.__all__ if not isinstance(getattr(roi, name), ModuleType)]
    return {name for name in words if (PACKAGE / f"{name}.py").exists() or (PACKAGE / name).is_dir()}


def whole_imports(source: str, module: str) -> set[str]:
    """Modules of ours imported as a whole, as in `from roi_analytics import measures`."""
    return {name.split(".")[1] for name in imports(source, module) if re.fullmatch(r"roi_analytics\.\w+", name)}


def test_no_module_hidden_by_a_function_is_imported_whole():
    hidden = hidden_modules()
    for path in [path for path in python_files() if part_of(path) not in BEFORE_THE_DOOR]:
        found = whole_imports(path.read_text(encoding="utf-8"), module_name(path)) & hidden
        word = min(found, default="")
        assert not found, (
            f"{shown(path)}: `from roi_analytics import {word}` gives the function roi.{word}, not the module.\n"
            f"Write: from roi_analytics.{word} import ..."
        )


def test_a_hidden_module_is_seen():
    assert whole_imports("from roi_analytics import measures, models", "roi_analytics.charts") == {"measures", "models"}
    assert whole_imports("from roi_analytics.measures import show", "roi_analytics.charts") == set()


def test_importing_the_package_is_light():
    """Great Expectations takes seconds to import and pandas is its alone: neither comes with the front door."""
    code = "import sys, roi_analytics; print([m for m in ('great_expectations', 'pandas') if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert printed == "[]", (
        f"`import roi_analytics` also imports {printed}.\nImport them inside the one function that needs them."
    )
