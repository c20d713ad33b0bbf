"""Which improvement actions run, which are late, what did the closed ones bring, and which plans wait for a confirmation?"""

from access import audit
from actions import own_plan
from pages.improvement import _plans_waiting, _task, _tasks_chooser
from reports import page_book
from ui import filters, finding, forms, layout, notices, scope_bar
from ui import tasks as drawn
from ui.page import Page
from views import warehouse
from views.improvement import tasks
from views.parts import Sentence
from views.people import plan_steps

PAGE = Page(path="tasks", title="tasks.menu", requires="tasks")


def render(viewer):
    snapshot = warehouse.current_snapshot()
    asked = tasks.chosen(*(filters.chosen(name) for name in ("tab", "view", "unit", "part")))
    page = tasks.overview(viewer.scope, snapshot, asked)
    plans = _plans_waiting.of(viewer, snapshot)
    _listed(viewer, page)
    scope_bar.draw(
        page.header,
        export=page_book.offer(
            viewer, PAGE.path, snapshot, page.header, blocks(viewer, snapshot, page, plans), asked.tab
        ),
    )
    finding.sentences(page.findings)
    if not page.holds_any and not own_plan.can_decide(viewer.scope):
        return notices.refusal(tasks.nobody())
    _tasks_chooser.draw(page, _plans_waiting.tab(viewer, plans), asked)
    if asked.tab == "plans" and own_plan.can_decide(viewer.scope):
        return _plans_waiting.draw(viewer, snapshot, plans)
    return _body(viewer, snapshot, page, asked)


def _listed(viewer, page):
    """A list of more than twenty actions about persons is recorded."""
    named = sum(one.person is not None for one in page.tasks)
    audit.listed(
        warehouse.engine(), viewer, "teacher", PAGE.path, page=PAGE.path, rows=named, fields=tasks.FIELDS
    )


def _body(viewer, snapshot, page, asked):
    case = filters.chosen("case")
    if forms.is_phone():
        _list(page, case, asked)
        return _task.drawer(viewer, snapshot, case)
    left, right = layout.columns("even")
    with left:
        _list(page, case, asked)
    with right, layout.card("task"):
        return _task.panel(viewer, snapshot, case, page.every)


def _list(page, case, asked):
    if not page.tasks:
        return notices.refusal(tasks.nothing_here())
    kept = {"tab": asked.tab, "view": asked.view, "unit": asked.unit, "part": asked.level}
    drawn.rows(page.tasks, selected=case, kept=kept)
    return drawn.foot(page.shown)


def blocks(viewer, snapshot, page, plans):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("tasks.export_rows"), page.table),
        (Sentence("tasks.export_plans"), plan_steps.waiting_table(plans)),
        *_task.blocks(viewer, snapshot, filters.chosen("case"), page.every),
    ]
