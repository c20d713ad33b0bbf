"""Files as they go wrong: what is told names file, row, column, shape, expectation and remedy; good rows load."""

import json

import pytest

from tests.data.small_source import FILES, GRADES, make_mapping, write_files


@pytest.fixture
def ingest(empty_home, tmp_path, jobs):
    """`jobs ingest files` on the small source with some files replaced; returns process and JSON."""

    def run(expect=0, **files):
        folder = write_files(tmp_path / "files", **files)
        mapping = tmp_path / "small.yaml"
        body = make_mapping().model_dump_json(by_alias=True, exclude={"sha256"}, exclude_none=True)
        mapping.write_text(body, encoding="utf-8")  # JSON is YAML
        answer = tmp_path / "answer.json"
        answer.unlink(missing_ok=True)
        done = jobs(
            "ingest",
            "files",
            "--path",
            str(folder),
            "--mapping",
            str(mapping),
            "--json",
            str(answer),
            home=empty_home,
            expect=expect,
        )
        return done, json.loads(answer.read_text()) if answer.exists() else None

    return run


def test_empty_file_is_told_and_the_others_load(ingest):
    done, answer = ingest(expect=1, grades="")
    assert "refused: reading a file (file grades.csv, row 1); found: an empty file" in done.stdout
    assert "expected: a header and rows; to do: export it again" in done.stdout
    assert answer["tables"]["dim_student"]["loaded"] == 3
    assert "fact_grade_attempt" not in answer["tables"]


def test_missing_key_column_is_told_and_the_others_load(ingest):
    done, answer = ingest(expect=1, grades=GRADES.replace("学号", "编码"))
    assert (
        "finding a column (file grades.csv, row 1, column 学号); found: the headers 编码, 教学班"
        in done.stdout
    )
    assert "expected: a header 学号; to do: mend the header" in done.stdout
    assert answer["tables"]["fact_lms_daily"]["loaded"] == 3


def test_wrong_encoding_is_told_and_the_others_load(ingest):
    done, answer = ingest(
        expect=1, grades="学号,教学班,次,成绩,备注,录入\n".encode() + b"\xff\xfe\xfa\x81,\xff\xfb\n" * 300
    )
    assert "decoding a file (file grades.csv, row 2)" in done.stdout
    assert "expected: UTF-8 or GB18030; to do: save the file as UTF-8" in done.stdout
    assert answer["tables"]["dim_student"]["loaded"] == 3


def test_gb18030_without_being_declared_loads(ingest):
    _, answer = ingest(grades=GRADES.encode("gb18030"))
    assert answer["tables"]["fact_grade_attempt"]["loaded"] == 3


def test_half_the_rows_broken_the_good_ones_load(ingest):
    broken = (
        "S00九,K1,1,机密,,2025-01-10\n" + "2.015E+11,K1,1,60,,2025-01-10\n" + "S001,K9,1,60,,2025-01-10\n"
    )
    done, answer = ingest(grades=GRADES + broken)
    counts = answer["tables"]["fact_grade_attempt"]
    assert counts == {"read": 6, "loaded": 3, "replaced": 0, "already": 0, "set_aside": 3}
    assert answer["reasons"] == {
        "unknown_grade_word": 1,
        "number_shown_as_float": 1,
        "unknown_offering_no": 1,
    }
    assert (
        "unknown_grade_word (file grades.csv, row 5, column 成绩); found: 汉汉; expected: a score of 0-100"
        in done.stdout
    )
    assert "to do: mend them at the source" in done.stdout
    everything = done.stdout + done.stderr + json.dumps(answer, ensure_ascii=False)
    assert not any(secret in everything for secret in ("机密", "S00九", "2.015E+11"))


def test_no_row_at_all_fails_with_a_reason(ingest):
    headers = {name: text.split("\n")[0] + "\n" for name, text in FILES.items()}
    done, _ = ingest(expect=1, **headers)
    assert "no row in any file" in done.stderr


def test_no_file_at_all_fails_with_what_was_expected(ingest):
    done, _ = ingest(expect=1, **dict.fromkeys(FILES))
    assert "expected: students.csv, offerings.csv, grades.csv, visits.csv" in done.stderr


def test_one_missing_file_is_told_and_nothing_changes(ingest, empty_home):
    done, _ = ingest(expect=1, grades=None)
    assert "file grades.csv" in done.stderr
    _, answer = ingest()
    assert answer["tables"]["dim_student"]["already"] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["uci_dropout"], "no student number, no term"),
        (["database"], "no reader for databases yet"),
        (["nobody"], "a name of the register"),
        (["files", "--path", "."], "no --mapping"),
        (["files", "--path", "nowhere", "--mapping", "nothing.yaml"], "no such file"),
    ],
)
def test_what_cannot_be_loaded_is_refused(empty_home, jobs, words, message):
    assert message in jobs("ingest", *words, home=empty_home, expect=1).stderr
