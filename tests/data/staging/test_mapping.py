"""Mappings are checked when read; targets agree with the schema."""

from pathlib import Path

import pytest
import yaml

from data.staging.mapping import PlainYaml
from data.staging.reading_mappings import FOLDER, read_mapping
from data.staging.targets import read_targets
from data.warehouse import lake
from data.warehouse.schema import metadata
from errors import ShownError
from tests.data.small_source import make_mapping, rule

PROJECT = Path(__file__).resolve().parents[3]


def _numbered(number: dict) -> dict:
    return rule("dim_person", columns={"kind": {"const": "student"}, "person_no": number})


def test_every_table_a_source_can_fill_is_a_target():
    fillable = {
        table.name
        for table in metadata.tables.values()
        if table.name.startswith(("dim_", "fact_", "bridge_", "agg_"))
    }
    loop = {name for name in read_targets().targets if name.startswith(("qa_", "dq_"))}
    assert fillable | set(lake.TABLES) | loop == set(read_targets().targets)


def test_target_columns_cover_what_the_schema_requires():
    made = {"week_no", "weekday", "is_current", "valid_to", "share", "is_share_declared", "category"}
    identity = read_targets().identity
    for name, target in read_targets().targets.items():
        if target.is_lake or name.startswith(
            "agg_"
        ):  # of these a mapping names what is counted, not what is stored
            continue
        stored = set(target.columns) | {
            identity[column].stores for column in target.columns if column in identity
        }
        required = {
            c.name for c in target.table.columns if not c.nullable and not (c.primary_key and c.autoincrement)
        }
        keys = {c.name for c in target.table.primary_key.columns if c.type.python_type is int}
        left = required - stored - made - keys - {"student_sk", "teacher_sk", "person_pid"}
        assert not left, f"{name}: {left}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_mappings_are_valid_and_owned(path):
    mapping = read_mapping(path)
    assert mapping.mapping == path.stem
    assert mapping.owner


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tables": [rule("dim_course", to="dim_nothing")]}, "is no target"),
        (
            {"tables": [rule("dim_course", columns={"course_code": "课程"})]},
            r"lacks the required columns \['name'\]",
        ),
        (
            {
                "tables": [
                    rule("dim_student", to="dim_teacher", columns={"staff_no": "工号", "staff_type": "类别"})
                ]
            },
            r"lacks the required columns \['valid_from'\] \(entry_on would stand in for valid_from\)",
        ),
        (
            {"tables": [rule("dim_student", columns={"student_no": "学号", "student_status": "状态"})]},
            r"lacks the required columns \['valid_from'\]",
        ),
        (
            {"tables": [rule("dim_course", columns={"course_code": "a", "name": "b", "colour": "c"})]},
            "has no columns",
        ),
        ({"tables": [rule("dim_course", file="elsewhere")], "files": {}}, "does not name"),
        ({"colour": "red"}, "Extra inputs"),
        ({"mapping": "m" * 121}, "at most 120 characters"),  # what the account of loads keeps
        ({"source": "s" * 41}, "at most 40 characters"),
        ({"files": {"students": {"path": "a.csv", "source": "s" * 41}}}, "at most 40 characters"),
        ({"tables": [rule("fact_grade_attempt", grade={"mark": "备注"})]}, "`grade` needs `text`"),
        (
            {"tables": [_numbered({"row_number": True, "from": ["学号"]})], "files": {"students": "a.csv"}},
            "stands alone",
        ),
        ({"tables": [_numbered({"row_number": False})], "files": {"students": "a.csv"}}, "needs `from`"),
        (
            {"tables": [_numbered({"row_number": True})], "files": {"students": "*.csv"}},
            "needs one file without",
        ),
        (
            {
                "tables": [rule("dim_person")],
                "files": {"students": {"path": "a.csv", "left_out": {" 姓名": "a name"}}},
            },
            "which `left_out` says is never loaded",
        ),
    ],
)
def test_wrong_mapping_is_told_where(tmp_path, change, message):
    body = make_mapping().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    path = tmp_path / "wrong.yaml"
    path.write_text(yaml.safe_dump({**body, **change}, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ShownError, match=message) as error:
        read_mapping(path)
    assert "file wrong.yaml" in str(error.value)


def test_yaml_words_stay_words():
    read = yaml.load("{on: 1, no: 2, map: {Y: true, 否: false}}", Loader=PlainYaml)
    assert read == {"on": 1, "no": 2, "map": {"Y": True, "否": False}}


def test_no_yaml_is_told(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text("a: [1", encoding="utf-8")
    with pytest.raises(ShownError, match=r"broken\.yaml"):
        read_mapping(path)
