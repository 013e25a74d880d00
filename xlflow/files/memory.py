"""How much memory this process may use and has used, on both kinds of host."""

from __future__ import annotations

import sys


def limit_memory(memory_bytes: int) -> None:
    """Let allocations past `memory_bytes` fail in this process."""
    if sys.platform == "win32":
        from xlflow.files import windows_memory

        windows_memory.limit_memory(memory_bytes)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def peak_bytes() -> int:
    """The most memory this process has used so far."""
    if sys.platform == "win32":
        from xlflow.files import windows_memory

        return windows_memory.peak_bytes()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
