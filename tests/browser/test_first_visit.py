"""Every address opened first: by a new reader, on a process that has just started, in every mode."""

import contextlib
import os
import subprocess
import sys

import psutil
import pytest

from access import policy
from data.warehouse.home import open_engine, write_setting
from jobs import bench_server, headless
from tests import databases
from tests.browser.judging import PAGES, READERS, faults
from tests.browser.reading import open_within, read
from tests.browser.words import FRAMEWORK
from ui import i18n

PERSON_FIRST = sorted(PAGES, key=lambda path: path != "student")
ANYWHERE = (*PERSON_FIRST, "", "no_such_page", "school?as=leadership")
# What `streamlit run` says over the first page of a process (jobs/server.py tells why).
NO_PAGE = "The page that you have requested does not seem to exist. Running the app's main page."
# Pages that work before anything was profiled.
ADMINISTRATION = ("data", "requests", "access", "grants", "access_log", "settings")


@contextlib.contextmanager
def _plain_streamlit(home, mode):
    """`streamlit run app.py` past the door of `jobs serve`, in a mode of one's own choice."""
    port = bench_server.free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address", "127.0.0.1"]
    named = {"HUAXIANG_HOME": str(home.directory), "HUAXIANG_MODE": mode}
    named |= {"HUAXIANG_WAREHOUSE": home.warehouse_url} if home.warehouse_url else {}
    process = subprocess.Popen(
        [*command, "--server.port", str(port)], cwd=databases.PROJECT, env={**os.environ, **named},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        bench_server._wait_until_healthy(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def local_home(shared_folder, tmp_path_factory):
    """The demo's data in a home that was not made as a demo."""
    template = databases.demo_template(shared_folder)
    home = databases.copy_home(template, tmp_path_factory.mktemp("local") / "home")
    engine = open_engine(home)
    with engine.begin() as connection:
        write_setting(connection, "kind", "local")
    engine.dispose()
    yield home
    databases.drop_home(home)


@pytest.fixture
def visit(chromium):
    """What a reader who was never here sees at an address, and what the browser noticed."""
    with contextlib.ExitStack() as stack:
        opened = {one: stack.enter_context(headless.window(chromium, language=one)) for one in i18n.LANGUAGES}

        def first(url, language="zh"):
            with headless.newcomer(opened[language]) as (page, seen):
                headless.open_and_wait(page, url)
                return read(page), seen

        yield first


def _besides(state, shown, language="zh"):
    """What is shown besides one designed state: other states, pieces, a menu, texts that are none of the state's."""
    told = [text for key, text in i18n.catalogue(language).items() if key.startswith(f"states.{state}.")]
    texts = [text for text in shown.texts if text not in (*told, NO_PAGE) and text not in FRAMEWORK]
    is_alone = shown.states == [state] and not shown.besides and not shown.menu
    return texts if is_alone else [*texts, shown.states, shown.besides, shown.menu]


def test_every_page_opens_first_on_a_process_whose_first_reader_asks_for_a_person(visit, demo_home, words):
    problems = []
    with bench_server.running_server(demo_home.directory, demo_home.warehouse_url) as port:
        for path in PERSON_FIRST:
            role = READERS[path]
            shown, seen = visit(f"http://127.0.0.1:{port}/{path}?as={role}")
            problems += faults(shown, path, role, "zh", words) + seen.problems()
        shown, seen = visit(f"http://127.0.0.1:{port}/no_such_page?as=dean")
        problems += [] if shown.states == ["not_found"] else [f"no such page: {shown.states}"]
    assert problems == [], "\n".join(problems)


def test_mode_without_sign_in_shows_nothing_wherever_one_enters(visit, demo_home):
    problems = {}
    with _plain_streamlit(demo_home, "oidc") as address:
        for path in ANYWHERE:
            shown, seen = visit(f"{address}/{path}", "en")
            problems[path] = _besides("closed_mode", shown, "en") + seen.outside
    assert not any(problems.values()), problems


@pytest.fixture(scope="module")
def local_port(local_home):
    """Where the home of one person on this machine is served."""
    with bench_server.running_server(local_home.directory, local_home.warehouse_url) as port:
        yield port


def test_local_mode_listens_on_this_machine_alone(local_port):
    connections = psutil.net_connections(kind="tcp")
    listening = [
        one for one in connections if one.status == psutil.CONN_LISTEN and one.laddr.port == local_port
    ]
    assert {one.laddr.ip for one in listening} == {"127.0.0.1"}


def test_local_owner_opens_every_page_first(visit, local_port, words):
    problems = []
    for path in PERSON_FIRST:
        role = "academic_affairs" if policy.may_open("academic_affairs", path) else READERS[path]
        shown, seen = visit(f"http://127.0.0.1:{local_port}/{path}?as={role}")
        if path == "my_data":  # nothing is kept about an account that is nobody of the register
            problems += [] if shown.states == ["not_one"] else [f"my_data: {shown.states}"]
            continue
        problems += faults(shown, path, role, "zh", words) + seen.problems()
    assert problems == [], "\n".join(problems)


@pytest.mark.parametrize("kind", ["teacher", "student"])
def test_local_owner_is_no_teacher_or_student_and_may_choose_one_in_another_role(chromium, local_port, kind):
    address = f"http://127.0.0.1:{local_port}"
    with headless.tab(chromium) as (page, seen):
        headless.open_and_wait(page, f"{address}/{kind}?as={kind}&lang=en")
        assert i18n.catalogue("en")[f"{kind}.not_one_title"] in read(page).texts
        page.locator(".pstate a").click()
        headless.settle(page)
        shown = read(page)
    assert "not_one" not in shown.states and "not_allowed" not in shown.states and shown.besides
    assert "as=dean" in page.url and seen.problems() == []


def test_local_owner_without_a_role_sees_nothing_also_in_an_open_tab(
    chromium, visit, local_home, local_port, jobs
):
    address, problems = f"http://127.0.0.1:{local_port}", {}
    with headless.tab(chromium) as (page, _):
        headless.open_and_wait(page, f"{address}/school")
        assert read(page).besides
        jobs("access", "revoke", "local-owner", home=local_home)
        problems["open tab"] = _besides("revoked", open_within(page, "/course"))
    for path in ANYWHERE:
        shown, seen = visit(f"{address}/{path}")
        problems[path] = _besides("revoked", shown) + seen.problems()
    assert not any(problems.values()), problems


def test_before_the_first_profile_pages_say_so_to_those_who_may_open_them(chromium, empty_home):
    server = bench_server.running_server(empty_home.directory, empty_home.warehouse_url)
    with server as port, headless.tab(chromium) as (page, seen):
        headless.open_and_wait(page, f"http://127.0.0.1:{port}")
        shown = {path: open_within(page, f"/{path}?as={READERS[path]}").states for path in PAGES}
        refused = open_within(page, "/worklist?as=leadership").states
    without = {path: [] for path in ADMINISTRATION} | {"my_data": ["not_one"]}
    assert shown == {path: without.get(path, ["no_profile"]) for path in PAGES}
    assert (refused, seen.problems()) == (["not_allowed"], [])
