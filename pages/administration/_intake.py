"""The first part of the Data page: drop files, see what was recognised, load, take back; each act by the data administrator alone."""

from actions import intake as acts
from actions import intake_run
from pages.administration import _first_steps, _intake_file
from ui import finding, intake, intake_forms, layout, run, tables, text
from ui.i18n import t
from ui.page import rerun
from views import warehouse
from views.administration import intake as views
from views.administration import intake_run as runs
from views.administration import standing_loads
from views.parts import Sentence


def parts(viewer, others):
    """The parts of the Data page with the one for loading: first for who loads, last where nothing can be, none for others."""
    if not acts.can_load(viewer.scope) or run.now().is_shown:
        return others
    is_demo = acts.is_demo(warehouse.engine())
    return (*others, ("load", _demo)) if is_demo else (("load", draw), *others)


def _demo(viewer, page, snapshot):
    """Why nothing can be loaded here."""
    with layout.card("intake_demo", Sentence("intake.title")):
        finding.note(Sentence("intake.demo"))


def draw(viewer, page, snapshot):
    """Files dropped, what was recognised, what a command does, what is loaded."""
    intake.told()
    inbox = views.arrival()
    if runs.is_busy(inbox):
        _first_steps.guide(viewer, snapshot, is_proposed=runs.running_kind(inbox) != "look")
        return _running(viewer, inbox)
    mapping = views.mapping_of(inbox) if inbox else None
    result = runs.outcome(inbox) if inbox else None
    is_loaded = result is not None and result.kind == "load" and result.state == "done"
    is_proposed = mapping is not None and inbox.files.is_dir() and not is_loaded
    _first_steps.guide(viewer, snapshot, is_proposed=is_proposed)
    if result:
        _outcome(viewer, result)
    if is_proposed:
        _proposal(viewer, inbox, mapping)
    else:
        _drop(viewer, is_first=result is None)
    return _loads(viewer, is_unprofiled=result is not None and result.is_unprofiled)


def _drop(viewer, *, is_first):
    with layout.card("intake_drop", Sentence("intake.title"), sub=Sentence("intake.sub")):
        files = intake.drop(again=not is_first)
    if files:
        intake.tried(lambda: intake_run.hand_in(warehouse.engine(), warehouse.home(), viewer, files))
        intake.dropped()
        rerun()


def _running(viewer, inbox):
    with layout.card("intake_running", Sentence(f"intake.running_{runs.running_kind(inbox)}")):
        intake.progress(
            lambda: runs.running(inbox),
            lambda: intake.tried(lambda: intake_run.cancel(warehouse.engine(), viewer, inbox)),
        )


def _outcome(viewer, result):
    with layout.card("intake_outcome", Sentence(f"intake.outcome_{result.kind}")):
        finding.sentences(result.findings)
        intake.errors(result.errors)
        if result.reasons:
            layout_part(Sentence("intake.reasons_title"), result.reasons, is_open=result.kind == "trial")
        if result.differences:
            layout_part(Sentence("intake.differences_title"), result.differences, is_open=True)
        if result.accounts:
            layout_part(Sentence("intake.accounts_title"), result.accounts)
    if result.kind in ("load", "profile") and result.state == "done":
        _first_steps.hand_over(viewer)


def layout_part(title, table, *, is_open=False):
    with layout.fold(title, is_open=is_open):
        tables.table(table)


def _proposal(viewer, inbox, mapping):
    page = views.proposal(mapping, takes_logs=acts.takes_logs(warehouse.engine()))
    with layout.card("intake_proposal", Sentence("intake.proposal_title")):
        finding.sentences(page.findings)
        _buttons(viewer, inbox, page)
        if page.table:
            tables.table(page.table)
    if page.questions:
        with layout.card(
            "intake_questions", Sentence("intake.questions_title"), sub=Sentence("intake.questions_sub")
        ):
            intake.questions(page.questions)
    _intake_file.draw(viewer, inbox, mapping, page)
    _beside(viewer, inbox, page)


def _buttons(viewer, inbox, page):
    engine, home = warehouse.engine(), warehouse.home()
    does = {
        "load": lambda: intake_run.load(engine, home, viewer, inbox),
        "try": lambda: intake_run.try_out(engine, home, viewer, inbox),
        "discard": lambda: acts.discard(engine, viewer, inbox),
    }
    intake.buttons(
        (
            ("load", t("intake.load"), True, page.loads),
            ("try", t("intake.try"), False, page.loads),
            ("discard", t("intake.discard"), False, True),
        ),
        lambda name: intake.tried(does[name]),
    )


def _beside(viewer, inbox, page):
    """Terms, the college, the mapping as text."""
    engine = warehouse.engine()
    with layout.card("intake_beside", Sentence("intake.beside_title")):
        if page.terms:
            with layout.fold(
                Sentence("intake.terms_title"), is_open=any(line.is_assumed for line in page.terms)
            ):
                finding.note(Sentence("intake.terms_note"))
                for line in page.terms:
                    intake_forms.term(line, _term_setter(viewer, inbox, line.term_id))
        with layout.fold(Sentence("intake.college_title")):
            intake_forms.college(
                page.home,
                lambda key, value: intake.tried(lambda: acts.set_home(engine, viewer, inbox, key, value)),
            )
        with layout.fold(Sentence("intake.text_title")):
            finding.note(Sentence("intake.text_note"))
            body = inbox.mapping_file.read_text(encoding="utf-8")
            intake_forms.by_hand(
                body,
                text.plain(page.name),
                lambda body: intake.tried(lambda: acts.write_by_hand(engine, viewer, inbox, body)),
            )


def _term_setter(viewer, inbox, term_id):
    def changed(monday, weeks, end):
        intake.tried(lambda: acts.set_term(warehouse.engine(), viewer, inbox, term_id, (monday, weeks, end)))

    return changed


def _loads(viewer, *, is_unprofiled):
    lines = standing_loads.standing_loads(viewer.scope)
    if not lines:
        return
    engine, home = warehouse.engine(), warehouse.home()
    with layout.card("intake_loads", Sentence("intake.loads_title"), sub=Sentence("intake.loads_sub")):
        intake.loads(
            lines, lambda number: intake.tried(lambda: intake_run.undo(engine, home, viewer, number))
        )
        if is_unprofiled or warehouse.current_snapshot() is None:
            finding.note(Sentence("intake.no_profile"))
            intake.buttons(
                (("profile", t("intake.make_profiles"), True, True),),
                lambda name: intake.tried(lambda: intake_run.profile(engine, home, viewer)),
            )
