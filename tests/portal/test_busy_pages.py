"""The pages that are open all day ask the database little, and as often for a hundred requests as for ten."""

from typing import Any

import pytest
from django.core.cache import cache

from tests.city import Town, settle
from tests.portal.busy import clear_all, happen, hear, look_up, pages, questions, watched

pytestmark = pytest.mark.django_db
MOST = 12
BUSY = (
    "home", "draft", "question", "track", "clerk_queue", "desk", "case", "officer_queue", "order", "loop", "outcomes",
)  # fmt: skip


@pytest.fixture
def town(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Town:
    settings.MINBEN_TOTP_REQUIRED = False
    cache.clear()
    town = settle()
    clear_all(town, monkeypatch)
    return town


@pytest.mark.parametrize("page", BUSY)
def test_a_page_asks_little_and_no_more_when_more_is_heard(
    town: Town, page: str, django_capture_on_commit_callbacks: Any
) -> None:
    hear(town, 10)
    order = watched(town)
    happen(town, order, 2)
    look_up(town, order.request, 2)
    visit = pages(town, order)[page]
    counts = []
    for more in (0, 0, 30):
        hear(town, more)
        happen(town, order, more // 10)
        look_up(town, order.request, more // 10)
        # What is written down after the page's own transaction is asked for the page's sake too.
        with questions() as asked, django_capture_on_commit_callbacks(execute=True):
            assert visit().status_code == 200
        counts.append(len(asked))
    first, again, later = counts
    assert max(first, again) <= MOST, asked
    assert later <= again, asked
