"""The main job as a pandas program, which rejig is held against byte for byte.

    e2e_pandas.py job WORKBOOK OUT     the two rules of examples/reasoning.rejig; OUT is a JSON array
    e2e_pandas.py fill WORKBOOK OUT    a copy of the workbook with every blank cell filled
"""
import json
import sys

import openpyxl
import pandas

NO_REPEAT = " Don't output the same answer over and over again unnecessarily."
FREE_WRITING = (" You should create sentences with correct grammar using free ideas"
                " within the framework specified by the user.")


def job(workbook, out):
    frame = pandas.read_excel(workbook).astype(object)
    # pandas has NaN for a blank cell, which is no JSON; without blanks this line changes nothing.
    records = frame.where(frame.notna(), None).to_dict("records")
    for record in records:
        if record["category"] == "open_qa" and record["uniqueness"] == "simple":
            record["reasoning"] += NO_REPEAT
        if record["category"] == "creative" and record["uniqueness"] == "simple":
            record["reasoning"] += FREE_WRITING
    with open(out, "w", encoding="utf-8") as file:
        json.dump(records, file, ensure_ascii=False, indent=4, sort_keys=True,
                  default=lambda day: day.date().isoformat())
        file.write("\n")


def fill(workbook, out):
    book = openpyxl.load_workbook(workbook)
    for row in book.active.iter_rows(min_row=2):
        for cell in row:
            if cell.value is None:
                cell.value = "(none)"
    book.save(out)


{"job": job, "fill": fill}[sys.argv[1]](sys.argv[2], sys.argv[3])
