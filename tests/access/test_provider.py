"""How people sign in, as the home's file says: complete and its owner's alone, or refused without telling a secret."""

import pytest

from access import provider
from errors import ShownError

GOOD = {
    "issuer": "https://sso.example/realms/college",
    "client_id": "huaxiang",
    "client_secret": "very-secret-text",
    "redirect_uri": "https://huaxiang.example/oauth2callback",
    "person_claim": "employee_number",
}


def written(folder, text=None, mode=0o600, **changed):
    """A file with the given keys; None leaves one out, other values are written as TOML."""
    given = {key: value for key, value in {**GOOD, **changed}.items() if value is not None}
    lines = [f"{key} = {value if isinstance(value, int) else repr(value)}" for key, value in given.items()]
    folder.mkdir(exist_ok=True)
    file = folder / provider.FILE
    file.write_text("\n".join(lines) if text is None else text)
    file.chmod(mode)
    return folder


def test_complete_file_is_read_with_defaults(tmp_path):
    found = provider.read(written(tmp_path))
    assert found.metadata_url == "https://sso.example/realms/college/.well-known/openid-configuration"
    assert (found.session_hours, found.scope, found.prompt) == (8, "openid profile", "")
    assert (found.origin, found.start) == ("https://huaxiang.example", "https://huaxiang.example/")
    assert found.client_secret not in repr(found)


def test_home_without_the_file_asks_for_no_sign_in(tmp_path):
    assert not provider.is_configured(tmp_path)
    assert provider.is_configured(written(tmp_path))


def test_missing_file_is_told_with_what_to_read(tmp_path):
    with pytest.raises(ShownError, match=r"docs/sign-in\.md"):
        provider.read(tmp_path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_file_that_others_may_read_is_refused(tmp_path, mode):
    with pytest.raises(ShownError, match="chmod 600"):
        provider.read(written(tmp_path, mode=mode))


@pytest.mark.parametrize("key", provider.REQUIRED)
@pytest.mark.parametrize("value", [None, " ", 7])
def test_required_key_that_is_missing_or_empty_is_refused(tmp_path, key, value):
    with pytest.raises(ShownError, match=f"no {key}") as told:
        provider.read(written(tmp_path, **{key: value}))
    assert GOOD["client_secret"] not in str(told.value)


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("issuer", "http://sso.example", "issuer"),
        ("redirect_uri", "http://huaxiang.example/oauth2callback", "redirect_uri"),
        ("redirect_uri", "https://huaxiang.example/", "oauth2callback"),
        ("redirect_uri", "https://u:p@huaxiang.example/oauth2callback", "redirect_uri"),
        ("metadata_url", "ftp://sso.example", "metadata_url"),
        ("session_hours", 0, "session_hours"),
        ("session_hours", 25, "session_hours"),
        ("scope", "profile", "openid"),
        ("clientid", "x", "unknown key clientid"),
        ("prompt", 5, "prompt"),
        ("end_with_token", "yes", "end_with_token"),
    ],
)
def test_value_that_cannot_be_meant_is_refused(tmp_path, key, value, told):
    with pytest.raises(ShownError, match=told) as error:
        provider.read(written(tmp_path, **{key: value}))
    assert GOOD["client_secret"] not in str(error.value)


def test_file_that_is_no_toml_is_refused_without_its_text(tmp_path):
    with pytest.raises(ShownError, match="no TOML") as told:
        provider.read(written(tmp_path, text='client_secret = "very-secret-text\n'))
    assert "very-secret" not in str(told.value)


def test_provider_on_this_machine_needs_no_https(tmp_path):
    found = provider.read(
        written(tmp_path, issuer="http://127.0.0.1:9000", redirect_uri="http://localhost:8501/oauth2callback")
    )
    assert found.origin == "http://localhost:8501"


KINDS = '\nperson_kind_claim = "type"\nperson_kinds = {%s}'


def _with_kinds(folder, kinds):
    lines = "\n".join(f"{key} = {value!r}" for key, value in GOOD.items())
    return provider.read(written(folder, text=lines + KINDS % kinds))


def test_kinds_of_persons_may_have_several_words(tmp_path):
    found = _with_kinds(tmp_path, 'teacher = ["faculty", "staff"], student = "student"')
    assert dict(found.kinds) == {"faculty": "teacher", "staff": "teacher", "student": "student"}


@pytest.mark.parametrize("kinds", ['parent = ["parent"]', "teacher = [1]"])
def test_kind_of_person_that_is_none_is_refused(tmp_path, kinds):
    with pytest.raises(ShownError, match="person_kinds"):
        _with_kinds(tmp_path, kinds)
