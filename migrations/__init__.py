"""The database's history: each file in versions/ is one step, run by the role `owner`.

Configured here in code, so that the command, the tests and `/readyz` read the same few lines.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

FOLDER = Path(__file__).parent


def configuration(url: str = "") -> Config:
    """Alembic's configuration. `url` signs in as the role `owner`; it may stay empty where only the files are read."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("truncate_slug_length", "60")
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` (role `owner`) to `revision`; does nothing where it is there already."""
    command.upgrade(configuration(url), revision)


def heads() -> set[str]:
    """The newest revisions that these files know: normally one. A database that serves them must be there."""
    return set(ScriptDirectory.from_config(configuration()).get_heads())


def next_number() -> str:
    """The revision that comes next: steps are numbered, because a list that reads in order needs no tool to follow."""
    return f"{len(list((FOLDER / 'versions').glob('*.py'))) + 1:04d}"
