"""Which fonts this machine has, and which one stands in for a font that it lacks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable

from msgspec import Struct

_REGISTRY_KEY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
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
        return Fonts(frozenset(_windows_families()), lambda name: "")
    if shutil.which("fc-list") and shutil.which("fc-match"):
        return Fonts(frozenset(_names(_output("fc-list", ":", "family"))), _fontconfig_stand_in)
    return None


def _windows_families() -> set[str]:
    """Names such as “仿宋 (TrueType)” or “SimSun & NSimSun (TrueType)”, for all users and for this one."""
    families: set[str] = set()
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                key = winreg.OpenKey(root, _REGISTRY_KEY)
            except OSError:
                continue
            with key:
                for index in range(winreg.QueryInfoKey(key)[1]):
                    name = winreg.EnumValue(key, index)[0].partition(" (")[0]
                    families |= {part.strip().casefold() for part in name.split("&")}
    return families


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
