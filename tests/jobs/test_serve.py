"""`jobs serve`: what it refuses to open, what it never fills, where it listens, and how it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import psutil
import pytest
from sqlalchemy import func, select

from access import provider
from data.warehouse.home import Home, open_engine, write_setting
from data.warehouse.migrate import upgrade
from data.warehouse.schema import metadata
from jobs import serve
from tests.databases import PROJECT


def _free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    ("mode", "address", "told"),
    [
        ("oidc", None, "docs/sign-in.md"),
        ("kiosk", None, "kiosk"),
        ("demo", None, "not made as a demo"),
        ("", "0.0.0.0", "127.0.0.1"),
        ("local", "0.0.0.0", "127.0.0.1"),
    ],
)
def test_server_refuses_what_its_mode_forbids(empty_home, jobs, mode, address, told):
    words = ["serve", "--port", str(_free_port())] + (["--address", address] if address else [])
    done = jobs(*words, home=empty_home, expect=1, HUAXIANG_MODE=mode)
    assert told in done.stderr


@pytest.fixture
def signing_in_home(empty_home):
    """A home whose readers sign in; the provider is never asked here."""
    file = empty_home.folder("keys") / provider.FILE
    lines = [
        'issuer = "https://sso.example"',
        'client_id = "h"',
        'client_secret = "very-secret"',
        'person_claim = "no"',
    ]
    file.write_text("\n".join([*lines, 'redirect_uri = "https://h.example/oauth2callback"']))
    file.chmod(0o600)
    return empty_home


@pytest.mark.parametrize("mode", ["local", "demo"])
def test_home_whose_readers_sign_in_opens_in_no_other_mode(signing_in_home, jobs, mode):
    done = jobs("serve", "--port", str(_free_port()), home=signing_in_home, expect=1, HUAXIANG_MODE=mode)
    assert "mode oidc" in done.stderr and "very-secret" not in done.stderr


@pytest.mark.parametrize("mode", ["", "oidc"])
def test_broken_or_open_settings_of_sign_in_stop_the_start(signing_in_home, jobs, mode):
    file = signing_in_home.directory / "keys" / provider.FILE
    file.chmod(0o644)
    words = ["serve", "--port", str(_free_port())]
    done = jobs(*words, home=signing_in_home, expect=1, HUAXIANG_MODE=mode)
    assert "chmod 600" in done.stderr and "very-secret" not in done.stderr
    file.chmod(0o600)
    file.write_text(file.read_text().replace("person_claim", "claim"))
    done = jobs(*words, home=signing_in_home, expect=1, HUAXIANG_MODE=mode)
    assert "unknown key claim" in done.stderr and "very-secret" not in done.stderr


def test_server_of_a_home_with_sign_in_says_where_readers_come(signing_in_home):
    with _serving(signing_in_home) as (_, _, line):
        assert "https://h.example/" in line and "mode oidc" in line
    keys = signing_in_home.directory / "keys"
    assert {path.stat().st_mode & 0o777 for path in keys.iterdir()} == {0o600}


def test_address_from_environment_is_refused_too(empty_home, jobs):
    done = jobs("serve", "--port", str(_free_port()), home=empty_home, expect=1, HUAXIANG_ADDRESS="0.0.0.0")
    assert "HUAXIANG_ADDRESS" in done.stderr


def test_taken_port_is_told_with_the_remedy(empty_home, jobs):
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = jobs("serve", "--port", str(other.getsockname()[1]), home=empty_home, expect=1)
    assert "PORT=" in done.stderr


def test_built_demo_moves_in_with_the_warehouse_last(tmp_path, own_database, monkeypatch):
    home = Home(tmp_path / "var")
    building = home.directory / serve.BUILDING
    upgrade(Home(building))
    (Home(building).folder("lake") / "events.parquet").write_bytes(b"events")
    moved = []
    monkeypatch.setattr(serve.Path, "replace", _noting(serve.Path.replace, moved))
    serve._move_in(building, home)
    assert moved[-1] == "warehouse.sqlite"
    assert (home.directory / "lake" / "events.parquet").read_bytes() == b"events"
    assert not building.exists()


def _noting(replace, moved):
    def noted(path, target):
        moved.append(path.name)
        return replace(path, target)

    return noted


@contextmanager
def _serving(home):
    """A running server on a home named by hand: process, port and the line that tells the address."""
    port = _free_port()
    place = ["--home", str(home.directory)]
    place += ["--warehouse", home.warehouse_url] if home.warehouse_url else []
    process = subprocess.Popen(
        [sys.executable, "-m", "jobs", "serve", "--port", str(port), *place],
        cwd=PROJECT,
        env={**os.environ, "HUAXIANG_MODE": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process, port, process.stdout.readline()
    finally:
        process.terminate()
        process.wait(15)
        process.stdout.close()


@pytest.fixture
def served(empty_home):
    """A running server; yields process, port, line and the seconds until it answered."""
    started = time.monotonic()
    with _serving(empty_home) as (process, port, line):
        yield process, port, line, time.monotonic() - started


def test_local_server_listens_on_loopback_alone_and_stops_whole(served):
    process, port, line, seconds = served
    assert f"http://localhost:{port}" in line and "mode local" in line
    assert seconds < 20
    family = [process.pid, *(child.pid for child in psutil.Process(process.pid).children(recursive=True))]
    listening = {
        connection.laddr.ip
        for pid in family
        for connection in psutil.Process(pid).net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 0
    assert [pid for pid in family if psutil.pid_exists(pid)] == []


def test_home_named_by_hand_is_never_filled(served, empty_home):
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        people = connection.execute(
            select(func.count()).select_from(metadata.tables["dim_person"])
        ).scalar_one()
    engine.dispose()
    assert people == 0


def test_demo_home_opens_in_mode_demo(empty_home):
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        write_setting(connection, "kind", "demo")
    settings = type("Settings", (), {"mode": None})
    assert serve._mode(type("Context", (), {"engine": engine, "settings": settings})) == "demo"
    engine.dispose()
