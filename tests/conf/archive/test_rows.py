"""Rows as lines: the same bytes whatever database they lay in, and nothing opened on the way."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from minben.conf.archive.rows import Table, line_of
from minben.conf.archive.snapshot import LEFT_OUT, tables
from minben.loop.models import Night, Turn

# What forms let through: no NUL, no half characters.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(-1e18, 1e18, allow_nan=False, allow_infinity=False)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
MOMENTS = st.integers(0, 4 * 10**15).map(
    lambda us: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=us)
)


class Rows(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(facts=st.dictionaries(TEXT, PLAIN, max_size=4), name=TEXT, at=MOMENTS)
    def test_a_row_comes_back_as_the_line_it_was(
        self, facts: dict[str, Any], name: str, at: datetime
    ) -> None:
        Turn.objects.create(key="k", name=name, started_at=at, figures=facts)
        table = Table(Turn)
        before = [line_of(row) for row in table.rows(connection)]
        table.empty(connection)
        table.write(before, connection)
        assert [line_of(row) for row in table.rows(connection)] == before
        back = Turn.objects.get()
        assert (back.name, back.started_at) == (name, at)
        Turn.objects.all().delete()


@pytest.mark.django_db
def test_a_line_is_written_one_way_only() -> None:
    Night.objects.create(duty="draw", day="2026-03-11", done_at=datetime(2026, 3, 11, 2, 0, tzinfo=UTC))
    row = json.loads(line_of(next(Table(Night).rows(connection))))
    assert row[1:] == ["draw", "2026-03-11", None, "2026-03-11T02:00:00+00:00"]


def test_every_table_is_carried_but_the_sign_ins_of_the_moment() -> None:
    held = {table.label for table in tables()}
    assert {"hotline.request", "ledger.salt", "accounts.user", "axes.accessattempt"} <= held
    assert not held & LEFT_OUT
