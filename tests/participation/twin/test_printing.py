"""Grandma Chen has no phone: her card fits on one sheet of paper, however much there is to say."""

import json
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles.finders import find
from django.template.loader import render_to_string
from django.utils.translation import override
from playwright.sync_api import Browser

from minben.participation.twin.core.blockstudy import study_block
from minben.participation.twin.core.cards import card
from minben.participation.twin.core.facade import House, scene_of
from minben.participation.twin.core.lifts import places
from minben.participation.twin.core.rules import Errors
from minben.participation.twin.invented import site
from minben.participation.twin.law import catalogue
from tests.city import NOW
from tests.participation.twin.core.test_study import RULE

# Five rooms on two sides, and glass before the front: as much as a form can say of one dwelling.
LARGE = House(
    building="7", storeys=2, stairwells=1, per_floor=2, stair_side="front", parapet_m=1.0, balcony_m=1.2,
    front=("living", "bedroom", "bedroom"), back=("kitchen", "bedroom"),
)  # fmt: skip


@pytest.mark.browser
def test_the_fullest_card_is_printed_on_one_sheet_in_both_languages(chromium: Browser) -> None:
    lift = next(one for one in places(LARGE, catalogue(date(2026, 3, 11))) if one.key == "front-1-slim-glass")
    told = study_block(
        scene_of(site(), LARGE), LARGE, [lift], RULE, 2026, errors=Errors(), exactly=(lift.key,)
    )
    result = json.loads(json.dumps(told))
    study = SimpleNamespace(rule=RULE.version, engine="twin.sunlight 2", at=NOW, digest="sha256:" + "0" * 64)
    for language in ("zh-hans", "en"):
        pages = chromium.new_page()
        with override(language):
            texts = [
                render_to_string("twin/card.html", {"one": _own(result, lift.key, home), "result": result,
                                 "row": SimpleNamespace(name="柳荫路七号楼"), "study": study})
                for home in result["floors"]
            ]  # fmt: skip
        pages.set_content(_sheet(max(texts, key=len)))
        assert pages.locator(".rooms .share").count() == 10
        assert len(re.findall(rb"/Type\s*/Page[^s]", pages.pdf(format="A4"))) == 1
        pages.close()


def _own(result: dict[str, object], lift: str, home: str) -> SimpleNamespace:
    money = {"cents": 738_095, "by_light": 355_657, "by_floor": 236_842}
    return SimpleNamespace(dwelling=home, card=card(result, lift, home), shown=False, **money)


def _sheet(article: str) -> str:
    """The card between what every page has above and below."""
    style = Path(str(find("portal/minben.css"))).read_text("utf-8")
    head = '<header class="top"><div><a class="brand" href="#">民本<small>临江市</small></a></div></header>'
    foot = '<footer class="foot"><div><p>拨打 <strong>12345</strong>，随时有人接。</p></div></footer>'
    return f"<!doctype html><style>{style}</style><body>{head}<main>{article}</main>{foot}</body>"
