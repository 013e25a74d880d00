"""Which fonts this machine has, and which one stands in for a font that it lacks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping

from msgspec import Struct

_REGISTRY_KEY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
_SUBSTITUTES_KEY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\FontSubstitutes"
_FALLBACKS = ("宋体", "SimSun", "微软雅黑", "Microsoft YaHei", "新宋体", "NSimSun")
_SECONDS = 20


class Fonts(Struct, frozen=True):
    """The families of this machine, and how to ask what a program would show instead of another one ("" if nothing Chinese)."""

    families: frozenset[str]
    stand_in: Callable[[str], str]

    def has_any(self, names: tuple[str, ...]) -> bool:
        """Whether one of the names of a font is there."""
        return any(name.casefold() in self.families for name in names)


def installed_fonts() -> Fonts | None:
    """The fonts as Windows or fontconfig lists them; None where neither can be asked."""
    if sys.platform == "win32":
        families = frozenset(_windows_families())
        substitutes = dict(_windows_values(_SUBSTITUTES_KEY))
        return Fonts(families, lambda name: windows_stand_in(name, substitutes, families))
    if shutil.which("fc-list") and shutil.which("fc-match"):
        return Fonts(frozenset(_names(_output("fc-list", ":", "family"))), _fontconfig_stand_in)
    return None


def windows_stand_in(name: str, substitutes: Mapping[str, str], families: Collection[str]) -> str:
    """What Windows has entered for a font that it lacks, else the first of the Chinese fonts that Word and WPS fall back to."""
    entered = next((other for known, other in substitutes.items() if known.casefold() == name.casefold()), "").partition(",")[0]
    return next((other for other in (entered, *_FALLBACKS) if other.casefold() in families), "")


def _windows_families() -> set[str]:
    """Names such as “仿宋 (TrueType)” or “SimSun & NSimSun (TrueType)”, for all users and for this one."""
    names = (name.partition(" (")[0] for name, _ in _windows_values(_REGISTRY_KEY))
    return {part.strip().casefold() for name in names for part in name.split("&")}


def _windows_values(key: str) -> list[tuple[str, str]]:
    """The names and texts under a key of the registry, for all users and for this one."""
    found: list[tuple[str, str]] = []
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                opened = winreg.OpenKey(root, key)
            except OSError:
                continue
            with opened:
                for index in range(winreg.QueryInfoKey(opened)[1]):
                    name, value, _ = winreg.EnumValue(opened, index)
                    found.append((name, str(value)))
    return found


def _fontconfig_stand_in(name: str) -> str:
    covers_chinese = _output("fc-match", "-f", "%{family[0]}|%{lang}", f"{name}:lang=zh-cn")
    family, _, languages = covers_chinese.partition("|")
    return family if "zh-cn" in languages.split("|") else ""


def _names(listing: str) -> set[str]:
    return {name.strip().casefold() for line in listing.splitlines() for name in line.split(",") if name.strip()}


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
