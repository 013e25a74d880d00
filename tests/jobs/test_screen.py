"""甄别 through the public path: workbooks in, a result that is refreshed on every run and keeps what people typed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from own_scheme import own_scheme

from xlflow.domain.screening import ScreeningState
from xlflow.errors import OutputError, XlflowError
from xlflow.files.writing.file_names import digest_of
from xlflow.jobs.check import check
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import merge
from xlflow.jobs.new import new
from xlflow.jobs.screen import ScreenResult, screen

pytestmark = pytest.mark.slow

AS_OF = date(2026, 11, 24)
MEMBERS, RESULTS = "团员花名册", "甄别结果"
ZHANG: Mapping[str, object] = {
    "姓名": "张三", "性别": "男", "出生日期": "2005-01-02", "学号/工号": "999900000001", "政治面貌": "共青团员", "入团时间": "2020-05-04",
    "团籍状态": "正常", "递交入党申请书时间": "2024-03-01", "团员教育评议等次": "优秀",
}  # fmt: skip
LI: Mapping[str, object] = {**ZHANG, "姓名": "李四", "学号/工号": "999900000002", "入团时间": "2026-01-05"}
WANG: Mapping[str, object] = {**ZHANG, "姓名": "王五", "学号/工号": "999900000003", "政治面貌": "中共预备党员"}


def write(path: Path, people: Sequence[Mapping[str, object]], sheet: str = MEMBERS) -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    headers = list(dict.fromkeys(header for person in people for header in person))
    for row in [headers, *([person.get(header) for header in headers] for person in people)]:
        book[sheet].append(row)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The national scheme with the roster of members in its forms."""
    return own_scheme(tmp_path_factory.mktemp("own"), '[[table]]\nkey = "members"\nshown = true')


def form(scheme: Path, path: Path, people: Sequence[Mapping[str, object]]) -> Path:
    """A standard form as `new` makes it."""
    new(scheme, path, unit="软件1班团支部", round="2026年下半年", today=date(2026, 11, 1))
    book = openpyxl.load_workbook(path)
    sheet = book[MEMBERS]
    line = next(row for row in sheet.iter_rows(max_row=6) if any(str(cell.value).lstrip("*") == "姓名" for cell in row))
    labels = {str(cell.value).lstrip("*").replace("\n", ""): cell.column for cell in line if cell.value is not None}
    for number, person in enumerate(people, line[0].row + 1):
        for label, value in person.items():
            sheet.cell(number, labels[label]).value = value
    book.save(path)
    book.close()
    return path


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return write(tmp_path / "三班.xlsx", [ZHANG, LI, WANG])


def run(*sources: Path, output: Path | None = None, **options: Any) -> ScreenResult:
    return screen(sources, output=output or sources[0].parent / "甄别结果.xlsx", as_of=options.pop("as_of", AS_OF), **options)


def lines(path: Path) -> dict[str, dict[str, object]]:
    """The rows of the result by name."""
    book = openpyxl.load_workbook(path)
    header, *rows = book[RESULTS].iter_rows(min_row=2, values_only=True)
    book.close()
    return {str(row[0]): dict(zip(map(str, header), row, strict=True)) for row in rows}


def change(path: Path, edit: Callable[[Any], None]) -> None:
    book = openpyxl.load_workbook(path)
    edit(book[RESULTS])
    book.save(path)
    book.close()


def column(sheet: Any, header: str) -> int:
    return next(cell.column for cell in sheet[2] if cell.value == header)


def row_of(sheet: Any, name: str) -> int:
    return next(row[0].row for row in sheet.iter_rows(min_row=3) if row[0].value == name)


def test_everybody_has_a_line_with_his_state_and_its_reasons(roster: Path) -> None:
    result = run(roster)
    found = lines(result.output)
    assert {name: row["甄别结果"] for name, row in found.items()} == {"张三": "达标待推", "李四": "未达标", "王五": "已入党"}
    assert found["李四"]["尚缺条件"] == "团龄还差 2 个月（2027年1月5日满）"
    assert (found["张三"]["达标日期"], found["张三"]["等待天数"]) == (datetime(2024, 3, 1), 998)
    assert found["张三"]["资料位置"] == "三班.xlsx 团员花名册 A2"
    assert [result.screening.count(state) for state in ScreeningState] == [1, 0, 1, 0, 1, 0]


def test_the_result_is_made_to_be_filtered_and_printed(roster: Path) -> None:
    book = openpyxl.load_workbook(run(roster).output)
    sheet = book[RESULTS]
    assert str(sheet["A1"].value).startswith("团员甄别结果（截至2026年11月24日）　共 3 人：达标待推 1 人")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B3", "A2:N5")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == ("landscape", 9, "$1:$2")
    assert sheet.column_dimensions["N"].hidden
    assert sheet.cell(3, column(sheet, "资料位置")).hyperlink.target.startswith("三班.xlsx")
    counts = [row[:4] for row in book["汇总"].iter_rows(min_row=3, values_only=True)]
    assert ("达标待推", 1, "33.3%", None) in counts
    assert ("团龄", 1, 1, 0) in counts
    book.close()


def test_what_people_typed_and_columns_they_added_stay_on_every_run(roster: Path) -> None:
    output = run(roster).output

    def type_in(sheet: Any) -> None:
        line = row_of(sheet, "李四")
        sheet.cell(line, column(sheet, "处理意见")).value = "下半年再看"
        sheet.cell(2, 16).value = "谈话人"
        sheet.cell(2, 17).value = "谈话日期"
        sheet.cell(line, 16).value = "赵六"
        sheet.cell(line, 17).value = datetime(2026, 11, 20)
        sheet.cell(line, column(sheet, "甄别结果")).value = "已推"

    change(output, type_in)
    for as_of in (date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 5)):
        run(roster, as_of=as_of)
    found = lines(output)["李四"]
    assert (found["处理意见"], found["谈话人"], found["谈话日期"]) == ("下半年再看", "赵六", datetime(2026, 11, 20))
    assert (found["甄别结果"], found["达标日期"], found["等待天数"]) == ("达标待推", datetime(2027, 1, 5), 0)


def test_typed_text_follows_its_person_when_people_sort_the_sheet(roster: Path) -> None:
    output = run(roster).output

    def turn(sheet: Any) -> None:
        for row in sheet.iter_rows(min_row=3):
            row[column(sheet, "备注") - 1].value = f"{row[0].value}的备注"
        values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for number, cells in enumerate(reversed(values), 3):
            for place, value in enumerate(cells, 1):
                sheet.cell(number, place).value = value

    change(output, turn)
    run(roster)
    assert {name: row["备注"] for name, row in lines(output).items()} == {name: f"{name}的备注" for name in ("张三", "李四", "王五")}


def test_a_person_keeps_his_text_when_his_id_number_is_filled_in_later(roster: Path) -> None:
    output = run(roster).output
    change(output, lambda sheet: setattr(sheet.cell(row_of(sheet, "张三"), column(sheet, "备注")), "value", "班长"))
    write(roster, [{**ZHANG, "身份证号": "110105200501020017"}, LI, WANG])
    run(roster)
    assert lines(output)["张三"]["备注"] == "班长"


def test_people_who_are_gone_are_kept_at_the_end_and_come_back(roster: Path) -> None:
    output = run(roster).output
    change(output, lambda sheet: setattr(sheet.cell(row_of(sheet, "李四"), column(sheet, "处理意见")), "value", "已谈话"))
    write(roster, [ZHANG, WANG])
    for _ in range(2):
        result = run(roster)
        found = lines(output)
        assert list(found)[-1] == "李四"
        assert (found["李四"]["甄别结果"], found["李四"]["处理意见"]) == ("不在名册", "已谈话")
    assert any("不在名册" in note for note in result.notes)
    write(roster, [ZHANG, LI, WANG])
    run(roster)
    assert (lines(output)["李四"]["甄别结果"], lines(output)["李四"]["处理意见"]) == ("未达标", "已谈话")
    assert len(lines(output)) == 3


def test_a_second_run_changes_nothing_and_a_change_leaves_a_backup(roster: Path) -> None:
    output = run(roster).output
    before = digest_of(output)
    assert not run(roster).is_written
    assert digest_of(output) == before
    assert run(roster, as_of=date(2027, 1, 5)).is_written
    assert [digest_of(path) for path in (output.parent / "备份").iterdir()] == [before]


def test_inputs_are_never_touched(roster: Path) -> None:
    before = digest_of(roster)
    run(roster)
    assert digest_of(roster) == before


def test_a_file_that_is_no_result_is_never_overwritten(roster: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "别的.xlsx", [ZHANG])
    before = digest_of(other)
    for output in (other, roster):
        with pytest.raises(OutputError, match="不是 xlflow 写出的甄别结果"):
            run(roster, output=output)
    assert digest_of(other) == before


def test_a_result_whose_keys_are_lost_is_not_overwritten(roster: Path) -> None:
    output = run(roster).output
    change(output, lambda sheet: sheet.delete_cols(column(sheet, "行标识")))
    with pytest.raises(OutputError, match="行标识"):
        run(roster)


@pytest.mark.parametrize("name", ["结果.xls", "报送/结果.xlsx"])
def test_a_result_goes_beside_the_forms_as_xlsx(tmp_path: Path, name: str) -> None:
    (tmp_path / "报送").mkdir()
    write(tmp_path / "报送" / "三班.xlsx", [ZHANG])
    with pytest.raises(OutputError, match=r"。$"):
        run(tmp_path / "报送", output=tmp_path / name)


def test_without_a_roster_of_members_there_is_nothing_to_screen(tmp_path: Path) -> None:
    with pytest.raises(XlflowError, match="没有读到团员花名册"):
        run(write(tmp_path / "名单.xlsx", [{**ZHANG, "推优类型": "入党积极分子"}], "推优对象清单"))


def test_where_no_file_can_be_read_the_reason_is_said(tmp_path: Path) -> None:
    damaged = tmp_path / "空的.xlsx"
    damaged.write_bytes(b"")
    with pytest.raises(XlflowError, match="空文件"):
        run(damaged)
    with pytest.raises(XlflowError, match=r"找不到文件.*另有 1 个文件"):
        run(tmp_path / "不存在.xlsx", damaged)


@pytest.mark.parametrize(("header", "cell"), [("欠缴团费月数", "-5"), ("递交入党申请书时间", "去年三月"), ("团籍状态", "不详")])
def test_a_cell_that_cannot_be_read_leaves_a_condition_open(tmp_path: Path, header: str, cell: str) -> None:
    result = run(write(tmp_path / "三班.xlsx", [ZHANG, {**LI, **ZHANG, "姓名": "李四", header: cell}]))
    found = lines(result.output)
    assert found["张三"]["甄别结果"] == "达标待推"
    assert found["李四"]["甄别结果"] == "未达标"
    assert f"{header}无法识别" in str(found["李四"]["尚缺条件"])


def test_sheets_that_people_added_stay(roster: Path) -> None:
    output = run(roster).output
    book = openpyxl.load_workbook(output)
    book.create_sheet("我的表").append(["记录", 3])
    book.save(output)
    run(roster, as_of=date(2027, 1, 5))
    book = openpyxl.load_workbook(output)
    assert [cell.value for cell in book["我的表"][1]] == ["记录", 3]
    book.close()


def test_a_folder_a_file_and_a_roster_say_the_same(scheme: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "报送"
    inbox.mkdir()
    path = form(scheme, inbox / "一班.xlsx", [ZHANG, LI, WANG])
    merge([inbox], roster=tmp_path / "清单库.xlsx", scheme=scheme, as_of=AS_OF)
    found = []
    for number, source in enumerate((path, inbox, tmp_path / "清单库.xlsx")):
        result = run(source, output=tmp_path / f"结果{number}.xlsx", scheme=scheme)
        found.append([(m.name, m.unit, m.screened.state, m.screened.reason, m.screened.qualified_on) for m in result.screening.members])
    assert len(found[0]) == 3
    assert found[0] == found[1] == found[2]


def test_a_result_that_lies_among_forms_is_no_form(roster: Path) -> None:
    output = run(roster).output
    assert check([output], as_of=AS_OF).rows == 0


def test_filling_a_form_writes_the_same_states(scheme: Path, tmp_path: Path) -> None:
    path = form(scheme, tmp_path / "一班.xlsx", [ZHANG, LI, WANG])
    told = {
        (cell.label, cell.cell[-1]): cell.new
        for cell in fill(path, in_place=True, scheme=scheme, as_of=AS_OF).changes
        if cell.sheet == MEMBERS
    }
    states = [new for (label, _), new in told.items() if label == "甄别结果"]
    assert states == ["达标待推", "未达标", "已入党"]
    assert [new for (label, _), new in told.items() if label == "尚缺条件"] == ["团龄还差 2 个月（2027年1月5日满）"]
    assert [new for (label, _), new in told.items() if label == "达标日期"] == ["2024-03-01"]
    assert fill(path, in_place=True, scheme=scheme, as_of=AS_OF).changes == ()


def test_the_command_counts_and_tells_where_the_result_is(xlflow: Callable[..., Any], roster: Path, tmp_path: Path) -> None:
    done = xlflow("screen", roster, "-o", tmp_path / "结果.xlsx", "--as-of", "2026-11-24")
    assert (done.code, done.out.strip()) == (0, str(tmp_path / "结果.xlsx"))
    assert "共 3 人：达标待推 1 人，未达标 1 人，已入党 1 人" in done.err
    told = json.loads(xlflow("screen", roster, "-o", tmp_path / "结果.xlsx", "--as-of", "2026-11-24", "--json").out)
    assert told["counts"]["未达标"] == 1
    assert next(each for each in told["members"] if each["name"] == "李四")["missing"] == ["团龄还差 2 个月（2027年1月5日满）"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(xlflow: Callable[..., Any], roster: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    done = xlflow("screen", roster, tmp_path / "坏.xlsx", "-o", tmp_path / "结果.xlsx", "--as-of", "2026-11-24")
    assert done.code == 1
    assert "坏.xlsx" in done.err
    assert len(lines(tmp_path / "结果.xlsx")) == 3


def test_a_folder_without_workbooks_is_said_to_have_none(tmp_path: Path) -> None:
    (inbox := tmp_path / "花名册").mkdir()
    with pytest.raises(XlflowError, match="里没有工作簿"):
        screen([inbox], output=tmp_path / "甄别.xlsx", as_of=date(2026, 6, 30))
