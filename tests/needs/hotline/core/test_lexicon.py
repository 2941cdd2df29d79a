"""What is urgent, who is vulnerable, what kind of need it is: with negation, fear and idiom in mind."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.parameters import parse
from minben.needs.hotline.core.lexicon import Lexicon, load_lexicon, read
from minben.needs.hotline.words import Kind, Tier, Urgency

DAY = date(2026, 3, 2)


def reading(text):
    return read([text], load_lexicon(), at_day=DAY)[0]


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("三楼着火了，烟很大", "119"),
        ("楼道里煤气味很重", "119"),
        ("有人困在电梯里，电梯困人了", "119"),
        ("我妈晕倒了，叫不醒", "120"),
        ("孩子们食物中毒，都送医院了", "120"),
        ("楼下有人持刀", "110"),
        ("路口出车祸了，两辆车撞在一起", "122"),
        ("There is a gas leak in the basement", "119"),
        ("my neighbour is unconscious", "120"),
        ("ＧＡＳ　ＬＥＡＫ", "119"),
    ],
)
def test_danger_puts_the_emergency_number_first(said, number):
    found = reading(said)
    assert found.urgency is Urgency.URGENT
    assert number in found.numbers


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("老人在家摔倒起不来，独居", "120"),
        ("我爸在卫生间跌倒了起不来", "120"),
        ("奶奶摔了一跤爬不起来", "120"),
        ("我妈吃错药了，人不清醒", "120"),
        ("孩子误服了降压药", "120"),
        ("爷爷倒在地上叫不醒", "120"),
        ("楼上老人两天没出门，敲门不应", "120"),
        ("隔壁独居的大爷好几天没见人，喊也不应", "110"),
        ("有人拿刀在楼下", "110"),
        ("楼道里有个男的提着菜刀", "110"),
        ("有人拿着一把刀追人", "110"),
        ("孩子被他爸打得满身伤", "110"),
        ("邻居家小孩被继父打，哭了一夜", "110"),
        ("救命", "120"),
        ("我老伴没呼吸了", "120"),
        ("我爸摔了一跤，头上都是血", "120"),
        ("孩子掉水里了", "120"),
        ("電梯把人困住了", "119"),
        ("配电箱着了", "119"),
        ("廚房瓦斯味很重", "119"),
        ("隔壁两口子打起来了", "110"),
        ("我老公又动手打我了", "110"),
        ("我爸走丢了，七十多岁", "110"),
        ("There is a fire in my kitchen", "119"),
        ("My father can't breathe", "120"),
        ("My child is missing", "110"),
        ("My husband hit me", "110"),
    ],
)
def test_a_life_in_danger_is_heard_in_everyday_words(said, number):
    found = reading(said)
    assert (found.urgency, number in found.numbers) == (Urgency.URGENT, True)


@pytest.mark.parametrize(
    "said",
    [
        "楼下那家刀削面馆太吵",
        "师傅拿刀削面，油烟大",
        "孩子打球受伤已好，想问医保报销",
        "下周去市政府办事，停车在哪里",
        "请问去市政府门口坐几路公交",
        "下雨两天没出门，路灯坏了",
        "社区办公室敲门没人应，白跑一趟",
        "没意识到要提前预约",
        "共享单车倒在路边没人扶",
        "自行车轮胎没气了，哪里有打气筒",
        "孩子电话手表打得通吗",
        "怎么预防老人误服药品",
        "这是我妈的救命钱，请问怎么报销",
        "物价压得我喘不过气",
        "手机掉水里了，哪里能修",
        "我想死你们的早点摊了，什么时候再开",
        "小狗走丢了",
        "we want a fire inspection of the hall",
        "the trees are dying, please water them",
    ],
)
def test_everyday_words_that_only_sound_alike_are_no_emergency(said):
    found = reading(said)
    assert (found.urgency is Urgency.URGENT, found.numbers, found.alerts) == (False, (), ())


@pytest.mark.parametrize(
    "said",
    [
        "五十多个工人明天要去市政府门口讨薪",
        "几十个业主准备到售楼处门口讨说法",
        "大家约好周一在区政府门前集合",
    ],
)
def test_a_crowd_that_is_announced_alerts_a_person(said):
    assert "crowd" in reading(said).alerts


@pytest.mark.parametrize(
    ("said", "alert"),
    [
        ("我想死", "suicide"),
        ("有人站在楼顶要往下跳", "suicide"),
        ("還不如死了算了", "suicide"),
        ("I feel like killing myself", "suicide"),
        ("A man is about to jump from the roof", "suicide"),
        ("三百多人堵在售楼处", "crowd"),
        ("几百个业主围住了物业办公室", "crowd"),
        ("An angry crowd stands at the gate", "crowd"),
        ("孩子3岁走丢了", "children"),
        ("幼儿园老师打小孩", "children"),
    ],
)
def test_who_says_it_plainly_alerts_a_person_too(said, alert):
    assert alert in reading(said).alerts


def test_a_child_beaten_at_home_alerts_a_person():
    assert "children" in reading("孩子被他爸打得满身伤").alerts


@pytest.mark.parametrize(
    "said",
    [
        "天气热死了，公交车没空调",
        "气死我了，打了三次电话",
        "忙死了也没人管",
        "商场跳楼价促销噪音大",
        "自杀式降价扰乱市场",
        "没有受伤，就是想反映路面不平",
        "幸好没有人受伤，请修路",
        "未发生火灾，只是问问消防检查",
        "电脑中毒了能报修吗",
        "消防演练什么时候办",
        "道德绑架业主交钱",
        "停电动车的地方太少",
        "小区没有电梯，想加装",
        "热水器打不着火",
        "电梯一罢工我们就爬楼，电梯罢工半年了",
        "办事大厅人流聚集，排队太久",
        "坑蒙拐骗的中介",
        "fire station opening hours",
        "the line at the office is killing me",
    ],
)
def test_idioms_and_negations_are_no_emergency(said):
    found = reading(said)
    assert found.urgency is not Urgency.URGENT
    assert found.numbers == ()
    assert found.alerts == ()


@pytest.mark.parametrize(
    "said",
    [
        "楼道堆满纸箱，以免发生火灾请清理",
        "电线老化，容易起火",
        "这里存在火灾隐患",
        "路口没有红绿灯，担心出车祸",
        "2016年我在这里被打",
        "it could explode, we are afraid of an explosion",
    ],
)
def test_a_danger_that_is_feared_or_past_is_soon_but_no_emergency_call(said):
    found = reading(said)
    assert found.urgency is not Urgency.URGENT
    assert found.numbers == ()


def test_a_danger_told_deep_in_a_long_story_is_not_happening_now():
    story = "这件事要从很多年前说起。" * 20 + "当时有人受伤。"
    assert reading(story).urgency is not Urgency.URGENT


@pytest.mark.parametrize(
    ("said", "alert"),
    [
        ("再不解决我就不想活了", "suicide"),
        ("如果还没人管我就从楼上跳楼", "suicide"),
        ("I want to die", "suicide"),
        ("工人们拉横幅堵门讨薪", "crowd"),
        ("孩子走失两个小时了", "children"),
        ("女儿在学校遭校园霸凌", "children"),
        ("老公打我，家暴好几年了", "violence"),
        ("a missing child at the park", "children"),
    ],
)
def test_crowds_suicide_children_and_violence_at_home_alert_a_person(said, alert):
    found = reading(said)
    assert alert in found.alerts
    assert found.words["alert"]


def test_a_threat_to_oneself_counts_even_at_the_end_of_a_long_letter():
    assert reading("我的房子漏水。" * 60 + "我真的不想活了").alerts == ("suicide",)


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("家里有82岁的老人，没有暖气", "elderly"),
        ("我八十多岁了，不会用手机", "elderly"),
        ("我八十二岁，住六楼，电梯坏了三天", "elderly"),
        ("老母亲一百零三岁了", "elderly"),
        ("我是聋人，听不见电话", "disabled"),
        ("爱人怀孕七个月，楼里停水", "pregnant"),
        ("家里有刚出生的孩子", "infant"),
        ("我吃低保，交不起钱", "low_income"),
        ("母亲每周要透析", "ill"),
        ("My mother uses a wheelchair", "disabled"),
        ("she is 84 years old", "elderly"),
    ],
)
def test_people_who_need_care_first_are_noticed(said, who):
    assert who in reading(said).vulnerable


@pytest.mark.parametrize(
    "said", ["我今年65岁", "六十八岁", "八十年", "楼龄18年", "孕妇装店铺占道", "婴儿车推不上坡道"]
)
def test_nobody_is_called_vulnerable_by_a_chance_word(said):
    assert reading(said).vulnerable == ()


@pytest.mark.parametrize(
    ("said", "urgency"),
    [
        ("三号楼的暖气从周五起就不热，屋里只有十二度", Urgency.SOON),
        ("暖气开了三天，摸上去还是冰凉的", Urgency.SOON),
        ("供暖一个星期了，家里还是一点不暖和", Urgency.SOON),
        ("The heating in our building has been cold since Friday", Urgency.SOON),
        ("这几天天气不热，想问公园几点开门", Urgency.NORMAL),
        ("广场上的长椅冬天坐着冰凉", Urgency.NORMAL),
    ],
)
def test_a_cold_home_is_soon_however_many_words_lie_between(said, urgency):
    assert reading(said).urgency == urgency


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("请问办居住证需要什么材料", Kind.CONSULTATION),
        ("咨询公积金提取", Kind.CONSULTATION),
        ("居住证怎么办", Kind.CONSULTATION),
        ("公积金怎么提取", Kind.CONSULTATION),
        ("What papers for a permit?", Kind.CONSULTATION),
        ("暖气不热怎么办，求助", Kind.HELP),
        ("投诉物业乱收费", Kind.COMPLAINT),
        ("工地半夜打桩，噪音扰民", Kind.COMPLAINT),
        ("建议在公园多放几张椅子", Kind.SUGGESTION),
        ("举报有人偷税漏税", Kind.WHISTLE),
        ("表扬302路司机，服务周到", Kind.PRAISE),
        ("求助，家里停水了请派人来", Kind.HELP),
        ("家里的灯不亮了", Kind.HELP),
        ("How do I apply for a permit?", Kind.CONSULTATION),
        ("I suggest a bike lane here", Kind.SUGGESTION),
        ("不是投诉，就想问问怎么办理入学", Kind.CONSULTATION),
    ],
)
def test_the_kind_of_need_is_read_from_how_people_begin(said, kind):
    assert reading(said).kind is kind


def test_the_first_sentence_weighs_more_than_the_plea_at_the_end():
    assert reading("建议增加一条公交线路。" + "我们这里出行不便。" * 6 + "不满").kind is Kind.SUGGESTION


@pytest.mark.parametrize(
    "said", ["催单，上次反映的路灯还没修", "之前打过两次电话，至今未回复", "I called before, any update?"]
)
def test_grandma_chen_asking_again_is_a_chaser(said):
    assert reading(said).chaser


def test_a_first_report_is_no_chaser():
    assert not reading("路灯坏了，请来修").chaser


@pytest.mark.parametrize(
    ("said", "tier"),
    [
        ("家里停水三天", Tier.BASIC),
        ("低保没批下来", Tier.BASIC),
        ("公园能不能多修一条骑行道", Tier.DEVELOPMENT),
        ("停车位太少，公园停车场太小", Tier.DEVELOPMENT),
        ("随便说说", Tier.BASIC),
    ],
)
def test_basic_life_and_development_are_told_apart(said, tier):
    assert reading(said).tier is tier


def test_a_danger_in_a_park_is_a_basic_need():
    found = reading("公园绿道旁电线裸露，有人触电了")
    assert (found.tier, found.urgency) == (Tier.BASIC, Urgency.URGENT)


def test_the_clerk_sees_the_words_that_decided():
    found = reading("楼道里煤气味很重，我妈82岁")
    assert found.words["urgency"] == ("煤气味",)
    assert "elderly" in found.vulnerable


def test_nothing_said_nothing_read():
    found = reading("")
    assert (found.kind, found.urgency, found.words, found.verified) == (Kind.HELP, Urgency.NORMAL, {}, True)


def test_unverified_entries_say_so():
    assert not reading("楼道里煤气味很重").verified


ENTRY = """
storm:
- {from: 2026-06-01, until: 2026-08-31, source: test, verified: true,
   value: {urgency: urgent, words: [龙卷风]}}
"""


@pytest.mark.parametrize(("day", "urgent"), [(date(2026, 7, 1), True), (date(2026, 9, 1), False)])
def test_an_entry_counts_only_while_it_is_in_force(day, urgent):
    lexicon = Lexicon(parse(ENTRY, file="test"))
    found = read(["龙卷风来了"], lexicon, at_day=day)[0]
    assert (found.urgency is Urgency.URGENT) == urgent


@given(st.lists(st.text(max_size=50), max_size=5))
def test_any_batch_is_read_row_by_row(texts):
    assert read(texts, load_lexicon(), at_day=DAY) == [reading(text) for text in texts]
