"""方案工作簿: a scheme out and in again is the same scheme; what is edited changes, and nothing else; faults name their cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from edited_scheme import add, change, column_number, edited, fact, remove, row_number
from msgspec.structs import asdict
from openpyxl.workbook import Workbook

from xlflow.errors import OutputError, SchemeError
from xlflow.jobs.scheme import copy
from xlflow.jobs.schemes.scheme_workbook import export_scheme, import_scheme
from xlflow.schemes.data import SchemeData
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import modules, shipped_ids

pytestmark = pytest.mark.slow

_OF_THE_PLACE = {"id", "folder", "layers", "folders"}


def said(scheme: Scheme) -> dict[str, object]:
    """All that a scheme says, but for its name and where it lies; mappings with their order."""
    return {key: list(value.items()) if isinstance(value, dict) else value for key, value in asdict(scheme).items() if key in _ATTRIBUTES}


_ATTRIBUTES = set(SchemeData.__struct_fields__) - _OF_THE_PLACE


@pytest.mark.parametrize("scheme", shipped_ids())
def test_a_shipped_scheme_out_and_in_is_the_same(scheme: str, tmp_path: Path) -> None:
    made = edited(tmp_path, scheme=scheme)
    assert made.faults == ()
    assert said(Scheme.load(made.folder)) == said(Scheme.load(scheme))
    assert Scheme.load(made.folder).layers == (*Scheme.load(scheme).layers, "我校方案")
    text = (made.folder / "scheme.toml").read_text(encoding="utf-8")
    assert "\n[" not in text, "what is not edited is not written, and follows the original"


def test_a_scheme_without_a_parent_is_written_whole_into_its_own_folder(tmp_path: Path) -> None:
    mine = copy("national", tmp_path / "mine")
    export_scheme(mine, tmp_path / "mine.xlsx")
    before = Scheme.load(mine)
    assert import_scheme(tmp_path / "mine.xlsx", mine, overwrite=True).faults == ()
    after = Scheme.load(mine)
    assert said(after) == said(before)
    assert after.layers == ("mine",)


def test_a_scheme_can_be_edited_again_and_again_in_its_folder(tmp_path: Path) -> None:
    made = edited(tmp_path, change("参数", {"术语": "志愿时长下限"}, {"值": 20}))
    export_scheme(made.folder, tmp_path / "again.xlsx")
    assert import_scheme(tmp_path / "again.xlsx", made.folder, overwrite=True).faults == ()
    again = Scheme.load(made.folder)
    assert again.layers == ("national", "我校方案")
    assert again.param("volunteer_hours_minimum", date(2026, 1, 1)) == 20


def test_what_the_original_got_since_is_kept_and_followed(tmp_path: Path) -> None:
    below = edited(tmp_path, change("参数", {"术语": "志愿时长下限"}, {"值": 20}), name="学院方案").folder
    file = export_scheme(below, tmp_path / "a.xlsx")
    since = '\n[choices.ethnicity]\n"某族" = []\n'
    since += '[params.own_limit]\nlabel = "本院上限"\nvalue = 1\nsource = "默认值，待填"\n'
    text = (below / "scheme.toml").read_text(encoding="utf-8")
    (below / "scheme.toml").write_text(text + since, encoding="utf-8")
    made = import_scheme(file, tmp_path / "班级方案")
    assert made.faults == ()
    scheme = Scheme.load(made.folder)
    assert scheme.layers == ("national", "学院方案", "班级方案")
    assert "某族" in scheme.choices["ethnicity"]
    assert scheme.param("own_limit", date(2026, 1, 1)) == 1
    assert scheme.param("volunteer_hours_minimum", date(2026, 1, 1)) == 20


def test_shared_tables_are_taken_up_by_their_names(tmp_path: Path) -> None:
    made = edited(tmp_path, fact("方案", "共用表", "名额台账，培训班、走访、积分、考核指标"))
    assert made.faults == ()
    scheme = Scheme.load(made.folder)
    assert len(modules()) == 5
    assert {"quota", "training", "visits"} <= set(scheme.tables)
    other = edited(tmp_path, scheme=made.folder, name="又一方案")
    assert said(Scheme.load(other.folder)) == said(scheme)


def test_a_param_changes_on_a_day(tmp_path: Path) -> None:
    new_value = {"名称": "公示最少的工作日数", "值": 7, "起始日期": date(2027, 1, 1), "代号": "notice_workdays"}
    made = edited(tmp_path, add("参数", new_value, after={"代号": "notice_workdays"}))
    assert made.faults == ()
    scheme = Scheme.load(made.folder)
    assert [scheme.param("notice_workdays", date(year, 12, 31)) for year in (2026, 2027)] == [5, 7]


def test_a_rule_of_ones_own_is_written_in_terms_as_people_type(tmp_path: Path) -> None:
    rule = {
        "问题": "超出规定的范围",
        "表": "推优对象清单",
        "位置": "团内职务",
        "条件": "推优类型是“发展对象”且已填（团内职务）",
        "要求": "相隔月数（入团时间，推优大会时间）＞＝最短团龄×2 或者 团内职务 不在【“无”、“团员”】中",
        "提示": "入团（{入团时间}）太近",
        "改法": "核对",
        "依据": "本校细则",
    }
    [post] = [field for field in Scheme.load("national").fields["nominees"] if field.term == "团内职务"]
    labels = list(Scheme.load("national").choices[post.choices or ""])
    rule["要求"] = rule["要求"].replace("“无”、“团员”", f"“{labels[0]}”、“{labels[1]}”")
    made = edited(tmp_path, add("规则", rule, after={"问题": "处分尚在影响期内"}))
    assert made.faults == ()
    scheme = Scheme.load(made.folder)
    codes = [each.code for each in scheme.rules]
    [own] = [each for each in scheme.rules if (each.code, each.at) == ("value-out-of-range", "league_post")]
    assert codes[scheme.rules.index(own) - 1] == "punishment-in-force"
    assert own.when is not None
    assert own.when.source == "recommendation_type=='发展对象' and filled(league_post)"
    assert own.message == "入团（{league_join_date}）太近"


def test_a_field_of_ones_own_gets_a_key_and_its_place(tmp_path: Path) -> None:
    field = {"表": "推优对象清单", "表头": "寝室卫生等级", "类型": "选项", "选项表": "寝室等级", "必填": "推优类型 是 “发展对象”"}
    labels = [add("选项", {"选项表": "寝室等级", "选项": label}) for label in ("A", "B")]
    made = edited(tmp_path, add("字段", field, after={"表": "推优对象清单", "术语": "民族"}), *labels)
    assert made.faults == ()
    scheme = Scheme.load(made.folder)
    keys = [each.key for each in scheme.fields["nominees"]]
    assert keys[keys.index("ethnicity") + 1] == "own_1"
    assert list(scheme.choices[scheme.field("nominees", "own_1").choices or ""]) == ["A", "B"]


def test_rows_and_cells_that_are_emptied_are_gone(tmp_path: Path) -> None:
    made = edited(
        tmp_path,
        remove("规则", {"问题": "处分尚在影响期内"}),
        change("规则", {"位置": "入团时间"}, {"条件": None}),
        remove("选项", {"选项表": "民族", "选项": "汉族"}),
        change("字段", {"表": "推优对象清单", "术语": "民族"}, {"必填": None}),
    )
    assert made.faults == ()
    scheme = Scheme.load(made.folder)
    assert "punishment-in-force" not in [rule.code for rule in scheme.rules]
    assert next(rule for rule in scheme.rules if rule.code == "league-age-short").when is None
    assert "汉族" not in scheme.choices["ethnicity"]
    assert scheme.field("nominees", "ethnicity").required is False


def test_the_order_of_rows_is_the_order_of_the_form(tmp_path: Path) -> None:
    def move(book: Workbook) -> None:
        sheet = book["字段"]
        number = row_number(sheet, {"表": "推优对象清单", "术语": "民族"})
        values = [cell.value for cell in sheet[number]]
        sheet.delete_rows(number)
        sheet.insert_rows(2)
        first = next(row for row in range(3, sheet.max_row) if sheet.cell(row, 1).value == "推优对象清单")
        sheet.insert_rows(first)
        for place, value in enumerate(values, 1):
            sheet.cell(first, place).value = value

    made = edited(tmp_path, move)
    assert made.faults == ()
    before = [field.key for field in Scheme.load("national").fields["nominees"]]
    after = [field.key for field in Scheme.load(made.folder).fields["nominees"]]
    assert after == ["ethnicity", *(key for key in before if key != "ethnicity")]


_FAULTS: Mapping[tuple[str, str, str], tuple[str, str]] = {
    ("规则", "入团时间", "要求"): ("相隔月数（入团时间，大会日期） ≥ 最短团龄", "“大会日期”不是字段"),
    ("规则", "处分情况", "要求"): ("相隔月数（入团时间） ≥ 12", "相隔月数 应有 2 个参数"),
    ("规则", "教育评议等次", "条件"): ("推优类型 是 “积极分子”", "不是 推优类型 的选项"),
    ("规则", "志愿服务时长", "表"): ("推优名单", "不是表名"),
    ("规则", "学习积分", "可核实"): ("也许", "看不出是"),
    ("规则", "出生日期", "提示"): ("年满 {大会时} 的", "大会时"),
    ("期限", "党组织谈话时间", "至多"): ("一个月", "6个月"),
    ("字段", "民族", "类型"): ("词", "没有类型“词”"),
    ("字段", "上级团组织", "术语"): ("上级 团组织", "只能由文字"),
    ("参数", "最短团龄", "术语"): ("推优类型", "已属于"),
    ("参数", "志愿时长下限", "值"): (None, "没有填写"),
    ("推优大会与名额", "通过线", "内容"): ("多数通过", "看不懂"),
    ("推优大会与名额", "名额比例", "内容"): ("两成", "不是比例"),
    ("方案", "施行日期", "内容"): ("明年", "不是日期"),
}
"""For a cell (its sheet, what stands in its row, its header) a wrong content, and words of the sentence about it."""


def test_every_fault_names_the_cell_it_stands_in_and_speaks_in_terms(tmp_path: Path) -> None:
    expected: dict[str, str] = {"附件!A1": "不认识工作表"}

    def spoil(book: Workbook) -> None:
        for (name, row_word, header), (content, words) in _FAULTS.items():
            sheet = book[name]
            number = next(row[0].row for row in sheet.iter_rows(min_row=2) if row_word in [cell.value for cell in row[:4]])
            cell = sheet.cell(number, column_number(sheet, header))
            cell.value = content
            expected[f"{name}!{cell.coordinate}"] = words
        book.create_sheet("附件")["A1"] = "说明"

    made = edited(tmp_path, spoil)
    found = dict(fault.split("：", 1) for fault in made.faults)
    assert {cell: words for cell, words in expected.items() if words not in found.get(cell, "")} == {}, made.faults
    assert found.keys() == expected.keys()
    assert not made.folder.exists()


def _untidy(book: Workbook) -> None:
    sheet = book["参数"]
    sheet.insert_rows(1)
    sheet.insert_rows(4)
    sheet["A1"] = "江城大学参数表"
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = f"{cell.value}  "
    row = next(row for row in sheet.iter_rows(min_row=2) if str(row[1].value).strip() == "志愿时长下限")
    row[2].value = "２０ "


@pytest.mark.parametrize(
    "habit",
    [
        _untidy,
        lambda book: book.remove(book["导出表"]),
        lambda book: book["字段"].delete_cols(column_number(book["字段"], "说明")),
    ],
)
def test_habits_of_people_change_nothing(habit: Callable[[Workbook], None], tmp_path: Path) -> None:
    made = edited(tmp_path, habit, change("字段", {"表": "推优对象清单", "术语": "民族"}, {"表头": "民 族"}))
    assert made.faults == ()
    scheme, base = Scheme.load(made.folder), Scheme.load("national")
    assert scheme.sources == base.sources
    assert scheme.field("nominees", "ethnicity").label == "民 族"
    assert scheme.field("nominees", "ethnicity").help == base.field("nominees", "ethnicity").help
    assert scheme.param("volunteer_hours_minimum", date(2026, 1, 1)) == (20 if habit is _untidy else 0)


def test_nothing_is_ever_overwritten_unasked(tmp_path: Path) -> None:
    file = export_scheme("national", tmp_path / "a.xlsx")
    with pytest.raises(OutputError, match="已经存在"):
        export_scheme("national", file)
    folder = import_scheme(file, tmp_path / "a").folder
    with pytest.raises(OutputError, match="--overwrite"):
        import_scheme(file, folder)


def test_a_workbook_that_is_no_scheme_is_told_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(SchemeError, match="scheme export"):
        import_scheme(tmp_path / "a.xlsx", tmp_path / "a")


def test_a_workbook_apart_from_its_scheme_is_told_so(tmp_path: Path) -> None:
    mine = edited(tmp_path).folder
    file = export_scheme(mine, tmp_path / "a.xlsx")
    (tmp_path / "elsewhere").mkdir()
    moved = file.rename(tmp_path / "elsewhere" / "a.xlsx")
    with pytest.raises(SchemeError, match="工作簿放回原处"):
        import_scheme(moved, tmp_path / "b")
