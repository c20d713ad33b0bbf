"""`jobs serve`: what it refuses to open, what it never fills, where it listens, and how it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

import psutil
import pytest
from sqlalchemy import func, select

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
        ("oidc", None, "without sign-in"),
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


@pytest.fixture
def served(empty_home):
    """A running server on a home named by hand; yields process, port and the seconds until it answered."""
    port, started = _free_port(), time.monotonic()
    place = ["--home", str(empty_home.directory)]
    place += ["--warehouse", empty_home.warehouse_url] if empty_home.warehouse_url else []
    process = subprocess.Popen(
        [sys.executable, "-m", "jobs", "serve", "--port", str(port), *place],
        cwd=PROJECT,
        env={**os.environ, "HUAXIANG_MODE": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    line = process.stdout.readline()
    yield process, port, line, time.monotonic() - started
    process.kill()
    process.wait()
    process.stdout.close()


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
