"""Tables keep the house's rules: keys point downhill, no index is paid for twice, nothing reads the clock by itself."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Index, Model, UniqueConstraint

from minben.conf.outside import listed
from minben.ledger.queries import Appended
from tests.laws.test_house import SOURCE, STAGES

# From the top of the house to its ground; what stands on one line may not point at one another.
STOREYS = (("loop",), *((stage,) for stage in STAGES), ("ledger", "accounts"))
# Below its own stage a feature may point at; inside one only as the layers of pyproject.toml let it import.
WITHIN = {("agenda", "outcomes"), ("topics", "hotline"), ("telephone", "hotline"), ("opendata", "hotline"),
          ("twin", "ballots")}  # fmt: skip


def tables() -> Iterator[type[Model]]:
    """Every table of ours."""
    return (one for one in apps.get_models() if one.__module__.startswith("minben."))


def storey(table: type[Model]) -> int:
    room = table.__module__.split(".")[1]
    return next(number for number, rooms in enumerate(STOREYS) if room in rooms)


def keys(table: type[Model]) -> Iterator["models.ForeignKey[Model, Model]"]:
    return (one for one in table._meta.local_fields if isinstance(one, models.ForeignKey))


def test_keys_between_features_point_downhill_and_leave_no_way_back() -> None:
    wrong = []
    for table in tables():
        for key in keys(table):
            there = key.remote_field.model
            if not there.__module__.startswith("minben.") or there._meta.app_label == table._meta.app_label:
                continue
            downhill = storey(there) > storey(table)
            if not downhill and (table._meta.app_label, there._meta.app_label) not in WITHIN:
                wrong.append(f"{key} points uphill")
            if key.remote_field.related_name != "+":
                wrong.append(f"{key} can be followed back: related_name is not “+”")
    assert wrong == []


def ways(table: type[Model]) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Every way a table can be searched by: its name, its columns, whether it is there to hold something true."""
    for one in table._meta.local_fields:
        if one.unique or one.db_index:
            yield one.name, (one.name,), one.unique
    for index in table._meta.indexes:
        if index.condition is None:
            yield index.name, tuple(name.lstrip("-") for name in index.fields), False
    for held in table._meta.constraints:
        if isinstance(held, UniqueConstraint) and held.condition is None:
            yield held.name, tuple(held.fields), True


def doubled(table: type[Model]) -> list[str]:
    """Each index that another one begins with, so that whatever it finds the other finds as fast."""
    known = list(ways(table))
    return [
        f"{table._meta.label}: {name} is the beginning of {other}"
        for number, (name, columns, holds) in enumerate(known)
        for place, (other, longer, _) in enumerate(known)
        if not holds and place != number and longer[: len(columns)] == columns
        and (len(longer) > len(columns) or place < number)
    ]  # fmt: skip


def test_no_index_is_paid_for_twice() -> None:
    """What another index begins with is kept up with every row that comes in, and nobody is faster for it."""
    assert [line for table in tables() for line in doubled(table)] == []


@pytest.mark.parametrize(("fields", "found"), [(["subject", "at"], 1), (["at", "subject"], 0)])
def test_the_law_sees_an_index_that_another_begins_with(
    fields: list[str], found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from minben.institutions.rights.models import Grant

    more = [Index(fields=["subject"], name="short"), Index(fields=fields, name="long")]
    monkeypatch.setattr(Grant._meta, "indexes", more)
    assert len(doubled(Grant)) == found


def reads_the_clock(column: models.Field) -> bool:
    if getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False):
        return True
    return isinstance(column, models.DateField) and column.has_default()


def test_no_column_reads_the_clock_by_itself() -> None:
    """Time comes in as an argument: a moment that Django fills in can be neither played back nor tested."""
    own = [str(one) for table in tables() for one in table._meta.local_fields if reads_the_clock(one)]
    # Django's own table of accounts brings it along.
    assert own == ["accounts.User.date_joined"]


def test_every_table_stands_in_a_room_that_the_law_knows() -> None:
    assert {one.__module__.split(".")[1] for one in tables()} <= {room for rooms in STOREYS for room in rooms}
    assert (SOURCE / "loop").is_dir()


# What happened: told once, and corrected by another row alone; and what of it may change or go all the same.
ONLY_ADDED = {
    "ledger.Entry": "", "ledger.Node": "", "ledger.Head": "",
    "rights.Access": "", "rights.Line": "", "rights.Review": "",
    "sandbox.Evidence": "", "sandbox.Clearance": "", "sandbox.Revocation": "",
    "partners.Try": "",
    "hotline.Entry": "words", "hotline.Removal": "", "hotline.UpdateTaken": "",
    "telephone.CallEvent": "recording", "telephone.CallRequest": "",
    "topics.Mining": "", "topics.Hearing": "",
    "opendata.Release": "", "opendata.Spending": "", "opendata.File": "",
    "orders.OrderEntry": "words", "orders.Ruling": "", "orders.Reminder": "", "orders.Proof": "photo words",
    "ballots.Step": "", "ballots.Mediation": "", "ballots.Cast": "proxy secret", "ballots.Reading": "proxy secret",
    "ballots.Result": "", "ballots.Opened": "content", "ballots.Word": "",
    # Which place the owners are asked about is chosen after the study; the ledger tells each choice.
    "twin.Version": "", "twin.Study": "proposed", "twin.Consent": "",
    "outcomes.Attempt": "", "outcomes.Voice": "words", "outcomes.Snapshot": "",
    "agenda.Step": "", "agenda.Verdict": "person", "agenda.Reading": "", "agenda.Member": "",
}  # fmt: skip
# Who may take rows away, by which rule.
BY_RULE = {
    "minben/evaluation/outcomes/actions/thinning.py": "snapshots",
    "minben/participation/twin/actions/thinning.py": "unseen",
}

# So many letters or fewer are seldom more than one word of a list.
SHORT = 24
# Short columns that are no closed list, and why; what a city may extend is not for a migration to hold.
FREE = {
    # Copied from elsewhere, where it is held or comes from outside.
    "orders.Order.urgency": "copied from the request, whose own column is held",
    "topics.Mining.why_not": "copied from the standing of an algorithm",
    "rights.Access.role": "the reader as the edge named them; partners and commands have none of ours",
    # A city's own lists, or those of another house.
    "hotline.Alert.kind": "the city's lexicon names what calls for an alert",
    "orders.Proof.figure_unit": "units of measure as officers write them",
    "hotline.Contact.language": "any language that the pages are translated into",
    "registers.Person.language": "any language that the pages are translated into",
    "ballots.Beside.kind": "other features lay something beside a decision, each under its own name",
    "opendata.File.form": "a form of writing is added without a migration",
    "telephone.CallEvent.signed_with": "algorithms can be plugged in",
    "ledger.Log.algorithm": "algorithms can be plugged in",
    "ledger.Head.digest_algorithm": "algorithms can be plugged in",
    "ledger.Head.signature_algorithm": "algorithms can be plugged in",
    # No words at all.
    "hotline.Request.code": "a number of its own",
    "hotline.PublicId.key": "a number of its own",
    "hotline.Rehearsal.key": "a number of its own",
    "ballots.Dwelling.alias": "a random name",
    "ballots.Dwelling.head": "a random name",
    "ballots.Sheet.number": "what is printed on the sheet",
    "partners.Token.hint": "the last letters of a key",
    "ledger.Head.key_id": "the name of a key",
}


def words(table: type[Model]) -> Iterator["models.CharField[str, str]"]:
    """The columns of a table that hold a word: those with choices, and those too short for more."""
    for one in table._meta.local_fields:
        if isinstance(one, models.CharField) and (one.choices or (one.max_length or SHORT + 1) <= SHORT):
            yield one


def unheld(table: type[Model]) -> Iterator[str]:
    """What the database lets into a table though the code knows no such word."""
    held = dict(filter(None, map(listed, table._meta.constraints)))
    for one in words(table):
        code = {str(word) for word, _name in one.flatchoices} | ({""} if one.blank and one.choices else set())
        if one.name not in held:
            if str(one) not in FREE:
                yield f"{one}: no check holds it to its list"
        elif code and code != set(held[one.name]):
            yield f"{one}: the check says {sorted(held[one.name])}, the code {sorted(code)}"


def test_the_database_too_knows_every_closed_list() -> None:
    """What the code calls a list, a command line, an import or an older version cannot write beside."""
    assert [line for table in tables() for line in unheld(table)] == []


def test_what_is_said_to_be_free_is_there_and_free() -> None:
    there = {str(one): one.name for table in tables() for one in words(table)}
    assert FREE.keys() <= there.keys()
    held = {f"{table._meta.label}.{found[0]}" for table in tables()
            for found in filter(None, map(listed, table._meta.constraints))}  # fmt: skip
    assert not FREE.keys() & held


def test_the_law_sees_a_list_without_its_check_and_a_check_that_fell_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from minben.needs.hotline.models import Category

    kept = Category._meta.constraints
    monkeypatch.setattr(Category._meta, "constraints", [])
    assert list(unheld(Category)) == ["hotline.Category.tier: no check holds it to its list"]
    monkeypatch.setattr(Category._meta, "constraints", kept)
    tier = Category._meta.get_field("tier")
    monkeypatch.setattr(tier, "choices", [("basic", "basic"), ("luxury", "luxury")])
    assert [line.partition(":")[0] for line in unheld(Category)] == ["hotline.Category.tier"]


def test_what_happened_is_only_added_to() -> None:
    """A table stops being history in one place: here, and somebody reads it."""
    there = {
        one._meta.label: " ".join(sorted(one.may_change)) for one in tables() if issubclass(one, Appended)
    }
    assert there == ONLY_ADDED


def test_a_table_that_says_it_is_never_edited_cannot_be() -> None:
    said = [one for one in tables() if re.search("never edited|[Nn]othing here is edited", one.__doc__ or "")]
    assert said
    assert [one._meta.label for one in said if not issubclass(one, Appended)] == []


def test_rows_of_history_are_taken_away_only_where_a_dated_rule_says_so() -> None:
    taken = {
        str(file.relative_to(SOURCE.parent)): file.read_text("utf-8")
        for file in SOURCE.rglob("*.py")
        if ".remove_by_rule()" in file.read_text("utf-8")
    }
    assert taken.keys() == BY_RULE.keys()
    assert [file for file, text in taken.items() if f'.at("{BY_RULE[file]}"' not in text] == []
    past = [str(file) for file in SOURCE.rglob("*.py") if "_base_manager" in file.read_text("utf-8")]
    assert past == [], "there is no other way past"
