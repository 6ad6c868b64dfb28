#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times AAF against pyaaf2, in processor time, so that a busy machine does not count: reading and printing each shared file against opening it and walking
its objects, and writing 5,000 clips. The program's start is timed by itself and taken off.

usage: aaf.py LINEUP
"""
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = Path(os.environ.get("LINEUP_FIXTURES", ROOT.parent / "shared/fixtures")) / "editorial/aaf"
JUDGES = ROOT / ".venv-judges/bin/python3"
CLIPS = 5000
WALK = """
import sys, aaf2
from aaf2.properties import StrongRefProperty, StrongRefVectorProperty, StrongRefSetProperty
def walk(thing):
    for one in thing.properties():
        if isinstance(one, StrongRefProperty): walk(one.value)
        elif isinstance(one, StrongRefVectorProperty): [walk(part) for part in one]
        elif isinstance(one, StrongRefSetProperty): [walk(part) for part in one.values()]
        else: one.value
with aaf2.open(sys.argv[1]) as file: walk(file.header)
"""


def milliseconds(command, times=3):
    """The processor times of a command, least first."""
    found = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return sorted(found)


def edl(path):
    """An edit decision list of as many clips, each of its own file."""
    def label(frame):
        return f"{frame // 90000:02d}:{frame // 1500 % 60:02d}:{frame // 25 % 60:02d}:{frame % 25:02d}"
    lines = ["TITLE: five thousand"]
    for number in range(CLIPS):
        source, record = 90000 + 100 * (number % 1000), 900000 + 50 * number
        lines.append(f"{number + 1:06d}  A{number % 1000:04d} V     C        {label(source)} {label(source + 50)} {label(record)} {label(record + 50)}")
        lines.append(f"* FROM CLIP NAME: take {number % 1000}")
    path.write_text("\n".join(lines) + "\n")


def main(lineup):
    # What the program takes before it reads anything, and how far that is known: less than this cannot be told from nothing.
    starts = milliseconds([lineup, "timeline", "show", "/nonexistent.aaf", "--json"], 15)
    start, grain = starts[0], max(1.0, starts[len(starts) // 2] - starts[0])
    python = milliseconds([JUDGES, "-c", "import aaf2"], 9)[0]
    for path in sorted(FIXTURES.glob("*.aaf")):
        if path.name == "empty.aaf":
            continue
        ours = milliseconds([lineup, "timeline", "show", str(path), "--json"], 9)[0] - start
        theirs = milliseconds([JUDGES, "-c", WALK, str(path)])[0] - python
        told = f"{ours:.0f} ms" if ours >= grain else f"under {grain:.0f} ms"
        print(f"read {path.name}: {told}, pyaaf2 {theirs:.0f} ms, {'' if ours >= grain else 'over '}{theirs / max(ours, grain):.0f} times")
    with tempfile.TemporaryDirectory() as folder:
        edl(Path(folder) / "cut.edl")
        read = milliseconds([lineup, "timeline", "show", f"{folder}/cut.edl", "--rate", "25", "--quiet"])[0]
        write = min(milliseconds([lineup, "timeline", "convert", f"{folder}/cut.edl", f"{folder}/{number}.aaf", "--rate", "25"], 1)[0] for number in range(3))
        print(f"write {CLIPS} clips: {write - read:.0f} ms, {Path(folder, '0.aaf').stat().st_size / 1e6:.1f} MB")


if len(sys.argv) != 2:
    sys.exit(__doc__)
main(sys.argv[1])
