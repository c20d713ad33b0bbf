"""What I can see and why: roles with their scope, the matrix row by row in words, pages, files, smallest groups, own log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access import grants, policy, relations, seen_as
from access.scope import Scope, system_scope
from access.viewer import Viewer
from data.warehouse.home import as_of, read_setting
from data.warehouse.queries import own_rights as queries
from data.warehouse.queries import persons
from views import naming, warehouse
from views.parts import Amount, Column, Header, Name, Sentence, Table
from views.warehouse import Snapshot

LOG_SHOWN = 50
MINIMA = {
    "cross_unit": 10,
    "own_unit": 5,
    "sensitive": 20,
}  # where a home has set none (indicators.md F.3, 2)
UNIT_NAMES = {
    "org": naming.departments,
    "major": naming.majors,
    "class": naming.classes,
    "course": naming.courses,
}
ACCOUNTS = ("first start", "command line")
UNITS_NAMED = 6
WAYS = ("grants", "my_data", "requests", "access_log")


@dataclass(frozen=True)
class AccessPage:
    """Everything the page says about the reader's own rights."""

    header: Header
    findings: tuple[Sentence, ...]
    roles: Table
    matrix: Table
    pages: Table
    groups: tuple[Sentence, ...]
    log: Table
    may_look: bool


def overview(viewer: Viewer, snapshot: Snapshot | None) -> AccessPage:
    """The rights of the reader in the active role, made from the matrix, the grants and the relations themselves."""
    scope = viewer.scope
    role = naming.role_name(scope.role)
    return AccessPage(
        header=Header(title=Sentence("access.title"), kind=Sentence("access.kind", {"role": role})),
        findings=(_finding(scope, snapshot),),
        roles=roles(scope, snapshot, viewer.roles),
        matrix=matrix(scope),
        pages=pages(scope.role),
        groups=groups(),
        log=log(scope),
        may_look=seen_as.may_look(viewer),
    )


def _finding(scope: Scope, snapshot: Snapshot | None) -> Sentence:
    by_name = [name for name in policy.categories() if policy.document(name) and _named(scope.role, name)]
    params = {
        "role": naming.role_name(scope.role),
        "where": where(scope, snapshot),
        "count": Amount(len(by_name), "count"),
    }
    return Sentence("access.found_named" if by_name else "access.found_figures", params)


def _named(role: str, category: str) -> bool:
    return any(grant.letter == "N" for grant in policy.cell(role, category).grants)


def where(scope: Scope, snapshot: Snapshot | None) -> Sentence:
    """The units a scope reaches in words: the whole college, named units, or the person itself."""
    if scope.everything:
        return Sentence("access.where_all")
    kind = policy.roles()[scope.role]["scope"]
    codes = tuple(sorted(scope.codes(kind)))
    if kind == "student" or not codes:
        return Sentence("access.where_self" if kind == "student" else "access.where_none")
    return _units(scope, snapshot, kind, codes)


def _units(scope: Scope, snapshot: Snapshot | None, kind: str, codes: tuple[str, ...]) -> Sentence:
    count = Amount(len(codes), "count")
    known = UNIT_NAMES[kind](scope, snapshot) if snapshot and kind in UNIT_NAMES else {}
    if kind == "offering" or len(codes) > UNITS_NAMED:
        return Sentence(f"access.where_{kind}_count", {"count": count})
    return Sentence("access.where_units", {"names": tuple(naming.unit_name(known, code) for code in codes)})


def roles(scope: Scope, snapshot: Snapshot | None, offered: tuple[str, ...]) -> Table:
    """Roles of the person: over what, from which grant or relation, until when, given by whom (as role)."""
    heads = ("role", "where", "why", "until", "by")
    columns = tuple(
        Column(Sentence(f"access.role_{head}"), "wide" if head == "where" else "left") for head in heads
    )
    with warehouse.engine().connect() as connection:
        given = [one for one in grants.listed(connection, scope.person) if one.holds_on(date.today())]
        units = relations.units(connection, scope.person, as_of(connection))
        own = [
            kind for kind in ("teacher", "student") if relations.is_current(connection, kind, scope.person)
        ]
    rows = [_granted(scope, snapshot, one) for one in given]
    rows += [_related(scope, snapshot, role, codes) for role, codes in sorted(units.items())]
    rows += [_self(kind) for kind in own]
    note = Sentence("access.roles_demo") if len(offered) > len({row[0] for row in rows}) else None
    return Table(columns, tuple(rows), note)


def _granted(scope: Scope, snapshot: Snapshot | None, one: grants.Grant) -> tuple:
    kind = one.scope_kind
    if kind in ("all", "self"):
        place = Sentence(f"access.where_{'relation' if kind == 'self' else kind}")
    else:
        place = _units(scope, snapshot, kind, (one.scope_code,))
    return (
        naming.role_name(one.role),
        place,
        Sentence("access.why_grant", {"day": f"{one.valid_from:%Y-%m-%d}"}),
        f"{one.valid_to:%Y-%m-%d}" if one.valid_to else Sentence("access.until_open"),
        _giver(one.granted_by),
    )


def _giver(by: str) -> Sentence | Name:
    """Who gave it, as role: never a person."""
    if by in ACCOUNTS or by.startswith("jobs "):
        return Sentence("access.by_machine")
    return naming.role_name("data_admin")


def _related(scope: Scope, snapshot: Snapshot | None, role: str, codes: frozenset[str]) -> tuple:
    kind = policy.roles()[role]["scope"]
    place = _units(scope, snapshot, kind, tuple(sorted(codes)))
    return (
        naming.role_name(role),
        place,
        Sentence("access.why_register"),
        None,
        Sentence("access.by_register"),
    )


def _self(kind: str) -> tuple:
    place = Sentence("access.where_self" if kind == "student" else "access.where_teaching")
    return (
        naming.role_name(kind),
        place,
        Sentence(f"access.why_{kind}"),
        None,
        Sentence("access.by_register"),
    )


def matrix(scope: Scope) -> Table:
    """Each category of data: what the active role reads of it, and on which condition."""
    columns = (
        Column(Sentence("access.head_category")),
        Column(Sentence("access.head_what"), "wide"),
        Column(Sentence("access.head_reason"), "wide"),
    )
    names = [name for name in policy.categories() if policy.document(name)]
    rows = tuple(
        (Sentence(f"rights.category_{name}"), what(scope.role, name), reason(scope.role, name))
        for name in names
    )
    return Table(columns, rows, Sentence("access.matrix_note"))


def what(role: str, category: str) -> tuple[Sentence, ...] | Sentence:
    """What a role reads of a category, one sentence for each letter of its cell."""
    given = policy.cell(role, category).grants
    if not given:
        return Sentence("rights.letter_none")
    return tuple(
        _letter(one, category) for one in sorted(given, key=lambda one: policy.LETTERS.index(one.letter))
    )


def _letter(grant: policy.Grant, category: str) -> Sentence:
    if grant.letter == "A":
        return Sentence("rights.letter_A_sensitive" if policy.is_sensitive(category) else "rights.letter_A")
    kinds = tuple(Sentence(f"rights.kind_{kind}") for kind in grant.kinds)
    return Sentence(f"rights.letter_{grant.letter}", {"kinds": kinds})


def reason(role: str, category: str) -> tuple[Sentence, ...] | Sentence:
    """Why it is so: the conditions of the cell, the cell rule for figures, or that the matrix gives nothing."""
    given = policy.cell(role, category)
    if not given.grants:
        return Sentence("rights.reason_none")
    parts = [Sentence(f"rights.condition_{one.condition}") for one in given.grants if one.condition]
    if given.opens_on_request:
        parts.append(Sentence("rights.reason_request"))
    if given.gives_aggregates and policy.needs_reported_group(category):
        parts.append(Sentence("rights.reason_reported"))
    if any(one.letter == "N" and not one.condition for one in given.grants):
        parts.append(Sentence("rights.reason_duty"))
    return tuple(parts) or Sentence("rights.reason_own" if "S" in given.letters else "rights.reason_group")


def pages(role: str) -> Table:
    """Pages the role opens and files it may take away."""
    heads = ("page", "open", "file")
    columns = tuple(Column(Sentence(f"access.page_{head}")) for head in heads)
    rows = tuple(
        (
            Sentence(f"{page}.menu"),
            Sentence("access.yes"),
            Sentence("access.yes" if policy.may_export(role, page) else "access.no"),
        )
        for page in policy.pages()
        if policy.may_open(role, page)
    )
    return Table(columns, rows, Sentence("access.pages_note"))


def groups() -> tuple[Sentence, ...]:
    """The smallest groups behind figures, as this home has set them."""
    with warehouse.engine().connect() as connection:
        held = {use: read_setting(connection, f"minimum_{use}", least) for use, least in MINIMA.items()}
    return tuple(
        Sentence(f"access.minimum_{use}", {"count": Amount(least, "count")}) for use, least in held.items()
    )


def log(scope: Scope) -> Table:
    """The reader's own newest rows of the access log."""
    heads = ("at", "role", "act", "page", "rows")
    columns = tuple(
        Column(Sentence(f"access.log_{head}"), "right" if head == "rows" else "left") for head in heads
    )
    rows = warehouse.read(queries.own_log(scope.person, LOG_SHOWN), scope).to_dicts()
    note = Sentence("access.log_note", {"count": Amount(LOG_SHOWN, "count")})
    return Table(columns, tuple(map(_logged, rows)), note)


def _logged(row: dict) -> tuple:
    return (
        row["at"],
        naming.role_name(row["role"]) if row["role"] else None,
        Sentence(f"rights.act_{row['act']}", otherwise=row["act"]),
        Sentence(f"{row['page']}.menu", otherwise=row["page"]) if row["page"] else None,
        Amount(row["row_count"], "count") if row["row_count"] is not None else None,
    )


def ways(role: str) -> tuple[str, ...]:
    """Further pages on which rights are given, asked for or settled, as far as the role opens them."""
    return tuple(page for page in WAYS if policy.may_open(role, page))


def eyes() -> tuple[str, ...]:
    """Roles through whose eyes an administrator may look."""
    return tuple(role for role in policy.roles() if role not in ("public", seen_as.ROLE))


def person_to_look_through(viewer: Viewer, number: str, role: str) -> str | None:
    """The pid behind a number whose eyes the administrator may borrow in this role; None where that is refused, and the
    refusal is the same whoever exists."""
    if not seen_as.may_look(viewer):
        return None
    kind = "student" if role == "student" else "teacher"
    found = warehouse.read(persons.by_number(kind, number.strip()), system_scope("view as")).to_dicts()
    if not found:
        return None
    pid = found[0]["person_pid"]
    with warehouse.engine().connect() as connection:
        made = seen_as.looking(
            connection, viewer, person=pid, role=role, today=date.today(), as_of=as_of(connection)
        )
    return pid if made else None
