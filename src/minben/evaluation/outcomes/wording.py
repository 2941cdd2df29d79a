"""Codes of outcomes in the reader's words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.evaluation.outcomes.words import AttemptOutcome


@dataclass(frozen=True, slots=True)
class Words:
    """A figure's name, what it says in one sentence (``%(value)s`` of ``%(n)s``), and how it is reckoned."""

    title: Promise
    sentence: Promise
    method: Promise


FIGURES: dict[str, Words] = {
    "response": Words(
        _("The unit got in touch"),
        _("Of %(n)s people who answered, %(value)s say that the unit got in touch with them."),
        _("The person's own word, asked by a clerk of the centre or by an outside body, never by the unit."),
    ),
    "solution": Words(
        _("Solved"),
        _("Of %(n)s people who answered, %(value)s say that it is solved."),
        _("The person's own word. That a unit closed its order does not count as solved."),
    ),
    "satisfaction": Words(
        _("Satisfied"),
        _("Of %(n)s people who answered, %(value)s are satisfied or very satisfied."),
        _("The two best of five answers; “neither” does not count as satisfied."),
    ),
    "deadlines_met": Words(
        _("Deadline kept"),
        _("Of %(n)s requests whose deadline came, %(value)s were finished in time."),
        _("Open past the deadline counts as missed; open before it does not count yet."),
    ),
    "first_action": Words(
        _("Until the first action"),
        _("Half of %(n)s requests were signed for within %(value)s."),
        _("From receipt until a unit signed. Requests still waiting are reckoned in as “at least so long”."),
    ),
    "to_finish": Words(
        _("Until the unit had finished"),
        _("Half of %(n)s requests were finished within %(value)s."),
        _(
            "The unit's own word, so not the same as solved. Open requests are reckoned in as “at"
            " least so long”."
        ),
    ),
    "to_solved": Words(
        _("Until it was solved"),
        _("Half of %(n)s requests were solved within %(value)s."),
        _(
            "From receipt until the finish that the person confirmed. Where nobody has the person's word"
            " it counts as “at least until the finish”: those not asked are taken to be like those who were."
        ),
    ),
    "no_repeat_7": Words(
        _("No second contact in 7 days"),
        _("After %(value)s of %(n)s finished requests the person did not have to come back within 7 days."),
        _(
            "No new request by the same person about the same kind of matter or the same event after"
            " the finish."
        ),
    ),
    "no_repeat_30": Words(
        _("No second contact in 30 days"),
        _("After %(value)s of %(n)s finished requests the person did not have to come back within 30 days."),
        _(
            "No new request by the same person about the same kind of matter or the same event after"
            " the finish."
        ),
    ),
    "own_claim": Words(
        _("Settled at once, as the units say"),
        _(
            "The units say of %(value)s of %(n)s finished requests that they settled them at the first"
            " attempt."
        ),
        _("Done in the first round and never sent back. Compare it with whether people came back."),
    ),
    "contacts": Words(
        _("Contacts"),
        _("%(n)s people had to get in touch %(value)s times on average."),
        _("As the person counts them: calls, messages, forms."),
    ),
    "visits": Words(
        _("Visits"),
        _("%(n)s people had to go somewhere %(value)s times on average."),
        _("As the person counts them."),
    ),
    "papers": Words(
        _("Papers"),
        _("%(n)s people had to bring %(value)s papers on average."),
        _("As the person counts them."),
    ),
}

DIMENSIONS: dict[str, Promise] = {
    "channel": _("By channel"),
    "age": _("By age"),
    "income": _("By income"),
    "district": _("By district"),
}

GROUPS: dict[tuple[str, str], Promise] = {
    ("channel", "phone"): _("By telephone"),
    ("channel", "web"): _("Online"),
    ("channel", "counter"): _("At a counter"),
    ("channel", "letter"): _("By letter"),
    ("channel", "text"): _("By text relay"),
    ("channel", "sign"): _("By sign relay"),
    ("channel", "proxy"): _("Through a helper"),
    ("channel", "partner"): _("Through a partner of the city"),
    ("channel", "import"): _("From an export"),
    ("age", "under 35"): _("Under 35"),
    ("age", "35–64"): _("35 to 64"),
    ("age", "65–79"): _("65 to 79"),
    ("age", "80+"): _("80 and older"),
    ("age", "unknown"): _("Age not known"),
    ("income", "low"): _("Low income"),
    ("income", "middle"): _("Middle income"),
    ("income", "high"): _("High income"),
    ("income", "unknown"): _("Income not known"),
    ("district", "unknown"): _("District not known"),
}

COUNTS: dict[str, Promise] = {
    "reached": _("Reached"),
    "declined": _("Did not wish to answer"),
    "not_reached": _("Not reached"),
    "waiting": _("Still to be asked"),
    "met": _("Finished in time"),
    "late": _("Finished late"),
    "overdue": _("Open past the deadline"),
    "pending": _("Open, deadline still ahead"),
    "without": _("Without a deadline"),
    "chasers": _("Asked again about an open request"),
    "unfinished": _("Not finished"),
    "unknown_person": _("Person not known"),
    "too_recent": _("Finished too recently"),
}

EXCLUSIONS: dict[str, Promise] = {
    "withdrawn": _("Withdrawn by the person"),
    "declined": pgettext_lazy("ending", "Not taken on"),
    "unreasonable": _("Found unreasonable"),
    "suspended": _("Suspended until a named condition"),
    "excluded": _("Excluded from the appraisal"),
}

DRAWN_AS: dict[str, Promise] = {
    "not_solved": _("Said “not solved” before"),
    "vulnerable": _("Easily overlooked"),
    "random": _("Drawn by lot"),
}

OUTCOMES: dict[str, Promise] = {
    AttemptOutcome.REACHED: _("Reached"),
    AttemptOutcome.NO_ANSWER: _("Nobody answered"),
    AttemptOutcome.DECLINED: _("Did not wish to answer"),
    AttemptOutcome.WRONG_NUMBER: _("Wrong number, or none"),
}

REFUSALS: dict[str, Promise] = {
    "not_a_caller": _(
        "Follow-up calls are made by clerks of the hotline centre. Ask the centre to make this call."
    ),
    "own_unit": _(
        "Your own unit did this work, so you may not ask about it. Leave this call to a colleague"
        " of another unit."
    ),
    "not_third_party": _(
        "This call belongs to an outside body. Leave it to somebody who works in no unit of the city."
    ),
    "already_closed": _(
        "This follow-up is closed: the person was reached, declined, or was tried often enough."
        " Take the next one."
    ),
}
