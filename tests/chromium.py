"""The browser of the browser tests: a Chromium of the machine, or Debian's, installed here where that is allowed.

Run as ``python -m tests.chromium``: makes sure that there is one, or says plainly what to install.
"""

import os
import shutil
import subprocess
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SAY = """\
The browser tests need Chromium, and there is none on this machine.
Install it (on Debian or Ubuntu: sudo apt-get install chromium), or set CHROMIUM to the path of a Chromium or Chrome."""


def find() -> str | None:
    """The path of a Chromium on this machine, or None."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in _NAMES if (path := shutil.which(name))), None)


def executable() -> str:
    """The path of a Chromium on this machine. Raises FileNotFoundError with what to install."""
    path = find()
    if path is None:
        raise FileNotFoundError(_SAY)
    return path


def _install() -> None:
    apt = shutil.which("apt-get")
    sudo = _becoming_root()
    if apt is None or sudo is None:
        return
    sys.stdout.write("No Chromium here: installing Debian's …\n")
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run([*sudo, "env", "DEBIAN_FRONTEND=noninteractive", apt, *arguments], check=False)


def _becoming_root() -> list[str] | None:
    """What to write before a command to run it as root without being asked for a password; None where that is impossible."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def main() -> None:
    """Install Chromium where it is missing; end with a plain sentence where it still is."""
    if find() is None:
        _install()
    if find() is None:
        sys.exit(_SAY)


if __name__ == "__main__":
    main()
