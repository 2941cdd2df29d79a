"""Every code has words, in both languages: nobody is shown a code."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils.translation import override

import minben.dispatch.orders as room
from minben.dispatch.orders import wording, words
from minben.dispatch.orders.core.reasons import WhyDue, WhyFirst, WhyUnit
from minben.dispatch.orders.core.refusals import OrderError

SOURCE = Path(room.__file__).parent
RAISED = sorted(
    {
        code
        for path in SOURCE.rglob("*.py")
        for code in re.findall(r'OrderError\(\s*"(\w+)"', path.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("code", RAISED)
def test_every_refusal_says_what_to_do_in_chinese_and_english(code: str) -> None:
    error = OrderError(code, last=datetime(2026, 3, 11, 2, 0, tzinfo=UTC))
    told = {}
    for language in ("zh-hans", "en"):
        with override(language):
            told[language] = wording.refusal(error)
    assert code not in told.values()
    assert told["zh-hans"] != told["en"]


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("state", words.State),
        ("step", words.Step),
        ("actor", words.Actor),
        ("first", WhyFirst),
        ("why_unit", [*WhyUnit, *WhyDue]),
    ],
)
def test_every_state_step_and_reason_has_words(kind: str, codes: list[str]) -> None:
    with override("zh-hans"):
        assert [code for code in codes if wording.word(kind, code).isascii()] == []


def test_the_time_in_a_refusal_is_the_citys() -> None:
    with override("en"):
        late = OrderError("too_late_to_send_back", last=datetime(2026, 3, 11, 2, 0, tzinfo=UTC))
        assert "03-11 10:00" in wording.refusal(late)
