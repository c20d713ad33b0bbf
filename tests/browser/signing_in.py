"""A college whose readers sign in: a home, a real provider beside it, the server in front; and how a reader goes through."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from access import provider
from access.sec_tables import sec_access_log
from data.warehouse.home import Home, open_engine, read_setting, write_setting
from data.warehouse.schema.people import dim_person
from jobs import bench_server, headless
from jobs.sign_in_secrets import COOKIE_KEY
from tests import databases

PROVIDER = Path(__file__).with_name("provider")
CLIENT = {"client_id": "huaxiang", "client_secret": "a secret of the tests"}
PLAIN = {"person_claim": "employee_number"}
# As Apereo CAS tells attributes: within one claim, each a list.
CAS = {
    "person_claim": "attributes.employeeNumber",
    "person_kind_claim": "attributes.userType",
    "person_kinds": {"teacher": ["faculty", "staff"], "student": ["student"]},
}


@dataclass
class Campus:
    """Home, address of the product, address of the provider, and which accounts exist (login name -> pid)."""

    home: Home
    engine: Engine
    address: str
    issuer: str
    people: dict[str, str]
    file: Path  # of the provider's accounts, read anew at each sign-in

    def logged(self, **wanted: str | None) -> list[dict]:
        """Rows of the access log with these values, in their order."""
        with self.engine.connect() as connection:
            query = select(sec_access_log).order_by(sec_access_log.c.log_id)
            found = [dict(row) for row in connection.execute(query).mappings()]
        return [row for row in found if all(row[name] == value for name, value in wanted.items())]

    def change(self, account: str, /, **claims) -> None:
        """Let the provider say something else of an account from its next sign-in on."""
        told = json.loads(self.file.read_text())
        told["accounts"].setdefault(account, {}).update(claims)
        self.file.write_text(json.dumps(told))

    @property
    def cookie_key(self) -> str:
        return (self.home.directory / "keys" / COOKIE_KEY).read_text()


def lack() -> str | None:
    """Why the provider cannot be started here."""
    if not shutil.which("node"):
        return "needs node for the provider of the browser tests"
    if not (PROVIDER / "node_modules").is_dir():
        return f"needs the provider of the browser tests: npm ci --prefix {PROVIDER.relative_to(databases.PROJECT)}"
    return None


@contextlib.contextmanager
def campus(template: Home, folder: Path, *, address: str, port: int, style: dict) -> Iterator[Campus]:
    """The demo's data in a home of its own, whose readers sign in; provider and server run until the end."""
    if lack():
        pytest.fail(lack())
    home = databases.copy_home(template, folder / "home")
    engine = open_engine(home)
    people = _people(engine)
    issuer, file = f"http://127.0.0.1:{bench_server.free_port()}", folder / "provider.json"
    file.write_text(json.dumps(_provider(issuer, address, engine, people, style)))
    _configure(home, issuer, address, style)
    try:
        with _provider_process(file), _server(home, port):
            yield Campus(home, engine, address, issuer, people, file)
    finally:
        engine.dispose()
        databases.drop_home(home)


def _people(engine: Engine) -> dict[str, str]:
    with engine.begin() as connection:
        people = dict(read_setting(connection, "demo_people"))
        write_setting(connection, "kind", "local")
    return people


def _provider(issuer: str, address: str, engine: Engine, people: dict[str, str], style: dict) -> dict:
    with engine.connect() as connection:
        found = connection.execute(select(dim_person.c.person_pid, dim_person.c.person_no, dim_person.c.kind))
        known = {pid: (number, kind) for pid, number, kind in found}
    accounts = {name: claims_of(style, *known[pid]) for name, pid in people.items()}
    callback = address + provider.CALLBACK
    client = {**CLIENT, "redirect_uris": [callback], "post_logout_redirect_uris": [callback]}
    return {
        "port": int(issuer.rsplit(":", 1)[1]), "issuer": issuer, "clients": [client], "accounts": accounts,
        "claims": {"openid": ["sub"], "profile": ["employee_number", "attributes", "name"]},
    }  # fmt: skip


def claims_of(style: dict, number: str, kind: str) -> dict:
    """What the provider says of a person, in one style or the other."""
    if style is PLAIN:
        return {"employee_number": number}
    return {
        "attributes": {
            "employeeNumber": [number],
            "userType": ["student" if kind == "student" else "faculty"],
        }
    }


def _configure(home: Home, issuer: str, address: str, style: dict) -> None:
    given = {"issuer": issuer, **CLIENT, "redirect_uri": address + provider.CALLBACK, **style}
    kinds = given.pop("person_kinds", None)
    lines = [f"{key} = {json.dumps(value)}" for key, value in given.items()]
    lines += (
        ["[person_kinds]", *(f"{kind} = {json.dumps(words)}" for kind, words in kinds.items())]
        if kinds
        else []
    )
    file = home.folder("keys") / provider.FILE
    file.write_text("\n".join(lines) + "\n")
    file.chmod(0o600)


@contextlib.contextmanager
def _provider_process(file: Path) -> Iterator[None]:
    process = subprocess.Popen(
        ["node", "provider.mjs", str(file)], cwd=PROVIDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )  # fmt: skip
    try:
        line = process.stdout.readline()
        assert line.startswith("ready"), f"the provider did not start: {line!r}"
        yield
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@contextlib.contextmanager
def _server(home: Home, port: int) -> Iterator[None]:
    words = ["serve", "--home", str(home.directory), "--port", str(port)]
    words += ["--warehouse", home.warehouse_url] if home.warehouse_url else []
    log = home.directory / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "jobs", *words],
            cwd=databases.PROJECT,
            stdout=subprocess.DEVNULL,
            stderr=out,
        )
    try:
        bench_server._wait_until_healthy(process, port)
        yield
    finally:
        process.terminate()
        process.wait(15)


def knock(page, address: str) -> None:
    """Open an address and press the button of the sign-in page; the provider asks who one is."""
    headless.open_and_wait(page, address)
    page.locator(".st-key-sign_in button").click()
    page.wait_for_url("**/interaction/**")


def tell(page, name: str, address: str) -> None:
    """Answer the provider as an account, agree, and wait until the product stands still again."""
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.locator("form[action$=confirm] button, input[name=prompt][value=consent] ~ button").first.click()
    page.wait_for_url(f"{address}/**")
    settle(page)


def settle(page) -> None:
    """Wait until the page stands still, also behind the way back to the address that was asked for."""
    headless.settle(page)
    page.wait_for_timeout(400)
    headless.settle(page)


def sign_in(page, name: str, address: str, path: str = "/") -> None:
    """From an address of the product through the provider back into the product."""
    knock(page, address + path)
    tell(page, name, address)
