"""Days as notices write them."""

DATE_FORMAT = "Y年n月j日"
DATETIME_FORMAT = "Y年n月j日 H:i"
# Groups of three, as on every bill and in every yearbook; the framework has groups of four without a mark.
NUMBER_GROUPING = 3
THOUSAND_SEPARATOR = ","
