"""The audit chain: history is a chain of hashes over salted content, written through one function only.

docs/decisions/0007-history-is-a-chain.md says why it is made like this; app/history/chain.py computes the same in Python.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from tenants.database import ACTING_TENANT
from tenants.policies import ACTING_PERSON, APPEND_ONLY, protect

revision = "0004"
down_revision = "0003"

_AS_OWNER = "security definer set search_path = pg_catalog, pg_temp"
_PLAIN = "set search_path = pg_catalog, pg_temp"
NEW_SALT = "uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())"


def upgrade() -> None:
    """Make room for the chain, the functions that compute it, chain what is there, and close every other way in."""
    make_room()
    create_tables()
    create_hashes()
    chain_what_is_there()
    op.alter_column("event", "who_hash", nullable=False)
    op.alter_column("event", "what_hash", nullable=False)
    create_record_event()
    create_trigger()
    op.execute("revoke insert on event from webapp")


def make_room() -> None:
    """The columns of the chain. `number`, `previous_hash` and `hash` are filled in at the commit; an erased part has no salt."""
    op.add_column("event", sa.Column("number", sa.BigInteger(), nullable=True))
    for name in ("previous_hash", "hash", "who_salt", "who_hash", "what_salt", "what_hash"):
        op.add_column("event", sa.Column(name, sa.LargeBinary(), nullable=True))
    op.create_index(op.f("ix_event_tenant_id_number"), "event", ["tenant_id", "number"], unique=True)


def create_tables() -> None:
    """Where each chain ends, and what its verifications found. As the models describe them."""

    def tenant_owned() -> list[sa.Column[object]]:
        return [
            sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
            sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        ]

    op.create_table(
        "chain_head",
        *tenant_owned(),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_chain_head_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_chain_head")),
    )
    op.create_index(op.f("ix_chain_head_tenant_id"), "chain_head", ["tenant_id"], unique=True)
    op.create_table(
        "chain_check",
        *tenant_owned(),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("fault", sa.Text(), server_default="", nullable=False),
        sa.Column("fault_number", sa.BigInteger(), nullable=True),
        sa.Column("fault_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_chain_check_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_chain_check")),
    )
    op.create_index(op.f("ix_chain_check_tenant_id_at"), "chain_check", ["tenant_id", "at"])
    protect(op, "chain_head", grants=["select"])
    protect(op, "chain_check", grants=APPEND_ONLY)


def create_hashes() -> None:
    """What is hashed, in an encoding in which no two contents look alike: every part has its length before it, absence a sign of its own."""
    op.execute(f"""
        create function event_part(part text) returns bytea language sql stable {_PLAIN}
        as $$
            select case when part is null then '\\x00'::bytea
                else '\\x01'::bytea || int8send(octet_length(convert_to(part, 'UTF8'))) || convert_to(part, 'UTF8') end
        $$
    """)
    op.execute(f"""
        create function event_who_hash(salt bytea, actor_id uuid, actor_name text) returns bytea language sql stable {_PLAIN}
        as $$ select sha256(salt || public.event_part(actor_id::text) || public.event_part(actor_name)) $$
    """)
    op.execute(f"""
        create function event_what_hash(
            salt bytea, kind text, subject_table text, subject_id uuid, subject_label text, changes jsonb, note text
        ) returns bytea language sql stable {_PLAIN}
        as $$
            select sha256(salt || public.event_part(kind) || public.event_part(subject_table)
                || public.event_part(subject_id::text) || public.event_part(subject_label)
                || public.event_part(changes::text) || public.event_part(note))
        $$
    """)
    # All of a fixed length but the label at the beginning, which is the same for all. The moment in microseconds since 1970.
    op.execute(f"""
        create function event_hash(previous bytea, number bigint, event public.event) returns bytea language sql stable {_PLAIN}
        as $$
            select sha256('samenkracht event 1'::bytea || previous || uuid_send(event.tenant_id) || uuid_send(event.id)
                || int8send(number) || int8send((extract(epoch from event.at) * 1000000)::bigint)
                || event.who_hash || event.what_hash)
        $$
    """)
    for name in ("event_part", "event_who_hash", "event_what_hash", "event_hash"):
        op.execute(f"revoke execute on function {name} from public")


def chain_what_is_there() -> None:
    """Every event of before, in the order in which it happened."""
    op.execute(f"update event set who_salt = {NEW_SALT}, what_salt = {NEW_SALT}")
    op.execute("""
        update event set who_hash = event_who_hash(who_salt, actor_id, actor_name),
            what_hash = event_what_hash(what_salt, kind, subject_table, subject_id, subject_label, changes, note)
    """)
    op.execute("""
        do $$
        declare
            one event;
            tenant uuid;
            reached bigint;
            link bytea;
        begin
            for tenant in select distinct tenant_id from event loop
                reached := 0;
                link := decode(repeat('00', 32), 'hex');
                for one in select * from event where tenant_id = tenant order by at, id loop
                    reached := reached + 1;
                    update event set number = reached, previous_hash = link, hash = event_hash(link, reached, one)
                        where tenant_id = tenant and id = one.id
                        returning hash into link;
                end loop;
                insert into chain_head (tenant_id, number, hash) values (tenant, reached, link);
            end loop;
        end $$
    """)


def create_record_event() -> None:
    """The one way in. It takes the tenant from the transaction, and nobody's word for who acts."""
    op.execute(f"""
        create function record_event(
            by_id uuid, by_name text, what text, of_table text, of_id uuid, of_label text, changed jsonb, remark text
        ) returns public.event language plpgsql {_AS_OWNER}
        as $$
        declare
            who_salt bytea := {NEW_SALT};
            what_salt bytea := {NEW_SALT};
            made public.event;
        begin
            if {ACTING_TENANT} is null then
                raise exception 'An event happens in a coalition, and none is acting.';
            end if;
            if by_id is distinct from {ACTING_PERSON} then
                raise exception 'An event is of who acts, and of nobody else.';
            end if;
            insert into public.event (
                tenant_id, actor_id, actor_name, kind, subject_table, subject_id, subject_label, changes, note,
                who_salt, who_hash, what_salt, what_hash
            ) values (
                {ACTING_TENANT}, by_id, by_name, what, of_table, of_id, of_label, changed, remark,
                who_salt, public.event_who_hash(who_salt, by_id, by_name),
                what_salt, public.event_what_hash(what_salt, what, of_table, of_id, of_label, changed, remark)
            ) returning * into made;
            return made;
        end $$
    """)
    op.execute("revoke execute on function record_event from public")
    op.execute("grant execute on function record_event to webapp")


def create_trigger() -> None:
    """An event takes its place in the chain at the commit, so that the head is the last thing that a transaction locks.

    Locked when the event is recorded, two people who change the same row would wait for each other for ever. Events that come with their
    place, from an export, keep it.
    """
    op.execute(f"""
        create function chain_event() returns trigger language plpgsql {_AS_OWNER}
        as $$
        declare
            head public.chain_head;
            link bytea;
        begin
            insert into public.chain_head (tenant_id, number, hash) values (new.tenant_id, 0, decode(repeat('00', 32), 'hex'))
                on conflict (tenant_id) do nothing;
            select * into strict head from public.chain_head where tenant_id = new.tenant_id for update;
            link := public.event_hash(head.hash, head.number + 1, new);
            update public.event set number = head.number + 1, previous_hash = head.hash, hash = link
                where tenant_id = new.tenant_id and id = new.id;
            update public.chain_head set number = head.number + 1, hash = link where tenant_id = new.tenant_id;
            return null;
        end $$
    """)
    op.execute("revoke execute on function chain_event from public")
    op.execute("""
        create constraint trigger chain after insert on event deferrable initially deferred
        for each row when (new.number is null) execute function chain_event()
    """)
