"""What this machine can spare for a model: free memory and threads."""

import os
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")
_CPUS = Path("/sys/devices/system/cpu")
LEAST_THREADS = 2


def available_memory() -> int | None:
    """Bytes that can be had without anything being pushed out; None where the system does not say."""
    known = [size for size in (_free(), _left_in_container()) if size is not None]
    return min(known) if known else _physical()


def threads() -> int:
    """How many threads compute at best: one a physical core, at least two, at most what this process may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, max(LEAST_THREADS, _physical_cores() or usable // 2))


def _free() -> int | None:
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        return None


def _left_in_container() -> int | None:
    try:
        limit = (_CGROUP / "memory.max").read_text(encoding="ascii").strip()
        used = int((_CGROUP / "memory.current").read_text(encoding="ascii"))
        rows = (line.split() for line in (_CGROUP / "memory.stat").read_text(encoding="ascii").splitlines())
        files = sum(int(size) for name, size in rows if name in ("active_file", "inactive_file"))
        return None if limit == "max" else max(0, int(limit) - used + files)  # files held in memory give way
    except (OSError, ValueError):
        return None


def _physical() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def _physical_cores() -> int | None:
    try:
        siblings = {file.read_text(encoding="ascii") for file in _CPUS.glob("cpu[0-9]*/topology/thread_siblings_list")}
    except OSError:
        return None
    return len(siblings) or None
