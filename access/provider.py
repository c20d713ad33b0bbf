"""The college's identity provider as `keys/oidc.toml` of the home names it: read whole or refused, never half."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from errors import ShownError

FILE = "oidc.toml"
CALLBACK = "/oauth2callback"  # where Streamlit takes the answer of the provider
KINDS = ("teacher", "student")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
HOURS = 8
LONGEST_HOURS = 24
DISCOVERY = "/.well-known/openid-configuration"
REQUIRED = ("issuer", "client_id", "client_secret", "redirect_uri", "person_claim")
OPTIONAL = {
    "metadata_url": str, "person_kind_claim": str, "person_kinds": dict, "session_hours": int, "scope": str,
    "prompt": str, "end_with_token": bool,
}  # fmt: skip


@dataclass(frozen=True)
class Provider:
    """Whom the product trusts to say who somebody is, and which claim names the person."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    person_claim: str  # holds the staff or student number
    kind_claim: str | None = None
    kinds: tuple[tuple[str, str], ...] = ()  # (value of the kind claim, teacher | student)
    session_hours: int = HOURS
    metadata_url: str = ""
    scope: str = "openid profile"
    prompt: str = ""  # empty: the provider decides whether to ask for a password again
    end_with_token: bool = (
        False  # the session also ends with the ID token, which many providers let live minutes
    )

    @property
    def origin(self) -> str:
        """Scheme, host and port under which readers open the product."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def start(self) -> str:
        """The address of the start page."""
        return self.redirect_uri.removesuffix(CALLBACK) + "/"


def is_configured(keys: Path) -> bool:
    """Whether the home asks for sign-in; then it is opened in no other way."""
    return (keys / FILE).exists()


def read(keys: Path) -> Provider:
    """The provider that the folder `keys` of a home names.

    Raises ShownError where the file is missing, readable by others, no TOML, or incomplete; never tells a secret.
    """
    path = keys / FILE
    if not path.exists():
        raise _wrong("no such file", "the provider and this product's client there (docs/sign-in.md)")
    refuse_readable_by_others(path)
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = getattr(error, "lineno", None)
        told = f"no TOML in line {place}" if place else "no TOML"
        raise _wrong(told, "TOML: key = value, texts in quotes") from None
    _check_keys(given)
    return _provider(given)


def refuse_readable_by_others(path: Path) -> None:
    """A secret is its owner's alone."""
    mode = path.stat().st_mode & 0o777
    if os.name == "posix" and mode & 0o077:
        raise ShownError(
            "reading a secret", file=f"keys/{path.name}", found=f"mode {mode:o}: others may read it",
            expected="mode 600", remedy=f"chmod 600 {path.name} in the home's folder keys",
        )  # fmt: skip


def _check_keys(given: Mapping) -> None:
    unknown = sorted(set(given) - set(REQUIRED) - set(OPTIONAL))
    if unknown:
        raise _wrong(f"unknown key {unknown[0]}", ", ".join((*REQUIRED, *OPTIONAL)))
    for key in REQUIRED:
        if not isinstance(given.get(key), str) or not given[key].strip():
            raise _wrong(f"no {key}", f"{key} = a text")
    for key, kind in OPTIONAL.items():
        if key in given and (not isinstance(given[key], kind) or (kind is int and given[key] is True)):
            raise _wrong(f"{key} of another kind", f"{key} = {kind.__name__}")


def _provider(given: Mapping) -> Provider:
    issuer = _address(given, "issuer")
    redirect = _address(given, "redirect_uri")
    if not redirect.endswith(CALLBACK):
        raise _wrong(f"redirect_uri {redirect}", f"an address that ends in {CALLBACK}")
    hours = given.get("session_hours", HOURS)
    if not 1 <= hours <= LONGEST_HOURS:
        raise _wrong(f"session_hours {hours}", f"1 to {LONGEST_HOURS}")
    scope = given.get("scope", Provider.scope)
    if "openid" not in scope.split():
        raise _wrong(f"scope {scope}", "a scope with openid in it")
    return Provider(
        issuer=issuer,
        client_id=given["client_id"],
        client_secret=given["client_secret"],
        redirect_uri=redirect,
        person_claim=given["person_claim"],
        kind_claim=given.get("person_kind_claim"),
        kinds=_kinds(given),
        session_hours=hours,
        metadata_url=_address(given, "metadata_url", issuer.rstrip("/") + DISCOVERY),
        scope=scope,
        prompt=given.get("prompt", Provider.prompt),
        end_with_token=given.get("end_with_token", False),
    )


def _address(given: Mapping, key: str, default: str = "") -> str:
    """An address that nobody on the way can read: https, or this machine itself."""
    text = given.get(key, default).strip()
    parts = urlsplit(text)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not safe or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise _wrong(
            f"{key} {parts.scheme}://{parts.hostname}", "https://host/path (http on this machine only)"
        )
    return text


def _kinds(given: Mapping) -> tuple[tuple[str, str], ...]:
    """Which values of the kind claim mean a teacher and which a student; the words themselves where none are listed."""
    listed = given.get("person_kinds", {kind: [kind] for kind in KINDS})
    pairs = []
    for kind, values in listed.items():
        several = values if isinstance(values, list) else [values]
        if kind not in KINDS or not all(isinstance(value, str) for value in several):
            raise _wrong(f"person_kinds {kind}", "teacher and student, each with a list of texts")
        pairs += [(value, kind) for value in several]
    return tuple(pairs)


def _wrong(found: str, expected: str) -> ShownError:
    return ShownError(
        "reading how people sign in", file=f"keys/{FILE}", found=found, expected=expected,
        remedy="mend the file; without it the server does not start (docs/sign-in.md)",
    )  # fmt: skip
