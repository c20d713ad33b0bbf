"""`jobs serve` (`make run`): a demo college where nothing is there yet, the warehouse upgraded, the pages served."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

from access import provider
from access.viewer import MODES
from data.warehouse.home import Home, read_setting
from data.warehouse.migrate import upgrade
from errors import ShownError
from jobs import sign_in_secrets
from jobs.context import Context
from settings import PROJECT

HELP = "serve the pages; a default home without a warehouse is filled with the demo college first"
DEMO_STUDENTS, DEMO_SEED = 1500, 7
LOOPBACK = "127.0.0.1"
BUILDING = ".building"  # a demo college half built stays in this folder of the home and is thrown away
START_SECONDS = 60
STOP_SECONDS = 10


def add_arguments(parser) -> None:
    """Port and address; everything else of the server is in .streamlit/config.toml."""
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8501))
    parser.add_argument(
        "--address", default=os.environ.get("HUAXIANG_ADDRESS") or LOOPBACK, help="the address to listen on"
    )


def run(context: Context, arguments) -> dict:
    """Serve until Ctrl-C or a signal."""
    _refuse_unknown_mode(context.settings)
    secrets = sign_in_secrets.write(context.home) if context.settings.mode == "oidc" else None
    _refuse_taken_port(arguments.address, arguments.port)
    _fill_default_home(context)
    before, after = upgrade(context.home, say=context.progress.step)
    if before not in (None, after):
        context.say(f"warehouse upgraded from revision {before} to {after}")
    mode = _mode(context)
    _refuse_open_address(mode, arguments.address)
    context.engine.dispose()
    return _serve(context, mode, arguments, secrets)


def _refuse_unknown_mode(settings) -> None:
    if settings.mode not in (None, *MODES):
        raise ShownError("reading HUAXIANG_MODE", found=settings.mode, expected=", ".join(MODES))
    if settings.has_provider and settings.mode != "oidc":
        raise ShownError(
            f"starting in mode {settings.mode}",
            file=f"keys/{provider.FILE}",
            found="a home whose readers sign in",
            expected="mode oidc: any other would let whoever comes read without signing in",
            remedy="unset HUAXIANG_MODE; to open the home without sign-in, take that file away",
        )


def _refuse_taken_port(address: str, port: int) -> None:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise ShownError(
                f"listening on {address}:{port}",
                found=error.strerror,
                expected="an address of this machine and a free port",
                remedy="stop the other server, or choose a port: PORT=8502 make run",
            ) from None


def _fill_default_home(context: Context) -> None:
    """Build the demo college beside the home's place and move it in, so that an interrupted build leaves no half."""
    home = context.home
    if not context.settings.is_default_home or home.sqlite_file.exists():
        return
    context.say(f"first start: building the demo college ({DEMO_STUDENTS} students, about two minutes)")
    building = home.directory / BUILDING
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    command = [sys.executable, "-m", "jobs", "demo", "--home", str(building)]
    command += ["--students", str(DEMO_STUDENTS), "--seed", str(DEMO_SEED)]
    code = subprocess.run(command, cwd=PROJECT, check=False).returncode
    if code:
        shutil.rmtree(building, ignore_errors=True)
        if code in (130, -signal.SIGINT):
            raise KeyboardInterrupt
        raise ShownError("building the demo college", found=f"exit code {code}", expected="0, see above")
    _move_in(building, home)


def _move_in(building: Path, home: Home) -> None:
    """The warehouse last: a home without it is one that was never started."""
    built = Home(building).sqlite_file
    with closing(sqlite3.connect(built)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in building.iterdir():
        target = home.directory / path.name
        if path.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            path.replace(target)
    built.replace(home.sqlite_file)
    shutil.rmtree(building, ignore_errors=True)


def _mode(context: Context) -> str:
    """demo for a home that was made as a demo, local for any other; a wish to the contrary is refused."""
    with context.engine.connect() as connection:
        is_demo = read_setting(connection, "kind") == "demo"
    wanted = context.settings.mode or ("demo" if is_demo else "local")
    if wanted == "demo" and not is_demo:
        raise ShownError(
            "starting in mode demo",
            found="a home that was not made as a demo",
            expected="a demo home: its roles can be taken by anyone",
            remedy="unset HUAXIANG_MODE to open this home in mode local",
        )
    return wanted


def _refuse_open_address(mode: str, address: str) -> None:
    if mode == "local" and address not in (LOOPBACK, "localhost"):
        raise ShownError(
            "starting in mode local",
            found=f"address {address}",
            expected=f"{LOOPBACK}: this mode knows one person, whoever sits at this machine",
            remedy="unset HUAXIANG_ADDRESS and leave out --address",
        )


def _serve(context: Context, mode: str, arguments, secrets: Path | None) -> dict:
    started = time.monotonic()
    server = subprocess.Popen(
        _command(arguments, secrets), cwd=PROJECT, env=_environment(context, mode), stdout=subprocess.DEVNULL
    )
    stopped = _forward_signals(server)
    try:
        if _answers(server, arguments.port, arguments.address):
            address = _readers_address(context, mode) or f"http://localhost:{arguments.port}"
            context.say(f"{address}   (mode {mode}; Ctrl-C stops)")
        code = server.wait()
    except KeyboardInterrupt:
        code = 0
    finally:
        _stop(server)
    if not stopped and code:
        raise ShownError(
            "serving the pages", found=f"the server ended with {code}", expected="it runs until stopped"
        )
    context.say("stopped")
    return {"mode": mode, "port": arguments.port, "seconds": round(time.monotonic() - started, 1)}


def _readers_address(context: Context, mode: str) -> str | None:
    """Where readers come who sign in: the address the provider sends them back to."""
    return provider.read(context.home.directory / "keys").start if mode == "oidc" else None


def _command(arguments, secrets: Path | None) -> list[str]:
    address = LOOPBACK if arguments.address == "localhost" else arguments.address
    flags = {"server.port": arguments.port, "server.address": address, "server.headless": "true"}
    flags |= {"secrets.files": secrets} if secrets else {}
    words = [word for name, value in flags.items() for word in (f"--{name}", str(value))]
    return [sys.executable, "-m", "jobs.server", "run", str(PROJECT / "app.py"), *words]


def _environment(context: Context, mode: str) -> dict[str, str]:
    """What app.py reads: the home by absolute path, and the mode that was decided here."""
    settings = context.settings
    named = {"HUAXIANG_HOME": str(settings.home.directory), "HUAXIANG_MODE": mode}
    if settings.home.warehouse_url:
        named["HUAXIANG_WAREHOUSE"] = settings.home.warehouse_url
    return {**os.environ, **named, "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}


def _forward_signals(server: subprocess.Popen) -> list[int]:
    """Hand termination on to the server; returns the list in which received signals are noted."""
    received: list[int] = []

    def forward(number: int, _frame) -> None:
        received.append(number)
        with suppress(ProcessLookupError):
            server.send_signal(signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, forward)
    return received


def _answers(server: subprocess.Popen, port: int, address: str) -> bool:
    """Wait until the server answers; False when it ended first."""
    host = LOOPBACK if address in ("0.0.0.0", "localhost") else address
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"http://{host}:{port}/_stcore/health", timeout=2):
            return True
        time.sleep(0.1)
    return False


def _stop(server: subprocess.Popen) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
