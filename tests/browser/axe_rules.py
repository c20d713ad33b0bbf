"""axe-core on the page that stands in a tab: what keeps somebody from reading it, without the exceptions that are written down."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from jobs.page_faults import Fault

HERE = Path(__file__).parent / "axe"
SCRIPT = HERE / "node_modules" / "axe-core" / "axe.min.js"
EXCEPTIONS = HERE / "exceptions.yaml"
GRAVE = ("serious", "critical")
RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations.flatMap((rule) => rule.nodes.map((node) => ({
    rule: rule.id, impact: rule.impact || 'minor', target: node.target.flat().join(' '), html: node.html.slice(0, 160),
    told: node.failureSummary.split('\\n').slice(1).join(' ').trim().slice(0, 200),
  })));
}"""


@dataclass(frozen=True)
class Excepted:
    """A rule that a part of the framework breaks: where (a CSS selector that the part matches), and why nothing can be done."""

    rule: str
    part: str
    reason: str


@cache
def exceptions() -> tuple[Excepted, ...]:
    """What is not counted, as declared."""
    body = yaml.safe_load(EXCEPTIONS.read_text(encoding="utf-8"))
    return tuple(Excepted(one["rule"], one["part"], one["reason"]) for one in body["exceptions"])


def prepare(page) -> None:
    """Bring axe into a tab; it stays while pages are opened within the app."""
    if not SCRIPT.exists():
        pytest.skip("needs a browser with axe: npm ci --prefix tests/browser/axe")
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))


def violations(page) -> list[Fault]:
    """Everything serious or critical on the page that is no written exception."""
    prepare(page)
    return [
        Fault("axe", one["target"], f"{one['rule']} ({one['impact']}) {one['html']} {one['told']}")
        for one in page.evaluate(RUN)
        if one["impact"] in GRAVE and not _is_excepted(page, one)
    ]


def _is_excepted(page, found: dict) -> bool:
    parts = [one.part for one in exceptions() if one.rule == found["rule"]]
    match = "([target, part]) => { try { return !!document.querySelector(target)?.closest(part); } catch { return false; } }"
    return any(page.evaluate(match, [found["target"], part]) for part in parts)
