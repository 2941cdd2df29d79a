"""Codes of rights in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from minben.accounts.queries import Role, role_name

FIELDS: dict[str, Promise] = {
    "text": pgettext_lazy("personal data", "your words"),
    "masked": pgettext_lazy("personal data", "your words, with names and numbers covered"),
    "name": pgettext_lazy("personal data", "name"),
    "phone": pgettext_lazy("personal data", "phone"),
    "email": pgettext_lazy("personal data", "e-mail"),
    "address": pgettext_lazy("personal data", "address"),
    "photos": pgettext_lazy("personal data", "photos"),
    "needs": pgettext_lazy("personal data", "special needs"),
    "history": pgettext_lazy("personal data", "earlier requests"),
}

OUTCOMES: dict[str, Promise] = {
    "opened": gettext_lazy("Opened"),
    "refused": gettext_lazy("Refused, nothing was shown"),
    "broke_glass": gettext_lazy("Opened in an emergency"),
}

VERDICTS: dict[str, Promise] = {
    "justified": gettext_lazy("It was justified"),
    "unjustified": gettext_lazy("It was not justified"),
    "unclear": gettext_lazy("It could not be told"),
}

WHY_REFUSED: dict[str, tuple[Promise, Promise]] = {
    "no_grant": (
        gettext_lazy("You were not given this case, or your part in it has ended."),
        gettext_lazy("Ask the hotline centre to send you the order, or ask the unit that has it."),
    ),
    "no_consent": (
        gettext_lazy("The person has not agreed to this, or has taken the consent back."),
        gettext_lazy("Ask the person, and write down how they agreed."),
    ),
    "wrong_role": (
        gettext_lazy("Your role does not include this purpose."),
        gettext_lazy("If it is part of your duty, ask your administrator for the role."),
    ),
    "not_own": (
        gettext_lazy("This page shows people their own data only."),
        gettext_lazy("If it is yours, call the hotline: a clerk connects your account with your record."),
    ),
    "unknown_purpose": (
        gettext_lazy("No purpose in force covers this reading."),
        gettext_lazy(
            "Tell your administrator: the city must first publish the purpose with its legal basis."
        ),
    ),
    "report_desk": (
        gettext_lazy(
            "Reports of wrongdoing are opened by the reporting desk alone, and for that purpose only."
        ),
        gettext_lazy(
            "If you know something about a report, tell the reporting desk; do not ask who made it."
        ),
    ),
    "confidential": (
        gettext_lazy("The unit may not learn who asked; not in an emergency either."),
        gettext_lazy("Ring the hotline centre: it can reach the person for you."),
    ),
    "no_reason": (
        gettext_lazy("The reason is too short to be reviewed."),
        gettext_lazy("Say in at least ten characters what the emergency is."),
    ),
}

REVIEW_ERRORS: dict[str, Promise] = {
    "wrong_role": gettext_lazy("Only auditors review forced readings."),
    "own_reading": gettext_lazy("This was your own reading; somebody else must review it."),
    "not_forced": gettext_lazy("This reading was not forced open, so there is nothing to review."),
    "reviewed": gettext_lazy("Somebody has reviewed this reading already."),
    "no_words": gettext_lazy("Say why you judge so; the person concerned will read it."),
}


def role_words(role: str) -> str:
    """Return the name of a role, or say that a program did it."""
    return role_name(Role(role)) if role in set(Role) else _("a program")


def field_words(fields: tuple[str, ...]) -> str:
    """Return what was shown, as words in a row."""
    return _(", ").join(str(FIELDS.get(field, field)) for field in fields)
