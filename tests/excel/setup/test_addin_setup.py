"""`addin install`, `remove`, `status` on a simulated Windows profile."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from xlflow.errors import OutputError, XlflowError
from xlflow.excel.setup.addin_plan import (
    build,
    install,
    parse_settings,
    places,
    planned,
    remove,
    remove_plan,
    settings,
    settings_file,
    status,
)
from xlflow.excel.setup.machine import System, _console_interpreter
from xlflow.excel.setup.steps import Write, carry_out
from xlflow.excel.xlwings_source import installed_version


def test_the_addin_goes_into_the_start_folder_and_the_settings_into_the_profile(machine) -> None:
    windows = machine()
    done = install(windows)
    where = places(windows)
    assert where.addin == windows.home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "xlflow.xlam"
    assert where.settings == windows.home / ".xlflow" / "xlflow.conf"
    assert [step.path for step in done] == [where.settings, where.addin]
    assert zipfile.is_zipfile(where.addin)
    files = {path.relative_to(windows.home).as_posix() for path in windows.home.rglob("*") if path.is_file()}
    assert files == {"AppData/Roaming/Microsoft/Excel/XLSTART/xlflow.xlam", ".xlflow/xlflow.conf"}


def test_settings_are_written_as_vba_reads_them_in_the_code_page_of_the_computer(machine) -> None:
    windows = machine()
    install(windows)
    content = places(windows).settings.read_bytes()
    assert rb'"INTERPRETER_WIN","C:\Users' + b"\\" + "张三".encode("gbk") + rb"\py & 100%'\python.exe" + b'"\r\n' in content
    rows = list(csv.reader(io.StringIO(content.decode("cp936"), newline="")))
    assert rows == [list(row) for row in settings(windows).items()]
    assert dict(rows)["ADD_WORKBOOK_TO_PYTHONPATH"] == "false"


def test_the_addin_itself_says_where_python_is(machine) -> None:
    windows = machine()
    install(windows)
    with zipfile.ZipFile(places(windows).addin) as package:
        assert r"C:\Users\张三\py &amp; 100%'\python.exe" in package.read("xl/sharedStrings.xml").decode("utf-8")


def test_installing_again_changes_nothing(machine) -> None:
    windows = machine()
    assert install(windows)
    assert install(windows) == ()
    assert status(windows)[-1] == "一切就绪。"


def test_a_dry_run_tells_the_same_steps_and_writes_nothing(machine) -> None:
    windows = machine()
    told = [str(step) for step in planned(windows)]
    assert not windows.home.exists()
    assert [line.split(" ", 1)[0] for line in told] == ["写入", "写入", "去掉"]
    assert "XLSTART" in told[1]


def test_the_mark_of_the_web_is_taken_off(machine) -> None:
    windows = machine()
    install(windows)
    addin = places(windows).addin
    mark = addin.with_name("xlflow.xlam:Zone.Identifier")  # elsewhere than on NTFS the stream is a file of this name
    mark.write_text("[ZoneTransfer]\nZoneId=3\n", encoding="ascii")
    assert [str(step) for step in install(windows)] == [f"去掉 {addin} 的“来自网络”标记"]
    assert not mark.exists()


def test_nothing_is_changed_while_excel_holds_the_old_file(machine) -> None:
    windows = machine()
    addin = places(windows).addin
    with pytest.raises(OutputError, match=r"xlflow\.xlam 正被 Excel 使用，没有改动；请关闭所有 Excel 窗口"):
        carry_out(planned(windows), held=lambda path: path == addin)
    assert not windows.home.exists()


def test_settings_that_somebody_added_are_kept(machine) -> None:
    windows = machine()
    where = places(windows).settings
    where.parent.mkdir(parents=True)
    where.write_bytes('"INTERPRETER_WIN","D:\\旧\\python.exe"\r\n"ONEDRIVE_CONSUMER_WIN","D:\\云盘"\r\n坏行\r\n'.encode("cp936"))
    install(windows)
    known = parse_settings(where.read_bytes(), "cp936")
    assert known["ONEDRIVE_CONSUMER_WIN"] == "D:\\云盘"
    assert known["INTERPRETER_WIN"] == str(windows.interpreter)


def test_a_path_that_the_code_page_lacks_is_refused_before_anything_is_written(machine) -> None:
    rare = machine(interpreter=PureWindowsPath("C:\\Users\\𠮷田\\python.exe"))
    with pytest.raises(XlflowError, match="“𠮷”，Excel 读不出来；请把 Python 装到只有英文的文件夹"):
        install(rare)
    assert not rare.home.exists()


def test_removing_takes_away_what_was_installed_and_nothing_else(machine) -> None:
    windows = machine()
    install(windows)
    other = places(windows).addin.with_name("别人的.xlam")
    other.write_bytes(b"other")
    assert [step.path for step in remove(windows)] == [places(windows).addin, places(windows).settings]
    assert [path for path in windows.home.rglob("*") if path.is_file()] == [other]
    assert remove(windows) == ()


def test_the_state_names_versions_and_what_to_do(machine) -> None:
    windows = machine()
    assert status(windows)[-1].endswith("请运行 xlflow addin install。")
    install(windows)
    assert f"xlwings {installed_version()}" in status(windows)[0]
    moved = machine(interpreter=PureWindowsPath(r"D:\py\python.exe"))
    assert status(moved)[-1].startswith("与现在的 xlflow、xlwings 和 Python 不一致")
    places(windows).settings.unlink()
    assert "Excel 不知道 Python 在哪里" in status(windows)[1]
    places(windows).addin.write_bytes(b"no package")
    assert "已损坏" in status(windows)[0]


def test_without_its_variables_a_profile_is_found_from_the_home_folder(machine) -> None:
    bare = machine(environment={})
    assert places(bare).addin == bare.home / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "xlflow.xlam"


def test_excel_for_the_mac_gets_its_script_too(machine) -> None:
    mac = machine(System.MACOS, code_page="utf-8")
    install(mac)
    files = sorted(path.relative_to(mac.home / "Library").as_posix() for path in mac.home.rglob("*") if path.is_file())
    assert files == [
        f"Application Scripts/com.microsoft.Excel/xlwings-{installed_version()}.applescript",
        "Containers/com.microsoft.Excel/Data/xlflow.conf",
        "Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/xlflow.xlam",
    ]
    assert "INTERPRETER_MAC" in settings(mac)
    assert len(remove_plan(mac, ["xlwings-1.applescript"])) == 3


def test_linux_is_told_what_to_use_instead(machine) -> None:
    with pytest.raises(XlflowError, match=r"WPS 的宏不是 VBA.*xlflow shortcuts install"):
        install(machine(System.LINUX))


def test_settings_of_another_name_than_ours_survive_any_order() -> None:
    first = settings_file({"A": "1"}, b'"B","2"\r\n', "cp1252")
    assert settings_file({"A": "1"}, first, "cp1252") == first == b'"A","1"\r\n"B","2"\r\n'


def test_an_addin_for_everybody_names_no_interpreter(tmp_path: Path) -> None:
    path = build(tmp_path / "分发")
    with zipfile.ZipFile(path) as package:
        assert "xl/sharedStrings.xml" not in package.namelist()
    assert path.name == "xlflow.xlam"


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "在").write_bytes(b"")
    with pytest.raises(OutputError, match="无法写入"):
        carry_out([Write(tmp_path / "在" / "xlflow.xlam", b"", "加载项")])


def test_the_command_line_leads_to_the_same(xlflow: Callable[..., object], tmp_path: Path) -> None:
    assert xlflow("addin", "build", tmp_path).out.strip() == str(tmp_path / "xlflow.xlam")
    assert xlflow("addin").code == 2


def test_excel_starts_the_interpreter_with_a_console_and_shortcuts_the_one_without(machine) -> None:
    assert _console_interpreter(Path("/py/pythonw.exe")) == Path("/py/python.exe")
    assert _console_interpreter(Path("/py/python3")) == Path("/py/python3")
    assert machine().windowed_interpreter.name == "pythonw.exe"
    assert machine(System.LINUX, interpreter=Path("/py/python3")).windowed_interpreter == Path("/py/python3")
