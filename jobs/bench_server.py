"""A real server and real viewers for the benches: Streamlit's own process, spoken to over its websocket."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import IO
from urllib.parse import parse_qsl

from errors import ShownError

LINK = re.compile(r'href="(\w+)\?([^"]+)"')
CHOOSING = ("id", "case", "unit", "class")  # parameters that say whom or what a page is about
START_LIMIT_SECONDS = 60
VIEW_LIMIT_SECONDS = 60
# The product's own error boundary shows these in place of a page; a view that ends in one has failed.
FAILED_STATES = ('data-state="broken"', 'data-state="no_identity"')


@dataclass(frozen=True)
class View:
    """One page opening: which page, as which role, with which query parameters, and the person it is about, if any."""

    page: str
    role: str
    parameters: tuple[tuple[str, str], ...] = ()
    person: str | None = None

    @property
    def query(self) -> str:
        return "&".join(f"{key}={value}" for key, value in (("as", self.role), *self.parameters))


@dataclass(frozen=True)
class Answer:
    """How one opening went: milliseconds from the message sent to the end of the run, deltas, and what failed."""

    view: View
    milliseconds: float
    deltas: int
    failure: str | None


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running_server(home: Path, warehouse: str | None = None, output: IO | None = None) -> Iterator[int]:
    """Serve a home on a free loopback port; yields the port and stops the server at the end. `output` takes what it says."""
    port = free_port()
    command = [sys.executable, "-m", "jobs", "serve", "--home", str(home), "--port", str(port)]
    command += ["--warehouse", warehouse] if warehouse else []
    root = Path(__file__).resolve().parent.parent
    place = output or subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=root, env=os.environ.copy(), stdout=place, stderr=place)
    try:
        _wait_until_healthy(process, port)
        yield port
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()


def _wait_until_healthy(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ShownError("starting the server for the bench", found=f"exit code {process.returncode}")
        address = f"http://127.0.0.1:{port}/_stcore/health"
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise ShownError(
        "starting the server for the bench", found="no answer", expected=f"within {START_LIMIT_SECONDS} s"
    )


def links_on(port: int, view: View) -> list[View]:
    """The openings that a page's own links lead to, as a reader in the role of the link."""
    bodies: list[str] = []
    open_page(port, view, bodies)
    found = [
        (page, dict(parse_qsl(unescape(query)))) for body in bodies for page, query in LINK.findall(body)
    ]
    return [
        View(page, query["as"], tuple((key, query[key]) for key in CHOOSING if key in query))
        for page, query in found
        if "as" in query and any(key in query for key in CHOOSING)
    ]


def open_page(port: int, view: View, bodies: list[str] | None = None) -> Answer:
    """Open one page as a new session, as a browser would, and wait for the last delta of the run; keep its HTML in `bodies`."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from websockets.sync.client import connect

    message = BackMsg()
    message.rerun_script.query_string = view.query
    message.rerun_script.page_name = view.page
    message.rerun_script.context_info.locale = "zh-CN"
    message.rerun_script.context_info.timezone = "Asia/Shanghai"
    url = f"ws://127.0.0.1:{port}/_stcore/stream"
    with connect(url, subprotocols=["streamlit"], max_size=None, compression=None) as channel:
        started = time.perf_counter()
        channel.send(message.SerializeToString())
        deltas, failure = _until_finished(channel, bodies)
        return Answer(view, (time.perf_counter() - started) * 1000, deltas, failure)


def _until_finished(channel, bodies: list[str] | None = None) -> tuple[int, str | None]:
    """Count deltas until the run ends; the first exception or refusal by the framework is the failure."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    deltas, failure = 0, None
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(channel.recv(timeout=VIEW_LIMIT_SECONDS))
        kind = answer.WhichOneof("type")
        if kind == "delta":
            deltas += 1
            if bodies is not None:
                bodies.append(answer.delta.new_element.html.body)
            if answer.delta.new_element.WhichOneof("type") == "exception":
                failure = failure or answer.delta.new_element.exception.type
            elif any(state in answer.delta.new_element.html.body for state in FAILED_STATES):
                failure = failure or "designed error state"
        elif kind == "page_not_found":
            failure = failure or "page_not_found"
        elif kind == "script_finished":
            if answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                continue
            if answer.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                failure = failure or "run did not finish"
            return deltas, failure
