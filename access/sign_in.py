"""Who has signed in: the claims of the provider judged anew at each run against what the product itself has written down.

Nothing here trusts the browser: Streamlit hands over the claims of a cookie it has verified, and they are good only as
long as they come from the configured provider, are not too old, were not ended by a sign-out, and their account is pinned
to a person of the register. Roles are none of the provider's business (access/viewer.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, Engine, delete, insert, select, update

from access import relations
from access.log_chain import append, hold
from access.provider import Provider
from access.sec_tables import sec_access_log, sec_binding, sec_session_end
from access.tables import metadata

LEEWAY = 120  # seconds by which the clocks of provider and product may differ
KEPT_DAYS = 60  # an ended session is remembered for longer than its cookie can live (31 days)
SESSION_LENGTH = 40  # of the digest, as the access log keeps it
# What tells one sign-in from another; the nonce is new at each.
_OF_A_SIGN_IN = ("iss", "sub", "iat", "nonce", "sid", "at_hash", "jti")
REASONS = (
    "none", "unverified", "other_issuer", "expired", "ended", "no_claim", "no_kind", "unknown", "ambiguous",
    "left", "taken", "moved", "released", "no_role",
)  # fmt: skip


@dataclass(frozen=True)
class Admitted:
    """Somebody of the register has signed in; `session` stands for this sign-in in the access log."""

    person: str
    session: str


@dataclass(frozen=True)
class TurnedAway:
    """Nobody is let in, and why (a key of the catalogue `sign_in`); the person where the binding names one."""

    reason: str
    session: str | None = None
    person: str | None = None


def digest(claims: Mapping) -> str:
    """What stands for one sign-in: the same for every copy of its cookie, worth nothing by itself."""
    told = json.dumps([claims.get(name) for name in _OF_A_SIGN_IN], default=str)
    return sha256(told.encode()).hexdigest()


def recognise(engine: Engine, provider: Provider, claims: Mapping, now: datetime) -> Admitted | TurnedAway:
    """Who these verified claims are now (`now` naive UTC); the first time the account is bound to its person, and that is logged."""
    session = digest(claims)[:SESSION_LENGTH]
    reason = _token_fault(provider, claims, now)
    if reason:
        return TurnedAway(reason, session)
    with engine.connect() as connection:
        if _is_ended(connection, claims):
            return TurnedAway("ended", session)
        if not _was_seen(connection, session) and _seconds(now) > claims["exp"] + LEEWAY:
            return TurnedAway("expired", session)
        found = _pinned(connection, provider, claims, session)
        found = found or _to_bind(connection, provider, claims, session)
    return (
        found if isinstance(found, Admitted | TurnedAway) else _bind_once(engine, provider, claims, session)
    )


def _token_fault(provider: Provider, claims: Mapping, now: datetime) -> str | None:
    """What is wrong with the claims themselves."""
    audience = claims.get("aud")
    ours = provider.client_id in (audience if isinstance(audience, list) else [audience])
    if claims.get("iss") != provider.issuer or not ours:
        return "other_issuer"
    issued, expires = claims.get("iat"), claims.get("exp")
    subject = claims.get("sub")
    is_whole = _is_time(issued) and _is_time(expires) and isinstance(subject, str) and 0 < len(subject) <= 255
    if not is_whole or issued > _seconds(now) + LEEWAY:
        return "unverified"
    is_over = _seconds(now) >= issued + provider.session_hours * 3600
    is_over = is_over or (provider.end_with_token and _seconds(now) >= expires)
    return "expired" if is_over else None


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _seconds(moment: datetime) -> float:
    return moment.replace(tzinfo=UTC).timestamp()


def _is_ended(connection: Connection, claims: Mapping) -> bool:
    ended = select(sec_session_end.c.ended_at).where(sec_session_end.c.token_sha256 == digest(claims))
    return connection.execute(ended).first() is not None


def _was_seen(connection: Connection, session: str) -> bool:
    """Whether this sign-in was accepted before: then the provider's short-lived token has done its work."""
    columns = sec_access_log.c
    known = select(columns.log_id).where(
        columns.session == session, columns.object_kind == "sign_in", columns.object_id == "ok"
    )
    return connection.execute(known.limit(1)).first() is not None


def _pinned(
    connection: Connection, provider: Provider, claims: Mapping, session: str
) -> Admitted | TurnedAway | None:
    """The person this account is bound to; None where it is not bound. A claim that has moved moves no binding."""
    columns = sec_binding.c
    query = select(columns.person).where(*_of_account(claims), columns.released_at.is_(None))
    person = connection.execute(query).scalar_one_or_none()
    if person is None:
        return None
    number = claimed(claims, provider.person_claim)
    if number is not None and number != _number_of(connection, person):
        return TurnedAway("moved", session, person)
    return _if_current(connection, person, session)


def _of_account(claims: Mapping) -> tuple:
    return sec_binding.c.issuer == claims["iss"], sec_binding.c.subject == claims["sub"]


def _number_of(connection: Connection, person: str) -> str | None:
    columns = metadata.tables["dim_person"].c
    query = select(columns.person_no).where(columns.person_pid == person)
    return connection.execute(query).scalar_one_or_none()


def _if_current(connection: Connection, person: str, session: str) -> Admitted | TurnedAway:
    if any(relations.is_current(connection, kind, person) for kind in ("teacher", "student")):
        return Admitted(person, session)
    return TurnedAway("left", session, person)


def _to_bind(connection: Connection, provider: Provider, claims: Mapping, session: str) -> str | TurnedAway:
    """The person an account that is not bound may be bound to, or why none."""
    person, reason = _named(connection, provider, claims)
    if reason:
        return TurnedAway(reason, session)
    found = _if_current(connection, person, session)
    if isinstance(found, TurnedAway):
        return found
    if _is_before_release(connection, claims):
        return TurnedAway("released", session)
    columns = sec_binding.c
    held = select(columns.binding_id).where(columns.person == person, columns.released_at.is_(None))
    return TurnedAway("taken", session, person) if connection.execute(held).first() else person


def _bind_once(engine: Engine, provider: Provider, claims: Mapping, session: str) -> Admitted | TurnedAway:
    """Bind the account to the person its claim names; where another tab was faster, what that one has bound counts."""
    with engine.begin() as connection:
        hold(connection)
        known = _pinned(connection, provider, claims, session)
        found = known or _to_bind(connection, provider, claims, session)
        if isinstance(found, Admitted | TurnedAway):
            return found
        row = {
            "issuer": claims["iss"], "subject": claims["sub"], "person": found,
            "claim": provider.person_claim[:60], "bound_at": _now(),
        }  # fmt: skip
        number = connection.execute(insert(sec_binding).values(row)).inserted_primary_key[0]
        _log(connection, "bind", found, number, session=session)
    return Admitted(found, session)


def _named(
    connection: Connection, provider: Provider, claims: Mapping
) -> tuple[str, None] | tuple[None, str]:
    """The one person whom the claims name, or why it is not exactly one."""
    number = claimed(claims, provider.person_claim)
    if number is None:
        return None, "no_claim"
    columns = metadata.tables["dim_person"].c
    query = select(columns.person_pid).where(columns.person_no == number)
    if provider.kind_claim:
        kinds = _kinds_claimed(provider, claims)
        if not kinds:
            return None, "no_kind"
        query = query.where(columns.kind.in_(sorted(kinds)))
    found = connection.execute(query.limit(2)).scalars().all()
    if len(found) != 1:
        return None, "ambiguous" if found else "unknown"
    return found[0], None


def claimed(claims: Mapping, name: str) -> str | None:
    """The text of one claim (`a.b` reads b within a); None where it is missing, empty or several."""
    values = _values(claims, name)
    return values[0] if len(values) == 1 else None


def _values(claims: Mapping, name: str) -> list[str]:
    value = claims.get(name)
    if value is None and "." in name:
        outer, inner = name.split(".", 1)
        return _values(claims[outer], inner) if isinstance(claims.get(outer), Mapping) else []
    several = value if isinstance(value, list) else [value]
    texts = [str(one).strip() for one in several if isinstance(one, str | int) and not isinstance(one, bool)]
    return [text for text in texts if text]


def _kinds_claimed(provider: Provider, claims: Mapping) -> set[str]:
    known = dict(provider.kinds)
    return {known[value] for value in _values(claims, provider.kind_claim or "") if value in known}


def _is_before_release(connection: Connection, claims: Mapping) -> bool:
    """Whether an administrator released this account after this sign-in: it binds nothing any more."""
    query = select(sec_binding.c.released_at).where(*_of_account(claims))
    released = [moment for moment in connection.execute(query).scalars() if moment is not None]
    return any(claims["iat"] <= _seconds(moment) for moment in released)


def release(connection: Connection, person: str, released_by: str) -> int:
    """End the binding of a person's account, so that the next sign-in binds anew; returns how many were ended (0 or 1).

    What the account has open shows nothing from the next run on. Raises nothing where there is none.
    """
    columns = sec_binding.c
    query = select(columns.binding_id).where(columns.person == person, columns.released_at.is_(None))
    found = connection.execute(query).scalars().all()
    for number in found:
        ended = {"released_at": _now(), "released_by": released_by}
        connection.execute(update(sec_binding).where(columns.binding_id == number).values(ended))
        _log(connection, "release", released_by, number)
    return len(found)


def end(engine: Engine, claims: Mapping, person: str) -> None:
    """Sign out: every copy of this sign-in's cookie is worth nothing from now on, and that is logged."""
    token = digest(claims)
    with engine.begin() as connection:
        hold(connection)
        known = select(sec_session_end.c.ended_at).where(sec_session_end.c.token_sha256 == token)
        if connection.execute(known).first():
            return
        connection.execute(
            delete(sec_session_end).where(sec_session_end.c.ended_at < _now() - timedelta(days=KEPT_DAYS))
        )
        connection.execute(insert(sec_session_end).values(token_sha256=token, ended_at=_now()))
        row = {"session": token[:SESSION_LENGTH], "person": person, "act": "sign_out"}
        append(connection, row | {"object_kind": "sign_in", "object_id": "ok"})


def _log(connection: Connection, act: str, by: str, number: int, *, session: str | None = None) -> None:
    row = {"person": by, "act": act, "object_kind": "binding", "object_id": str(number), "session": session}
    append(connection, row)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
