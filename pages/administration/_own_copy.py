"""A copy of everything kept about the reader, as a workbook; the right asked again when it is made, and recorded."""

from access import audit
from errors import NotAllowed
from reports import own_copy, page_book
from ui import filters, finding, layout, text
from views import rights, warehouse
from views.administration import own_record
from views.parts import Sentence

PAGE = "my_data"
FILE = "my-data.xlsx"


def card(viewer):
    if not rights.is_offered(viewer, PAGE):
        return
    with layout.card("copy", Sentence("my_data.copy_title")):
        finding.note(Sentence("my_data.copy_text"))
        filters.export(
            lambda: page_book.guarded(lambda: made(viewer)),
            FILE,
            label=text.plain(Sentence("my_data.copy_take")),
        )


def made(viewer):
    """The workbook; refused and recorded where the right has ended since the page was drawn."""
    if not rights.may_take_away(viewer, PAGE):
        audit.refused(warehouse.engine(), viewer, PAGE, kind="export", unit=PAGE)
        raise NotAllowed("exporting", found=f"role {viewer.role}", expected="the person's own role")
    record = own_record.collect(viewer.scope)
    content = own_copy.marked(viewer, record)
    audit.exported(
        warehouse.engine(),
        viewer,
        viewer.role,
        viewer.person,
        page=PAGE,
        content=content,
        rows=record.row_count,
    )
    return content
