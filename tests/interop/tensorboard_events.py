"""Holds the event files of runs to TensorBoard's own reader: python tensorboard_events.py FOLDER

FOLDER has events/RUN/events.out.tfevents.* and curves.csv, the same curves as a table. Every point of the table is a scalar of that run and series, with
its step and its value as a float32, and there is no other.
"""

import csv
import pathlib
import sys

import numpy
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator, SCALARS


def main():
    folder = pathlib.Path(sys.argv[1])
    wanted = {}
    with open(folder / "curves.csv", newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            wanted.setdefault((row["run"], row["series"]), []).append((int(row["step"]), numpy.float32(row["value"])))
    found = {}
    for run in sorted((folder / "events").iterdir()):
        events = EventAccumulator(str(run), size_guidance={SCALARS: 0})
        events.Reload()
        for tag in events.Tags()[SCALARS]:
            scalars = events.Scalars(tag)
            if any(after.wall_time < before.wall_time for before, after in zip(scalars, scalars[1:])):
                print(f"{run.name}, {tag}: wall time runs backwards")
                return 1
            found[(run.name, tag)] = [(scalar.step, numpy.float32(scalar.value)) for scalar in scalars]
    for series in sorted(set(wanted) | set(found)):
        if wanted.get(series) != found.get(series):
            print(f"{series[0]}, {series[1]}: {len(wanted.get(series, []))} points were written, {len(found.get(series, []))} read; they differ")
            return 1
    print(f"{len(found)} series with {sum(map(len, found.values()))} points are what TensorBoard reads")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
