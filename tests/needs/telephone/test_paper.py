"""The desk on paper: a form in the drawer, and a pile of sheets keyed in at once."""

from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localtime
from openpyxl import Workbook, load_workbook

from minben.commons.clock import now
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Contact, Request
from minben.needs.telephone import queries
from minben.needs.telephone.actions import PaperCall, key_in_offline
from minben.needs.telephone.models import Call, CallRequest, Sheet
from minben.needs.telephone.sheets import CALLS
from tests.city import Town, settle
from tests.needs.telephone.exchange import town
from tests.racing import at_once, errors, shared_database

__all__ = ["shared_database", "town"]


@pytest.fixture
def desk(town: Town) -> Client:
    return town.browser("wang.fang")


def sheet(number: str, hours_ago: float = 20, **cells: str) -> dict[str, str]:
    """One sheet of paper."""
    heard = localtime(now() - timedelta(hours=hours_ago))
    given = {
        "number": number,
        "day": f"{heard:%Y-%m-%d}",
        "clock": f"{heard:%H:%M}",
        "text": "三号楼暖气不热，家里有老人",
    }
    return {**given, "category": "heating", **cells}


def workbook(*rows: dict[str, Any]) -> SimpleUploadedFile:
    """The template, filled in, as an office saves it."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append([column.title for column in CALLS.columns])
    for row in rows:
        page.append([row.get(column.key, "") for column in CALLS.columns])
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("sheets.xlsx", file.getvalue())


def key_in(desk: Client, *rows: dict[str, Any]) -> Any:
    return desk.post("/calls/paper/keyed/", {"file": workbook(*rows)})


def test_a_pile_becomes_requests_whose_deadlines_count_from_the_calls(town: Town, desk: Client) -> None:
    rows = [
        sheet("P-1", 20),
        sheet("P-2", 30, text="路灯不亮", category="road", phone="19900005678", reply_by="电话"),
    ]
    answer = key_in(desk, *rows)
    assert answer.status_code == 200
    assert "2 calls were keyed in" in answer.content.decode()
    first = Request.objects.get(category__code="heating")
    assert first.channel == "phone"
    assert abs(first.received_at - (now() - timedelta(hours=20))) < timedelta(minutes=2)
    assert town.order(first).dispatched_at == first.received_at
    assert Contact.objects.get(request__category__code="road").reply_by == "phone"
    assert (
        CallRequest.objects.count()
        == Call.objects.filter(origin="paper").count()
        == Sheet.objects.count()
        == 2
    )


def test_the_same_pile_twice_adds_nothing(town: Town, desk: Client) -> None:
    rows = [sheet("P-1"), sheet("P-2")]
    key_in(desk, *rows)
    shown = key_in(desk, *rows, sheet("P-3")).content.decode()
    assert Request.objects.count() == 3
    assert "Known before, and left alone: 2." in shown


def test_one_sheet_that_stands_twice_in_a_pile_is_one_call(town: Town, desk: Client) -> None:
    key_in(desk, sheet("P-1"), sheet("P-1", text="又抄了一遍"))
    assert [request.text for request in Request.objects.all()] == ["三号楼暖气不热，家里有老人"]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"text": ""}, "来电人说", "The cell is empty."),
        ({"day": "昨天"}, "日期", "This is no day."),
        ({"clock": "noon"}, "时间", "This is no time of day."),
        ({"day": "2099-01-01"}, "日期", "The call lies ahead"),
        ({"day": "2020-01-01"}, "日期", "more than 30 days back"),
        ({"category": "暖和不暖和"}, "诉求类别", "No register holds this."),
        ({"place": "月亮社区"}, "社区", "No register holds this."),
        ({"urgency": "很急很急"}, "缓急", "none of the words"),
        ({"reply_by": "电话"}, "电话", "Without a number"),
        ({"reply_by": "书信"}, "地址", "Without an address"),
        ({"helper_name": "何静"}, "本人怎么同意", "needs the person&#x27;s consent"),
    ],
)
def test_a_row_that_cannot_go_in_is_set_aside_with_its_remedy_and_the_others_go_in(
    town: Town, desk: Client, cells: dict[str, str], column: str, words: str
) -> None:
    answer = key_in(desk, sheet("P-1"), sheet("P-2", **cells))
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert column in shown
    assert words in shown
    assert Request.objects.count() == 1


def test_the_example_of_the_template_is_nobodys_call(town: Town, desk: Client) -> None:
    answer = desk.get("/calls/paper/template.xlsx")
    content = b"".join(answer.streaming_content)
    page = load_workbook(BytesIO(content)).active
    assert page is not None
    assert "单号 Sheet" in [cell.value for cell in page[1]]
    sent = SimpleUploadedFile("template.xlsx", content)
    shown = desk.post("/calls/paper/keyed/", {"file": sent})
    assert "0 calls were keyed in" in shown.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sheets.xlsx", b"this is no workbook"),
        ("sheets.xlsx", b"PK\x03\x04" + b"\x00" * 50),
        ("sheets.csv", b"\xff\xfea\x00"),
        ("sheets.csv", b""),
        ("sheets.csv", "姓名\n陈桂英\n".encode()),
        ("../../x.exe", b"x"),
        ("sheets.pdf", b"%PDF"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_kindly(
    town: Town, desk: Client, name: str, content: bytes
) -> None:
    answer = desk.post("/calls/paper/keyed/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 400
    assert "Traceback" not in answer.content.decode()
    assert not Request.objects.exists()


def test_a_workbook_that_would_fill_the_disk_is_not_unpacked(town: Town, desk: Client) -> None:
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    answer = desk.post("/calls/paper/keyed/", {"file": SimpleUploadedFile("sheets.xlsx", bomb.getvalue())})
    assert answer.status_code == 400
    assert "Fill in the template" in answer.content.decode()


def test_two_clerks_with_one_pile_key_it_in_once(shared_database: None, settings: Any) -> None:
    town = settle()
    heard = now() - timedelta(hours=2)
    rows = [
        PaperCall(
            number=f"P-{n}",
            intake=hotline.Intake(text=f"{n}号楼暖气不热", received_at=heard, keyed_later=True),
        )
        for n in range(5)
    ]
    key_in = partial(key_in_offline, rows=rows, at=now())
    done = at_once(*(partial(key_in, by=town.users[name].pk) for name in ("wang.fang", "ma.chao")))
    assert errors(done) == []
    assert Request.objects.count() == Sheet.objects.count() == 5


def test_calls_on_paper_are_shown_beside_the_figures_and_stand_in_no_share(town: Town, desk: Client) -> None:
    key_in(desk, sheet("P-1"), sheet("P-2"))
    found = queries.figures(since=now() - timedelta(days=3), until=now(), at=now())
    assert (found.on_paper, found.figures.rings) == (2, 0)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_form_to_print_speaks_both_languages_on_one_page(town: Town, language: str) -> None:
    browser = town.browser("he.jing")
    shown = browser.get("/calls/paper/", headers={"accept-language": language}).content.decode()
    for words in ("纸质来电记录单", "Call taken on paper", "有人有危险吗", "Is somebody in danger?"):
        assert words in shown


def test_one_sheet_is_keyed_in_at_the_desk(town: Town, desk: Client) -> None:
    assert "/requests/desk/" in desk.get("/calls/paper/keying/").content.decode()


def test_the_command_keys_in_a_pile_too(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import typer

    from minben.needs.telephone import commands

    path = tmp_path / "pile.xlsx"
    path.write_bytes(workbook(sheet("P-1"), sheet("P-2", clock="noon")).read())
    # Whoever stands for it must have an account they can sign in to, or the console's would do.
    with pytest.raises(typer.Exit) as ended:
        commands.key_in(path)
    assert ended.value.exit_code == 1
    said = capsys.readouterr()
    assert "1" in said.out
    assert "09:05" in said.err
    assert Request.objects.count() == 1
