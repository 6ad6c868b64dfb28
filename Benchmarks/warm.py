# SPDX-License-Identifier: Apache-2.0
"""Reading and writing of cuts inside processes that have begun: parsing alone, on both sides, each job once to warm it and then some times by the process's own
clock. Our jobs are those of Benchmarks/editorial; a peer's is a script here. Both print `NAME<tab>WALL/PROCESSOR<tab>…`, in seconds."""
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / "Benchmarks/editorial/.build/release/editorial-bench"
JUDGES = ROOT / ".venv-judges/bin/python3"
TIMED = """
import sys, time
def timed(name, rounds, job, warm=True):
    if warm: job()
    figures = []
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        made = job()
        figures.append(f"{time.perf_counter() - wall:.6f}/{time.process_time() - processor:.6f}")
    print(name, *figures, sep="\\t", flush=True)
"""
OTIO_READ = TIMED + """
import opentimelineio as otio
rounds, arguments, small = int(sys.argv[1]), eval(sys.argv[2]), sys.argv[3]
otio.adapters.read_from_file(small, **arguments)
for path in sys.argv[4:]: timed(path, rounds, lambda: otio.adapters.read_from_file(path, **arguments), warm=False)
"""
OTIO_WRITE = TIMED + """
import opentimelineio as otio
cut = otio.adapters.read_from_file(sys.argv[2])
timed(sys.argv[2], int(sys.argv[1]), lambda: otio.adapters.write_to_string(cut, sys.argv[3]))
"""
AAF_READ = """
import aaf2
from aaf2.properties import StrongRefProperty, StrongRefVectorProperty, StrongRefSetProperty
def walk(thing):
    for one in thing.properties():
        if isinstance(one, StrongRefProperty): walk(one.value)
        elif isinstance(one, StrongRefVectorProperty): [walk(part) for part in one]
        elif isinstance(one, StrongRefSetProperty): [walk(part) for part in one.values()]
        else: one.value
def read(path):
    with aaf2.open(path) as file: walk(file.header)
"""
AAF_WALK = TIMED + AAF_READ + "for path in sys.argv[2:]: timed(path, int(sys.argv[1]), lambda: read(path))"


@dataclass(frozen=True)
class Job:
    """What is timed on our side, by the arguments of editorial-bench, and a peer's script with its arguments; its first argument are the rounds."""

    title: str
    ours: list[str]
    peer: str = ""
    script: str = ""
    arguments: list[str] = field(default_factory=list)
    rounds: int = 5
    peer_rounds: int = 5
    bar: str = ""


@dataclass(frozen=True)
class Warm:
    """A table of jobs. A job that reads several files has a row for each."""

    title: str
    note: str
    jobs: list[Job]
    group: str = ""

    def table(self, log, rounds):
        """The lines of the table. A process has rounds of its own, so that half as many turns say as much."""
        yield "| | Lineup, wall | processor | peer | wall | processor | peer ÷ Lineup | bar |"
        yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
        for job in self.jobs:
            yield from rows(job, log, max(1, rounds // 2))


def figures(command, log, into):
    """Runs a process and adds what it measured to `into`, by the names that it prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=log, text=True)
    if done.returncode != 0:
        sys.exit(f"bench: {command[0]} ended with {done.returncode}; see {log.name}")
    for line in done.stdout.splitlines():
        name, *rounds = line.split("\t")
        into.setdefault(name, []).extend(tuple(map(float, one.split("/"))) for one in rounds)


def rows(job, log, turns):
    """The rows of one job: both sides take turns."""
    ours, theirs = {}, {}
    slow = job.peer_rounds == 1
    for turn in range(turns):
        figures([str(BENCH), str(job.rounds), *job.ours], log, ours)
        if job.script and not (slow and turn > 0):
            figures([str(JUDGES), "-c", job.script, str(job.peer_rounds), *map(str, job.arguments)], log, theirs)
    peers = list(theirs.values())
    for number, (name, own) in enumerate(ours.items()):
        title = job.title if len(ours) == 1 else f"{job.title}: {Path(name).name}" if "/" in name else f"{job.title}: {name}"
        wall, processor = map(statistics.median, zip(*own))
        row = f"| {title} | {shown(wall)} | {shown(processor)} | {job.peer} "
        if peers:
            walls, processors = map(statistics.median, zip(*peers[number]))
            row += f"| {shown(walls)} | {shown(processors)} | {walls / wall:,.0f} ({processors / processor:,.0f}) "
        else:
            row += "| | | "
        yield row + f"| {job.bar} |"


def shown(seconds):
    """Seconds as a person reads them."""
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"
