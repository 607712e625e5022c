"""Built files are kept by a browser for a year, so their address changes with their content."""

import json
from typing import Any

from flask import Flask

from app.settings import ROOT

VERSIONS = ROOT / "app" / "static" / "built" / "versions.json"


def init_app(app: Flask) -> None:
    """Add the content hash to the address of every built file; before they are built, addresses are plain."""
    versions = json.loads(VERSIONS.read_text("utf-8")) if VERSIONS.exists() else {}

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        version = versions.get(str(values.get("filename", "")).removeprefix("built/"))
        if endpoint == "static" and version:
            values.setdefault("v", version)
