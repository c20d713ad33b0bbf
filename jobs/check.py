"""`jobs check`: are the data sound, the definitions valid and the catalogues complete?"""

from __future__ import annotations

import json
from collections import Counter
from contextvars import copy_context
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import delete, insert

from data.warehouse.checks import Finding, table_findings
from data.warehouse.event_checks import event_findings
from data.warehouse.log_checks import chain_finding
from data.warehouse.migrate import newest, revision
from data.warehouse.schema.meta import meta_check
from errors import ShownError
from jobs.check_definitions import definition_findings

HELP = "check data quality, definitions and catalogues"
SHOWN = 40  # lines of findings that are not a pass; the JSON and meta_check hold all


def add_arguments(parser) -> None:
    """Definitions alone need no home."""
    parser.add_argument(
        "--definitions-only", action="store_true", help="check the files of the product, open no home"
    )


def run(context, arguments) -> dict:
    """Run every check, keep the data findings in meta_check, say what is not sound; exit 1 where something fails."""
    findings = list(definition_findings())
    if not arguments.definitions_only:
        data = _data_findings(context)
        _keep(context, data)
        findings += copy_context().run(_worded, data)
    _tell(context, findings)
    failed = any(finding.status == "fail" for finding in findings)
    return {"checks": [_as_json(finding) for finding in findings], "exit_code": int(failed)}


def _data_findings(context) -> list[Finding]:
    context.require_warehouse("checking the data")
    at = revision(context.engine)
    if at != newest():
        raise ShownError(
            "checking the data",
            found=f"a warehouse at revision {at}",
            expected=f"revision {newest()}",
            remedy="python -m jobs migrate",
        )
    with context.engine.connect() as connection:
        return [
            *table_findings(connection),
            *event_findings(connection, context.home),
            chain_finding(connection, context.home),
        ]


def _keep(context, findings: list[Finding]) -> None:
    """The newest run replaces the one before: the Data page shows the present state."""
    at = datetime.now(UTC).replace(tzinfo=None)
    rows = [{"checked_at": at, **vars(finding), **_kept(finding)} for finding in findings]
    with context.engine.begin() as connection:
        connection.execute(delete(meta_check))
        if rows:
            connection.execute(insert(meta_check), rows)


def _kept(finding: Finding) -> dict[str, str]:
    return {name: json.dumps(getattr(finding, name)) for name in ("found", "expected")}


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
    counts = Counter(finding.status for finding in findings)
    context.say(
        f"{len(findings)} checks: {counts['pass']} pass, {counts['warn']} warn, {counts['fail']} fail"
    )


def _as_json(finding: Finding) -> dict:
    body = vars(finding)
    return {"id": body["check_id"], **{key: value for key, value in body.items() if key != "check_id"}}
