"""What Streamlit is handed to sign people in: the provider of `keys/oidc.toml` and the home's own key of cookies.

Streamlit reads a secrets file of its own form; it is written anew at each start, into the home, for its owner alone.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from access import provider
from access.provider import Provider
from data.warehouse.home import Home
from errors import ShownError

COOKIE_KEY = (
    "cookie.key"  # signs the cookies of those signed in; lost or replaced: everybody signs in once more
)
KEY_BYTES = 32
SECRETS = "streamlit.toml"


def write(home: Home) -> Path:
    """The secrets file for this start; raises ShownError where the provider's file is missing, broken or open to others."""
    found = provider.read(home.directory / "keys")
    path = home.folder("keys") / SECRETS
    _write_whole(path, _text(found, _cookie_key(home.folder("keys"))))
    return path


def _cookie_key(keys: Path) -> str:
    path = keys / COOKIE_KEY
    if not path.exists():
        _write_whole(path, secrets.token_hex(KEY_BYTES))
    provider.refuse_readable_by_others(path)
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < 2 * KEY_BYTES:
        raise ShownError(
            "reading the key of cookies", file=f"keys/{COOKIE_KEY}", found=f"{len(key)} characters",
            expected=f"at least {2 * KEY_BYTES}", remedy="delete the file: a new one is made, everybody signs in once more",
        )  # fmt: skip
    return key


def _text(found: Provider, cookie_key: str) -> str:
    """The section [auth] as st.login reads it; a JSON text is a TOML text."""
    values = {
        "redirect_uri": found.redirect_uri, "cookie_secret": cookie_key, "client_id": found.client_id,
        "client_secret": found.client_secret, "server_metadata_url": found.metadata_url,
    }  # fmt: skip
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    # An empty prompt counts as none (RFC 6749, 3.1); without one Streamlit would ask for an account to be chosen.
    asked = {"scope": found.scope, "prompt": found.prompt}
    told = ", ".join(f"{name} = {json.dumps(value)}" for name, value in asked.items())
    return "[auth]\n" + "\n".join(lines) + f"\nclient_kwargs = {{ {told} }}\n"


def _write_whole(path: Path, text: str) -> None:
    """Whole or not at all, and readable by its owner alone from the first byte on."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
