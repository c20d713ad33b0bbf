"""All pictures of the pages on one sheet: a page per row, what is wrong with it in words under each picture."""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from pathlib import Path

from jobs.page_faults import RULES
from jobs.page_shots import Taken

STYLE = """body{font:14px/1.5 system-ui,sans-serif;margin:24px;background:#f4f5f5;color:#1b2426}
h2{margin:32px 0 8px}.row{display:flex;gap:16px;overflow-x:auto;align-items:flex-start;padding-bottom:12px}
figure{margin:0;background:#fff;border:1px solid #cfd6d6;border-radius:8px;padding:8px;flex:none;width:340px}
figure img{width:100%;height:420px;object-fit:cover;object-position:top;display:block;border-radius:4px}
figcaption{font-size:12px}.bad{color:#a3291b}ul{padding-left:18px;margin:4px 0}table td{padding:2px 12px 2px 0}"""


def write(folder: Path, taken: list[Taken]) -> dict:
    """Write index.html and faults.json beside the pictures; returns what faults.json holds."""
    report = report_of(taken)
    (folder / "faults.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / "index.html").write_text(_html(taken, report), encoding="utf-8")
    return report


def report_of(taken: list[Taken]) -> dict:
    """Counts by rule and page, and every picture with its faults."""
    faults = [(one.page, fault.rule) for one in taken for fault in one.faults]
    return {
        "pictures": len(taken),
        "faults": len(faults),
        "by_rule": dict(Counter(rule for _, rule in faults).most_common()),
        "by_page": dict(Counter(page for page, _ in faults).most_common()),
        "taken": [one.as_json() for one in taken],
    }


def _html(taken: list[Taken], report: dict) -> str:
    pages = dict.fromkeys(one.page for one in taken)
    rows = "".join(
        f'<h2 id="{page}">{page}</h2><div class="row">'
        + "".join(_figure(one) for one in taken if one.page == page)
        + "</div>"
        for page in pages
    )
    rules = "".join(
        f"<tr><td>{count}</td><td>{rule}</td><td>{escape(RULES[rule])}</td></tr>"
        for rule, count in report["by_rule"].items()
    )
    head = f'<!doctype html><meta charset="utf-8"><title>Every page</title><style>{STYLE}</style>'
    return (
        f"{head}<h1>{report['pictures']} pictures, {report['faults']} faults</h1><table>{rules}</table>{rows}"
    )


def _figure(one: Taken) -> str:
    faults = "".join(f"<li>{escape(str(fault))}</li>" for fault in one.faults)
    told = f'<ul class="bad">{faults}</ul>' if faults else ""
    picture = f'<a href="{one.file}"><img loading="lazy" src="{one.file}" alt=""></a>'
    return f"<figure>{picture}<figcaption>{one.role} · {one.variant.name}{told}</figcaption></figure>"
