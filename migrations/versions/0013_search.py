"""Search finds by stored words: stems and whole words, without accents, of a title more than of a text; updates too.

Revision ID: 0013
Revises: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"

# Of each table what is its title, and what is the rest.
WORDS = {
    "action": ("title", "description"),
    "goal": ("title", "description"),
    "chapter": ("title", "body"),
    "passage": ("''", "text"),
    "progress_update": ("''", "happened || ' ' || next || ' ' || light_reason"),
}
# Accents come off. What joins two words is a space: PostgreSQL would take the last year of "2023-2026" for a number below zero.
_ACCENTED = "áàâäãåçéèêëíìîïñóòôöõúùûüýÿÁÀÂÄÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸ’-–—/"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUYY''    "


def upgrade() -> None:
    """Make the function of words, and let every column `search` be made by it.

    No index on the words: `@@` is not leakproof, so under row level security PostgreSQL first takes the rows of the tenant, by the
    primary key that starts with it, and looks at the stored words of those (docs/performance.md).
    """
    op.execute(f"""
        create function search_words(title text, body text) returns tsvector
        language sql immutable parallel safe
        return setweight({_words_of("title")}, 'A') || setweight({_words_of("body")}, 'D')
    """)
    for table, (title, body) in WORDS.items():
        op.execute(f"alter table {table} drop column if exists search")
        op.execute(
            f"alter table {table} add column search tsvector not null generated always as (search_words({title}, {body})) stored"
        )


def _words_of(text: str) -> str:
    """A word by its stem, and as it stands, so that a beginning of it finds it too."""
    plain = f"translate({text}, '{_ACCENTED}', '{_PLAIN}')"
    return f"(to_tsvector('pg_catalog.dutch', {plain}) || to_tsvector('pg_catalog.simple', {plain}))"
