"""A person's page that does not open: recorded; to a role that may ask for it the request, to an account that is no such
person the way to a role that may choose one."""

from access import audit
from actions import break_glass
from pages.portraits import _on_request
from ui import notices
from ui.page import switch_links
from views import choices, warehouse


def draw(viewer, page, kind, asked, refusal):
    audit.refused(warehouse.engine(), viewer, page.path, kind=kind, unit=asked)
    if break_glass.can_ask(viewer.scope, kind):
        return _on_request.instead(viewer, kind, asked)
    is_own = asked == viewer.person
    return notices.refusal(
        refusal, switch_links(page, viewer, lambda role: choices.may_choose(role, kind)) if is_own else ""
    )
