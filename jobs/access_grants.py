"""`jobs access list | grant WHO ROLE [SCOPE] [--until D] | revoke WHO [ROLE] [SCOPE] | release WHO`: roles, scopes, accounts."""

from __future__ import annotations

import argparse
from datetime import date

from sqlalchemy import select

from access import grants, policy, sign_in
from data.warehouse.migrate import upgrade
from data.warehouse.schema.people import dim_person
from errors import ShownError, shape

HELP = "list, grant and revoke roles, release the account of a person (WHO is a staff or student number, or local-owner)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One of four acts and whom it is about."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="list|grant|revoke|release")
    listing = acts.add_parser("list", help="grants in force (past ones too with --past)")
    listing.add_argument("who", nargs="?")
    listing.add_argument("--past", action="store_true")
    giving = acts.add_parser("grant", help="give a role")
    giving.add_argument("who")
    giving.add_argument("role", choices=[role for role in policy.roles() if role != "public"])
    giving.add_argument(
        "scope", nargs="?", help="code of the unit; without it the role's own relation or the whole college"
    )
    giving.add_argument("--until", type=date.fromisoformat, metavar="DATE")
    taking = acts.add_parser("revoke", help="take a role (every role without one)")
    taking.add_argument("who")
    taking.add_argument("role", nargs="?")
    taking.add_argument("scope", nargs="?")
    freeing = acts.add_parser(
        "release", help="end the binding of a person's sign-in account; the next sign-in binds anew"
    )
    freeing.add_argument("who")
    for part in (listing, giving, taking, freeing):
        _repeat_common(part)


def _repeat_common(parser: argparse.ArgumentParser) -> None:
    """--home, --warehouse and --json may stand behind the act as well; there they do not undo what stood before it."""
    for option in ("--home", "--warehouse", "--json"):
        parser.add_argument(option, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(context, arguments) -> dict:
    """Do it and list what the person (or everybody) now holds."""
    upgrade(context.home)
    with context.engine.begin() as connection:
        person = _person(connection, arguments.who) if arguments.who else None
        told = ""
        if arguments.act == "grant":
            _grant(connection, person, arguments)
            told = f"granted {arguments.role}; "
        elif arguments.act == "revoke":
            taken = grants.revoke(
                connection,
                person,
                revoked_by=grants.COMMAND_LINE,
                role=arguments.role,
                scope_code=arguments.scope,
            )
            told = f"revoked {taken}; "
        elif arguments.act == "release":
            freed = sign_in.release(connection, person, grants.COMMAND_LINE)
            told = f"released {freed} {'account' if freed == 1 else 'accounts'}; "
        found = grants.listed(connection, person, past=getattr(arguments, "past", False))
    for entry in found:
        context.say(
            f"{entry.person}  {entry.role}  {entry.scope_kind} {entry.scope_code or ''}  {_period(entry)}"
        )
    context.say(f"{told}{len(found)} grants")
    return {"grants": [_as_json(entry) for entry in found]}


def _grant(connection, person: str, arguments) -> None:
    """A role that follows a relation (dean, counsellor ...) follows it where no unit is named."""
    by_relation = bool(policy.roles()[arguments.role].get("relation")) and not arguments.scope
    grants.grant(
        connection,
        person,
        arguments.role,
        granted_by=grants.COMMAND_LINE,
        scope_kind="self" if by_relation and person != grants.LOCAL_OWNER else None,
        scope_code=arguments.scope,
        valid_to=arguments.until,
    )


def _person(connection, who: str) -> str:
    """The pid behind a number; the local owner is a person of its own."""
    if who == grants.LOCAL_OWNER:
        return who
    columns = dim_person.c
    query = select(columns.person_pid).where((columns.person_no == who) | (columns.person_pid == who))
    found = connection.execute(query).scalars().all()
    if len(found) != 1:
        raise ShownError(
            "looking for the person",
            found=f"{len(found)} people with the number {shape(who)}",
            expected="exactly one staff or student number of this home, or local-owner",
        )
    return found[0]


def _period(entry: grants.Grant) -> str:
    ended = f", revoked {entry.revoked_at:%Y-%m-%d}" if entry.revoked_at else ""
    return f"from {entry.valid_from}" + (f" until {entry.valid_to}" if entry.valid_to else "") + ended


def _as_json(entry: grants.Grant) -> dict:
    return {
        "grant_id": entry.grant_id,
        "person": entry.person,
        "role": entry.role,
        "scope_kind": entry.scope_kind,
        "scope_code": entry.scope_code,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "granted_by": entry.granted_by,
        "revoked_at": entry.revoked_at,
    }
