"""What may be shown of a person without a purpose."""


def masked_name(name: str) -> str:
    """The first character, the rest hidden; nothing of an unknown name.

    >>> masked_name("陈桂兰"), masked_name("Li Wei"), masked_name("")
    ('陈**', 'L**', '')
    """
    return f"{name[0]}{'*' * min(max(len(name) - 1, 1), 2)}" if name else ""


def masked_phone(phone: str) -> str:
    """The last two digits, for a caller to say "yes, that one".

    >>> masked_phone("19900001234"), masked_phone("")
    ('*********34', '')
    """
    return "*" * max(len(phone) - 2, 0) + phone[-2:] if len(phone) > 4 else "*" * len(phone)
