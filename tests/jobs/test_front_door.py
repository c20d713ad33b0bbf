"""`python -m jobs`: exit codes, where text goes, and that a verb starts without importing the others."""

import json
import subprocess
import sys

import pytest

from data.warehouse.migrate import newest
from jobs.__main__ import main
from jobs.front_door import VERBS
from tests.databases import PROJECT


def _call(*words):
    command = [sys.executable, "-m", "jobs", *words]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("words", [(), ("fly",), ("migrate", "--speed", "9"), ("backup",)])
def test_wrong_usage_exits_two(words):
    done = _call(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage" in done.stderr


def test_refusal_exits_one_and_speaks_on_standard_error(tmp_path):
    done = _call("backup", str(tmp_path / "x.tar.gz"), "--home", str(tmp_path / "nothing"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: backing up the home")


def test_json_to_standard_output_is_the_only_thing_there(tmp_path):
    done = _call("migrate", "--home", str(tmp_path), "--json", "-")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"from": None, "to": newest()}


def test_json_file_holds_one_object(tmp_path):
    done = _call("migrate", "--home", str(tmp_path), "--json", str(tmp_path / "result.json"))
    assert done.stdout.count("\n") == 1
    assert json.loads((tmp_path / "result.json").read_text())["to"] == newest()


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_explains_itself(verb, capsys):
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    assert "--home" in capsys.readouterr().out


def test_password_of_the_warehouse_is_never_printed(tmp_path):
    address = "postgresql+psycopg://someone:s3cret@127.0.0.1:1/none"
    done = _call("migrate", "--home", str(tmp_path), "--warehouse", address)
    assert done.returncode == 1
    assert done.stderr.startswith("error: opening the warehouse postgresql+psycopg://someone:***@")
    assert "s3cret" not in done.stdout + done.stderr
