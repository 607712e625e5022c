"""Organisations: who takes part, once for the whole product; its profile, who keeps it and who works for it."""
