"""What every test has. The fixtures themselves stand in the modules named here, one per subject."""

import os

# No test may reach the servers or the settings of whoever runs it.
for name in (
    "DATABASE_URL",
    "OWNER_DATABASE_URL",
    "NATIONAL_DATABASE_URL",
    "REDIS_URL",
    "MAIL_URL",
    "SECRET_KEY",
):
    os.environ.pop(name, None)
os.environ["ENVIRONMENT"] = "test"

pytest_plugins = ["tests.servers", "tests.people"]
