#!/usr/bin/env python3
"""Makes tests/data/xlsx: python3 make_xlsx_files.py FOLDER, with openpyxl, XlsxWriter and pandas.

The table has 12 rows: a date, a = 1.5 · i, a word with a blank and an umlaut, b = i % 3 with gaps.
"""
import datetime
import os
import sys

import numpy as np
import openpyxl
import pandas as pd
import xlsxwriter

folder = sys.argv[1]
words = ["low", "not ö", "high"]
header = ["day", "a", "word", "b"]


def rows():
    for i in range(12):
        yield [datetime.date(2024, 2, 27) + datetime.timedelta(days=i), 1.5 * i, words[i % 3], None if i in (4, 9) else i % 4 + 0.25]


def path(name):
    return os.path.join(folder, name)


book = openpyxl.Workbook()
notes = book.active
notes.title = "Empty"
data = book.create_sheet("Data")
data.append(header)
for row in rows():
    data.append(row)
second = book.create_sheet("More")
second.append(["x", "y"])
for i in range(12):
    second.append([i, 100.0 - i * i])
book.create_sheet("Secret").sheet_state = "hidden"
book.save(path("openpyxl.xlsx"))

book = openpyxl.Workbook()
notes = book.active
notes.title = "Notes"
for line in ("These numbers were measured by hand.", "Ask before you use them."):
    notes.append([line])
data = book.create_sheet("Data")
data.append(["a", "b"])
for i in range(12):
    data.append([1.5 * i, 100.0 - i * i])
book.save(path("notes.xlsx"))

with xlsxwriter.Workbook(path("xlsxwriter.xlsx")) as book:
    sheet = book.add_worksheet("Data")
    day = book.add_format({"num_format": "d mmm yyyy"})
    for column, name in enumerate(header):
        sheet.write(2, column + 1, name)
    for i, row in enumerate(rows()):
        sheet.write_datetime(i + 3, 1, datetime.datetime.combine(row[0], datetime.time()), day)
        sheet.write_number(i + 3, 2, row[1])
        if i % 3 == 1:
            sheet.write_rich_string(i + 3, 3, "not ", book.add_format({"bold": True}), "ö")
        else:
            sheet.write_string(i + 3, 3, row[2])
        if row[3] is not None:
            sheet.write_number(i + 3, 4, row[3])

frame = pd.DataFrame([[pd.Timestamp(r[0]), r[1], r[2], np.nan if r[3] is None else r[3]] for r in rows()], columns=header)
frame.to_excel(path("pandas.xlsx"), sheet_name="Data", index=False)

with xlsxwriter.Workbook(path("formulas.xlsx")) as book:
    sheet = book.add_worksheet("Sums")
    sheet.write_row(0, 0, ["x", "double", "is_large", "bad"])
    for i in range(12):
        sheet.write_number(i + 1, 0, i)
        sheet.write_formula(i + 1, 1, f"=2*A{i + 2}")  # never calculated: 0
        sheet.write_boolean(i + 1, 2, i > 5)
        sheet.write_formula(i + 1, 3, "=1/0", None, "#DIV/0!" if i % 2 else i)

with xlsxwriter.Workbook(path("from1904.xlsx"), {"date_1904": True}) as book:
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["day", "a"])
    for i in range(12):
        sheet.write_datetime(i + 1, 0, datetime.datetime(2024, 3, 1) + datetime.timedelta(days=i), book.add_format({"num_format": 14}))
        sheet.write_number(i + 1, 1, i)

book = openpyxl.Workbook()  # cells that are merged: a title, names in two lines, a class over three rows each
sheet = book.active
sheet.append(["Leaves of 2024"])
sheet.append([])
sheet.append(["species", "left", None, "right", None])
sheet.append([None, "a", "b", "a", "b"])
for i in range(12):
    sheet.append([words[i // 3 % 2] if i % 3 == 0 else None, *(i + k / 4 for k in range(4))])
for reference in ("A1:E1", "A3:A4", "B3:C3", "D3:E3", "A5:A7", "A8:A10", "A11:A13", "A14:A16"):
    sheet.merge_cells(reference)
book.save(path("merged.xlsx"))

book = openpyxl.Workbook()  # numbers as texts, and names in two lines that nothing merges
sheet = book.active
for line in (["", "left", "", "right", ""], ["plant", "a", "b", "a", "b"]):
    sheet.append(line)
for i in range(12):
    sheet.append([f"p{i * 7 % 12}", f"{i},5", f"{i}.25", f"-{i},75" if i % 2 else -(i + 0.75), i])
book.save(path("texts.xlsx"))
