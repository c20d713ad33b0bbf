"""The national tables a reader holds every row of, as one zip: the right asked again when it is made, and recorded."""

from __future__ import annotations

from access import audit
from access.viewer import Viewer
from errors import NotAllowed
from reports import national_files, national_portraits
from reports.marking import guarded
from views import rights, warehouse
from views.administration import national, national_page, portraits

PAGE, FILE, KIND = "data", "national-tables.zip", "national"
PURPOSE = "national platform"


def offered(viewer: Viewer) -> bool:
    """Whether the page draws the button."""
    return rights.is_offered(viewer, PAGE) and bool(national_page.taken(viewer.scope))


def made(viewer: Viewer) -> bytes:
    """The zip; refused and recorded where the right has ended since the page was drawn."""
    if not rights.may_take_away(viewer, PAGE):
        audit.refused(warehouse.engine(), viewer, PAGE, kind="export", unit=KIND)
        raise NotAllowed("exporting", found=f"role {viewer.role}", expected="a role that may take it away")
    return guarded(lambda: _zip(viewer))


def _zip(viewer: Viewer) -> bytes:
    tables = _tables(viewer)
    content = national_files.zipped(national_files.files(tables, "csv"))
    audit.exported(
        warehouse.engine(), viewer, KIND, KIND, page=PAGE, content=content, rows=sum(one.frame.height for one in tables),
        fields=",".join(one.table.id for one in tables), purpose=PURPOSE,
    )  # fmt: skip
    return content


def _tables(viewer: Viewer) -> list[national.Made]:
    marks = national.stamps()
    wanted = national_page.taken(viewer.scope)
    apart = national.PORTRAITS | national.DIMENSIONS
    found = [national.filled(one, marks) for one in wanted if one.reading not in apart]
    snapshot = warehouse.current_snapshot()
    kinds = dict.fromkeys(apart[one.reading] for one in wanted if one.reading in apart)
    for kind in kinds if snapshot else ():
        both = national_portraits.made(snapshot, kind, portraits.shipped(), marks).tables
        found += [one for one in both if one.table in wanted]
    return found
