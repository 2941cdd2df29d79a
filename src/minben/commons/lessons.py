"""Words for the errors of ``commons``: code → what was wrong, why, what to do (English msgids)."""

from minben.commons.command_lessons import COMMAND_LESSONS
from minben.commons.vault_lessons import VAULT_LESSONS

__all__ = ["LESSONS"]

LESSONS: dict[str, tuple[str, str, str]] = {
    "calendar_year_missing": (
        "The calendar of working days does not cover {year}.",
        "A deadline in working days cannot be counted without the holidays of that year.",
        "Add the year's public holidays and make-up working days to the calendar.",
    ),
    "calendar_day_twice": (
        "{day} is both a holiday and a make-up working day.",
        "A day can only be one of the two.",
        "Remove it from one of the lists.",
    ),
    "span_not_positive": (
        "A time limit of {amount} {unit} is not possible.",
        "A time limit is a whole number of at least 1.",
        "Correct the amount.",
    ),
    "time_not_aware": (
        "The time {moment} has no time zone.",
        "Without one it could mean a different moment.",
        "Give the time with its zone, for example 2026-03-01T09:00+08:00.",
    ),
    "parameters_missing": (
        "There is no parameter file {file}.",
        "A figure set by law is read from a dated file, never from code.",
        "Create the file, or correct its name.",
    ),
    "parameters_unknown": (
        "{file} matches none of the files that come with Minben.",
        "A city's own figures replace those of the file with the same stage, feature and name.",
        "Name it as “minben city parameters” lists them, for example needs/hotline/retention.yaml.",
    ),
    "parameters_closed": (
        "{file} cannot be read: {why}.",
        "A city's own figures stand in a folder and in files of UTF-8 text that the service's account can open.",
        "Correct the file, where MINBEN_PARAMETERS leads, or who may open it.",
    ),
    "parameters_unreadable": (
        "{file} cannot be read as YAML (line {line}, column {column}).",
        "The parser met something it did not expect there.",
        "Correct that line; indent with spaces.",
    ),
    "parameter_unknown": (
        "{file} has no parameter “{key}”.",
        "It holds: {known}.",
        "Correct the name, or add the parameter.",
    ),
    "parameter_incomplete": (
        "An entry of “{key}” in {file} lacks or misuses “{field}”.",
        "Each entry needs from (a date), source, verified (true or false) and value; until is optional.",
        "Complete the entry.",
    ),
    "parameter_overlap": (
        "“{key}” in {file} has two entries that begin on {day}.",
        "Only one can be in force on a day.",
        "Correct one of the dates.",
    ),
    "parameter_not_in_force": (
        "“{key}” in {file} has no value in force on {day}.",
        "Its entries cover: {periods}.",
        "Add an entry with its source for that date.",
    ),
    "json_not_canonical": (
        "The value at {place} cannot be written as canonical JSON ({kind}).",
        "Only text, whole numbers up to 2^53, true, false, null, lists and objects with plain ASCII keys"
        " give the same bytes everywhere.",
        "Write a decimal number as text, or as a whole number of a smaller unit.",
    ),
    "digest_unknown": (
        "The digest algorithm “{algorithm}” is not available here.",
        "This computer offers: {known}.",
        "Choose one of these, or install an OpenSSL that offers it.",
    ),
    "signature_unknown": (
        "The signature algorithm “{algorithm}” is not available here.",
        "This installation offers: {known}.",
        "Choose one of these, or install the adapter for it.",
    ),
    "key_unreadable": (
        "The signing key cannot be read.",
        "It must be 32 bytes written as 64 hexadecimal digits.",
        "Restore the key from its backup, or make a new one.",
    ),
    "ledger_algorithm_changed": (
        "The ledger was begun with {kept}, but {asked} is set now.",
        "One log keeps one digest algorithm for its whole life, or its proofs would not hold together.",
        "Set MINBEN_DIGEST back to {kept}; to change it, archive this log and begin a new one.",
    ),
    "ledger_damaged": (
        "The newest head covers {signed} entries, but {found} are there.",
        "Entries or heads were removed outside this program; nothing is sealed until a person has looked.",
        "Run “minben ledger verify”, keep this database as it is, and restore a backup beside it.",
    ),
    "ledger_empty": (
        "Nothing has been sealed yet.",
        "A proof needs a signed head.",
        "Run “minben ledger seal”, then try again.",
    ),
    "ledger_entry_missing": (
        "There is no sealed entry {entry}.",
        "It was never written, or it still waits to be sealed.",
        "Check the number, or run “minben ledger seal” first.",
    ),
    "ledger_not_prepared": (
        "This database has no ledger yet.",
        "Its tables are made when the service first starts.",
        "Run “minben manage migrate” or “minben serve” once, then try again.",
    ),
    "ledger_size_unknown": (
        "The log never had the size {size}.",
        "It holds {known} sealed entries.",
        "Use the size in a head you have saved.",
    ),
    "proof_unreadable": (
        "This is not a proof of the ledger.",
        "{detail}",
        "Use the file as it was downloaded.",
    ),
    "table_format_unknown": (
        "{file} is not a table this program can read.",
        "It reads: {known}.",
        "Save the file in one of these formats.",
    ),
    "table_missing": (
        "There is no file {file}.",
        "The path may be misspelt.",
        "Check the path.",
    ),
    "table_broken": (
        "{file} is damaged or is not what its name says (near row {row}).",
        "Reading stopped with: {detail}.",
        "Obtain the file again; the rows before that place were read.",
    ),
    "table_no_header": (
        "The first row of {file} has no column names.",
        "Columns are found by their names.",
        "Put one name above every column.",
    ),
    "table_column_twice": (
        "{file} has two columns named “{column}”.",
        "It would be unclear which one is meant.",
        "Rename or remove one of them.",
    ),
    "table_encoding": (
        "{file} is neither UTF-8 nor GB 18030 text.",
        "Some of its bytes have no meaning in either.",
        "Save the file as UTF-8.",
    ),
    "table_swells": (
        "{file} would swell to {megabytes} MB when it is opened.",
        "No sheet of an office does that; such files are made to bring a computer down.",
        "Ask whoever sent it; save the sheet as CSV and bring that.",
    ),
    "table_utf16": (
        "{file} is saved as UTF-16 (“Unicode text”).",
        "Tables are read as UTF-8 or GB 18030.",
        "Open it again and save it as “CSV UTF-8”.",
    ),
    "row_too_long": (
        "Row {row} has more fields than the header.",
        "A comma or a quotation mark in a field may not be quoted.",
        "Put the field in double quotation marks.",
    ),
    "row_unreadable": (
        "Row {row} cannot be read.",
        "{detail}.",
        "Correct that row.",
    ),
    "unknown_code": (
        "No register holds this {what}: {codes}.",
        "A row can only name what was enrolled before it.",
        "Correct the code, or enrol it first.",
    ),
    "circular_parents": (
        "These codes are parents of one another: {codes}.",
        "A tree needs a beginning.",
        "Correct the parent of one of them.",
    ),
    "sheet_column_missing": (
        "{file} has no column {columns}.",
        "It holds: {known}.",
        "Name the column as the template does.",
    ),
    "no_filters": (
        "“{names}” is no filter here.",
        "This address always answers in full.",
        "Leave it out, and choose from what comes.",
    ),
    "json_not_utf8": (
        "The text is not UTF-8 (byte {place}).",
        "JSON is written in UTF-8.",
        "Save or send it as UTF-8.",
    ),
    "json_unreadable": (
        "This is not JSON (line {line}, column {column}).",
        "The reader met something it did not expect there.",
        "Correct that place.",
    ),
    "json_too_deep": (
        "The JSON nests deeper than {most} levels.",
        "Nothing that we ask for is nested so deep.",
        "Send a flatter text.",
    ),
    "json_key_twice": (
        "An object has the key “{key}” twice.",
        "One program would read the first, another the last.",
        "Write each key once.",
    ),
    "json_number": (
        "A number is too large, or is none.",
        "Numbers of more than 18 digits, infinity and NaN are read differently everywhere.",
        "Write it as a text, or leave it out.",
    ),
    "json_characters": (
        "A text holds control characters or half a character.",
        "They cannot be shown, and some programs stumble over them.",
        "Take them out; line ends and tabs may stay.",
    ),
    "reach_unreadable": (
        "MINBEN_REACH names a network that cannot be read ({detail}).",
        "It lists what may be called although it lies inside: hosts, addresses and networks, with commas.",
        "Write it like hooks.example.city,10.2.0.0/16.",
    ),
    **VAULT_LESSONS,
    **COMMAND_LESSONS,
}
