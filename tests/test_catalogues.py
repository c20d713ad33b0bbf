"""Every text in both languages, with the same parameters; every key used exists, every key that exists is used."""

import ast
import re

import pytest

from jobs.check_definitions import placeholders
from profiling.standard import standards
from tests.databases import PROJECT
from ui import i18n, text
from views.parts import Amount, Sentence

CODE = (
    "app.py",
    "access",
    "actions",
    "pages",
    "profiling",
    "reports",
    "ui",
    "views",
    "models",
    "data",
    "errors.py",
)
# A count and, behind it, a word for many; "rule_idle_text" tells a limit of the rules, which is not one.
FOR_MANY = re.compile(r"\{\w+\}\**(?: of them)? (?!(?:is|has|less)\b)(?:\w+s|are|have|were|come|lie|show)\b")
ALWAYS_MANY = {"warnings.rule_idle_text"}
CATALOGUES = {language: i18n.catalogue(language) for language in i18n.LANGUAGES}


def _files():
    for name in CODE:
        path = PROJECT / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py")) if path.is_dir() else []


def _keys_in_code():
    """Literal keys handed to t(), Sentence() …, and patterns of keys that are put together (f"page.{x}.title")."""
    sections = {path.stem for path in (i18n.HERE / "zh").glob("*.yaml")}
    literal, pattern = set(), set()
    for path in _files():
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        joined = [node for node in nodes if isinstance(node, ast.JoinedStr)]
        pattern |= {_pattern(node) for node in joined}
        pieces = {id(part) for node in joined for part in node.values}
        literal |= {
            node.value
            for node in nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in pieces
            and _like_key(node.value, sections)
        }
    return literal, {text for text in pattern if re.match(r"[a-z_\[]", text) and r"\." in text}


def _like_key(text, sections):
    return re.fullmatch(r"[a-z_]+(\.[A-Za-z0-9_]+)+", text) is not None and text.split(".")[0] in sections


def _pattern(node):
    parts = [re.escape(part.value) if isinstance(part, ast.Constant) else r"[^ ]+" for part in node.values]
    return "".join(parts)


def test_both_languages_have_the_same_files():
    zh, en = ({path.name for path in (i18n.HERE / language).glob("*.yaml")} for language in i18n.LANGUAGES)
    assert zh == en != set()


def test_both_languages_have_the_same_keys():
    zh, en = (set(CATALOGUES[language]) for language in i18n.LANGUAGES)
    assert sorted(zh ^ en) == []


def test_both_languages_take_the_same_parameters():
    zh, en = (CATALOGUES[language] for language in i18n.LANGUAGES)
    assert [key for key in sorted(set(zh) & set(en)) if placeholders(zh[key]) != placeholders(en[key])] == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_text_is_empty(language):
    assert [key for key, text in CATALOGUES[language].items() if not text.strip() or text == "None"] == []


def test_english_texts_hold_no_chinese_but_names_of_languages():
    held = {key for key, text in CATALOGUES["en"].items() if re.search(r"[\u3400-\u9fff]", text)}
    assert sorted(key for key in held if "language" not in key) == []


def test_every_key_used_in_code_exists():
    literal, _ = _keys_in_code()
    assert sorted(literal - set(CATALOGUES["zh"]) - set(standards())) == []  # ids of standards look alike


def test_every_key_is_used():
    literal, patterns = _keys_in_code()
    compiled = [re.compile(pattern) for pattern in patterns]
    unused = [
        key
        for key in CATALOGUES["zh"]
        if key not in literal and not any(made.fullmatch(key) for made in compiled)
    ]
    assert unused == []


@pytest.fixture
def english():
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


def test_english_words_behind_a_count_agree_with_it():
    texts = {key: i18n.AGREEMENT.sub("", text) for key, text in CATALOGUES["en"].items()}
    assert {key for key, text in texts.items() if FOR_MANY.search(text)} == ALWAYS_MANY


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "The last 0 loads read 0 rows; **0** were set aside to be mended."),
        (1, "The last load read 1 row; **1** was set aside to be mended."),
        (1000, "The last 1,000 loads read 1,000 rows; **1,000** were set aside to be mended."),
    ],
)
def test_sentence_is_worded_by_its_counts(english, count, told):
    counts = dict.fromkeys(("loads", "read", "aside"), Amount(count, "count"))
    sentence = Sentence("findings.data_loads", counts)
    assert text.plain(sentence) == told.replace("**", "")
    marked = re.sub(r"<span class=.nb.>([\d,]+)</span>", r"\1", text.html(sentence))
    assert marked == re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", told)


def test_keyed_text_agrees_with_a_plain_number(english):
    assert i18n.t("worklist.kind_plain", students=1) == "1 student"


@pytest.mark.parametrize(("value", "told"), [(1, "1 credit"), (1.5, "1.5 credits"), (2, "2 credits")])
def test_unit_agrees_with_its_number(english, value, told):
    assert text.plain(Amount(value, "credits")) == told


def test_chinese_knows_no_plural():
    assert [key for key, text in CATALOGUES["zh"].items() if i18n.AGREEMENT.search(text)] == []


# Never on a first screen (docs: fixed words); the standards editor, where the owner of a standard works, and the table of
# statistics behind a tab of the Model page may name them.
TOO_LEARNED = re.compile(r"AUROC|\bECE\b|贝叶斯|bayes|posterior|漏斗|\bfunnel\b|kendall", re.IGNORECASE)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_pages_speak_without_terms_of_statistics(language):
    found = {key for key, text in CATALOGUES[language].items() if TOO_LEARNED.search(text)}
    assert {
        key for key in found if not key.startswith(("standards.", "model.detail_", "model.statistics_note"))
    } == set()
