"""On what it was measured: without this a table of milliseconds says nothing."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil
import psycopg


def description(database_url: str) -> str:
    """When, on which machine, with which parts, and how busy it was just before: two sentences."""
    with psycopg.connect(database_url) as connection:
        postgresql = connection.info.server_version // 10000
    parts = ", ".join(f"{name} {version(name)}" for name in ("Flask", "SQLAlchemy", "psycopg", "gunicorn"))
    return (
        f"{datetime.now(UTC):%d %B %Y}, {len(os.sched_getaffinity(0))} cores ({_processor()}), "
        f"{psutil.virtual_memory().total / 2**30:.0f} GB, Python {platform.python_version()}, "
        f"PostgreSQL {postgresql}, {parts}. Load just before: {os.getloadavg()[0]:.1f}."
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
