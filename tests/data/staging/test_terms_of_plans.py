"""Headers of plans that name the terms of a programme."""

import pytest

from data.staging.recognition.term_columns import columns_of_terms


@pytest.mark.parametrize(
    "headers",
    [
        ["大一上", "大一下", "大二上", "大二下"],
        ["第一学期(14周)", "第二学期(18周)", "第三学期", "第四学期"],
        ["一", "二", "三", "四"],
        ["1", "2", "3", "4"],
        ["I", "II", "III", "IV"],
        ["1-1", "1-2", "2-1", "2-2"],
        ["第一学年", "第一学年_2", "第二学年", "第二学年_2"],
        ["各学期周学时", "各学期周学时_2", "各学期周学时_3", "各学期周学时_4"],
        ["第一学年第一学期", "第一学年第二学期", "第二学年上学期", "第二学年下学期"],
    ],
)
def test_headers_that_name_the_terms_of_a_programme(headers):
    assert columns_of_terms(["课程", "学分", *headers]) == dict(zip(headers, (1, 2, 3, 4), strict=True))


@pytest.mark.parametrize(
    "headers", [["一", "二"], ["1", "3", "4", "5"], ["学期", "学期学时"], ["第一学年", "第二学年"]]
)
def test_headers_that_name_no_term_make_none(headers):
    assert columns_of_terms(headers) == {}
