"""What Streamlit is handed to sign people in: one file of the home's owner, the same key of cookies at every start."""

import tomllib

import pytest

from access import provider
from data.warehouse.home import Home
from errors import ShownError
from jobs import sign_in_secrets


@pytest.fixture
def configured(tmp_path):
    home = Home(tmp_path)
    file = home.folder("keys") / provider.FILE
    lines = ['issuer = "https://sso.example"', 'client_id = "h"', 'person_claim = "no"']
    lines += ['redirect_uri = "https://h.example/oauth2callback"', "client_secret = 'a\"b\\c学'"]
    file.write_text("\n".join(lines), encoding="utf-8")
    file.chmod(0o600)
    return home


def test_section_holds_what_streamlit_asks_for(configured):
    path = sign_in_secrets.write(configured)
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(told) == {"auth"}  # Streamlit copies values at the top into the environment
    section = told["auth"]
    assert section["client_secret"] == 'a"b\\c学'
    assert section["server_metadata_url"] == "https://sso.example/.well-known/openid-configuration"
    assert section["client_kwargs"] == {"scope": "openid profile", "prompt": ""}
    assert len(section["cookie_secret"]) == 64
    assert path.stat().st_mode & 0o777 == 0o600


def test_key_of_cookies_is_made_once_and_kept(configured):
    first = sign_in_secrets.write(configured).read_text()
    assert sign_in_secrets.write(configured).read_text() == first
    (configured.directory / "keys" / sign_in_secrets.COOKIE_KEY).unlink()
    assert sign_in_secrets.write(configured).read_text() != first


@pytest.mark.parametrize(
    ("text", "mode", "told"), [("", 0o600, "0 characters"), ("a" * 64, 0o640, "chmod 600")]
)
def test_key_of_cookies_that_is_no_secret_is_refused(configured, text, mode, told):
    file = configured.directory / "keys" / sign_in_secrets.COOKIE_KEY
    file.write_text(text)
    file.chmod(mode)
    with pytest.raises(ShownError, match=told):
        sign_in_secrets.write(configured)


def test_home_without_a_provider_is_handed_nothing(tmp_path):
    with pytest.raises(ShownError, match=r"oidc\.toml"):
        sign_in_secrets.write(Home(tmp_path))
    assert not (tmp_path / "keys").exists()
