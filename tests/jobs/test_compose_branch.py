"""The papers of a branch, each from the standard form: what stands in them, what stays blank, what is never shown."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from xlflow.jobs.compose import compose
from xlflow.jobs.composing.manifest import ComposeResult
from xlflow.schemes.scheme import Scheme

pytestmark = pytest.mark.slow


def _forms() -> ModuleType:
    """How the tests of compose fill in a form."""
    spec = importlib.util.spec_from_file_location("forms_of_compose", Path(__file__).with_name("test_compose.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FORMS = _forms()


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> ComposeResult:
    folder = tmp_path_factory.mktemp("branch")
    nominee = FORMS.nominee
    failed = nominee("孙未", 1003, 18, drop_reason="票数未过半", notice_start=None, notice_end=None, objections=None)
    candidate = nominee(
        "阿卜杜热西提·阿卜杜艾海提",
        1002,
        recommendation_type="发展对象",
        activist_date=date(2025, 1, 5),
        mentors="张三、李四",
        branch_rank=1,
    )
    people = (nominee("赵好", 1001, special_note="由外校转入"), candidate, failed, nominee("丁老", 1004, recommendation_type="听取意见"))
    asked = [document.id for document in Scheme.load("national").documents.values() if document.scope not in ("unit", "period")]
    return compose(FORMS.write_form(folder, *people), output=folder / "材料", as_of=FORMS.AS_OF, documents=asked)


def text(result: ComposeResult, document: str, about: str = "") -> str:
    (path,) = [made.path for made in result.made if made.document == document and about in (made.about, "")]
    found: str = FORMS.text_of(path)
    return found


PAPERS = {
    "meeting_request": ("软件学院团总支：", "教学楼A305", "丁老", "请予审批", "团支部书记（签字）："),
    "tally_sheet": ("画“正”", "监票人（签字）：", "超过应到会人数的二分之一"),
    "sign_in_sheet": ("应到会有表决权的团员40名", "列席人员（无表决权）"),
    "supervision_form": ("无记名投票", "督导员（签字）："),
    "notice_result": ("2026年3月9日至2026年3月13日", "公示期间未收到异议", "（粘贴公示现场照片）"),
    "party_feedback": ("□采纳", "未采纳原因", "党支部书记（签字）："),
    "archive_list": ("推优票（密封）", "计票单", "公示现场照片"),
    "return_cover": ("怎样改正", "推优对象清单"),
    "system_entry_sheet": ("确定积极分子时间", "录入（√）"),
    "form_candidate": ("2025年1月5日", "张三、李四", "推荐排序"),
    "opinion_reply": ("关于丁老同志入党的意见", "供党组织研究时参考"),
    "special_explanation": ("由外校转入。", "特此说明"),
}


@pytest.mark.parametrize("document", PAPERS)
def test_a_paper_says_what_it_is_for(result: ComposeResult, document: str) -> None:
    written = text(result, document).replace("\n", "")
    assert [words for words in PAPERS[document] if words not in written] == []


def test_nothing_failed(result: ComposeResult) -> None:
    assert result.failed == ()


def test_a_ballot_lists_the_names_by_strokes_for_every_voter_and_some_in_reserve(result: ComposeResult) -> None:
    written = text(result, "ballot_paper")
    places = [written.index(name) for name in ("丁老", "孙未", "阿卜杜热西提", "赵好")]
    assert places == sorted(places)
    assert written.count("推 优 票") == 44
    assert not any(secret in written for secret in ("4403", "9999", "1990000", "2004年"))


@pytest.mark.parametrize("document", ["inspection_report", "deeds_statement", "cultivation_record"])
def test_a_paper_of_a_person_names_him_and_leaves_signature_and_date_to_hands(result: ComposeResult, document: str) -> None:
    made = [made for made in result.made if made.document == document and made.about == "赵好"]
    written = FORMS.text_of(made[0].path)
    assert len(made) == 1
    assert "赵好" in written
    assert "（签字）：" in written
    assert "年　　月　　日" in written
    assert not any(secret in written for secret in ("44030520040315", "19900001001"))


def test_the_entry_sheet_leaves_the_day_of_the_letter_to_hands_where_no_letter_has_gone(result: ComposeResult) -> None:
    """推荐时间 is the day of the letter of the committee, not that of the meeting."""
    assert "2026年3月5日" not in text(result, "system_entry_sheet")


def test_who_did_not_pass_has_no_papers_of_his_own(result: ComposeResult) -> None:
    assert [made.document for made in result.made if made.about == "孙未"] == []


def test_forty_names_stand_on_a_ballot_of_one_sheet_and_in_one_letter(tmp_path: Path) -> None:
    people = tuple(FORMS.nominee(f"人选{number:02d}", 2000 + number) for number in range(40))
    form = FORMS.write_form(tmp_path, *people)
    made = compose(form, output=tmp_path / "材料", as_of=FORMS.AS_OF, documents=("ballot_paper", "recommendation_letter"))
    assert made.failed == ()
    ballots, letter = (FORMS.text_of(each.path) for each in sorted(made.made, key=lambda each: each.document))
    assert ballots.count("人选07") == ballots.count("推 优 票") == 42
    assert "弃权\n姓　名" in ballots, "two columns of names"
    assert letter.count("人选") >= 40
    assert "等40名" in letter.replace("\n", "")
