"""The permission table in words."""

from django.utils.translation import gettext_lazy as _

ABILITY_NAMES = {
    ("request", "make"): _("Say what you need, follow it, confirm that it is solved"),
    ("request", "take for another"): _("Write down what others need, with their consent"),
    ("request", "sort"): _("Decide what a request is about when the program is unsure"),
    ("request", "erase"): _("Decide, with a second person, that a person's data goes because they asked"),
    ("request", "exclude"): _("Judge with a second person whether a request can be taken"),
    ("call", "answer"): _("Answer calls, pass them on, hand them over to 110, call people back"),
    ("recording", "hear"): _("Hear a recorded call again, for a reason that is written down"),
    ("order", "dispatch"): _("Send an order to the unit in charge, and settle disputes about it"),
    ("order", "work on"): _("Sign for orders of your unit, act on them, report with evidence"),
    ("order", "supervise"): _("Sign for the supervision of an order that is late"),
    ("outcome", "ask by phone"): _("Call people back and write down whether it was solved"),
    ("outcome", "study"): _("See figures by group, never single persons"),
    ("question", "choose"): _(
        "Choose the questions of the month with a reason and a goal, and have people asked"
    ),
    ("question", "work on"): _("Take up a question of the month that your unit leads, and report on it"),
    ("question", "take words on"): _(
        "Write down whether a question of the month got better, as people say it"
    ),
    ("question", "close"): _(
        "Close a question of the month that somebody else chose, once people have confirmed it"
    ),
    ("decision", "organise"): _("Organise a vote of owners that your unit is in charge of"),
    ("block", "set up"): _("Set up a block and compute its sunlight"),
    ("ballot", "take for another"): _("Take ballots by telephone, at the counter, at home and on paper"),
    ("register", "keep"): _("Keep the registers of places, units and duties"),
    ("algorithm", "clear"): _("Clear an algorithm for use, until a date, on evidence"),
    ("algorithm", "stop"): _("Stop an algorithm at once"),
    ("access", "review"): _("See who read personal data, and review urgent readings"),
    ("ledger", "audit"): _("Check the record of what was done"),
    ("partner", "keep"): _("Enrol partners, give and take back their tokens"),
    ("account", "keep"): _("Open and close accounts, remove a lost second step"),
}
