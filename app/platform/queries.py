"""How the house is: counts and moments of all coalitions together, and nothing of what is in them."""

from redis import RedisError
from rq import Worker
from sqlalchemy import text

from app.platform.rules import Chain, House
from jobs.queue import connection
from tenants import db

_STATE = text("select * from house_state()")
_CHAINS = text("select * from house_chains()")


def house() -> House:
    """How the house is now; two statements, and a question to Redis."""
    state = db().execute(_STATE).one()
    chains = [
        Chain(
            row.slug,
            row.opened_at,
            row.number,
            row.checked_at,
            row.fault or "",
            row.fault_number,
            row.fault_at,
        )
        for row in db().execute(_CHAINS)
    ]
    return House(
        now=state.now,
        waiting=state.waiting,
        running=state.running,
        failed=state.failed,
        oldest_waiting=state.oldest_waiting,
        coalitions=state.coalitions,
        chains=chains,
        backup_at=state.backup_at,
        backup_size=state.backup_size,
        clock_at=state.clock_at,
        workers=number_of_workers(),
    )


def number_of_workers() -> int | None:
    """How many workers say that they live (one that was killed is missed after two minutes); None while Redis is away."""
    try:
        return len(Worker.all(connection=connection()))
    except RedisError:
        return None
