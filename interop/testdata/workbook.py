"""Prints, as JSON, what openpyxl reads in a workbook: the cells of its first
sheet, where that is frozen, and the places of its second."""
import json
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
grid, places = book.worksheets
for sheet in book.worksheets:
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f", f"{cell.coordinate} is a formula"
json.dump({
    "Frozen": grid.freeze_panes,
    "Cells": [[cell.value for cell in row] for row in grid.iter_rows()],
    "Places": [{"Cell": row[1].value, "Quote": row[3].value} for row in places.iter_rows(min_row=2)],
}, sys.stdout, ensure_ascii=False)
