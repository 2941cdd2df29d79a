"""Names lead to what is worth comparing: read alike in any company, the title's first."""

from dataclasses import replace

import numpy as np

from minben.needs.topics.core.blocks import KEYS, entries
from minben.needs.topics.core.forms import forms
from minben.needs.topics.core.joining import profiled
from minben.needs.topics.core.raw import read
from minben.needs.topics.core.shapes import said

PLANT, LAMP = "江畔社区旁搅拌站噪音扰民", "柳荫花园的路灯不亮"


def pairs_of(texts, row):
    spans = read(texts).spans
    return sorted(spans.columns[np.repeat(spans.owner, np.diff(spans.ends)) == row].tolist())


def test_a_message_is_read_alike_whether_it_comes_first_or_last():
    assert pairs_of([PLANT, LAMP], 0) == pairs_of([LAMP, PLANT], 1) != []


def test_a_message_with_many_names_is_found_by_those_of_its_title_first():
    body = "柳荫花园、青禾家园、晟通城小区、爱之心公寓、白塞湖路、南湖医院都听得到"
    profiles = profiled(said([f"{PLANT}\n{body}"]))[1]
    spans, worth = profiles.spans, profiles.worth
    neighbours = np.repeat(spans.titled, np.diff(spans.ends)) & (worth == worth.max())
    keys = set(entries(profiles).keys.tolist())
    assert len(keys) == KEYS < (worth == worth.max()).sum()
    assert set(spans.columns[neighbours].tolist()) <= keys


def test_names_that_everybody_says_make_no_form_another_one():
    profiles = replace(profiled(said([PLANT, LAMP]))[1], matters=np.zeros((2, 1), dtype=np.float16))
    common = replace(profiles, worth=np.zeros_like(profiles.worth))
    assert [len(set(forms(one).tolist())) for one in (profiles, common)] == [2, 1]


def test_where_forms_are_filled_in_who_names_no_site_is_known_to_name_none():
    """What was never asked would keep no two messages apart."""
    signs = np.random.default_rng(1).integers(0x4E00, 0x9000, (60, 20))
    filled = [f"来电人反映{''.join(map(chr, row))}，要求尽快处理并回复" for row in signs.tolist()]
    assert set(profiled(said(filled, place=np.arange(60)))[1].site.tolist()) == {-1}
