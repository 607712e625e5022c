"""A refusal is a sentence for a person: why something cannot be done now, and what can be done instead."""

from typing import Any


class Refusal(Exception):  # noqa: N818 - it is no error: the rule worked
    """A rule said no. `sentence` is a Dutch message id with %(named)s places; `about` names the form field it concerns, if one."""

    def __init__(self, sentence: str, *, about: str | None = None, **values: Any) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values
        self.about = about
