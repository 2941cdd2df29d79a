"""Tables that people and offices send: CSV, TSV, Excel, JSON lines and Parquet, as one stream of batches.

Memory stays the same whatever the size of the file. A row that cannot be read is set aside with its number
and the reason; the rows around it are read.
"""

from minben.commons.tables.batches import BadRow, Batch
from minben.commons.tables.headers import Names
from minben.commons.tables.orders import Days, Shown, settle
from minben.commons.tables.reading import columns, formats, heading, rows
from minben.commons.tables.sheets import write_bad_rows, write_xlsx_template

__all__ = [
    "BadRow",
    "Batch",
    "Days",
    "Names",
    "Shown",
    "columns",
    "formats",
    "heading",
    "rows",
    "settle",
    "write_bad_rows",
    "write_xlsx_template",
]
