"""What goes wrong outside our own code, said in a sentence: a command ends with that and with 1, not with a traceback."""

from typing import Any

import click
from sqlalchemy.exc import ArgumentError, DBAPIError

_NOT_THERE = ("42P01", "42703", "42883")
_NOT_ALLOWED = "42501"
# A connection that was refused has no code; 08, 53 and 57 are those that broke, found no room or were ended by who administers the server.
_AWAY = ("08", "53", "57")


class InSentences(click.Group):
    """The group of every command: a database or a disk that says no is told to who typed the command."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command named."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Who reads along (`| head`) has seen enough: click ends quietly.
            raise
        except (ArgumentError, DBAPIError, OSError) as error:
            sentence = _sentence_of(error, migrating=ctx.invoked_subcommand == "db")
            if sentence is None:
                raise
            raise click.ClickException(sentence) from error


def _sentence_of(error: ArgumentError | DBAPIError | OSError, *, migrating: bool) -> str | None:
    """What a person needs to know; None where only a programmer can say what it means."""
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}." if error.filename else str(error)
    if isinstance(error, ArgumentError):
        # Without what was given: a password may stand in it.
        return "This is no address of a database: postgresql+psycopg://ROLE:PASSWORD@HOST/DATABASE is."
    reason = " ".join(str(error.orig).split())
    code = str(getattr(error.orig, "sqlstate", None) or "")
    if code[:2] in ("", "28", "3D", *_AWAY):
        return f"The database cannot be reached. {reason}"
    if code in _NOT_THERE and not migrating:
        return f"The database is not at the schema of this version ({reason}): run `samenkracht db upgrade` as `owner`."
    return f"The role that signs in may not do this: {reason}" if code == _NOT_ALLOWED else None
