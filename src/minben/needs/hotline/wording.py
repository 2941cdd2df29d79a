"""Words for the hotline's codes, as residents and clerks read them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, Mapping[str, Promise]] = {
    "channel": {
        "phone": _("by phone"),
        "web": _("on the web"),
        "counter": _("at a counter"),
        "letter": _("by letter"),
        "text": _("by text relay"),
        "sign": _("by sign-language relay"),
        "proxy": _("through a helper"),
        "open311": _("through another service (Open311)"),
        "partner": _("through a partner of the city"),
        "import": _("from the city's export"),
    },
    "identity": {
        "named": _("The unit that acts sees who I am"),
        "confidential": _("Only the hotline centre knows who I am"),
        "anonymous": _("Nobody knows who I am"),
    },
    "kind": {
        "help": _("Asking for help"),
        "consultation": _("A question"),
        "complaint": _("A complaint"),
        "suggestion": _("A suggestion"),
        "whistle": _("Reporting wrongdoing"),
        "praise": _("Thanks"),
    },
    "part": {
        "contact": _("Name, number and address"),
        "words": _("What you said, in your own words"),
        "photos": _("Pictures"),
        "calls": _("What was said on the telephone afterwards"),
        "set_aside": _("Rows of an import that could not be read"),
        "messages": _("Copies of messages that went out through a folder"),
    },
    "part_after": {
        "contact": _("It is deleted, and the request no longer leads to you."),
        "words": _("Only the words with names, numbers and addresses covered stay."),
        "photos": _("They are deleted, those of the work in your home too."),
        "calls": _("The words are deleted; yes, no and marks stay without you."),
        "set_aside": _("They are emptied; the reason stays."),
        "messages": _("They are deleted."),
    },
    "tier": {"basic": _("Basic life"), "development": _("Improvement")},
    "urgency": {
        "urgent": _("Urgent: within hours"),
        "soon": _("Soon: within days"),
        "normal": _("In the ordinary time"),
    },
    "state": {
        "received": _("Received"),
        "with_clerk": _("A clerk is reading it"),
        "set_apart": _("With the reporting desk"),
        "routed": _("Handed to a unit"),
        "signed": _("Being worked on"),
        "asked": _("Waiting for your words"),
        "done": _("Done, waiting for your word"),
        "answered": _("Answered"),
        "closed": _("Closed"),
        "withdrawn": _("Withdrawn"),
        "declined": _("Not for this line"),
        "unreasonable": _("Ended: cannot be met"),
        "suspended": _("On hold until a condition is met"),
        "excluded": _("Left out of the figures"),
        "passed_on": _("With the neighbouring city"),
    },
    "step": {
        "received": _("We received your words"),
        "understood": _("We read it like this"),
        "corrected": _("A clerk corrected how it was understood"),
        "routed": _("Handed to a unit"),
        "signed": _("The unit took it on"),
        "sent_back": _("The unit sent it back"),
        "asked": _("You are asked something"),
        "added": _("Words were added"),
        "visited": _("Somebody came"),
        "reminded": _("The unit was reminded"),
        "supervised": _("The centre is watching over it"),
        "done": _("The unit says it is done"),
        "answered": _("Answered"),
        "called": _("We called you"),
        "solved": _("You said: solved"),
        "not_solved": _("You said: not solved yet"),
        "joined": _("Joined with others about the same thing"),
        "chased": _("You asked how far it is"),
        "withdrawn": _("You withdrew it"),
        "closed": _("Closed"),
        "ending_proposed": _("An end was proposed; a second person will look at it"),
        "ending_agreed": _("A second person agreed to end it"),
        "ending_refused": _("A second person did not agree to end it"),
        "appealed": _("You appealed"),
        "appeal_decided": _("Your appeal was decided"),
        "resumed": _("Work goes on"),
        "singled_out": _("It is looked at singly"),
        "declined": _("Another door is the right one"),
        "passed_on": _("Passed on to a neighbouring city"),
        "heard_back": _("The neighbouring city tells"),
        "better_asked": _("You are asked whether it got better"),
    },
    "actor": {
        "person": _("you"),
        "clerk": _("the hotline clerk"),
        "unit": _("the unit"),
        "centre": _("the hotline centre"),
        "machine": _("the program"),
        "record": _("the city's record"),
        "neighbour": _("the neighbouring city"),
    },
    "reply_by": {
        "nothing": _("Do not contact me; I will look it up with the code"),
        "phone": _("Call me"),
        "letter": _("Write me a letter"),
        "email": _("Write me an e-mail"),
        "sms": _("Send me a text message"),
    },
    "way": {
        "phone": _("a call"),
        "letter": _("a letter"),
        "email": _("an e-mail"),
        "sms": _("a text message"),
    },
    "trouble": {
        "no_address": _("no number or address was left"),
        "no_gateway": _("this city has no gateway for text messages"),
        "unknown_adapter": _("the way of sending is not set up"),
        "later": _("tried five times in vain"),
    },
    "trouble_there": {
        "address_unreadable": _("the address is no web address"),
        "address_scheme": _("the address does not begin with https:// or http://"),
        "address_inside": _("the address leads into our own network, which no setting allows"),
        "name_unknown": _("nobody answers to that name"),
        "no_connection": _("no connection"),
        "no_trust": _("the certificate is not that of the city"),
        "too_slow": _("no answer in time"),
        "answer_unreadable": _("the answer could not be read"),
        "answer_too_large": _("the answer was too large"),
        "token_waits": _("taken in there, and still without a number"),
        "contact_refused": _("the contact may not be passed on"),
    },
    "decided_by": {
        "nobody": _("nobody yet"),
        "machine": _("suggested by a program"),
        "person": _("decided by a person"),
        "record": _("as recorded"),
    },
    "alert": {
        "crowd": _("Many people at once"),
        "suicide": _("A life may be at risk"),
        "children": _("A child may be at risk"),
        "violence": _("Violence at home"),
    },
    "vulnerable": {
        "elderly": _("an old person"),
        "disabled": _("a disabled person"),
        "pregnant": _("a pregnant woman"),
        "infant": _("a small child"),
        "low_income": _("a family with little income"),
        "ill": _("someone who is ill"),
    },
    "fact": {
        "where": _("Where is it? A street and number, or the community."),
        "since_when": _("Since when is it so?"),
        "how_many": _("How many people or homes does it touch?"),
        "who": _("Who or what is it about?"),
        "contact": _("How can we reach the person?"),
        "what": _("What exactly should be done?"),
    },
    "ending": {
        "unreasonable": _("Cannot be met"),
        "suspended": _("On hold until a named condition"),
        "excluded": _("Leave it out of the figures"),
        "declined": _("Another door is the right one"),
    },
    "ending_reason": {
        "no_basis": _("no law or rule gives a right to it"),
        "answered_fully": _("everything the law allows was done and explained"),
        "impossible": _("it cannot be done in fact"),
        "waits_plan": _("it waits for a plan or a renewal that is decided"),
        "waits_law": _("it waits for a rule that is being made"),
        "waits_money": _("it waits for money in a coming budget"),
        "waits_season": _("it waits for the season in which it can be done"),
        "no_facts": _("the facts could not be found, with the proof named"),
        "double": _("the same matter of the same person is counted already"),
        "outside_control": _("the unit has no way to influence it"),
        "petition": _("it belongs to the petitions office"),
        "litigation": _("it belongs to a court"),
        "arbitration": _("it belongs to arbitration"),
        "review": _("it belongs to administrative review"),
        "discipline": _("it belongs to the supervision commission"),
        "disclosure": _("it is a request for public records"),
    },
    "emergency": {
        "110": _("Police"),
        "119": _("Fire and rescue"),
        "120": _("Ambulance"),
        "122": _("Traffic accidents"),
        "12356": _("Someone who listens, by day and by night"),
    },
    "gap": {
        "same_matter": _("It seems to speak of another matter than the person does."),
        "answer_to_question": _("This is not answered yet:"),
        "finding": _("What you found out is not said."),
        "action": _("What was done, or will be, is not said."),
        "deadline": _("By when it is done is not said."),
        "reason": _("Why it cannot be is not said."),
        "next_step": _("What the person can do next is not said."),
        "contact": _("It was passed on, but whom to ask, or which number to call, is not said."),
        "plain_words": _("It reads like a regulation. Say it as you would across a counter."),
    },
}

# States in which the matter is no longer in anybody's hands.
ENDED = frozenset({"closed", "answered", "withdrawn", "declined", "unreasonable", "suspended", "excluded"})
APPEALABLE = frozenset({"declined", "unreasonable", "suspended", "excluded"})
TONES: Mapping[str, str] = {
    "closed": "good", "answered": "good", "done": "good", "asked": "care", "received": "plain",
    "routed": "plain", "signed": "plain", "with_clerk": "plain",
    "passed_on": "plain",
}  # fmt: skip


def word(of: str, code: str) -> str:
    """Return the reader's word for a code; a code nobody has put into words yet stands for itself."""
    known = WORDS[of].get(str(code))
    return str(known) if known is not None else str(code)


def ending_reason_in_words(code: str) -> str:
    """Return the reader's words for the reason of an end that was not "done"."""
    return word("ending_reason", code)


def choices(of: str, codes: list[str] | None = None) -> list[tuple[str, Promise]]:
    """Return codes with their words, for a form."""
    return [(code, words) for code, words in WORDS[of].items() if codes is None or code in codes]


def name_of(row: object) -> str:
    """Return the stored name in the reader's language, the Chinese one where no English one is kept."""
    return in_language(str(getattr(row, "name", "")), str(getattr(row, "name_en", "") or ""))


def in_language(chinese: str, english: str) -> str:
    """Return the text in the reader's language, the Chinese one where there is no English one."""
    return english if english and (get_language() or "").startswith("en") else chinese


def named(row: object, what: str) -> str:
    """Return the name of a row's category, place or unit in the reader's language."""
    return in_language(str(getattr(row, f"{what}_name", "")), str(getattr(row, f"{what}_name_en", "") or ""))


ERASE_REFUSALS: Mapping[str, Promise] = {
    "still_open": _("Somebody still works on it and needs your words. Take it back first; then ask again."),
    "asked_already": _("You have asked for it already; a person of the centre decides it."),
    "nothing_left": _("Nothing is left that could be removed."),
    "decided": _("Somebody else has decided it meanwhile."),
    "same_person": _("Whoever wrote the wish down does not decide it. Ask a colleague."),
    "words_missing": _("Give the person the reason, in words they can check."),
}
