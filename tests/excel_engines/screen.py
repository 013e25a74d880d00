"""A screen that nobody looks at (Xvfb), with a window manager, a mouse that a test moves, and pictures of what can be seen."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

PROGRAMS = ("Xvfb", "openbox", "xdotool", "import")
_SIZE = "1280x800x24"


def missing_programs() -> list[str]:
    """What a screen needs and this computer has not."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


class Screen:
    """One screen. `display`: its name, for programs that shall show themselves there."""

    def __init__(self) -> None:
        number, told = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(told), "-screen", "0", _SIZE, "-nolisten", "tcp"], pass_fds=[told], stderr=subprocess.DEVNULL
        )
        os.close(told)
        with os.fdopen(number, encoding="ascii") as answer:
            self.display = f":{answer.readline().strip()}"
        self._environment = {**os.environ, "DISPLAY": self.display}
        self._windows = subprocess.Popen(["openbox"], env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def click(self, x: int, y: int) -> None:
        """Moves the mouse there and presses its left button."""
        self._do("mousemove", str(x), str(y))
        time.sleep(0.3)
        self._do("click", "1")

    def press_key(self, name: str) -> None:
        """Presses a key in the window in front."""
        self._do("key", name)

    def fill_with_window(self, title: str) -> None:
        """Makes the window whose title holds this text as large as the screen."""
        width, height = _SIZE.split("x")[:2]
        found = self._do("search", "--sync", "--onlyvisible", "--name", title).split()[-1]
        self._do("windowactivate", "--sync", found, "windowmove", found, "0", "0", "windowsize", "--sync", found, width, height)

    def wait_for_window(self, title: str) -> None:
        """Returns when a window whose title is this text can be seen."""
        self._do("search", "--sync", "--onlyvisible", "--name", f"^{title}$")

    def picture(self, path: Path) -> Path:
        """What can be seen, as PNG."""
        time.sleep(0.7)  # windows paint themselves after they are told to
        command = ["import", "-window", "root", "+dither", "-colors", "64", f"PNG8:{path}"]
        subprocess.run(command, env=self._environment, check=True, timeout=30)
        return path

    def stop(self) -> None:
        """Ends it."""
        for process in (self._windows, self._server):
            process.terminate()
            process.wait(timeout=10)

    def _do(self, *arguments: str) -> str:
        done = subprocess.run(["xdotool", *arguments], env=self._environment, check=True, capture_output=True, text=True, timeout=60)
        return done.stdout
