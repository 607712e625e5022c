"""Child processes that never outlive the process that started them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

_LINUX = sys.platform == "linux"
# Loaded before any fork: a child between fork and exec must not load libraries.
_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def dies_with_its_parent(number: signal.Signals) -> Callable[[], None]:
    """What a child does between fork and exec so that the kernel sends it signal `number` when its parent ends in any way."""

    def set_parent_death_signal() -> None:
        if _LINUX:
            _LIBC.prctl(_PR_SET_PDEATHSIG, number)

    return set_parent_death_signal


def start(
    command: Sequence[str | Path],
    *,
    death: signal.Signals,
    log: Path | None = None,
    user: str | None = None,
    environment: dict[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, so that a Ctrl-C in the terminal reaches only us and we choose the order of ending.

    `death` is the signal it gets when we end, even by kill -9. `log` receives what it prints (else our own output does), `user` is
    whom it runs as (only root may choose), `environment` replaces ours.
    """
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("wb")) if log else None
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            cwd=folder,
            user=user,
            group=_primary_group(user),
            extra_groups=[] if user else None,
            start_new_session=True,
            preexec_fn=dies_with_its_parent(death),  # noqa: PLW1509 - one system call, no lock, no import
        )


def _primary_group(user: str | None) -> int | None:
    if user is None:
        return None
    import pwd  # noqa: PLC0415 - exists on Unix only, and only root gets here

    return pwd.getpwnam(user).pw_gid


def stop(process: subprocess.Popen[bytes], number: signal.Signals, *, patience: float) -> None:
    """Ask `process` to end by signal `number`; after `patience` seconds it is killed. Returns when it has ended."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def adopt_orphans() -> None:
    """From here on a grandchild whose parent ended becomes our child instead of init's, so that `end_descendants` finds it."""
    if _LINUX:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1)


def end_descendants(*, patience: float = 3.0) -> None:
    """End every process that descends from this one: by SIGTERM, and after `patience` seconds by SIGKILL."""
    deadline = time.monotonic() + patience
    left = psutil.Process().children(recursive=True)
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    while left:
        _, left = psutil.wait_procs(left, timeout=max(0.0, deadline - time.monotonic()))
        # Whatever appeared in between is a descendant as well.
        left = psutil.Process().children(recursive=True)
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


def is_root() -> bool:
    """Whether we run as root, whom PostgreSQL refuses to serve."""
    return os.geteuid() == 0
