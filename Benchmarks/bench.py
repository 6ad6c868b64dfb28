#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures Lineup beside the tools that people use today and writes docs/benchmarks.md.

In each comparison the contenders take turns within one run, so that a busy moment hurts all of them; medians are kept. A peer that is not
installed has a row that says so. usage: bench.py LINEUP [--rounds N] [--megabytes N] [--only WORD] [--output FILE]
"""
import argparse
import datetime
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from comparisons import comparisons
from machine import machine
from warm import Warm

MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes; getrusage(2)
ROOT = Path(__file__).resolve().parent.parent
HEAD = ["| | wall, median | range | processor | memory | speed | peer ÷ Lineup |", "| --- | --- | --- | --- | --- | --- | --- |"]


def measure(contender, folder, log):
    """One run: wall and processor seconds, and the memory of its largest process in megabytes."""
    if contender.prepare:
        contender.prepare(folder)
    started = time.perf_counter()
    child = subprocess.Popen(contender.command(folder), cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if child.returncode not in contender.statuses:
        sys.exit(f"bench: {contender.name} ended with {child.returncode}: {contender.command(folder)}; see {log.name}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * MAXRSS_UNIT / 1e6


def run(comparison, rounds, folder, log):
    """The table rows of one comparison, ours first."""
    present = [c for c in comparison.contenders if shutil.which(c.tool)]
    figures = {c.name: [] for c in present}
    for number in range(rounds + 1):  # the first round warms caches and is not kept
        for contender in present:
            if contender.once and number != 1:
                continue
            figure = measure(contender, folder, log)
            if number:
                figures[contender.name].append(figure)
    ours = [statistics.median(column) for column in zip(*figures[present[0].name])]
    for contender in comparison.contenders:
        if contender not in present:
            yield f"| {contender.name} | {contender.tool} is not installed | | | | | |"
            continue
        walls, processors, memory = zip(*figures[contender.name])
        wall, processor = statistics.median(walls), statistics.median(processors)
        speed = f"{comparison.amount / wall:,.1f} {comparison.unit}/s" if comparison.amount else ""
        # How many times as long as ours the peer takes: above 1, Lineup is faster.
        ratio = "1" if contender is present[0] else f"{wall / ours[0]:.2f} ({processor / ours[1]:.2f})"
        yield f"| {contender.name} | {wall:.3f} s | {min(walls):.3f}–{max(walls):.3f} | {processor:.3f} s | {max(memory):,.0f} MB | {speed} | {ratio} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lineup")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=512, help="size of the card that is copied")
    parser.add_argument("--only", default="", help="comparisons whose title or group holds this word; the rest of the page stays")
    parser.add_argument("--output", type=Path, default=ROOT / "docs/benchmarks.md")
    options = parser.parse_args()
    lineup = str(Path(options.lineup).resolve())

    with tempfile.TemporaryDirectory(prefix="lineup-bench.") as name, open(Path(tempfile.gettempdir()) / "lineup-bench.log", "w") as log:
        folder = Path(name)
        head = "\n".join([
            "# Benchmarks\n",
            f"Written by `make bench`. Medians of {options.rounds} runs after one that warms the caches; contenders take turns, and one that takes minutes",
            "runs once. The last column is the peer's time divided by Lineup's, wall clock first, processor time in brackets: above 1, Lineup is the faster one.\n",
            *machine(lineup, folder),
        ])
        sections = {}
        for comparison in comparisons(lineup, folder, options.megabytes):
            if options.only.lower() not in f"{comparison.title} {comparison.group}".lower():
                continue
            print(f"{comparison.title} …", flush=True)
            rows = list(comparison.table(log, options.rounds) if isinstance(comparison, Warm) else [*HEAD, *run(comparison, options.rounds, folder, log)])
            print("\n".join(rows), flush=True)
            sections[comparison.title] = "\n".join([f"## {comparison.title}\n", comparison.note + "\n", *rows])
        options.output.write_text(page(head, sections, options))
        print(f"Written: {options.output}")


def page(head, sections, options):
    """The page: of a whole run, or of the page that is there with what was measured now in its place, and when that was."""
    if not options.only or not options.output.exists():
        return "\n\n".join([head, *sections.values()]) + "\n"
    head, *earlier = options.output.read_text().rstrip("\n").split("\n\n## ")
    kept = {section.split("\n", 1)[0]: "## " + section for section in earlier}
    moment = f"{datetime.datetime.now():%Y-%m-%d %H:%M}, with a load average of {os.getloadavg()[0]:.1f}"
    for title, section in sections.items():
        kept[title] = section.replace("\n\n|", f"\n\nMeasured apart from the rest of this page on {moment}.\n\n|", 1)
    return "\n\n".join([head, *kept.values()]) + "\n"

main()
