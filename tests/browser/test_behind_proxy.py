"""The examples of proxies as the documents give them: TLS, one address, Secure cookies, a policy that lets the product work; CAS-like claims."""

import os
import shutil
import subprocess

import pytest

from jobs import bench_server, headless
from tests import databases
from tests.browser import signing_in
from tests.browser.reading import open_within, read

EXAMPLES = databases.PROJECT / "docs" / "examples" / "proxy"
PAGES = ("school", "department", "major", "course", "teacher", "student", "data")
pytestmark = pytest.mark.usefixtures("own_database")


def _with_names_of_here(name, names):
    """An example with the names of this machine in place of the college's."""
    text = (EXAMPLES / name).read_text()
    for old, new in names.items():
        assert old in text, f"the example no longer says {old}"
        text = text.replace(old, new)
    return text


def _nginx(folder, port, upstream):
    names = {
        "huaxiang.example": "localhost", "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "127.0.0.1:8501": f"127.0.0.1:{upstream}", "/etc/ssl/huaxiang": str(folder),
        "/var/log/nginx": str(folder), "wss://localhost": f"wss://localhost:{port}",
    }  # fmt: skip
    own = f"pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; events {{}}"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    file = folder / "nginx.conf"
    text = _with_names_of_here("nginx.conf", names)
    file.write_text(f"{own}\nhttp {{ {temporary} include /etc/nginx/mime.types;\n{text}\n}}\n")
    return ["nginx", "-p", str(folder), "-c", str(file)]


def _caddy(folder, port, upstream):
    certificate = f"tls {folder}/fullchain.pem {folder}/privkey.pem"
    names = {
        "huaxiang.example {": f"localhost:{port} {{\n\t{certificate}", "127.0.0.1:8501": f"127.0.0.1:{upstream}",
        "wss://huaxiang.example": f"wss://localhost:{port}",
    }  # fmt: skip
    file = folder / "Caddyfile"
    text = _with_names_of_here("Caddyfile", names)
    file.write_text("{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + text)
    return ["caddy", "run", "--config", str(file), "--adapter", "caddyfile"]


PATH = f"{os.environ['PATH']}:/usr/sbin"  # nginx lies where only root looks
PROXIES = {"nginx": _nginx, "caddy": _caddy}


def _certificate(folder):
    words = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    place = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run(["openssl", *words.split(), *place], check=True, capture_output=True)


@pytest.fixture(scope="module", params=PROXIES)
def campus(request, shared_folder, tmp_path_factory):
    """A proxy with TLS in front of the product; readers and the provider know the proxy's address alone."""
    if not shutil.which(request.param, path=PATH):
        pytest.fail(f"needs {request.param} for the browser tests: apt install nginx-light caddy")
    folder, port, upstream = (
        tmp_path_factory.mktemp("proxy"),
        bench_server.free_port(),
        bench_server.free_port(),
    )
    _certificate(folder)
    place = {"address": f"https://localhost:{port}", "port": upstream, "style": signing_in.CAS}
    command = PROXIES[request.param](folder, port, upstream)
    environment = {**os.environ, "HOME": str(folder), "PATH": PATH}
    with (folder / "proxy.log").open("w") as log:
        proxy = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        with signing_in.campus(databases.demo_template(shared_folder), folder, **place) as made:
            yield made
    finally:
        proxy.terminate()
        proxy.wait(10)


@pytest.fixture
def seen_tab(chromium):
    """A tab that takes the test's certificate; with what the browser noticed on the product's own pages."""
    with headless.tab(chromium, language="en", trusts_any_certificate=True) as (page, seen):
        yield page, seen


def test_reader_comes_in_through_the_proxy_and_every_cookie_is_secure(seen_tab, campus):
    page, _ = seen_tab
    headless.open_and_wait(page, f"{campus.address}/course?as=course_leader&lang=en")
    assert page.locator(".signin").get_attribute("data-reason") == "none"
    page.locator(".st-key-sign_in button").click()
    page.wait_for_url("**/interaction/**")
    signing_in.tell(page, "course_leader", campus.address)
    assert page.url == f"{campus.address}/course?as=course_leader&lang=en"
    assert read(page).besides and read(page).menu
    cookies = [one for one in page.context.cookies() if one["name"].startswith("_streamlit")]
    assert {one["name"] for one in cookies} >= {"_streamlit_user", "_streamlit_xsrf"}
    assert [
        one["name"] for one in cookies if not one["secure"] or one["sameSite"] not in ("Lax", "Strict")
    ] == []
    assert next(one for one in cookies if one["name"] == "_streamlit_user")["httpOnly"]


def test_policy_lets_every_page_work_and_nothing_else_in(seen_tab, campus):
    page, seen = seen_tab
    signing_in.sign_in(page, "academic_affairs", campus.address, "/school?as=academic_affairs&lang=en")
    seen.console.clear()
    for path in PAGES:
        shown = open_within(page, f"/{path}?as=academic_affairs&lang=en")
        assert (shown.besides or shown.states) and not {"broken", "no_identity"} & set(shown.states), path
    headless.open_and_wait(page, f"{campus.address}/school?as=academic_affairs&lang=en")
    assert read(page).menu
    assert [text for text in seen.console if "Content Security Policy" in text or "CSP" in text] == []
    assert seen.console == []
    answer = page.request.get(campus.address)
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    blocked = page.evaluate("fetch('https://example.invalid/').then(() => 'out').catch(() => 'kept in')")
    assert blocked == "kept in" and any("Content Security Policy" in text for text in seen.console)


def test_number_within_a_claim_names_the_person_and_the_kind(seen_tab, campus):
    page, _ = seen_tab
    signing_in.sign_in(page, "student", campus.address, "/student?lang=en")
    assert read(page).menu
    person = campus.people["student"]
    assert campus.logged(act="bind", person=person) and campus.logged(act="sign_in", person=person)


def test_logs_of_the_proxy_hold_no_parameters(seen_tab, campus):
    page, _ = seen_tab
    signing_in.sign_in(page, "hr", campus.address, "/school?as=hr")
    folder = campus.home.directory.parent
    if (folder / "nginx.conf").exists():
        assert "/oauth2callback" in (folder / "huaxiang.log").read_text()
    told = "".join(file.read_text() for file in folder.glob("*.log"))
    assert "code=" not in told and "state=" not in told and "as=hr" not in told
