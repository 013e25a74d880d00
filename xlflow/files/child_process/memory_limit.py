"""How much memory this process may use and has used, on both kinds of host."""

from __future__ import annotations

import sys
from pathlib import Path


def limit_memory(memory_bytes: int) -> None:
    """Let allocations past `memory_bytes` fail in this process."""
    if sys.platform == "win32":
        from xlflow.files.child_process import windows_memory

        windows_memory.limit_memory(memory_bytes)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def peak_bytes() -> int:
    """The most memory this process has used so far, that of its parent not counted."""
    if sys.platform == "win32":
        from xlflow.files.child_process import windows_memory

        return windows_memory.peak_bytes()
    if sys.platform == "linux":
        return _high_water_bytes()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _high_water_bytes() -> int:
    """VmHWM of this program. The ru_maxrss of getrusage begins, on Linux, with what the parent used when it started this process."""
    status = Path("/proc/self/status").read_bytes()
    return int(status.partition(b"VmHWM:")[2].split(maxsplit=1)[0]) * 1024
