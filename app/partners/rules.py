"""The words of partnership: sectors, circles, states, kinds of bodies. Values in, values out."""

from enum import StrEnum


class Sector(StrEnum):
    """What an organisation does."""

    CARE = "care"
    WELFARE = "welfare"
    HOUSING = "housing"
    EDUCATION = "education"
    KNOWLEDGE = "knowledge"
    SPORT = "sport"
    CULTURE = "culture"
    BUSINESS = "business"
    FAITH = "faith"
    VOLUNTEERS = "volunteers"
    RESIDENTS = "residents"
    GOVERNMENT = "government"
    NETWORK = "network"
    OTHER = "other"


class Circle(StrEnum):
    """How close an organisation stands to the coalition (Almelo's plan: core partners and the wider coalition)."""

    CORE = "core"
    WIDER = "wider"


class PartnerState(StrEnum):
    """Whether an organisation takes part, or is only mentioned in the plan as one to work with."""

    ACTIVE = "active"
    MENTIONED = "mentioned"
    ENDED = "ended"


class BodyKind(StrEnum):
    """The bodies that coalitions have."""

    STEERING_GROUP = "steering_group"
    PROJECT_TEAM = "project_team"
    WORKING_GROUP = "working_group"
    REGIONAL_BODY = "regional_body"
    COMMITTEE = "committee"
