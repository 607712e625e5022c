"""History: every verb leaves an event (who, what, before, after, note). The timeline, the digest, the audit and the report read it."""
