"""A person's page that does not open: recorded, and where the account is no such person, the way to a role that may choose one."""

from access import audit
from ui import notices
from ui.page import switch_links
from views import choices, warehouse


def draw(viewer, page, kind, asked, refusal):
    audit.refused(warehouse.engine(), viewer, page.path, kind=kind, unit=asked)
    is_own = asked == viewer.person
    notices.refusal(
        refusal, switch_links(page, viewer, lambda role: choices.may_choose(role, kind)) if is_own else ""
    )
