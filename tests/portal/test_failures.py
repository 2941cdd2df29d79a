"""What people read when something fails."""

import errno
from unittest.mock import Mock

import pytest
from django.conf import LazySettings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from minben.portal import views

pytestmark = pytest.mark.django_db


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception, **headers: str) -> HttpResponse:
    """Open a page in which this goes wrong, as a browser would see it."""
    monkeypatch.setattr(views, "render", Mock(side_effect=error))
    answer: HttpResponse = Client(raise_request_exception=False).get("/about/", headers=headers)
    return answer


def test_a_mistyped_address_says_what_to_check(client: Client) -> None:
    answer = client.get("/requets/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()
    assert "tel:12345" in answer.content.decode()


def test_a_broken_upload_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = failing(monkeypatch, BadRequest("half a file"))
    assert answer.status_code == 400
    assert "返回上一页" in answer.content.decode()


def test_a_refused_reading_is_explained_with_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = PermissionDenied("purpose_missing")
    refused.code = "purpose_missing"  # type: ignore[attr-defined]  # as the refusals of `rights` carry it
    answer = failing(monkeypatch, refused)
    assert answer.status_code == 403
    assert "也记了下来" in answer.content.decode()
    assert "purpose_missing" in answer.content.decode()


def test_our_own_fault_is_ours_and_told_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = failing(monkeypatch, RuntimeError("secret detail"))
    words = answer.content.decode()
    assert answer.status_code == 500
    assert "不是您的问题" in words
    assert "It is not your doing" in words
    assert "secret detail" not in words


@pytest.mark.parametrize(
    "passing",
    [
        OperationalError("database or disk is full"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_a_full_disk_or_absent_database_passes_and_the_page_says_when(
    monkeypatch: pytest.MonkeyPatch, passing: Exception
) -> None:
    answer = failing(monkeypatch, passing)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
    assert "先记在纸上" in answer.content.decode()


def test_another_os_error_is_a_fault_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    assert failing(monkeypatch, OSError(errno.EACCES, "not ours")).status_code == 500


def test_without_a_database_the_page_still_comes_and_gives_the_words_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    monkeypatch.setattr(SessionStore, "load", Mock(side_effect=OperationalError("away")))
    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = "of-an-earlier-visit"
    answer = browser.post("/view/", {"view": "elder", "next": "/"})
    assert answer.status_code == 302, "choosing a view needs no database"
    answer = browser.post("/account/password/", {"text": "三号楼<暖气>不热"})
    words = answer.content.decode()
    assert answer.status_code == 503
    assert "三号楼&lt;暖气&gt;不热" in words
    assert 'data-view="elder"' in words


def test_an_old_tab_loses_nothing() -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/account/sign-in/", {"text": "三号楼暖气不热"})
    words = answer.content.decode()
    assert answer.status_code == 403
    assert "这一页打开太久了" in words
    assert "三号楼暖气不热" in words


def test_photos_are_told_by_the_size_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "8 MB" in failing(monkeypatch, BadRequest("half a file")).content.decode()


def test_a_text_too_long_for_the_site_is_told_how_long_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = failing(monkeypatch, RequestDataTooBig("more than the site takes"))
    assert answer.status_code == 400
    assert "5000 字以内" in answer.content.decode()


def test_a_body_over_the_limit_meets_these_words(client: Client, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = client.post("/requests/start/", "text=" + "x" * 200, "application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "5000 字以内" in answer.content.decode()
