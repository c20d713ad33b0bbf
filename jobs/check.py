"""`jobs check`: are the data sound, the definitions valid and the catalogues complete?"""

from __future__ import annotations

from collections import Counter
from contextvars import copy_context
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from data.warehouse.check_runs import check, is_left
from data.warehouse.checks import NOT_MADE, Finding
from jobs.check_definitions import definition_findings

HELP = "check data quality, definitions and catalogues"
SHOWN = 40  # lines of findings that are not a pass; the JSON and meta_check hold all


def add_arguments(parser) -> None:
    """Definitions alone need no home."""
    parser.add_argument(
        "--definitions-only", action="store_true", help="check the files of the product, open no home"
    )


def run(context, arguments) -> dict:
    """Run every check, keep the data findings beside those of earlier runs, say what is not sound; exit 1 where something fails."""
    findings = list(definition_findings())
    if not arguments.definitions_only:
        findings += copy_context().run(_worded, _data_findings(context))
    _tell(context, findings)
    failed = any(finding.status == "fail" for finding in findings)
    return {"checks": [_as_json(finding) for finding in findings], "exit_code": int(failed)}


def _data_findings(context) -> list[Finding]:
    context.require_warehouse("checking the data")
    return check(context.engine, context.home, with_log=True)


def checked_after(context, load_id: int | None = None) -> None:
    """The run of the checks that follows a load or a profile: one line; it never takes back what was done before it."""
    try:
        findings = check(context.engine, context.home, after_load=load_id)
    except SQLAlchemyError as error:
        context.say(f"the checks could not run ({type(error).__name__}); run them with: python -m jobs check")
        return
    context.say(_sum(findings))


def _worded(findings: list[Finding]) -> list[Finding]:
    """The findings in the words of the Data page, in English as everything a verb says."""
    from ui import i18n, text  # here, because importing Streamlit takes as long as the checks
    from views.administration import checks

    i18n.use("en")
    return [
        replace(
            finding,
            found=text.plain(checks.found(finding.check_id, finding.found)),
            expected=text.plain(checks.expected(finding.check_id, finding.expected)),
        )
        for finding in findings
    ]


def _tell(context, findings: list[Finding]) -> None:
    wrong = [finding for finding in findings if finding.status != "pass"]
    for finding in wrong[:SHOWN]:
        place = " ".join(part for part in (finding.source_id, finding.term_id) if part)
        context.say(
            f"{finding.status} {finding.check_id} {place}: {finding.found}; expected {finding.expected}"
        )
    if len(wrong) > SHOWN:
        context.say(f"... and {len(wrong) - SHOWN} more (--json FILE has all)")
    context.say(_sum(findings))


def _sum(findings: list[Finding]) -> str:
    counts = Counter(finding.status for finding in findings)
    left = sum(is_left(finding) for finding in findings)
    told = f"{len(findings)} checks: {counts['pass']} pass, {counts['warn']} warn, {counts['fail']} fail, {counts[NOT_MADE]} cannot be made"
    return told + (
        f"; {left} of large tables wait for the next profile or `python -m jobs check`" if left else ""
    )


def _as_json(finding: Finding) -> dict:
    """A rule that cannot be made is a warning there, with the reason in `found`."""
    body = vars(finding) | ({"status": "warn"} if finding.status == NOT_MADE else {})
    return {"id": body["check_id"], **{key: value for key, value in body.items() if key != "check_id"}}
