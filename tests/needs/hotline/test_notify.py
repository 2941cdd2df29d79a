"""People are told the way they chose; what no machine can send waits for a clerk."""

import re
import smtplib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from minben.commons.clock import now
from minben.conf import working
from minben.institutions.rights.models import Access
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import notices, pictures, tasks
from minben.needs.hotline.models import Contact, Notice
from minben.needs.hotline.notify import Message
from minben.needs.hotline.pictures import clean
from minben.needs.hotline.queries import queues
from tests.needs.hotline.page_city import City, city, photo

__all__ = ["city"]


def owed(city: City, how: str, **contact: str) -> Notice:
    """A message that waits for somebody who wants it that way."""
    given = hotline.ContactGiven(name="李伟", reply_by=how, **contact)
    request = city.request(contact=given)
    Notice.objects.all().delete()
    return Notice.objects.create(request=request, how=how, step="done", at=now())


def sent(settings: Any, adapter: str) -> tasks.Sent:
    settings.MINBEN_NOTIFY = adapter
    return tasks.send_due(at=now())


def test_an_email_carries_the_code_and_its_own_id_and_nothing_of_the_matter(
    city: City, settings: Any
) -> None:
    notice = owed(city, "email", email="li.wei@example.org")
    assert sent(settings, "smtp") == tasks.Sent(1, 0)
    letter = mail.outbox[0]
    assert letter.to == ["li.wei@example.org"]
    assert notice.request.code in letter.body
    assert f"MB-{notice.pk}" in letter.body
    assert letter.extra_headers["X-Minben-Id"] == f"MB-{notice.pk}"
    assert "暖气" not in letter.body
    assert "李伟" not in letter.body


def test_a_morning_of_many_messages_leaves_in_one_round(city: City, settings: Any) -> None:
    first = owed(city, "email", email="li.wei@example.org")
    Notice.objects.bulk_create(
        Notice(request=first.request, how="email", step="done", at=first.at) for _ in range(120)
    )
    settings.MINBEN_NOTIFY = "file"
    assert working.work_once(now(), ["send"]) == []
    assert not Notice.objects.filter(sent_at=None).exists()


def test_the_sender_reads_addresses_for_a_purpose_once_for_the_whole_batch(city: City, settings: Any) -> None:
    first = owed(city, "email", email="li.wei@example.org")
    other = city.request(contact=hotline.ContactGiven(name="周敏", phone="13912345678"))
    second = Notice.objects.create(request=other, how="sms", step="done", at=first.at)
    sent(settings, "file")
    access = Access.objects.get()
    assert (access.reader, access.role, access.purpose) == ("machine:sender", "machine", "request.notify")
    assert {(line.record, *line.fields) for line in access.lines.all()} == {
        (hotline.record_key(first.request_id), "email"),
        (hotline.record_key(second.request_id), "phone"),
    }


def test_an_idle_sender_opens_nothing(city: City, settings: Any) -> None:
    assert sent(settings, "file") == tasks.Sent(0, 0)
    assert not Access.objects.exists()


def test_the_person_sees_that_a_program_used_their_address(city: City, settings: Any) -> None:
    notice = owed(city, "email", email="li.wei@example.org")
    sent(settings, "file")
    page = city.browser().get(f"/requests/{notice.request.code}/").content.decode()
    assert "Telling you how far your request is" in page
    assert "<td> a program" in " ".join(page.split())


def test_what_was_sent_is_not_sent_again(city: City, settings: Any) -> None:
    owed(city, "email", email="li.wei@example.org")
    sent(settings, "smtp")
    assert sent(settings, "smtp") == tasks.Sent(0, 0)
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_is_tried_again_and_then_a_clerk_calls(
    city: City, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = owed(city, "email", email="li.wei@example.org")

    def away(_message: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(tasks, "send", away)
    settings.MINBEN_NOTIFY, at = "smtp", now()
    for pause in (*queues.PAUSES, timedelta(0)):
        assert notices.for_people() == []
        assert tasks.send_due(at=at) == tasks.Sent(0, 1)
        assert tasks.send_due(at=at) == tasks.Sent(0, 0), (
            "not again at once: a server may be away for a night"
        )
        at += pause
    assert tasks.send_due(at=at + timedelta(days=1)) == tasks.Sent(0, 0)
    assert [row.key for row in notices.for_people()] == [notice.pk]


def test_a_sender_that_was_killed_loses_nothing_and_repeats_only_what_it_had_in_hand(
    city: City, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = owed(city, "email", email="li.wei@example.org")
    others = [Notice.objects.create(request=first.request, how="email", step="done", at=now()) for _ in "ab"]
    told: list[str] = []

    def killed_after_the_second(message: Message) -> None:
        told.append(message.key)
        if len(told) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(tasks, "send", killed_after_the_second)
    with pytest.raises(KeyboardInterrupt):
        tasks.send_due(at=now())
    assert tasks.send_due(at=now()) == tasks.Sent(0, 0), "another sender may still have them in hand"
    assert tasks.send_due(at=now() + timedelta(minutes=11)) == tasks.Sent(2, 0)
    names = [notices.key_of(one) for one in (first, *others)]
    assert told == [names[0], names[1], names[1], names[2]]


def test_a_message_that_a_wrong_clock_put_off_for_a_year_goes_out_all_the_same(
    city: City, settings: Any
) -> None:
    notice = owed(city, "email", email="li.wei@example.org")
    Notice.objects.filter(pk=notice.pk).update(not_before=now() + timedelta(days=365))
    assert sent(settings, "smtp") == tasks.Sent(1, 0)


def test_a_message_whose_address_is_gone_leaves_the_others_alone(city: City, settings: Any) -> None:
    gone = owed(city, "email", email="zhou.min@example.org")
    Contact.objects.filter(request=gone.request).delete()
    city.request(contact=hotline.ContactGiven(reply_by="email", email="li.wei@example.org"))
    assert sent(settings, "smtp") == tasks.Sent(1, 1)


def test_the_oldest_message_that_waits_is_known_to_the_health_page(city: City, settings: Any) -> None:
    notice = owed(city, "email", email="li.wei@example.org")
    assert queues.backlog_age(at=notice.at + timedelta(hours=2)) == timedelta(hours=2)
    sent(settings, "smtp")
    assert queues.backlog_age(at=notice.at + timedelta(hours=2)) == timedelta(0)


def test_one_bad_address_does_not_keep_the_others_waiting(city: City, settings: Any) -> None:
    good = owed(city, "email", email="li.wei@example.org")
    nowhere = city.request(contact=hotline.ContactGiven(name="周敏"))
    bad = Notice.objects.create(request=nowhere, how="email", step="done", at=good.at)
    assert sent(settings, "smtp") == tasks.Sent(1, 1)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.sent_at, bad.trouble) == (None, "no_address")
    assert good.sent_at is not None


def test_a_city_without_a_gateway_for_text_messages_calls_instead(city: City, settings: Any) -> None:
    notice = owed(city, "sms", phone="13912345678")
    assert sent(settings, "smtp") == tasks.Sent(0, 1)
    assert [(row.key, row.trouble) for row in notices.for_people()] == [(notice.pk, "no_gateway")]


def test_a_second_try_into_the_folder_writes_the_same_file(city: City, settings: Any, tmp_path: Path) -> None:
    notice = owed(city, "sms", phone="13912345678")
    sent(settings, "file")
    Notice.objects.filter(pk=notice.pk).update(sent_at=None)
    sent(settings, "file")
    files = list((tmp_path / "messages").iterdir())
    assert [file.name for file in files] == [f"MB-{notice.pk}.txt"]
    assert notice.request.code in files[0].read_text(encoding="utf-8")


def test_the_console_shows_the_message(city: City, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    notice = owed(city, "email", email="li.wei@example.org")
    sent(settings, "console")
    assert f"MB-{notice.pk}" in capsys.readouterr().out


def test_an_adapter_nobody_wrote_leaves_the_message_to_a_clerk(city: City, settings: Any) -> None:
    owed(city, "email", email="li.wei@example.org")
    assert sent(settings, "pigeon") == tasks.Sent(0, 1)
    assert notices.for_people()[0].trouble == "unknown_adapter"


@pytest.mark.parametrize("how", ["phone", "letter"])
def test_calls_and_letters_are_a_list_for_the_clerk_who_signs_them(city: City, how: str) -> None:
    notice = owed(city, how, phone="13912345678", address="江畔路 3 号")
    clerk = city.browser("wang.fang")
    page = clerk.get("/requests/messages/").content.decode()
    assert notice.request.code in page
    assert "13912345678" not in page
    clerk.post(f"/requests/messages/{notice.pk}/")
    again = city.browser("next.chair").post(f"/requests/messages/{notice.pk}/", follow=True)
    assert "Somebody else signed it" in again.content.decode()
    assert notices.for_people() == []


def test_a_step_of_the_request_puts_a_message_into_the_outbox(city: City, settings: Any) -> None:
    request = city.request(contact=hotline.ContactGiven(reply_by="email", email="li.wei@example.org"))
    city.told(request, "done", "done", "换了水泵")
    sent(settings, "smtp")
    assert any(re.search("承办单位说办好了", letter.body) for letter in mail.outbox)


def test_drafts_nobody_came_back_to_are_forgotten_with_their_pictures(city: City) -> None:
    picture = pictures.keep_for_draft(clean(photo(), size=1))
    hotline.save_draft(facts={"text": "路灯", "photos": [picture]}, at=now())
    assert tasks.clear_drafts(at=now() + timedelta(days=13)) == 0
    assert pictures.of_draft(picture) is not None
    assert tasks.clear_drafts(at=now() + timedelta(days=16)) == 1
    assert pictures.of_draft(picture) is None


def told(notice: Notice) -> Message:
    return notices.message_of(Notice.objects.select_related("request__contact").get(pk=notice.pk))


def owed_through_the_pages(city: City, language: str, text: str) -> Notice:
    browser = city.browser(language=language)
    draft = browser.post("/requests/start/", {"text": text})["Location"]
    browser.post(f"{draft}contact/", {"reply_by": "sms", "phone": "13912345678"})
    browser.post(f"{draft}submit/")
    return Notice.objects.latest("pk") if Notice.objects.exists() else notice_of(Contact.objects.get())


def notice_of(contact: Contact) -> Notice:
    return Notice.objects.create(request=contact.request, how=contact.reply_by, step="done", at=now())


def test_who_used_the_english_pages_is_told_in_english_and_below_in_chinese(city: City) -> None:
    message = told(owed_through_the_pages(city, "en", "三号楼暖气不热"))
    english, _blank, chinese = message.words.partition("\n\n")
    assert english.startswith("Your request")
    assert english.isascii() or "“solved”" in english
    assert "您的诉求" in chinese
    assert message.subject.startswith("Your request")


def test_who_used_the_chinese_pages_is_told_in_chinese_alone(city: City) -> None:
    message = told(owed_through_the_pages(city, "zh-hans", "三号楼暖气不热"))
    assert "Your request" not in message.words
    assert "您的诉求" in message.words


def test_whose_english_words_a_clerk_wrote_down_is_told_in_english(city: City) -> None:
    contact = hotline.ContactGiven(name="李伟", reply_by="sms", phone="13912345678")
    request = city.request("No heat in house 3 since Monday", channel="phone", contact=contact)
    Notice.objects.all().delete()
    message = told(Notice.objects.create(request=request, how="sms", step="done", at=now()))
    assert message.words.startswith("Your request")
    assert "您的诉求" in message.words
