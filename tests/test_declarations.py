"""What must be declared is declared: tables, columns, definitions, requirements; and nothing local is committed."""

import re
import subprocess
import sys

import pytest
import yaml

from access import policy
from access.tables import SCOPE_KINDS
from data.warehouse import lake
from data.warehouse.schema import metadata
from jobs.check_definitions import definition_files, definition_findings
from jobs.front_door import VERBS
from tests.databases import PROJECT

TABLES = list(metadata.tables.values())
PREFIXES = ("agg_", "dim_", "fact_", "bridge_", "mart_", "ind_", "ml_", "qa_", "dq_", "sec_", "meta_")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_table_declares_grain_key_class_and_access(table):
    info = table.info
    assert info["grain"].startswith("one row per ")
    assert set(info["key"]) <= set(table.columns.keys())
    assert info["sensitivity"] in "PICR"
    assert info["reach"] in ("open", "system") or info["category"] or info["category_column"]
    assert table.name.startswith(PREFIXES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_access_rule_speaks_of_columns_and_categories_that_exist(table):
    info = table.info
    assert set(info["access"]) <= set(SCOPE_KINDS)
    assert set(info["access"].values()) <= set(table.columns.keys())
    assert info["category"] is None or info["category"] in policy.categories()
    assert info["category_column"] is None or info["category_column"] in table.columns


def test_personal_tables_are_never_open():
    assert [
        table.name for table in TABLES if table.info["sensitivity"] in "CR" and table.info["reach"] == "open"
    ] == []


def test_lake_tables_declare_grain_and_key():
    for name, declared in lake.TABLES.items():
        assert declared["grain"].startswith("one row per "), name
        assert set(declared["key"]) <= set(lake.schema(name)), name


def _script(name, *words):
    command = [sys.executable, str(PROJECT / "scripts" / name), *words]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


def test_every_column_is_in_the_current_dictionary():
    done = _script("write_data_dictionary.py", "--check")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("finding", list(definition_findings()), ids=lambda finding: finding.check_id)
def test_definitions_are_sound(finding):
    assert finding.status == "pass", finding.found


@pytest.mark.parametrize("path", definition_files(), ids=lambda path: path.name)
def test_definition_files_are_mappings(path):
    assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8")), dict)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_hashed_and_name_no_index(name):
    body = (PROJECT / name).read_text()
    packages = re.findall(r"^([a-z0-9][^\s;]*)", body, flags=re.MULTILINE | re.IGNORECASE)
    assert packages
    assert [package for package in packages if "==" not in package] == []
    assert body.count("--hash=sha256:") >= len(packages)
    assert not re.search(r"index-url|https?://|extra-index|find-links", body)


def test_run_time_requirements_are_a_part_of_the_development_ones():
    def pins(name):
        return set(re.findall(r"^[a-z0-9][^\s;]*==[^\s;]+", (PROJECT / name).read_text(), flags=re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def _committed():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("no git here: what is committed cannot be listed")
    return [PROJECT / name for name in listed.stdout.split("\0") if name and (PROJECT / name).is_file()]


def test_no_machine_path_is_committed():
    local = re.compile(r"(?<![\w.])/(work|root|home/\w+|Users/\w+)/")
    wrong = []
    for path in _committed():
        if path.suffix in (".png", ".woff2", ".parquet", ".ico"):
            continue
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        ):
            if local.search(line):
                wrong.append(f"{path.relative_to(PROJECT)}:{number}")
    assert wrong == []


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_verb_has_help_arguments_and_run(verb):
    import importlib

    module = importlib.import_module(f"jobs.{VERBS[verb]}")
    assert module.HELP and callable(module.add_arguments) and callable(module.run)
    assert verb in (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_functions_and_files_stay_short():
    import ast

    long = []
    for path in _committed():
        if path.suffix != ".py" or "migrations/versions" in str(path):
            continue
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 400:
            long.append(f"{path.relative_to(PROJECT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 50:
                long.append(
                    f"{path.relative_to(PROJECT)}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
                )
    assert long == []


def test_chinese_formulas_name_no_column():
    found = [
        f"{path.name}: {word}"
        for path in definition_files()
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith("formula_zh:")
        for word in re.findall(r"[A-Za-z_]{4,}", line.partition(":")[2])
    ]
    assert found == []
