"""What tests of joining share: an organisation to invite, and the mailbox."""

from tests.features.accounts.conftest import _nobody_tried_yet, post

__all__ = ["_nobody_tried_yet", "post"]
