"""An address is taken from a text as the person said it."""

import pytest

from minben.needs.hotline.core.address import addresses, buildings
from minben.needs.hotline.core.phrases import fold_batch


def address(text):
    return addresses(fold_batch([text]), [text]).get(0, "")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("我住在和平路15号3单元", "和平路15号3单元"),
        ("反映建设大道积水", "建设大道"),
        ("家住Ｂ区人民大街８号院", "Ｂ区人民大街８号院"),
        ("南门菜场旁边的幸福小区3号楼没水", "幸福小区3号楼"),
        ("我们小区停水了", ""),
        ("道路不平，公路太窄，路灯也坏了", ""),
        ("每条街都要扫", ""),
        ("怎么办退休", ""),
    ],
)
def test_a_road_or_estate_is_found_and_chance_words_are_not(said, expected):
    assert address(said) == expected


def test_the_phrase_with_a_house_number_counts_before_one_without():
    assert address("在和平路上，离建设路20号不远") == "建设路20号"


def test_each_text_of_a_batch_keeps_its_own_address():
    texts = ["没有地址", "在和平路", "", "在建设大道"]
    assert addresses(fold_batch(texts), texts) == {1: "和平路", 3: "建设大道"}


@pytest.mark.parametrize(
    ("said", "number"),
    [("3号楼", 3), ("十二栋", 12), ("二十号楼", 20), ("十幢", 10), ("五栋", 5), ("3号线", -1), ("楼上", -1)],
)
def test_building_numbers_are_read_in_digits_and_in_characters(said, number):
    assert buildings([said]).tolist() == [number]
