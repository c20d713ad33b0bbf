"""One file of an arrival: looked at and corrected without YAML; files that were not recognised taken up."""

from actions import intake as acts
from ui import finding, intake, intake_forms, layout, tables
from views import warehouse
from views.administration import intake_file as views
from views.parts import Sentence


def draw(viewer, inbox, mapping, page):
    """The file chosen, and those that nothing is proposed for."""
    if page.files:
        with layout.card("intake_file", Sentence("intake.file_title"), sub=Sentence("intake.file_sub")):
            name = intake_forms.chosen_file(page.files)
            _file(viewer, inbox, views.file_form(mapping, name))
    if page.unread:
        with layout.card("intake_unread", Sentence("intake.unread_title"), sub=Sentence("intake.unread_sub")):
            for at, one in enumerate(page.unread):
                if intake_forms.unread(one, at):
                    _take_up(viewer, inbox, one, at)


def _file(viewer, inbox, form):
    engine = warehouse.engine()
    left, right = layout.columns("even")
    with left:
        intake_forms.used(
            form,
            lambda is_used: intake.tried(lambda: acts.use_file(engine, viewer, inbox, form.name, is_used)),
        )
        finding.note(form.facts)
    with right:
        intake_forms.source(
            form, lambda code: intake.tried(lambda: acts.set_source(engine, viewer, inbox, form.name, code))
        )
    if form.preview:
        with layout.fold(Sentence("intake.preview_title"), is_open=True):
            tables.table(form.preview)
    with layout.fold(Sentence("intake.columns_title")):
        tables.table(form.columns)
    if form.is_single:
        with layout.fold(Sentence("intake.reading_title")):
            _reading(viewer, inbox, form)
    if form.is_used:
        _tables(viewer, inbox, form)


def _reading(viewer, inbox, form):
    sheets = acts.sheets_of(inbox, form.name)
    wanted = intake_forms.reading(form.name, sheets, form.sheet, form.header_row, form.encoding)
    if wanted:
        intake.tried(lambda: acts.read_as(warehouse.engine(), viewer, inbox, form.name, wanted))
        intake_forms.again()


def _take_up(viewer, inbox, one, at):
    sheets = (one.sheet,) if one.sheet else ()
    row = intake.tried(lambda: acts.likely_header(inbox, one.path, one.sheet))
    wanted = intake_forms.reading(f"unread_{at}", sheets, one.sheet, row, None, is_new=True)
    if wanted:
        intake.tried(lambda: acts.take_up(warehouse.engine(), viewer, inbox, one.path, wanted))
        intake_forms.again()


def _tables(viewer, inbox, form):
    engine = warehouse.engine()
    table = intake_forms.chosen_table(form)
    if table is not None:
        if table.lacks:
            finding.note(Sentence("intake.ask_lacks", {"columns": table.lacks}))
        if table.needs:
            finding.note(Sentence("intake.needs", {"tables": table.needs}))
        place = table.place

        def choose(column, choice, typed):
            intake.tried(lambda: acts.set_column(engine, viewer, inbox, place, column, choice, typed))

        def translate(column, word, code):
            intake.tried(lambda: acts.set_word(engine, viewer, inbox, place, column, word, code))

        intake_forms.words(table, translate)
        intake_forms.columns(table, choose)
        intake_forms.remove_table(
            table, lambda: intake.tried(lambda: acts.remove_table(engine, viewer, inbox, place))
        )
    intake_forms.add_table(
        form, lambda code: intake.tried(lambda: acts.add_table(engine, viewer, inbox, form.name, code))
    )
