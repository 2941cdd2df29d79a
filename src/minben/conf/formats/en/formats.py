"""Days as readers outside America write them too: nobody takes 3 April for the fourth of March."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
