"""Legitimate words stay as they were said, whatever script they are in and whatever a program might read into them."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minben.needs.hotline.models import Contact, Request
from tests.city import settle
from tests.safety import corpus

pytestmark = pytest.mark.django_db

SAID = (
    *corpus.WORDS_OF_OTHERS,
    *corpus.MARKUP,
    *corpus.TEMPLATE,
    *corpus.SQL,
    *corpus.FORMULAS[:4],
    "暖气不热 100% {0} %s \\n",
    "第一行\n第二行",
)


@pytest.fixture
def client(settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    settle()
    return Client()


def hand_in(client: Client, words: str, **contact: str) -> Request:
    begun = client.post("/requests/start/", {"text": words})
    assert begun.status_code == 302, begun.content.decode()[:500]
    draft = begun.headers["Location"]
    if contact:
        told = client.post(f"{draft}contact/", {"reply_by": "phone", "phone": "19900001234", **contact})
        assert told.status_code == 302, told.content.decode()[:3000]
    sent = client.post(f"{draft}submit/")
    assert sent.status_code == 302
    return Request.objects.get()


@pytest.mark.parametrize("words", SAID, ids=lambda words: repr(words[:24]))
def test_what_a_person_says_is_kept_to_the_letter_and_shown_as_text(client: Client, words: str) -> None:
    said = f"暖气不热：{words}"
    request = hand_in(client, said)
    assert request.text == said
    page = client.get(f"/requests/{request.code}/").content.decode()
    assert not any(mark in page for mark in corpus.UNESCAPED)
    assert corpus.EVALUATED not in page


@pytest.mark.parametrize("name", ["بنت الشاطئ", "𠮷田さん", "O'Brien-Ł", "<b>李伟</b>", "陈👵🏽"])
def test_a_name_of_any_script_is_kept_to_the_letter_though_sealed(client: Client, name: str) -> None:
    hand_in(client, "暖气不热", name=name)
    assert Contact.objects.get().name == name


@pytest.mark.parametrize("words", ["a\x00b", "\x00"])
def test_a_character_no_database_keeps_is_refused_with_a_reason(client: Client, words: str) -> None:
    answer = client.post("/requests/start/", {"text": words})
    assert answer.status_code == 400
    assert not Request.objects.exists()
