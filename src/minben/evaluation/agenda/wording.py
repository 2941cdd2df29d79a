"""Codes of the agenda in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.evaluation.agenda.words import Comparison, Deed, State, TaskEnd, TaskKind, Way, Word

STATES: dict[str, Promise] = {
    State.CHOSEN: _("Chosen, not begun yet"),
    State.WORKING: _("Being worked on"),
    State.ASKING: _("People are being asked"),
    State.CLOSED: _("Closed: people confirmed it"),
}
TONES: dict[str, str] = {State.CHOSEN: "", State.WORKING: "plain", State.ASKING: "care", State.CLOSED: "good"}

DEEDS: dict[str, Promise] = {
    Deed.CHOSEN: _("Chosen as a question of the month"),
    Deed.BEGUN: _("The unit took it up"),
    Deed.PROGRESS: _("The unit reports"),
    Deed.ASKED: _("People are asked whether it got better"),
    Deed.WENT_ON: _("Not confirmed: the work goes on"),
    Deed.CLOSED: _("Closed, because people confirmed it"),
    Deed.REOPENED: _("Taken up again, because it came back"),
    Deed.HANDED_OVER: _("Another unit leads it now"),
    Deed.TASK_SET: _("A task was put on the list"),
    Deed.TASK_DONE: _("A task was done"),
    Deed.TASK_DROPPED: _("A task was dropped"),
}

WORDS: dict[str, Promise] = {
    Word.BETTER: _("It got better"),
    Word.SAME: _("It is the same"),
    Word.WORSE: _("It got worse"),
    Word.TAKEN_BACK: _("I take back what I said"),
}

WAYS: dict[str, Promise] = {
    Way.PHONE: _("By telephone"),
    Way.COUNTER: _("At a counter"),
}

TASK_KINDS: dict[str, Promise] = {
    TaskKind.WORK: _("Work to be done"),
    TaskKind.RULE: _("Rule to be made"),
}
TASK_ENDS: dict[str, Promise] = {
    TaskEnd.DONE: _("The task is done"),
    TaskEnd.DROPPED: _("It will not be done"),
}

COMPARISONS: dict[str, Promise] = {
    Comparison.ELSEWHERE: _("The same matter in the rest of the city"),
    Comparison.OTHER_MATTERS: _("Everything else that people there ask for"),
    Comparison.YEAR_EARLIER: _(
        "The same months a year earlier, beside everything else that people there ask for"
    ),
}
AGAINST: dict[str, Promise] = {
    Comparison.ELSEWHERE: _(
        "Set against the same matter in the rest of the city: what goes up and down everywhere is taken out."
    ),
    Comparison.OTHER_MATTERS: _(
        "Set against everything else that people there ask for. A season of its own, like heating in winter,"
        " is not taken out."
    ),
    Comparison.YEAR_EARLIER: _(
        "Set against the same months a year earlier: rain and cold come every year and are neither success nor failure."
        " What changed for everything else that people there ask for is taken out too. The first eleven months are"
        " followed."
    ),
}

DIMENSIONS: dict[str, Promise] = {
    "district": _("By district"),
    "community": _("By community"),
    "age": _("By age"),
    "condition": _("By what makes asking hard"),
    "income": _("By income"),
}

GROUPS: dict[tuple[str, str], Promise] = {
    ("age", "under 35"): _("Under 35"),
    ("age", "35–64"): _("35 to 64"),
    ("age", "65–79"): _("65 to 79"),
    ("age", "80+"): _("80 and older"),
    ("age", "unknown"): _("Age not known"),
    ("condition", "none"): _("None told"),
    ("condition", "phoneless"): _("No smartphone"),
    ("condition", "newcomer"): _("New to the city"),
    ("condition", "deaf"): _("Deaf"),
    ("condition", "blind"): _("Blind"),
    ("condition", "disabled"): pgettext_lazy("person", "Disabled"),
    ("condition", "unknown"): _("Person not known"),
    ("income", "low"): _("Low income"),
    ("income", "middle"): _("Middle income"),
    ("income", "high"): _("High income"),
    ("income", "unknown"): _("Income not known"),
    ("district", "unknown"): _("District not known"),
}

STANDINGS: dict[str, Promise] = {
    "more": _("speak of it more than others"),
    "alike": _("speak of it about as much as others"),
    "less": _("ask for much else, seldom for this"),
    "silent": _("ask for little of anything: their silence proves nothing"),
    "too_few": _("too few to say"),
}
STANDING_TONES: dict[str, str] = {"more": "plain", "less": "care", "silent": "danger"}

# Each with %(has)s and %(needs)s, or %(group)s.
REASONS: dict[str, Promise] = {
    "too_soon": _("People have been asked for %(has)s days so far; it takes %(needs)s."),
    "too_few": _("%(has)s people have answered so far; it takes %(needs)s."),
    "not_better": _(
        "Chance allowed for, it may be only %(has)s who say that it got better; it takes %(needs)s."
    ),
    "group_not_better": _("%(group)s: chance allowed for, at most %(has)s say that it got better."),
    "group_unheard": _("%(group)s: hardly anybody has been heard yet. Go and ask them."),
}
PUBLIC_REASONS: dict[str, Promise] = {
    "too_soon": _("People had not been asked for long enough."),
    "too_few": _("Too few people had answered."),
    "not_better": _("Too few of those who answered said that it got better."),
    "group_not_better": _("%(group)s: too few said that it got better."),
    "group_unheard": _("%(group)s: hardly anybody had been heard."),
}

PARTS: dict[str, Promise] = {
    "voices": _("Voices"),
    "duration": _("Duration"),
    "support": _("Support"),
    "danger": _("Danger"),
    "vulnerable": _("Vulnerable people"),
    "unsolved": _("Unsolved"),
    "reopened": _("Came back"),
    "excess": _("More than usual"),
}

REFUSALS: dict[str, Promise] = {
    "not_yours": _("Your role may not do this. Ask an analyst of the city."),
    "own_unit": _(
        "Your own unit leads this question, so you may neither ask about it nor close it. Leave it to"
        " somebody of another unit."
    ),
    "other_unit": _("Only the unit in the lead reports on this question."),
    "own_choice": _("You chose this question, so somebody else has to close it. Ask a reviewer."),
    "wrong_state": _("This step does not follow from where the question stands. Look at its history first."),
    "month_full": _("This month has three questions already. Choose another month: three can be done well."),
    "not_confirmed": _("People have not confirmed it yet. What stands against it is listed here."),
    "words_missing": _("Write a sentence or two: everybody will read it."),
    "words_too_long": _(
        "That is too long: 2,000 characters at most, 4,000 in English. Your words are kept below."
    ),
    "not_concerned": _(
        "The request with this code is not among those about this question. If the trouble reaches you too,"
        " tell us on the first page: you will be asked in the next round."
    ),
    "no_comparison": _("“The rest of the city” needs a place. Choose the place, or the other comparison."),
    "no_year_earlier": _("Nothing is known of the same months a year earlier. Choose another comparison."),
    "target_not_fewer": _("The goal must be fewer requests: between 1 and 100 per cent fewer."),
    "month_over": _("This month is over. Choose the running one or one to come."),
    "theme_kept": _("Questions stand under this theme already, so it keeps its name."),
    "chosen_already": _("This question, or the candidate it comes from, is on the list already."),
    "start_passed": _("The work must begin today or later: a goal is set before anybody knows how it went."),
    "too_far": _("The work must begin within a year, and the goal be due within three years of that."),
    "nobody_concerned": _(
        "No request is about it yet, so nobody could confirm it. Go and ask, and take down what people need first."
    ),
    "due_passed": _("That day is over. Name the day by which it will be done."),
    "tasks_full": _("The list has thirty tasks already. Put what belongs together into one."),
    "same_unit": _("This unit leads it already."),
    "due_before_start": _("The goal must be due after the work begins."),
}

DOING: dict[str, Promise] = {
    Deed.BEGUN: _("Take it up"),
    Deed.PROGRESS: _("Report progress"),
    Deed.ASKED: _("Have people asked"),
    Deed.WENT_ON: _("Let the work go on"),
    Deed.CLOSED: _("Close it"),
    Deed.REOPENED: _("Take it up again"),
}
HINTS: dict[str, Promise] = {
    Deed.BEGUN: _("Say what your unit will do, and by when. Everybody reads it."),
    Deed.PROGRESS: _("What was done since, in plain words, also what did not succeed. Everybody reads it."),
    Deed.ASKED: _("Everybody who had asked about it until today may then say whether it got better."),
    Deed.WENT_ON: _("Say what will be done otherwise now. What stands against closing is added to it."),
    Deed.CLOSED: _(
        "Say what people confirmed. Everybody reads it, and anybody can say later that it came back."
    ),
    Deed.REOPENED: _("Say how you know that it came back."),
}
