"""The report as JUnit XML, as CI servers read it: one testsuite a table, one testcase an expectation."""

import re
from xml.etree import ElementTree

from roi_analytics.marks import visible
from roi_analytics.validate.report import Report, Result

UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold; a file name may."""


def junit(report: Report) -> str:
    """Write one testsuite per table. A failure's type is the expectation's severity; what was not judged is skipped."""
    root = ElementTree.Element("testsuites", name=_clean(f"roi-analytics: {report.site}"))
    for table in report.rows:
        _table(root, table, report.of_table(table))
    for table, reason in report.skipped.items():
        suite = ElementTree.SubElement(root, "testsuite", name=table, tests="1", failures="0", errors="0", skipped="1")
        case = ElementTree.SubElement(suite, "testcase", classname=table, name="the table is fed")
        ElementTree.SubElement(case, "skipped", message=reason)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _table(root: ElementTree.Element, table: str, results: list[Result]) -> None:
    failures = sum(result.success is False for result in results)
    skipped = sum(result.success is None for result in results)
    suite = ElementTree.SubElement(
        root,
        "testsuite",
        name=table,
        tests=str(len(results)),
        failures=str(failures),
        errors="0",
        skipped=str(skipped),
    )
    for result in results:
        case = ElementTree.SubElement(suite, "testcase", classname=table, name=_clean(result.expectation.says))
        if result.skipped:
            ElementTree.SubElement(case, "skipped", message=result.skipped)
        elif not result.success:
            severity = result.expectation.severity
            failure = ElementTree.SubElement(case, "failure", type=severity, message=_clean(_message(result)))
            failure.text = _clean("\n".join(f"{word}: {text}" for word, text in result.details))


def _message(result: Result) -> str:
    return f"{result.expectation.severity}: {result.counted}. {result.advice}"


def _clean(text: str) -> str:
    return visible(UNPRINTABLE.sub("�", text), kept="\n\t")
