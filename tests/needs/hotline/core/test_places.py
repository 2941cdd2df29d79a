"""The most specific place that a text names is found; what is ambiguous is left to a person."""

from hypothesis import given
from hypothesis import strategies as st

from minben.needs.hotline.core.places import Gazetteer, PlaceName

CITY = Gazetteer(
    [
        PlaceName(1, "东湖区", "district"),
        PlaceName(2, "西山区", "district"),
        PlaceName(3, "和平街道", "street", 1),
        PlaceName(4, "胜利街道", "street", 2),
        PlaceName(5, "幸福社区", "community", 3),
        PlaceName(6, "幸福社区", "community", 4),
        PlaceName(7, "听潮社区", "community", 3, aliases=("听潮新村", "Tide Village")),
        PlaceName(8, "听潮新村3号楼", "building", 7),
        PlaceName(9, "红砖坊社区", "community", 4),
        PlaceName(10, "5号楼", "building", 7),
        PlaceName(11, "5号楼", "building", 9),
    ]
)


def found(text):
    return CITY.find([text])[0]


def test_a_building_counts_before_its_community_and_that_before_its_district():
    assert found("东湖区听潮社区听潮新村3号楼没有暖气").key == 8
    assert found("东湖区听潮社区没有暖气").key == 7
    assert found("东湖区没有暖气").key == 1


def test_people_say_an_older_name_or_an_english_one():
    assert found("听潮新村的路灯坏了").key == 7
    assert found("lights out at TIDE village").key == 7


def test_a_name_that_two_places_share_is_left_to_a_person():
    one = found("幸福社区停水")
    assert one.key is None
    assert one.candidates == (5, 6)


def test_the_district_or_street_named_beside_it_settles_which_one_is_meant():
    assert found("西山区幸福社区停水").key == 6
    assert found("和平街道幸福社区停水").key == 5


def test_a_building_number_alone_is_no_place_but_beside_its_community_it_is():
    assert found("5号楼停水").key is None
    assert found("红砖坊社区5号楼停水").key == 11


def test_three_is_not_found_in_thirteen():
    assert found("听潮新村13号楼停水").key == 7


def test_a_community_of_another_district_than_the_one_named_is_doubted():
    assert found("东湖区的红砖坊社区").key != 9


def test_people_leave_out_the_word_community():
    assert found("红砖坊门口积水").key == 9


def test_the_place_named_most_often_is_meant():
    assert found("从听潮社区到红砖坊社区，红砖坊社区门口都积水").key == 9


def test_the_words_are_shown_as_they_were_said():
    one = found("在ＴＩＤＥ　Ｖｉｌｌａｇｅ旁边")
    assert one.name == "ＴＩＤＥ　Ｖｉｌｌａｇｅ"


def test_an_unknown_address_is_still_kept_as_text():
    one = found("我住在建设大道18号2单元，停水了")
    assert (one.key, one.address) == (None, "建设大道18号2单元")


def test_a_text_without_any_place_says_so():
    assert found("公交卡怎么退") is None


def test_a_city_without_places_finds_none():
    assert Gazetteer([]).find(["停水了", ""]) == [None, None]


def test_a_register_whose_places_lie_in_each_other_does_no_harm():
    ring = Gazetteer([PlaceName(1, "甲社区里", "community", 2), PlaceName(2, "乙街道", "street", 1)])
    assert ring.find(["甲社区里停水"])[0].key == 1


@given(st.lists(st.text(alphabet="东湖西山区幸福听潮社新村3号楼，a \n", max_size=30), max_size=6))
def test_each_text_is_searched_by_itself(texts):
    assert CITY.find(texts) == [found(text) for text in texts]
