"""The words of bodies. Values in, values out."""

from enum import StrEnum


class BodyKind(StrEnum):
    """The bodies that coalitions have."""

    STEERING_GROUP = "steering_group"
    PROJECT_TEAM = "project_team"
    WORKING_GROUP = "working_group"
    REGIONAL_BODY = "regional_body"
    COMMITTEE = "committee"
