"""生成材料, from a workbook on the disk to the papers on the disk."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import docx
import pytest
import xlsxwriter
from docx.oxml.ns import qn
from openpyxl import load_workbook

from xlflow.errors import OutputError, UsageError, XlflowError
from xlflow.jobs.compose import compose
from xlflow.jobs.composing.manifest import ComposeResult
from xlflow.jobs.merge import merge
from xlflow.jobs.new import new
from xlflow.schemes.scheme import Scheme

pytestmark = pytest.mark.slow

AS_OF = date(2026, 3, 31)
NATIONAL = Scheme.load("national")
BRANCH = "软件2201团支部"

Values = Mapping[str, object]


def nominee(name: str, number: int, in_favour: int = 30, **values: object) -> dict[str, object]:
    return {
        "name": name,
        "gender": "女",
        "ethnicity": "汉族",
        "birth_date": date(2004, 3, 15),
        "id_number": f"44030520040315{number:04d}",
        "student_id": f"99990000{number:04d}",
        "political_status": "共青团员",
        "education": "大学本科在读",
        "phone": f"1990000{number:04d}",
        "branch": BRANCH,
        "league_join_date": "2020.05",
        "league_post": "无",
        "recommendation_type": "入党积极分子",
        "application_date": date(2025, 6, 1),
        "appraisal_grade": "优秀",
        "appraisal_year": "2025",
        "study_result": "无不及格",
        "punishment": "无",
        "meeting_date": date(2026, 3, 5),
        "eligible": 40,
        "present": 36,
        "in_favour": in_favour,
        "against": 36 - in_favour,
        "abstained": 0,
        "inspection_date": date(2026, 3, 6),
        "inspection_result": "同意推荐",
        "notice_start": date(2026, 3, 9),
        "notice_end": date(2026, 3, 13),
        "objections": "无异议",
    } | values


LIST_COLUMNS = (
    *("name", "gender", "birth_date", "id_number", "student_id", "branch", "league_join_date", "recommendation_type", "application_date"),
    *("meeting_date", "eligible", "present", "in_favour", "notice_start", "notice_end"),
)


def write_list(path: Path, *people: Values, columns: Sequence[str] = LIST_COLUMNS) -> Path:
    """A list as a committee may have made it itself."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("名单")
        for column, key in enumerate(columns):
            sheet.write_string(0, column, NATIONAL.field("nominees", key).label)
            for row, person in enumerate(people, 1):
                if person.get(key) is not None:
                    sheet.write(row, column, person[key])
    return path


def write_form(folder: Path, *people: Values, **facts: object) -> Path:
    """The standard form of a branch, filled in up to the public notice."""
    (path,) = new("national", folder / "三班.xlsx", unit=BRANCH, round="2026年上半年", today=date(2026, 3, 1))
    unit = {
        "report_phase": "公示后上报",
        "parent_committee": "软件学院团总支",
        "league_committee": "江城学院团委",
        "party_branch": "软件学院学生党支部",
        "unit_type": "学校",
        "member_count": 42,
        "party_member_count": 0,
        "secretary": "董书记",
        "secretary_phone": "19900000009",
        "adviser": "王老师",
        "filled_by": "董书记",
        "filled_on": date(2026, 3, 16),
        "notice_place": "公告栏",
        "notice_contact": "王老师 020-00000000",
    } | facts
    meeting = {
        "meeting_date": date(2026, 3, 5),
        "meeting_place": "教学楼A305",
        "meeting_form": "现场",
        "approved_on": date(2026, 3, 2),
        "host": "董书记",
        "recorder": "沈记录",
        "eligible": 40,
        "present": 36,
        "absentees": "甲（病假）、乙（病假）、丙（事假）、丁（事假）",
        "scrutineer": "张监票",
        "counter": "李计票",
        "ballots_issued": 36,
        "ballots_returned": 36,
        "ballots_valid": 36,
    }
    book = load_workbook(path)
    for row in book[NATIONAL.tables["unit"].sheet].iter_rows():
        for field in NATIONAL.fields["unit"]:
            if _label(row[0].value) == field.label and field.key in unit:
                row[1].value = unit[field.key]
    _fill(book, "nominees", people)
    _fill(book, "meetings", [meeting])
    book.save(path)
    book.close()
    return path


def _fill(book, table: str, rows: Sequence[Values]) -> None:  # type: ignore[no-untyped-def]
    sheet = book[NATIONAL.tables[table].sheet]
    labels = {field.label: field.key for field in NATIONAL.fields[table]}
    keys = {row: [labels.get(_label(cell.value)) for cell in sheet[row]] for row in range(1, 6)}
    header = max(keys, key=lambda row: len([key for key in keys[row] if key]))
    for column, key in enumerate(keys[header], 1):
        for offset, row in enumerate(rows, 1):
            if key and row.get(key) is not None:
                sheet.cell(header + offset, column).value = row[key]


def _label(value: object) -> str:
    """A header without its mark and the line breaks that make it fit."""
    return str(value).strip("* ").replace("\n", "")


def text_of(path: Path) -> str:
    body = docx.Document(io.BytesIO(path.read_bytes())).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def names(result: ComposeResult) -> list[str]:
    return sorted(path.name for path in result.written)


def written(result: ComposeResult, document: str) -> str:
    (path,) = [composed.path for composed in result.made if composed.document == document]
    return text_of(path)


@pytest.fixture(scope="module")
def round_done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ComposeResult]:
    """A branch with one person who passed, one who did not and one whom the inspection dropped."""
    folder = tmp_path_factory.mktemp("round")
    dropped = nominee(
        "钱缓", 1003, inspection_result="暂缓推荐", drop_reason="需再培养", notice_start=None, notice_end=None, objections=None
    )
    failed = nominee("孙未", 1002, 18, drop_reason="票数未过半", notice_start=None, notice_end=None, objections=None)
    form = write_form(folder, nominee("赵好", 1001), failed, dropped)
    return form, compose(form, output=folder / "材料", as_of=AS_OF)


def test_a_filled_form_gives_all_its_papers(round_done: tuple[Path, ComposeResult]) -> None:
    _, result = round_done
    assert result.failed == ()
    assert names(result) == [
        "江城学院团委_2026年上半年推优工作通知.docx",
        "软件2201_2026年上半年推优汇总表.xlsx",
        "软件2201_公示情况说明.docx",
        "软件2201_归档目录.docx",
        "软件2201_推优公示.docx",
        "软件2201_推优大会会议记录.docx",
        "软件2201_推优情况报告.docx",
        "软件2201_智慧团建录入单.docx",
        "软件2201_赵好_事迹材料.docx",
        "软件2201_赵好_入党积极分子登记表.docx",
        "软件2201_赵好_培养考察登记.docx",
        "软件2201_赵好_考察材料.docx",
        "软件2201_退改通知.docx",
        "软件2201_钱缓_事迹材料.docx",
        "软件2201_钱缓_考察材料.docx",
        "软件学院学生党支部_反馈单.docx",
        "软件学院学生党支部_反馈单.xlsx",
        "软件学院学生党支部_推荐函.docx",
    ]


def test_papers_that_belong_before_the_vote_are_made_for_a_meeting_to_come_or_by_name(
    round_done: tuple[Path, ComposeResult], tmp_path: Path
) -> None:
    form, result = round_done
    assert any("推优大会已经表决，会前用的没有再生成：" in note and "推优票" in note for note in result.notes)
    again = compose(form, output=tmp_path / "补印", as_of=AS_OF, documents=("ballot_paper", "sign_in_sheet"))
    assert [made.document for made in again.made] == ["ballot_paper", "sign_in_sheet"]
    votes = dict.fromkeys(("meeting_date", "present", "in_favour", "against", "abstained", "inspection_date", "inspection_result"))
    after = dict.fromkeys(("notice_start", "notice_end", "objections"))
    coming = write_form(tmp_path, nominee("赵好", 1001) | votes | after, report_phase="报候选人")
    assert "ballot_paper" in {made.document for made in compose(coming, output=tmp_path / "会前", as_of=AS_OF).made}


def test_who_did_not_pass_is_in_minutes_and_report_and_nowhere_else(round_done: tuple[Path, ComposeResult]) -> None:
    _, result = round_done
    for document in ("meeting_minutes", "branch_report"):
        text = written(result, document)
        assert [name for name in ("赵好", "孙未", "钱缓") if name in text] == ["赵好", "孙未", "钱缓"]
    for document in ("public_notice", "recommendation_letter"):
        text = written(result, document)
        assert "赵好" in text
        assert "孙未" not in text
        assert "钱缓" not in text


def test_a_public_notice_shows_nothing_personal_beyond_its_class(round_done: tuple[Path, ComposeResult]) -> None:
    text = written(round_done[1], "public_notice")
    assert "王老师 020-00000000" in text
    assert not any(secret in text for secret in ("4403", "9999", "1990000", "2004年"))


def test_a_form_of_a_person_shows_the_numbers_that_it_is_for(round_done: tuple[Path, ComposeResult]) -> None:
    text = written(round_done[1], "form_activist")
    assert "440305200403151001" in text
    assert "2026年3月5日" in text
    assert "2004年3月" in text


def test_the_result_says_what_was_written_about_whom(round_done: tuple[Path, ComposeResult]) -> None:
    printed = round_done[1].as_dict()
    assert isinstance(printed["written"], list)
    about = {made["document"]: made["about"] for made in printed["written"]}
    assert (about["form_activist"], about["recommendation_letter"], about["public_notice"]) == ("赵好", "软件学院学生党支部", BRANCH)
    assert printed["failed"] == []


def test_nothing_is_overwritten_unless_asked(round_done: tuple[Path, ComposeResult], tmp_path: Path) -> None:
    form, _ = round_done
    target = tmp_path / "软件2201_推优公示.docx"
    target.write_text("别人的", encoding="utf-8")
    asked = ("public_notice", "branch_report")
    result = compose(form, output=tmp_path, as_of=AS_OF, documents=asked)
    assert names(result) == ["软件2201_推优情况报告.docx"]
    assert [(failure.document, "--overwrite" in failure.message) for failure in result.failed] == [("public_notice", True)]
    assert target.read_text(encoding="utf-8") == "别人的"
    assert len(compose(form, output=tmp_path, as_of=AS_OF, documents=asked, overwrite=True).written) == 2


@pytest.mark.parametrize("place", ["材料", "材料/三月"])
def test_a_file_where_the_folder_should_be_is_said_once(round_done: tuple[Path, ComposeResult], tmp_path: Path, place: str) -> None:
    (tmp_path / "材料").write_text("别人的", encoding="utf-8")
    with pytest.raises(OutputError, match="是文件，不是文件夹"):
        compose(round_done[0], output=tmp_path / place, as_of=AS_OF)
    assert (tmp_path / "材料").read_text(encoding="utf-8") == "别人的"


def test_the_same_workbook_gives_the_same_bytes(round_done: tuple[Path, ComposeResult], tmp_path: Path) -> None:
    form, result = round_done
    again = compose(form, output=tmp_path, as_of=AS_OF)
    assert [path.read_bytes() for path in again.written] == [path.read_bytes() for path in result.written]


def test_a_missing_value_stops_its_document_and_no_other(tmp_path: Path) -> None:
    form = write_form(tmp_path, nominee("赵好", 1001), notice_place=None)
    result = compose(form, output=tmp_path / "材料", as_of=AS_OF)
    assert {failure.document for failure in result.failed} == {"public_notice", "branch_report", "notice_result"}
    message = result.failed[0].message
    assert "public_notice.docx › 第" in message
    assert "{{ notice_place }}" in message
    assert "公示地点及渠道" in message
    assert "三班.xlsx › 单位信息 › B" in message
    assert len(result.written) == 13


def test_a_list_of_unknown_origin_leaves_lines_for_what_it_cannot_know(tmp_path: Path) -> None:
    source = write_list(tmp_path / "名单.xlsx", nominee("赵好", 1001), nominee("李也好", 1004, branch="软件2202团支部"))
    result = compose(source, output=tmp_path / "材料", as_of=AS_OF)
    letters = [composed.path for composed in result.made if composed.document == "recommendation_letter"]
    assert sorted(path.name for path in letters) == ["软件2201对应党支部_推荐函.docx", "软件2202对应党支部_推荐函.docx"]
    assert "＿＿＿＿＿＿：" in text_of(letters[0])
    assert result.notes[0] == "1 个文件不是标准表单，按“全国基础方案”读取。"
    assert any("对应党支部" in note and "手写" in note for note in result.notes)


def test_a_roster_gives_each_party_branch_one_letter(tmp_path: Path) -> None:
    inbox = tmp_path / "报送"
    inbox.mkdir()
    write_list(inbox / "软件2201团支部.xlsx", nominee("赵好", 1001), nominee("孙未", 1002, 18))
    write_list(inbox / "软件2202团支部.xlsx", nominee("李也好", 1004, branch="软件2202团支部"))
    units = tmp_path / "支部名单.xlsx"
    with xlsxwriter.Workbook(units) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("团支部全称", "所属团委", "对应党支部"))
        for row, branch in enumerate((BRANCH, "软件2202团支部"), 1):
            sheet.write_row(row, 0, (branch, "江城学院团委", "学生党支部"))
    roster = tmp_path / "清单库.xlsx"
    merge([inbox], roster=roster, units=units, round="2026年上半年", as_of=AS_OF)
    result = compose(roster, output=tmp_path / "材料", as_of=AS_OF, documents=["recommendation_letter", "circular"])
    assert names(result) == ["学生党支部_推荐函.docx", "江城学院团委_2026年上半年推优工作通知.docx"]
    text = written(result, "recommendation_letter")
    assert [name for name in ("赵好", "孙未", "李也好") if name in text] == ["赵好", "李也好"]


def test_a_letter_waits_for_the_end_of_the_notice_and_says_so(tmp_path: Path) -> None:
    people = (nominee("赵好", 1001), nominee("周早", 1005, notice_end=date(2026, 4, 2)))
    source = write_list(tmp_path / "名单.xlsx", *people)
    result = compose(source, output=tmp_path / "材料", as_of=AS_OF, documents=["recommendation_letter"])
    assert "周早" not in written(result, "recommendation_letter")
    assert any("周早（公示到4月2日，尚未期满）" in note for note in result.notes)


def test_a_letter_names_those_whose_review_is_not_on_record(tmp_path: Path) -> None:
    source = write_list(tmp_path / "名单.xlsx", nominee("赵好", 1001))
    result = compose(source, output=tmp_path / "材料", as_of=AS_OF, documents=["recommendation_letter"])
    assert "经我委审核" in written(result, "recommendation_letter")
    assert any("团委审核意见还没有填，发出前请核实：赵好。" in note for note in result.notes)


def test_two_people_of_one_name_have_forms_of_their_own(tmp_path: Path) -> None:
    source = write_list(tmp_path / "名单.xlsx", nominee("张伟", 1001), nominee("张伟", 1002), nominee("张伟", 1002, student_id=None))
    result = compose(source, output=tmp_path / "材料", as_of=AS_OF, documents=["form_activist"])
    forms = [
        "软件2201_张伟_1001_入党积极分子登记表.docx",
        "软件2201_张伟_1002_入党积极分子登记表.docx",
        "软件2201_张伟_入党积极分子登记表.docx",
    ]
    assert names(result) == forms


def test_clashing_names_get_a_number_and_hostile_ones_stay_in_the_folder(tmp_path: Path) -> None:
    people = [nominee("..\\..\\a/b:c*?", 1001, student_id=None), nominee("..\\..\\a/b:c*?", 1002, student_id=None)]
    source = write_list(tmp_path / "名单.xlsx", *people)
    output = tmp_path / "材料"
    result = compose(source, output=output, as_of=AS_OF, documents=["form_activist"])
    assert all(path.parent == output and len(path.name) <= 80 for path in result.written)
    assert [path.name.endswith("（2）.docx") for path in result.written] == [False, True]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["名单.xlsx", "材料"]


def test_special_characters_come_out_as_they_are(tmp_path: Path) -> None:
    name = "阿依古丽·<吾&买尔>𠮷"
    source = write_list(tmp_path / "名单.xlsx", nominee(name, 1001))
    assert name in written(compose(source, output=tmp_path / "材料", as_of=AS_OF, documents=["form_activist"]), "form_activist")


def test_who_chooses_the_person_by_name_or_number(round_done: tuple[Path, ComposeResult], tmp_path: Path) -> None:
    form, _ = round_done
    for number, word in enumerate(("赵好", "999900001001")):
        result = compose(form, output=tmp_path / str(number), as_of=AS_OF, who=[word], documents=["form_activist"])
        assert names(result) == ["软件2201_赵好_入党积极分子登记表.docx"]
    whole = compose(
        form, output=tmp_path / "会议", as_of=AS_OF, who=["孙未"], documents=["meeting_minutes", "branch_report", "form_activist"]
    )
    assert names(whole) == ["软件2201_推优大会会议记录.docx", "软件2201_推优情况报告.docx"]
    assert "赵好" in text_of(whole.written[0])


def test_unknown_people_and_documents_are_named_with_the_nearest(round_done: tuple[Path, ComposeResult], tmp_path: Path) -> None:
    form, _ = round_done
    with pytest.raises(UsageError, match="是不是“赵好”"):
        compose(form, output=tmp_path, as_of=AS_OF, who=["赵好好"])
    with pytest.raises(UsageError, match="是否想写 public_notice；可用的有：关于开展推优工作的通知（circular）、"):
        compose(form, output=tmp_path, as_of=AS_OF, documents=["public_notices"])
    assert list(tmp_path.iterdir()) == []


def test_a_document_may_be_asked_for_by_its_title(round_done: tuple[Path, ComposeResult], tmp_path: Path) -> None:
    form, _ = round_done
    made = compose(form, output=tmp_path / "名称", as_of=AS_OF, documents=["推优公示", "public_notice", "推优对象汇总表"])
    by_id = compose(form, output=tmp_path / "编号", as_of=AS_OF, documents=["public_notice", "summary_table"])
    assert names(made) == names(by_id) != []


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(XlflowError, match=r"坏\.xlsx"):
        compose(tmp_path / "坏.xlsx", output=tmp_path / "材料", as_of=AS_OF)
    with pytest.raises(XlflowError, match="没有读到推优对象"):
        compose(write_list(tmp_path / "空.xlsx"), output=tmp_path / "材料", as_of=AS_OF)


def test_a_public_template_that_asks_for_an_id_is_refused(round_done: tuple[Path, ComposeResult], tmp_path: Path) -> None:
    form, _ = round_done
    scheme = tmp_path / "scheme"
    shutil.copytree(NATIONAL.folder, scheme)
    document = docx.Document()
    document.add_paragraph("{% for p in passed %}{{ p.name }} {{ p.身份证号 }}{% endfor %}")
    document.save(str(scheme / "documents" / "public_notice.docx"))
    result = compose(form, output=tmp_path / "材料", scheme=scheme, as_of=AS_OF, documents=["public_notice", "branch_report"])
    assert [(failure.document, "身份证号" in failure.message) for failure in result.failed] == [("public_notice", True)]
    assert names(result) == ["软件2201_推优情况报告.docx"]
