"""Headers, words, terms and shapes of files that nobody has mapped are recognised; what is not is listed, never guessed."""

from __future__ import annotations

import random
import shutil
from datetime import date

import pytest
import yaml

from data.staging.mapping import PlainYaml
from data.staging.propose import propose_mapping
from data.staging.reading_mappings import read_mapping
from data.staging.recognition.forms import header_forms
from data.staging.recognition.spoken_terms import proposed_term, spoken_term, term_of_title
from data.staging.recognition.vocabulary import FOLDER, vocabulary
from data.staging.targets import read_targets
from errors import ShownError
from tests.data.vendor_files import College, qzdata, write_csv, zfsoft

TODAY = date(2026, 11, 27)


def proposed(folder, **more):
    return propose_mapping(folder, source="files", today=TODAY, **more)


def entries(text):
    return yaml.load(text, Loader=PlainYaml)["tables"]


def tables_of(text):
    return [(entry["to"], entry["file"]) for entry in entries(text)]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("学校代码（…10位数字码）-xxdm", "school_code"),
        ("10、姓 名 ", "person_name"),
        ("15、课程代码*", "course_code"),
        ("成绩(百分制)", "grade"),
        ("Student_ID", "student_no"),
        ("StudentNo", "student_no"),
        ("所在班级", "class"),
        ("开课学年度（YYYY-YYYY）-kkxnd", "academic_year"),
        ("XH", "student_no"),
        ("平时\n成绩", "process_score"),
        ("教学班号_2", "offering_no"),
    ],
)
def test_header_is_known_however_it_is_written(header, field):
    known = [vocabulary().fields[form][0] for form in header_forms(header) if form in vocabulary().fields]
    assert known[0] == field


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("2024-2025学年第一学期", "2024-2025-1"),
        ("2024-2025学年下学期", "2024-2025-2"),
        ("2024秋", "2024-2025-1"),
        ("2025年春季学期", "2024-2025-2"),
        ("202420252", "2024-2025-2"),
        ("20241", "2024-2025-1"),
        ("Spring 2025", "2024-2025-2"),
        ("2023-24 S2", "2023-2024-2"),
        ("2024-2026-1", None),
        ("第一学期", None),
        ("张三", None),
    ],
)
def test_terms_are_read_as_people_write_them(text, term):
    assert spoken_term(text) == term


def test_term_of_a_title_and_its_usual_days():
    assert term_of_title("某某学院2023—2024学年第 二 学期成绩登记册") == "2023-2024-2"
    assert term_of_title("2024级软件1班成绩") is None
    term = proposed_term("2024-2025-2")
    assert (term["first_monday"], term["week_count"]) == (date(2025, 2, 24), 18)
    assert term["first_monday"].weekday() == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("tables.yaml", "dim_teacher:", "dim_tutor:", "dim_tutor"),
        ("tables.yaml", "own: {org_code:", "own: {org_colour:", "org_colour"),
        ("tables.yaml", "from: {name: [org_name]}", "from: {name: [org_title]}", "org_title"),
        ("values.yaml", "  student_status:", "  student_colour:", "student_colour"),
        ("values.yaml", "    suspended:", "    asleep:", "asleep"),
        ("fields.yaml", "person_name: [姓名,", "person_name: [姓名, 学号,", "学号"),
    ],
)
def test_words_are_checked_against_the_targets(tmp_path, file, old, new, told):
    folder = tmp_path / "words"
    shutil.copytree(FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ShownError) as error:
        vocabulary(folder)
    assert error.value.file == file and told in str(error.value) and error.value.expected


def test_every_word_of_a_code_is_a_code_of_its_column():
    for name, target in read_targets().targets.items():
        for column, wanted in target.columns.items():
            words = vocabulary().words(name, column)
            assert not wanted.codes or set(words.values()) <= set(wanted.codes)


def test_unknown_columns_and_words_are_listed_and_no_value_of_a_person(tmp_path):
    college = College()
    for name, rows in qzdata(college).items():
        if name != "学生基本信息":
            write_csv(tmp_path / f"{name}.csv", rows)
    write_csv(
        tmp_path / "学生.csv",
        [
            ["学号", "姓名", "班级", "学籍状态", "内部标记", "监护人"],
            *(
                [number, name, group[1], "在籍" if place % 4 else "神秘状态", f"ZZ-{name}", f"父{name}"]
                for place, (number, name, group) in enumerate(college.students)
            ),
        ],
    )
    text = proposed(tmp_path).text
    assert "# not used: 内部标记 (AA-汉汉汉○, 100% filled)" in text
    assert "监护人: " in text and "left_out" in text
    assert "神秘状态: 10" in text and "神秘状态:" not in text.replace("神秘状态: 10", "")
    assert [secret for secret in college.secrets() if secret in text] == []


def test_a_header_that_is_somebody_s_name_is_told_by_its_shape(tmp_path):
    """A grade sheet on its side: one column per student."""
    write_csv(
        tmp_path / "学生.csv",
        [["学号", "姓名", "班级"], ["2024000001", "张三○", "B1"], ["2024000002", "李四○", "B1"]],
    )
    write_csv(tmp_path / "横表.csv", [["课程代码", "课程名称", "张三○", "李四○"], ["C1", "制图", "80", "90"]])
    text = proposed(tmp_path).text
    assert "# not used: 汉汉○ (99, 100% filled)" in text and "张三" not in text


def test_a_column_of_many_texts_is_told_by_shapes(tmp_path):
    rows = [["学号", "姓名", "班级", "学籍状态"]]
    rows += [[f"20{place:04d}", "甲", "B1", "在籍" if place % 2 else f"私密{place}"] for place in range(200)]
    write_csv(tmp_path / "学生.csv", rows)
    text = proposed(tmp_path).text
    assert "(shape) 汉汉99" in text and "私密" not in text


def test_what_cannot_be_read_is_told_and_the_rest_proposed(tmp_path):
    (tmp_path / "空.csv").write_bytes(b"")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    write_csv(tmp_path / "无头.csv", [["2024000001", "张三", "88"], ["2024000002", "李四", "77"]])
    write_csv(tmp_path / "别的.csv", [["甲项", "数量甲"], ["x", "1"], ["y", "2"]])
    write_csv(tmp_path / "班级.csv", [["班级代码", "班级名称"], ["B1", "软件1班"]])
    proposal = proposed(tmp_path)
    assert tables_of(proposal.text) == [("dim_class", "班级")]
    told = {file.file: file.why for file in proposal.files if not file.tables}
    assert set(told) == {"空.csv", "坏.xlsx", "无头.csv", "别的.csv"}
    assert "张三" not in proposal.text and "no table can be filled yet" in told["无头.csv"]
    assert "甲项, 数量甲" in told["别的.csv"]


def test_a_folder_without_known_headers_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(ShownError, match="none with headers"):
        proposed(tmp_path)
    with pytest.raises(ShownError, match="no such file or folder"):
        proposed(tmp_path / "nowhere")


def test_a_table_that_lacks_a_column_stands_as_a_comment(tmp_path):
    write_csv(tmp_path / "请假.csv", [["学号", "请假类型", "请假开始时间"], ["S1", "病假", "2024-09-02"]])
    write_csv(tmp_path / "班级.csv", [["班级代码", "班级名称"], ["B1", "软件1班"]])
    proposal = proposed(tmp_path)
    assert tables_of(proposal.text) == [("dim_class", "班级")]
    assert "cannot fill fact_leave yet: to_on: no header of it is known" in proposal.text
    assert "# decide: fact_leave needs to_on" in proposal.text
    path = tmp_path / "mapping.yaml"
    path.write_text(proposal.text, encoding="utf-8")
    assert read_mapping(path).reviewed_on == TODAY


def test_vendor_codes_of_terms_are_read_as_terms(tmp_path):
    rows = [["学年", "学期", "学号", "课程代码", "成绩"]]
    rows += [["2024-2025", number, "S1", f"C{number}", "80"] for number in ("3", "12")]
    write_csv(tmp_path / "成绩.csv", rows)
    (entry,) = (one for one in entries(proposed(tmp_path).text) if one["to"] == "fact_grade_attempt")
    assert entry["columns"]["term_id"]["map"] == {"2024-2025-3": "2024-2025-1", "2024-2025-12": "2024-2025-2"}


def test_days_of_terms_come_from_the_college_s_calendar_where_it_lies_there(tmp_path):
    write_csv(
        tmp_path / "校历.csv",
        [["学期名称", "开始时间", "结束时间"], ["2024-2025-1", "2024-08-28", "2025-01-12"]],
    )
    write_csv(
        tmp_path / "成绩.csv",
        [
            ["学期", "学号", "课程代码", "成绩"],
            ["2024-2025-1", "S1", "C1", "80"],
            ["2024-2025-2", "S1", "C2", "80"],
        ],
    )
    first, second = yaml.load(proposed(tmp_path).text, Loader=PlainYaml)["terms"]
    assert (first["first_monday"], first["end_on"], first["week_count"]) == ("2024-08-26", "2025-01-12", 20)
    assert (second["first_monday"], second["end_on"]) == ("2025-02-24", "2025-06-29")


SPELLINGS = {
    "学号": ["学号", "XH", "学生学号", " 学 号 *", "1、学号"],
    "姓名": ["姓名", "xm", "学生姓名", "姓　名"],
    "课程代码": ["课程代码", "课程号", "课程编号（校内）", "KCH"],
    "成绩": ["成绩", "总评成绩", "成绩(百分制)", "cj"],
    "成绩性质": ["考试性质", "成绩性质", "ksxz"],
    "学籍状态": ["学籍状态", "学生状态", "xjzt"],
}


@pytest.mark.parametrize("seed", range(6))
def test_order_of_columns_and_spelling_change_no_table(tmp_path, seed):
    """The same rows under other headers in another order fill the same tables."""
    chance = random.Random(seed)
    plain, changed = tmp_path / "plain", tmp_path / "changed"
    plain.mkdir()
    changed.mkdir()
    for name, rows in zfsoft(College(seed), pinyin=False).items():
        write_csv(plain / f"{name}.csv", rows)
        order = list(range(len(rows[0])))
        chance.shuffle(order)
        head = [chance.choice(SPELLINGS.get(header, [header])) for header in rows[0]]
        write_csv(changed / f"{name}.csv", [[row[place] for place in order] for row in [head, *rows[1:]]])
    first, second = entries(proposed(plain).text), entries(proposed(changed).text)
    assert [(one["to"], one["file"], set(one["columns"])) for one in first] == [
        (one["to"], one["file"], set(one["columns"])) for one in second
    ]


def test_files_of_one_shape_are_one_pattern(tmp_path):
    for term in ("2023-2024-1", "2023-2024-2"):
        rows = [["学年学期", "学号", "课程代码", "课程名称", "成绩"], [term, "S1", "C1", "制图", "80"]]
        write_csv(tmp_path / f"成绩_{term}.csv", rows)
    write_csv(tmp_path / "班级.csv", [["班级代码", "班级名称"], ["B1", "软件1班"]])
    files = yaml.load(proposed(tmp_path).text, Loader=PlainYaml)["files"]
    assert files["成绩_2023-2024"] == "成绩_2023-2024-*.csv"
