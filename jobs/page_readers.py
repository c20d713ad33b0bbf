"""By whom a page is best seen: found for every page there is, from the pages and the roles themselves."""

from __future__ import annotations

from access import policy
from ui.page import discover

# Pages that are nobody's home and that another role than the first allowed one works with.
WORKED_BY = {
    "standards": "quality_office",
    "requests": "academic_affairs",
    "my_data": "student",
    "cases": "counsellor",
    "model": "quality_office",
}


def pages() -> dict[str, str]:
    """Every page's path and the role by which it is best seen."""
    return {path: best_reader(path) for path in discover("pages")}


def best_reader(path: str) -> str:
    """The role whose home the page is, else the one that works with it, else the first that may open it."""
    requires = discover("pages")[path].PAGE.requires
    homes = [role for role, held in policy.roles().items() if held["home"] == path]
    able = [role for role in (*homes, WORKED_BY.get(path)) if role and policy.may_open(role, requires)]
    return (able or list(policy.pages().get(requires, ())))[0]


def may_open(role: str, path: str) -> bool:
    """Whether a role may open a page."""
    return policy.may_open(role, discover("pages")[path].PAGE.requires)
