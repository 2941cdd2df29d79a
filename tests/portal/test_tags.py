"""Tags for templates: fields, errors, figures, moments, marks, page links."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from minben.commons.clock import now
from minben.commons.statistics import Estimate
from minben.portal.words import age_in_words, moment_in_words


class NeedForm(forms.Form):
    text = forms.CharField(label="您需要什么", help_text="用您自己的话")
    contact = forms.ChoiceField(
        label="怎么联系您", choices=[("none", "不用"), ("phone", "电话")], widget=forms.RadioSelect
    )
    consent = forms.BooleanField(label="本人同意")

    def clean(self) -> None:
        if not self.cleaned_data.get("text"):
            raise forms.ValidationError("请写一句话")


def shown(source: str, **words: object) -> str:
    with translation.override("zh-hans"):
        return Template(source).render(Context(words))


def test_a_field_has_its_label_and_hint_tied_to_it() -> None:
    page = shown("{% field form.text %}", form=NeedForm())
    assert '<label for="id_text">您需要什么</label>' in page
    assert 'aria-describedby="id_text-hint"' in page
    assert "aria-invalid" not in page


def test_a_field_without_a_hint_is_tied_to_nothing() -> None:
    assert "aria-describedby" not in shown("{% field form.consent %}", form=NeedForm())


def test_an_error_is_tied_to_its_field_and_read_before_the_hint() -> None:
    page = shown("{% field form.text %}", form=NeedForm({}))
    assert 'aria-describedby="id_text-error id_text-hint"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_text-error"' in page


def test_choices_are_a_group_with_a_legend_and_the_summary_leads_to_the_first() -> None:
    form = NeedForm({})
    page = shown("{% field form.contact %}{% error_summary form %}", form=form)
    assert "<legend>怎么联系您</legend>" in page
    assert 'href="#id_contact_0"' in page
    assert 'id="id_contact_0"' in page


def test_a_tick_box_has_its_words_beside_it() -> None:
    page = shown("{% field form.consent %}", form=NeedForm())
    assert page.count("本人同意") == 1
    assert 'class="check" for="id_consent"' in page


def test_the_summary_names_every_mistake_and_says_nothing_when_there_is_none() -> None:
    page = shown("{% error_summary form %}", form=NeedForm({}))
    assert 'role="alert"' in page
    assert page.count("<li>") == 4
    assert "请写一句话" in page
    whole = NeedForm({"text": "暖气不热", "contact": "none", "consent": "on"})
    assert shown("{% error_summary form %}", form=whole).strip() == ""


def test_a_share_is_shown_in_per_cent_with_its_interval_for_eye_and_ear() -> None:
    page = shown("{% estimate e %}", e=Estimate(0.84, 0.79, 0.88, 120, "share"))
    assert "84%" in page
    assert "（79–88%）" in page
    assert "大致在 79–88% 之间" in page


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Estimate(5.24, 4.0, 6.51, 40, "hours"), "5.2 小时"),
        (Estimate(-0.08, -0.12, -0.03, 40, "points"), "-8 个百分点"),
        (Estimate(1234, None, None, 1234, "requests"), "1234 件"),
        (Estimate(3.5, None, None, 12, "µg"), "3.5 µg"),
    ],
)
def test_each_figure_carries_its_unit(figure: Estimate, words: str) -> None:
    assert words in shown("{% estimate e %}", e=figure).replace(",", "")


def test_too_few_people_are_not_shown() -> None:
    assert "数量太少" in shown("{% estimate e %}", e=Estimate(0.5, 0.1, 0.9, 4, "share"))
    assert "数量太少" in shown("{% estimate e %}", e=None)


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (datetime(2026, 3, 2, 14, 20, tzinfo=UTC), "今天 14:20", "today 14:20"),
        (datetime(2026, 3, 1, 9, 5, tzinfo=UTC), "昨天 09:05", "yesterday 09:05"),
        (datetime(2026, 3, 3, 0, 0, tzinfo=UTC), "明天 00:00", "tomorrow 00:00"),
        (datetime(2026, 11, 23, 9, 5, tzinfo=UTC), "11月23日 09:05", "23 Nov, 09:05"),
        (datetime(2025, 11, 23, 9, 5, tzinfo=UTC), "2025年11月23日 09:05", "23 Nov 2025, 09:05"),
    ],
)
def test_moments_are_said_as_people_do(moment: datetime, chinese: str, english: str) -> None:
    today = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    with translation.override("zh-hans"):
        assert moment_in_words(moment, today) == chinese
    with translation.override("en"):
        assert moment_in_words(moment, today) == english


def test_the_page_shows_local_time_and_keeps_the_exact_one() -> None:
    page = shown("{% when at %}", at=datetime(2020, 12, 31, 17, 30, tzinfo=UTC))
    assert 'datetime="2021-01-01T01:30+08:00"' in page
    assert "2021年1月1日 01:30" in page
    today = shown("{% when at %}", at=now())
    assert re.search(r'data-day="\d{4}年\d+月\d+日 \d\d:\d\d">今天 ', today), "paper outlasts today"
    assert "还没有" in shown("{% when at %}", at=None)


@pytest.mark.parametrize(
    ("age", "words"),
    [(20, "不到 1 分钟"), (119 * 60, "119 分钟"), (47 * 3600, "47 小时"), (49 * 3600, "2 天")],
)
def test_waiting_is_told_in_the_largest_unit_that_still_tells(age: float, words: str) -> None:
    with translation.override("zh-hans"):
        assert age_in_words(timedelta(seconds=age).total_seconds()) == words


def test_a_mark_has_a_known_tone_and_safe_words() -> None:
    assert (
        shown("{% tag text 'care' %}", text="<b>急</b>")
        == '<span class="tag care">&lt;b&gt;急&lt;/b&gt;</span>'
    )
    with pytest.raises(TemplateSyntaxError, match="no tone"):
        shown("{% tag 'x' 'pink' %}")


def test_page_links_keep_what_was_looked_for() -> None:
    page = Paginator(range(30), 10).page(2)
    request = RequestFactory().get("/", {"place": "江畔", "page": "2"})
    links = shown("{% pages page %}", page=page, request=request)
    assert "?place=%E6%B1%9F%E7%95%94&amp;page=1" in links
    assert "第 2 页，共 3 页" in links
    assert shown("{% pages page %}", page=Paginator([], 10).page(1), request=request).strip() == ""


@pytest.mark.parametrize(
    ("source", "chinese", "english"),
    [
        ("市政府文件 / Decree of the city", "市政府文件", "Decree of the city"),
        ("held back rows / 留出的样本", "留出的样本", "held back rows"),
        ("供暖管理办法 / 第三条", "供暖管理办法 / 第三条", "供暖管理办法 / 第三条"),
        ("派单目录", "派单目录", "派单目录"),
    ],
)
def test_of_a_source_told_twice_each_reader_sees_their_own_half(
    source: str, chinese: str, english: str
) -> None:
    for language, half in (("zh-hans", chinese), ("en", english)):
        with translation.override(language):
            assert Template("{{ source|in_my_language }}").render(Context({"source": source})) == half


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("两天", "已有两天"),
        ("半个多月", "已有半个多月"),
        ("3个星期", "已有3个星期"),
        ("周五起", "周五起"),
        ("", ""),
    ],
)
def test_a_bare_length_answers_since_when(said: str, told: str) -> None:
    assert shown("{{ said|lasting }}", said=said) == told


def test_a_count_has_marks_of_thousands_in_both_languages() -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert [shown("{{ n|grouped }}", n=n) for n in (999, 18395, "–")] == ["999", "18,395", "–"]
