"""What a writer says of the check of their answer: that alone is counted, for the check's own error limit."""

from datetime import datetime

from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline.algorithms import REPLY_CHECK, REPLY_CHECK_VERSION


def say_of_check(*, mistaken: bool, at: datetime) -> None:
    """Count whether the check was mistaken; who wrote the answer, and to whom, is not asked."""
    sandbox.report_errors(REPLY_CHECK, version=REPLY_CHECK_VERSION, wrong=int(mistaken), of=1, at=at)
