"""Measures of the page, in millimetres unless the name says otherwise.

Every block is a whole number of rows high, because WeasyPrint has no line grid: then
22 rows fill each page whatever stands on it.

Source:
    GB/T 9704-2012, 5.2.1 (paper and margins) and 5.2.3 (22 lines of 28 characters).
"""

POINT = 25.4 / 72
WIDTH, HEIGHT = 210.0, 297.0
TOP, LEFT, RIGHT, BOTTOM = 37.0, 28.0, 26.0, 35.0
COLUMNS, ROWS = 28, 22
TEXT_WIDTH, TEXT_HEIGHT = 156.0, 225.0
CELL = TEXT_WIDTH / COLUMNS
# 22 rows of characters and 21 gaps between them fill the text area exactly.
ROW = (TEXT_HEIGHT - CELL) / (ROWS - 1)
HALF_LEADING = (ROW - CELL) / 2
# Without this slack the rounding of floats drops the last row of a page.
SLACK = 0.12

TITLE_PT = 22.0
TITLE_CELL = TITLE_PT * POINT
TITLE_COLUMNS = 20
SMALL_PT = 14.0

# 发文机关标志: its upper edge 35 mm below the top of the text area, its height chosen
# so that two rows down to the 文号 and 4 mm down to the rule make 8 whole rows.
HEAD_ROWS = 8
MARK_CELL = HEAD_ROWS * ROW - 4 - CELL - 2 * ROW - (35 + HALF_LEADING)
MARK_SQUEEZE_MIN = 0.6
# 命令: the mark 20 mm below the top of the text area, the 令号 in row 7.
ORDER_HEAD_ROWS = 7
ORDER_MARK_CELL = (ORDER_HEAD_ROWS - 3) * ROW - 20
# 信函: the mark 30 mm from the top of the sheet, a double rule 4 mm below it, and 7/8
# of a character below that the row of the 文号, row 3.
LETTER_WIDTH, LETTER_TOP, LETTER_FOOT = 170.0, 30.0, 20.0
THICK_RULE, THIN_RULE, RULE_GAP = 0.9, 0.3, 0.5
DOUBLE_RULE = THICK_RULE + THIN_RULE + RULE_GAP
LETTER_MARK_CELL = TOP + 2 * ROW - LETTER_TOP - 4 - DOUBLE_RULE - CELL * 7 / 8

# Tables in running text: 小四, two lines to a row.
TABLE_PT = 12.0
TABLE_LINE = (ROW - 0.6) / 2
# The statistics form: 五号, on a turned page.
FORM_PT = 10.5
FORM_LINE = 4.0
FORM_ROW = 2 * FORM_LINE + 0.6
FORM_WIDTH = TEXT_HEIGHT
CELL_PADDING = 0.8
CELL_PADDING_RIGHT = 2.4

CHART_ROWS_MAX = 18
CHART_TABLE_ROWS_MAX = 5

RED = "#e60012"
RED_RULE = 0.5
# From the top of a line of page number to the upper edge of its dash, in ems.
NUMBER_DASH_EM = 0.588


def rows(count: float) -> str:
    """A height of that many rows, as CSS."""
    return f"{count * ROW:.4f}mm"


def cells(count: float) -> str:
    """A width of that many characters of the body, as CSS."""
    return f"{count * CELL:.4f}mm"


def mm(value: float) -> str:
    """A length as CSS."""
    return f"{value:.4f}mm"
