"""``minben topics mine`` on the file of an office: events out, bad rows named, no database touched."""

import csv
from pathlib import Path

import pytest
from django.utils import translation
from typer.testing import CliRunner

from minben.commons.errors import TeachingError
from minben.needs.hotline.core.cells import supporters
from minben.needs.hotline.core.mapping import parse_map
from minben.needs.topics.commands import app

HEAD = ("id", "title", "body", "created", "user", "likes")
PLANT = (
    ("1", "江畔社区旁搅拌站噪音扰民", "李伟：夜里吵得睡不着。", "2026-03-01 08:00", "li.wei", "3"),
    (
        "2",
        "投诉江畔社区搅拌站",
        "周敏：灰尘大，家里不敢开窗，搅拌站噪音也大。",
        "2026-03-02 09:00",
        "zhou.min",
        "0",
    ),
    ("3", "江畔社区的搅拌站太吵", "陈桂英请人代写：噪音大，睡不着。", "2026-03-03 10:00", "chen", "1"),
)
ALONE = ("4", "柳荫街道路灯不亮", "晚上看不见路。", "2026-03-03 11:00", "li.wei", "1762")


def export(folder, *rows):
    path = folder / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def mine(folder, path, *more):
    out, members = folder / "topics.csv", folder / "members.csv"
    words = ["mine", path, "--map", "text=title+body,when=created,person=user,support=likes,id=id"]
    done = CliRunner().invoke(app, [*map(str, words), "--out", str(out), "--members", str(members), *more])
    return done, rows_of(out), rows_of(members)


def rows_of(path):
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_three_neighbours_and_one_plant_are_one_event(tmp_path):
    done, topics, members = mine(tmp_path, export(tmp_path, *PLANT, ALONE))
    assert done.exit_code == 0, done.output
    assert [(row["rank"], row["voices"], row["members"]) for row in topics] == [("1", "3.0", "3")]
    assert list(topics[0]) == [
        "rank", "hotness", "first", "last", "places", "title", "keywords", "voices", "members",
    ]  # fmt: skip
    assert (topics[0]["first"], topics[0]["last"]) == ("2026-03-01", "2026-03-03")
    assert {row["id"] for row in members} == {"1", "2", "3"}
    assert topics[0]["title"] in {row[1] for row in PLANT}


def test_one_message_that_everybody_liked_is_no_event(tmp_path):
    done, topics, _ = mine(tmp_path, export(tmp_path, ALONE))
    assert (done.exit_code, topics) == (0, [])


def test_li_wei_writing_three_times_is_one_voice_and_no_event(tmp_path):
    again = [(*row[:4], "li.wei", row[5]) for row in PLANT]
    _, topics, _ = mine(tmp_path, export(tmp_path, *again))
    assert topics == []


def test_what_counts_for_less_is_listed_with_its_reason(tmp_path):
    third = (*("5", "江畔社区搅拌站噪音还是大", "李伟又写：还是睡不着。", "2026-03-05 08:00"), "li.wei", "0")
    path = tmp_path / "less.csv"
    mine(tmp_path, export(tmp_path, *PLANT, third), "--discounted", str(path))
    assert rows_of(path) == [{"rank": "1", "id": "5", "weight": "0.000", "reason": "same_person"}]


def test_a_row_without_a_date_is_named_and_the_others_are_mined(tmp_path):
    done, topics, _ = mine(tmp_path, export(tmp_path, *PLANT, ("9", "路灯", "不亮", "", "x", "")))
    assert done.exit_code == 1
    assert "5" in done.output
    assert len(topics) == 1


def test_a_month_leaves_the_others_out(tmp_path):
    late = [(f"1{row[0]}", row[1], row[2], row[3].replace("2026-03", "2025-03"), *row[4:]) for row in PLANT]
    _, topics, members = mine(tmp_path, export(tmp_path, *PLANT, *late), "--month", "2026-03")
    assert [row["members"] for row in topics] == ["3"]
    assert {row["id"] for row in members} == {"1", "2", "3"}


@pytest.mark.parametrize("words", [("--month", "March"), ("--map", "text=nothing,when=created")])
def test_what_cannot_be_understood_is_said_and_nothing_is_written(tmp_path, words):
    done, topics, _ = mine(tmp_path, export(tmp_path, *PLANT), *words)
    assert done.exit_code != 0
    assert topics == []


def test_words_that_a_spreadsheet_would_run_are_made_harmless(tmp_path):
    nasty = [(row[0], f"=1+1 {row[1]}", *row[2:]) for row in PLANT]
    _, topics, _ = mine(tmp_path, export(tmp_path, *nasty))
    assert topics[0]["title"].startswith("'=")


def refused(folder, path, *more, columns="text=title+body,when=created,person=user,support=likes,id=id"):
    done = CliRunner().invoke(app, ["mine", str(path), "--map", columns, *map(str, more)])
    assert isinstance(done.exception, TeachingError), done.output
    return done.exception.code


def test_an_export_is_never_written_over_by_what_was_found_in_it(tmp_path):
    path = export(tmp_path, *PLANT)
    before, other = path.read_bytes(), tmp_path / "other.csv"
    for more in (
        ("--out", path, "--members", other),
        ("--out", other, "--members", path),
        ("--out", other, "--members", other),
        ("--out", tmp_path / "a.csv", "--members", other, "--discounted", tmp_path / "." / "a.csv"),
    ):
        assert refused(tmp_path, path, *more) == "topics_file_twice"
    assert path.read_bytes() == before
    assert not other.exists()


def test_a_folder_that_is_not_there_is_told_before_a_row_is_read(tmp_path):
    path = export(tmp_path, *PLANT)
    members = tmp_path / "nowhere" / "members.csv"
    done = CliRunner().invoke(
        app, ["mine", str(path), "--out", str(tmp_path / "t.csv"), "--members", str(members)]
    )
    assert isinstance(done.exception, FileNotFoundError)
    assert done.exception.filename == str(members)
    assert not (tmp_path / "t.csv").exists(), "either all is written or nothing"


def test_what_stood_in_a_file_stays_when_writing_breaks_off(tmp_path, monkeypatch):
    (tmp_path / "topics.csv").write_text("of last month")

    def interrupted(*_args, **_given):
        raise KeyboardInterrupt

    monkeypatch.setattr("minben.needs.topics.filing._harmless", interrupted)
    mine(tmp_path, export(tmp_path, *PLANT))
    assert (tmp_path / "topics.csv").read_text() == "of last month"
    assert {one.name for one in tmp_path.iterdir()} == {"topics.csv", "export.csv"}


def test_a_file_of_which_no_row_can_be_read_ends_with_status_two(tmp_path):
    done, topics, _ = mine(tmp_path, export(tmp_path, *((*row[:3], "gestern", *row[4:]) for row in PLANT)))
    assert (done.exit_code, topics) == (2, [])


def test_a_month_of_which_the_file_knows_nothing_is_told_with_what_it_knows(tmp_path):
    with translation.override("en"):
        done, _, _ = mine(tmp_path, export(tmp_path, *PLANT), "--month", "2025-01")
    assert done.exit_code == 0
    assert "No message is of 2025-01; the file reaches from 2026-03-01 to 2026-03-03." in done.output


def test_a_file_that_does_not_tell_who_wrote_is_said_to_count_messages(tmp_path):
    path = export(tmp_path, *PLANT)
    with translation.override("en"):
        assert "each message counts as one person" not in mine(tmp_path, path)[0].output
        path.write_text(path.read_text("utf-8").replace("user", "sign"), "utf-8")
        told = CliRunner().invoke(app, ["mine", str(path), "--map", "text=title+body,when=created", "--out",
            str(tmp_path / "t.csv"), "--members", str(tmp_path / "m.csv")])  # fmt: skip
    assert "each message counts as one person" in told.output


def test_a_row_that_an_export_holds_twice_is_one_message(tmp_path):
    with translation.override("en"):
        done, topics, members = mine(tmp_path, export(tmp_path, *PLANT, PLANT[0], PLANT[0]))
    assert [row["members"] for row in topics] == ["3"]
    assert len(members) == 3
    assert "2 rows" in done.output
    # Two messages under one id are two messages.
    _, topics, _ = mine(tmp_path, export(tmp_path, *PLANT, ("1", *PLANT[1][1:4], "wang.fang", "0")))
    assert [row["members"] for row in topics] == ["4"]


@pytest.mark.parametrize(
    ("rows", "words"), [((ALONE,), "No event was found"), ((), "a header and no row beneath it")]
)
def test_a_file_without_an_event_says_what_an_event_is(tmp_path, rows, words):
    with translation.override("en"):
        done, topics, _members = mine(tmp_path, export(tmp_path, *rows))
    assert (done.exit_code, topics) == (0, [])
    assert words in done.output
    assert "┏" not in done.output, "no table without a row"


def test_words_that_would_steer_a_terminal_are_shown_without_power(tmp_path):
    nasty = [(row[0], f"\x1b]0;seized\x07\u202e{row[1]}", *row[2:]) for row in PLANT]
    done, topics, _ = mine(tmp_path, export(tmp_path, *nasty))
    assert not {"\x1b", "\x07", "\u202e"} & set(done.output + topics[0]["title"])


@pytest.mark.parametrize(
    ("said", "count"),
    [("3", 3), ("1.2万", 12_000), ("1,234", 1_234), ("３", 3), ("999+", 999), ("2k", 2_000), ("-5", 0), ("NaN", 0),
     ("inf", 0), ("1e999", 0), ("many", 0), ("", 0), ("1e15", 1_000_000_000)],
)  # fmt: skip
def test_how_many_pressed_me_too_is_read_as_sites_write_it(said, count):
    assert supporters(said) == count


def test_a_key_named_twice_has_both_columns():
    assert parse_map("text=title,text=body,when=created")["text"] == ("title", "body")


@pytest.mark.parametrize("words", [b"text: 3\nwhen: created\n", b"text:\nwhen: created\n",
    b"text: {a: b}\nwhen: created\n", "text: 标题\n".encode("gbk")])  # fmt: skip
def test_a_map_file_that_maps_nothing_teaches(tmp_path, words):
    (tmp_path / "map.yaml").write_bytes(words)
    code = refused(tmp_path, export(tmp_path, *PLANT), columns=str(tmp_path / "map.yaml"))
    assert code in ("map_unreadable", "map_file_unreadable")


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_a_csv_whose_cells_are_parted_by_another_sign_is_read(tmp_path, sign):
    path = Path(tmp_path / "export.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=sign).writerows([HEAD, *PLANT])
    _, topics, _ = mine(tmp_path, path)
    assert [row["voices"] for row in topics] == ["3.0"]


def test_days_that_can_be_read_two_ways_are_asked_about_and_otherwise_it_says_how_they_were_read(tmp_path):
    doubtful = [(*row[:3], f"0{row[0]}/03/2026", *row[4:]) for row in PLANT]
    done, topics, _ = mine(tmp_path, export(tmp_path, *doubtful))
    assert isinstance(done.exception, TeachingError)
    assert (done.exception.code, topics) == ("days_two_ways", [])
    with translation.override("en"):
        done, topics, _ = mine(tmp_path, export(tmp_path, *doubtful, (*ALONE[:3], "13/03/2026", *ALONE[4:])))
    assert "“created” were read with the day first, as “13/03/2026” in row 5 shows." in done.output
    assert (topics[0]["first"], topics[0]["last"]) == ("2026-03-01", "2026-03-03")
