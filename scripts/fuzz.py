#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Feeds damaged media and cuts to the program. Every answer must be a status from its own list (0 to 3) and one JSON document, in bounded time and
memory. What breaks that is kept in .build/fuzz with the command that shows it.

usage: fuzz.py LINEUP [ROUNDS] [SEED] [ENDING]     an ending, such as otioz, keeps to files of that kind
"""
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = Path(os.environ.get("LINEUP_FIXTURES", ROOT.parent / "shared/fixtures")) / "media"
CUTS = FIXTURES.parent / "editorial"
ENDINGS = (".aaf", ".ale", ".csv", ".edl", ".otio", ".otioz", ".xml", ".fcpxml")
KEPT = ROOT / ".build/fuzz"
SECONDS, BYTES = 60, 4 << 30


def damage(data, chance):
    """One to eight small faults of the kinds that cards, cables and cut transfers leave."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if not data:
            break
        # Headers hold the numbers that a reader trusts: half of the faults go there.
        place = chance.randrange(min(len(data), 4096) if chance.random() < 0.5 else len(data))
        kind = chance.choice(["bit", "cut", "zeros", "noise", "number", "repeat"])
        length = chance.choice([1, 4, 16, 512, 4096])
        if kind == "bit":
            data[place] ^= 1 << chance.randrange(8)
        elif kind == "cut":
            del data[place : (len(data) if chance.random() < 0.3 else place + length)]
        elif kind == "zeros":
            data[place : place + length] = bytes(length)
        elif kind == "noise":
            data[place : place + length] = chance.randbytes(length)
        elif kind == "number":
            data[place : place + 4] = chance.choice([b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", bytes(4), b"\0\0\0\1"])
        else:
            data[place:place] = data[place : place + length]
    return bytes(data)


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def fault(command):
    """What is wrong with the program's answer, or None."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL, preexec_fn=limited)
    except subprocess.TimeoutExpired:
        return f"no answer within {SECONDS} s"
    if done.returncode not in (0, 1, 2, 3):
        return f"ended with {done.returncode}: {done.stderr[-300:].decode(errors='replace')}"
    try:
        json.loads(done.stdout)
    except ValueError:
        return "printed something that is not JSON"
    return None


def commands(lineup, path):
    """What the program is asked of a file: cuts are shown, looked through, compared and written again, media probed and inspected."""
    if path.suffix in ENDINGS:
        written = path.with_suffix(".again" + path.suffix)
        return (
            [lineup, "timeline", "show", str(path), "--json"],
            [lineup, "timeline", "check", str(path), "--json"],
            [lineup, "timeline", "diff", str(path), str(path), "--handles", "8", "--json"],
            [lineup, "timeline", "convert", str(path), str(written), "--json"],
        )
    return [lineup, "probe", str(path), "--json"], [lineup, "qc", str(path), "--spec", "rushes", "--json"]


def cuts(lineup, folder):
    """Cuts of the fixtures, and an archive of each of OpenTimelineIO's."""
    found = sorted(path for path in CUTS.rglob("*") if path.suffix in ENDINGS)
    folder.mkdir()
    for path in found:
        if path.suffix == ".otio":
            subprocess.run([lineup, "timeline", "convert", str(path), str(folder / f"{path.stem}.otioz")], check=True, capture_output=True)
    return found + sorted(folder.iterdir())


def main(lineup, rounds="300", seed=None, ending=""):
    seed = int(seed) if seed else random.SystemRandom().randrange(1 << 32)
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "media"
        subprocess.run([lineup, "demo-media", str(made)], check=True, stdout=subprocess.DEVNULL)
        samples = sorted(path for place in (made, FIXTURES) for path in place.rglob("*") if path.is_file())
        samples = [path for path in samples + cuts(lineup, Path(folder) / "cuts") if path.suffix.endswith(ending)]
        faults = 0
        for number in range(int(rounds)):
            sample = chance.choice(samples)
            broken = Path(folder) / f"{number:05d}{sample.suffix}"
            broken.write_bytes(damage(sample.read_bytes(), chance))
            for command in commands(lineup, broken):
                if reason := fault(command):
                    KEPT.mkdir(parents=True, exist_ok=True)
                    kept = KEPT / f"{seed}-{broken.name}"
                    kept.write_bytes(broken.read_bytes())
                    print(f"FAILED: {' '.join(command).replace(str(broken), str(kept))}\n  {reason}", file=sys.stderr)
                    faults += 1
            broken.unlink()
            broken.with_suffix(".again" + broken.suffix).unlink(missing_ok=True)
    print(f"Fuzz: {rounds} damaged files made from {len(samples)}, seed {seed}: {faults} faults")
    sys.exit(1 if faults else 0)


if len(sys.argv) < 2:
    sys.exit(__doc__)
main(*sys.argv[1:])
