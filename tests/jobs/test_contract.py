"""The contract of the command line: every verb once on one demo college, its JSON keys and types, its exit codes."""

import json
import re
import signal
import subprocess
import sys
from types import UnionType

import pytest
from sqlalchemy import select

from data.warehouse.home import open_engine
from data.warehouse.schema.meta import meta_snapshot
from jobs.__main__ import main
from tests import databases

NUMBER = int | float
MAYBE = int | float | None
COUNTS = dict.fromkeys(("read", "loaded", "replaced", "already", "set_aside"), int)
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
FIGURES = ("auroc", "auroc_low", "auroc_high", "auprc", "brier", "ece", "slope", "intercept")


class Each:
    """Every value of a list or an object has this form, and there is one at least, or may be none."""

    def __init__(self, form, *, or_none: bool = False) -> None:
        self.form = form
        self.or_none = or_none


def fits(value, form, place: str = "result") -> None:
    """Fails with the place where the value has not the form: a type, a pattern, the keys that must be there, or Each."""
    if isinstance(form, Each):
        assert value or form.or_none, f"{place} is empty"
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            fits(item, form.form, f"{place}.{key}")
    elif isinstance(form, dict):
        assert isinstance(value, dict), f"{place} is {value!r}"
        for key, inner in form.items():
            assert key in value, f"{place} lacks {key}"
            fits(value[key], inner, f"{place}.{key}")
    elif isinstance(form, re.Pattern):
        assert form.match(value), f"{place} is {value!r}"
    else:
        is_number = isinstance(form, UnionType) or form in (int, float)
        assert isinstance(value, form), f"{place} is {value!r}"
        assert not (is_number and isinstance(value, bool)), f"{place} is {value!r}"


SETTINGS = {"settings": {"college_name": str, "zone": str, "default_language": str, "pass_mark": NUMBER}}
GRANT = {"person": str, "role": str, "scope_kind": str, "valid_from": str}
LOADS = {"loads": Each({"load_id": int, "status": str, "started_at": TIME, "tables": Each(COUNTS)})}
SNAPSHOTS = {"snapshots": Each({"snapshot_id": int, "published_at": TIME, "digest": str}), "current": int}
CHECKS = {
    "checks": Each({"id": str, "status": re.compile("^(pass|warn|fail)$"), "found": str, "expected": str})
}
INGEST = {"tables": Each(COUNTS), "reasons": dict, "seconds": NUMBER, "peak_mb": NUMBER}
PROFILE = {
    "snapshot": int, "digest": re.compile("^[0-9a-f]{64}$"), "indicators": int, "values": int, "indices": int,
    "rows_scanned": int, "seconds": NUMBER, "peak_mb": NUMBER,
}  # fmt: skip
TRAIN = {
    "models": Each(
        {"point": str, "best": str | None, "chosen": str | None, "switched_on": bool, "reasons": list,
         "metrics": {"auroc": MAYBE}}
    ),
    "seconds": NUMBER,
}  # fmt: skip
RESULT = {
    "at": str, "n": int, "positives": int, **dict.fromkeys(FIGURES, MAYBE), "precision_at_10": MAYBE,
    "recall_at_20": MAYBE, "rule_auroc": MAYBE, "candidates": Each(MAYBE), "best": str, "chosen": str,
    "features": Each(str), "groups": Each({"auroc": MAYBE}, or_none=True),
}  # fmt: skip
BACKTEST = {
    "source": str, "train": Each(str), "test": str, "label": str, "results": Each(RESULT), "seconds": NUMBER,
    "checks": {
        **dict.fromkeys(("permuted_auroc", "permuted_low", "permuted_high", "single_feature_max"), MAYBE),
        "single_feature_name": str,
    },
}  # fmt: skip
DEMO = {
    "college": str, "students": int, "teachers": int, "courses": int, "rows": Each(int), "seconds": NUMBER,
    "oracle": {"W4": NUMBER, "W8": NUMBER},
}  # fmt: skip
CASE = {"name": str, "p50": NUMBER, "p95": NUMBER, "unit": str, "reference": MAYBE, "ratio": MAYBE}
BENCH = {"bench": str, "students": int, "cases": Each(CASE)}
QUICK = {
    ("settings",): SETTINGS,
    ("settings", "set", "capacity", "15"): SETTINGS,
    ("access", "list"): {"grants": Each(GRANT)},
    ("access", "grant", "local-owner", "leadership", "--until", "2099-01-01"): {"grants": Each(GRANT)},
    ("access", "revoke", "local-owner"): {"grants": list},
    ("migrate",): {"from": str, "to": str},
    ("snapshots",): SNAPSHOTS,
    ("loads",): LOADS,
    ("score",): {"scored": int, "seconds": NUMBER},
    ("check",): CHECKS,
}
LONG = {
    ("ingest", "demo", "--check"): {"load_id": type(None), **INGEST},
    ("ingest", "demo"): {"load_id": int, **INGEST},
    ("profile",): PROFILE,
    ("profile", "--if-changed"): PROFILE,
    ("train",): TRAIN,
    ("backtest", "home", "--train", "2023-2024-1,2023-2024-2", "--test", "2024-2025-1", "--points", "W4", "--seeds", "1"): BACKTEST,
    ("demo", *databases.DEMO): DEMO,
}  # fmt: skip


@pytest.fixture(scope="module")
def contract_home(shared_folder, tmp_path_factory):
    """The demo college on which the verbs of this module run one after another."""
    folder = tmp_path_factory.mktemp("contract") / "home"
    home = databases.copy_home(databases.demo_template(shared_folder), folder)
    yield home
    databases.drop_home(home)


def _place(home) -> list[str]:
    return ["--home", str(home.directory)] + (
        ["--warehouse", home.warehouse_url] if home.warehouse_url else []
    )


@pytest.fixture
def call(capfd):
    """A verb in this process: exit code, standard output, standard error."""

    def run(*words, home):
        capfd.readouterr()
        code = main([*words, *_place(home)])
        told = capfd.readouterr()
        return code, told.out, told.err

    return run


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
def test_verb_prints_its_json_and_nothing_else(contract_home, call, words):
    code, out, _ = call(*words, "--json", "-", home=contract_home)
    assert code == 0
    fits(json.loads(out), QUICK[words])
    code, out, _ = call(*words, home=contract_home)
    assert code == 0
    assert re.search(
        r"\d+ (settings|grants|snapshots|loads|checks|new predictions)|at revision \d+", _last(out)
    )


@pytest.mark.parametrize("words", LONG, ids=" ".join)
def test_long_verb_writes_its_json_and_ends_with_one_line(contract_home, call, tmp_path, words):
    code, out, progress = call(*words, "--json", str(tmp_path / "result.json"), home=contract_home)
    assert code == 0
    fits(json.loads((tmp_path / "result.json").read_text()), LONG[words])
    assert re.search(r"\d+(\.\d+)? s$|is unchanged$", _last(out))
    assert re.search(r"^\[ *\d+\.\d s\] ", progress, re.MULTILINE)


def _last(out: str) -> str:
    return out.strip().splitlines()[-1]


def test_backup_and_restore_tell_their_bytes(contract_home, empty_home, call, tmp_path):
    file = str(tmp_path / "backup.tar.gz")
    code, out, _ = call("backup", file, "--json", "-", home=contract_home)
    assert code == 0
    fits(json.loads(out), {"bytes": int})
    assert call("restore", file, home=empty_home)[0] == 1  # it holds a warehouse
    code, out, _ = call("restore", file, "--replace", "--json", "-", home=empty_home)
    assert code == 0
    fits(json.loads(out), {"bytes": int, "from": str, "to": str})
    assert call("snapshots", home=empty_home)[1] == call("snapshots", home=contract_home)[1]


@pytest.mark.slow
def test_bench_reports_its_cases(contract_home, call):
    if contract_home.warehouse_url:
        pytest.skip("this bench measures a SQLite home")
    words = ("bench", "refresh", "--students", "300", "--runs", "1", "--keep", str(contract_home.directory))
    code, out, _ = call(*words, "--json", "-", home=contract_home)
    assert code == 0
    fits(json.loads(out), BENCH)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("profile", "--engine", "spark"), 2, "Spark is not built yet"),
        (("export", "national", "S1"), 2, "of everybody it is about"),
        (("bench", "refresh", "--cases", "nothing"), 2, "a case of this bench"),
        (("loads", "undo"), 2, "no ID"),
        (("loads", "undo", "999"), 1, "no load 999"),
        (("settings", "set", "capacity", "many"), 1, "a whole number from 1 to 500"),
        (("settings", "drop"), 2, "settings [set KEY VALUE]"),
        (("access", "grant", "nobody", "dean"), 1, "0 people"),
        (("ingest", "nobody"), 1, "a name of the register"),
        (("demo", "--students", "5"), 2, "100 to 50,000"),
        (("demo", "--students", "300", "--seed", "8"), 1, "name another folder with --home"),
        (("snapshots", "--json", "/nowhere/result.json"), 2, "a file that can be written"),
        (("restore", "/nowhere/backup.tar.gz"), 1, "restoring a backup"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_refusals_end_with_their_code_and_say_what_was_expected(contract_home, call, words, code, told):
    found, out, err = call(*words, home=contract_home)
    assert (found, out) == (code, "")
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("verb", ["profile", "train", "score", "loads", "snapshots", "check", "backtest"])
def test_verb_does_not_make_the_home_it_asks_for(tmp_path, own_database, capsys, verb):
    more = ["home", "--train", "a", "--test", "b", "--points", "W4"] if verb == "backtest" else []
    assert main([verb, *more, "--home", str(tmp_path / "nothing")]) == 1
    assert "found: no warehouse" in capsys.readouterr().err
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(
    ("address", "code", "told"),
    [
        ("nonsense", 2, "an address of another kind"),
        ("mysql://someone:s3cret@host/db", 2, "an address of another kind"),
        ("sqlite:////nowhere/at/all.sqlite", 1, "cannot be opened"),
    ],
)
def test_address_that_opens_nothing_is_told(tmp_path, own_database, capsys, address, code, told):
    assert main(["migrate", "--home", str(tmp_path), "--warehouse", address]) == code
    said = capsys.readouterr().err
    assert told in said
    assert "s3cret" not in said


def test_file_that_is_no_database_is_told(tmp_path, own_database, capsys):
    (tmp_path / "warehouse.sqlite").write_text("this is a letter, not a database. " * 40)
    assert main(["snapshots", "--home", str(tmp_path)]) == 1
    assert "found: a file that is no database" in capsys.readouterr().err


def test_interrupted_profile_ends_with_130_and_the_old_snapshot(contract_home):
    before = _current(contract_home)
    command = [sys.executable, "-m", "jobs", "profile", *_place(contract_home)]
    with subprocess.Popen(command, cwd=databases.PROJECT, stderr=subprocess.PIPE, text=True) as process:
        told = next(line for line in process.stderr if "ind_value" in line)
        process.send_signal(signal.SIGINT)
        told += process.stderr.read()
    assert process.returncode == 130
    assert told.endswith("interrupted; the home is as it was or resumable\n")
    assert "Traceback" not in told
    assert _current(contract_home) == before


def _current(home) -> list:
    engine = open_engine(home)
    with engine.connect() as connection:
        rows = connection.execute(select(meta_snapshot.c.snapshot_id).where(meta_snapshot.c.is_current)).all()
    engine.dispose()
    return rows
