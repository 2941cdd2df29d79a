"""Words for what goes wrong at the commands: mappings, sheets, models, trials, the machine itself."""

__all__ = ["COMMAND_LESSONS"]

COMMAND_LESSONS: dict[str, tuple[str, str, str]] = {
    "address_taken": (
        "Port {port} is in use already.",
        "Another program answers there, perhaps a Minben that is still running.",
        "End that one, or choose another port: PORT={other} in front of the command.",
    ),
    "address_closed": (
        "This machine cannot listen on {host}, port {port} ({why}).",
        "The address is not its own, or the port is kept for the system (those below 1024 mostly are).",
        "Choose another port with PORT in front of the command, and another address with HOST.",
    ),
    "opendata_month_unreadable": (
        "“{month}” is not a month.",
        "A month is written year-month.",
        "Write it like 2026-03.",
    ),
    "topics_month_unreadable": (
        "“{month}” is not a month.",
        "A month is written year-month.",
        "Write it like 2026-03.",
    ),
    "topics_file_twice": (
        "{file} would be written over.",
        "It is the file that is read, or two results would go into it.",
        "Give each its own name with --out, --members and --discounted.",
    ),
    "opendata_month_open": (
        "{month} is not over yet.",
        "A month is published once and whole; what came later would be missing for good.",
        "Publish it on the first day of the next month, or later.",
    ),
    "opendata_too_few": (
        "Too few people asked for something in {month} to hide one another.",
        "Each row must stand for at least {k} people, and not even all requests together do.",
        "Nothing was spent. Publish a month in which more was heard.",
    ),
    "opendata_k_too_small": (
        "k = {k} is too small.",
        "At least {fewest} people must stand behind each published row, or somebody could be found in it.",
        "Set k to {fewest} or more in parameters/opendata.yaml.",
    ),
    "opendata_budget_spent": (
        "The privacy budget for {year} is spent: {spent} of {budget}, and this release asks for {asked}.",
        "Each release tells a little about everybody in it; the budget limits how much they tell together.",
        "Publish nothing more about {year}, or let the city set another dated rule in parameters/opendata.yaml.",
    ),
    "map_unreadable": (
        "“{part}” is not a mapping of columns.",
        "A mapping names a key and its columns, with “=” between them.",
        "Write it like text=title+body,when=created, or name a YAML file of the same.",
    ),
    "map_unknown_key": (
        "The mapping has the key “{key}”, which means nothing here.",
        "These are known: {known}.",
        "Correct the key.",
    ),
    "map_unknown_column": (
        "The file has no column “{column}”, which the mapping names for “{key}”.",
        "Its columns are: {columns}.",
        "Correct the name; several columns are joined with “+”.",
    ),
    "map_incomplete": (
        "Nothing tells which column is “{key}”.",
        "The file has: {columns}. A request needs its words (text) and its time (when).",
        "Name the column, for example --map {key}=COLUMN.",
    ),
    "map_order_unknown": (
        "“{said}” does not say how the file writes its days.",
        "Where the year stands last, as in 03/04/2026, either the day stands first or the month.",
        "Write one of: {known}.",
    ),
    "days_two_ways": (
        "The days in column “{column}” of {file} can be read two ways, so nothing was brought in.",
        "“{cell}” in row {row} is {day_first} with the day first and {month_first} with the month first, and no cell "
        "of the column tells which.",
        "Ask whoever made the file, then say so: put dates=day_first or dates=month_first into --map, or the line "
        "“dates: day_first” into its YAML file.",
    ),
    "map_file_unreadable": (
        "{file} cannot be read as a mapping ({trouble}).",
        "A mapping is a YAML file with one key and its columns on each line.",
        "Check the path and the lines, for example “text: [title, body]”.",
    ),
    "units_missing": (
        "There is no {file}.",
        "Units and the dispatch catalogue are read from there.",
        "Check the path; without --units each category gets a unit of its own.",
    ),
    "units_unclear": (
        "It is unclear what {file} holds.",
        "Sheets are known by their names: {known}.",
        "Name the file, or the sheets of the workbook, like that. “minben city template DIR” writes examples.",
    ),
    "units_empty": (
        "{file} holds no sheet this program knows.",
        "Sheets are known by their names: {known}.",
        "Name the files like that. “minben city template DIR” writes examples.",
    ),
    "city_folder_missing": (
        "There is no folder {folder}.",
        "A city is read from a folder of spreadsheets.",
        "Check the path, or write the templates with “minben city template {folder}”.",
    ),
    "city_folder_empty": (
        "{folder} holds no sheet this program knows.",
        "Sheets are known by their file names: places, units, roles, calendar, categories, answers, catalogue, crews.",
        "Write the templates with “minben city template {folder}” and fill them in.",
    ),
    "account_unknown": (
        "There is no account “{name}”.",
        "Accounts come from the sheet of roles.",
        "Check the spelling, or add a row to roles and run “minben city init” again.",
    ),
    "no_model": (
        "No classifier is in use.",
        "There is nothing to try until one was taken up.",
        "Train one with “minben classifier train”, then “minben city model DIR”.",
    ),
    "no_ranker": (
        "Nothing was learned from earlier replies yet.",
        "There is nothing to try until a ranker was learned from the city's own replies.",
        "Run “minben replies learn”.",
    ),
    "replies_too_few": (
        "Only {found} replies say enough to learn from; {least} are needed.",
        "What is learned from fewer does not hold for the next request.",
        "Wait until more requests were answered. Until then nothing is missing: people answer without earlier replies.",
    ),
    "trial_columns": (
        "The file of the trial lacks the column text or label; it has: {columns}.",
        "A trial compares what the classifier says of each text with the right label.",
        "Name the two columns text and label.",
    ),
    "trial_empty": (
        "{file} has no rows.",
        "Nothing can be measured on nothing.",
        "Give the trial a file with rows, or none: then it uses what was kept back from training.",
    ),
    "not_declared": (
        "No algorithm is called “{name}”.",
        "Only declared algorithms can be tried, cleared or stopped.",
        "“minben sandbox list” shows their names.",
    ),
    "no_trial": (
        "“{name}” brings no trial of its own.",
        "Its evidence is recorded by the feature it belongs to.",
        "Clear it on the evidence that is there.",
    ),
    "version_differs": (
        "The trial looked at version {tried}, but {running} is in use.",
        "Evidence counts only for the version it is about.",
        "Try the version in use again.",
    ),
    "broke_off": (
        "The trial broke off and left no evidence.",
        "It ended with status {status}: {detail}",
        "Mend what it names and try again; until then people decide.",
    ),
    "wrong_role": (
        "This account may not decide that.",
        "Only a reviewer of algorithms clears; a reviewer or a clerk stops.",
        "Ask a reviewer.",
    ),
    "no_evidence": (
        "There is no evidence for “{name}”.",
        "Nothing is cleared without somebody having tried it.",
        "Run “minben sandbox try {name}” first.",
    ),
    "evidence_before_trip": (
        "“{name}” stopped itself after this evidence was made.",
        "Older evidence says nothing about why it stopped.",
        "Find the cause, try it again, and let a reviewer decide.",
    ),
    "evidence_not_genuine": (
        "The evidence for “{name}” does not fit its signature.",
        "Somebody changed it outside this program.",
        "Do not rely on it; try the algorithm again.",
    ),
    "evidence_over_limit": (
        "“{name}” errs in {error} of its trial ({metric}); its declared limit is {limit}.",
        "What was worse when it was tried would not be better for people.",
        "Mend the algorithm and try it again; until then people decide.",
    ),
    "evidence_without_error": (
        "The evidence for “{name}” lacks the figure “{metric}”.",
        "That figure is held against the declared error limit.",
        "Try the algorithm again.",
    ),
    "error_limit_over_declared": (
        "The register promises an error limit of {limit} for “{name}”.",
        "A clearance may ask for less, never allow more.",
        "Choose a limit up to the declared one.",
    ),
    "model_absent": (
        "There is no {path}.",
        "A model is a folder with card.json and classifier.skops.",
        "Name the folder that “minben classifier train … --out” wrote.",
    ),
    "model_foreign": (
        "{path} was not written by Minben.",
        "Foreign model files are not opened, because they could run code.",
        "Train a model here, with “minben classifier train”.",
    ),
    "model_changed": (
        "{path} is not as it was written: its digest differs.",
        "A changed model has no clearance.",
        "Restore the folder from its copy, or train it again.",
    ),
    "labels_too_few": (
        "The {rows} usable rows have fewer than two different labels ({labels}).",
        "Nothing can be told apart.",
        "Check --label, or add examples of other labels.",
    ),
    "column_missing": (
        "{file} has no column {wanted}. It has: {known}.",
        "Columns are found by their names.",
        "Name its columns with --text, --label or --id; join several with “+”.",
    ),
    "label_in_text": (
        "{label} is both the label and part of the text.",
        "Whoever reads the answer learns nothing.",
        "Name other columns with --text.",
    ),
    "out_is_read": (
        "{file} is read and cannot be written over at the same time.",
        "What it holds would be gone before it is read.",
        "Name another file with --out.",
    ),
    "rows_missing": (
        "No row of {file} can be used.",
        "Each needs a text and a label.",
        "Check --text and --label.",
    ),
    "span_unreadable": (
        "“{text}” is no time limit.",
        "A limit is an amount and a unit.",
        "Write it like 24 hours, 3 days or 5 working_days.",
    ),
    "declaration_unknown_field": (
        "{file} declares what nobody reads: {fields}.",
        "A misspelt field would silently say nothing.",
        "Correct the name, or remove it.",
    ),
    "duty_unknown": (
        "No duty of the worker is called “{name}”.",
        "Its duties are: {known}.",
        "Correct the name after --only or --leave.",
    ),
    "backup_there": (
        "{file} is there already.",
        "A backup never writes over another one.",
        "Choose another name, or move that file away.",
    ),
    "backup_unreadable": (
        "This is no backup of Minben that can be read ({trouble}).",
        "A backup is one file, written by “minben backup”, with a manifest in it.",
        "Check the path, and whether the file was copied whole.",
    ),
    "backup_changed": (
        "{part} of this backup is not as it was written.",
        "Its digest differs, so that it may be damaged or somebody may have changed it. Nothing was touched here.",
        "Take another copy of the file, or the backup of another night.",
    ),
    "backup_newer": (
        "This backup was made by version {version}, which knows more than this one ({migrations}).",
        "Rows can be brought up to date, but not back into a form that an older version knows.",
        "Install that version or a newer one, then restore.",
    ),
    "city_there": (
        "The database {name} holds a city already ({rows} accounts and acts).",
        "A backup replaces everything that is there.",
        "Give MINBEN_HOME or DATABASE_URL another, empty place; or, if that city is to go, add --replace {name}.",
    ),
    "city_of_another_form": (
        "The city in {name} has tables of another version than this backup.",
        "They would have to be changed before it is sure that the backup goes in.",
        "Restore into an empty place instead, and go on there.",
    ),
    "erased_unreadable": (
        "Line {row} of {file} names no erased request.",
        "Nobody could tell whose data are to be removed again. Nothing was touched here.",
        "Take another copy of the list; if only this line is damaged, take it out and look it up in the ledger.",
    ),
    "restore_differs": (
        "What was written into {table} is not what the backup holds.",
        "Each row is read back and compared before anything counts. Nothing was changed.",
        "Check disk and database, and try again; keep the backup.",
    ),
    "passphrase_short": (
        "The words that seal the keys are missing or too short.",
        "Whoever finds the file may try them one after the other; they need at least {least} characters.",
        "Set MINBEN_BACKUP_PASSPHRASE, or type them when you are asked.",
    ),
    "passphrase_wrong": (
        "The keys of this backup do not open with these words.",
        "They were sealed with others. Nothing was touched here.",
        "Try again, or leave them empty and bring the folder “keys” of the old home yourself.",
    ),
    "database_away": (
        "The database does not answer ({trouble}).",
        "It is away, busy, full, or DATABASE_URL names another place. What was finished before stands.",
        "Start it or correct DATABASE_URL, then run the same command again.",
    ),
    "words_outside": (
        "The tables hold words that this version does not know: {found}.",
        "Each of these columns holds one word of a closed list, and only the city can say which one was meant."
        " No table has been changed; the version before this one still runs.",
        "Put them right in the database, then run the same command again; for the first: {remedy} (one of: {known}).",
    ),
    "file_trouble": (
        "{file} cannot be read or written ({trouble}).",
        "The file may be away, protected, or the disk full.",
        "Put that right and run the same command again; what was finished before stands.",
    ),
    "subsidy_too_large": (
        "The subsidy of {subsidy} cents is larger than the cost of {cost} cents.",
        "Nothing would be left to share.",
        "Check both amounts.",
    ),
    "nobody_to_pay": (
        "By {scheme} nobody has a share.",
        "Every household is exempt, or lives below the first floor that pays.",
        "Check floors and exemptions, or choose another table.",
    ),
}
