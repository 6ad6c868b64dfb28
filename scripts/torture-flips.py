#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Flips single bits in a tree with histories, and requires that every flip is found and the right file named.

    torture-flips.py LINEUP [FLIPS=1000] [SEED=1]

LINEUP is the program. A tree with a history around two others is made in a temporary folder; each round flips one bit of a media file, a
manifest or a chain, runs `lineup verify --no-generation --json` and puts the bit back. The last line is the figure. Exit status 1 when a flip
was missed or the wrong file named.
"""
import json
import os
import random
import subprocess
import sys
import tempfile


def run(lineup, *arguments):
    result = subprocess.run([lineup, *arguments], capture_output=True, text=True, check=False)
    return result.returncode, result.stdout


def make_tree(lineup, root, chance):
    for name, count in [("A002R2EC/Clips", 6), ("A003R2EC/Clips", 6), ("Sound/Day 1", 4), (".", 2)]:
        folder = os.path.join(root, name)
        os.makedirs(folder, exist_ok=True)
        for index in range(count):
            with open(os.path.join(folder, f"file {index}.mov"), "wb") as file:
                file.write(chance.randbytes(chance.choice([1, 80, 4096, 70_000])))
    steps = [
        ("mhl", "create", os.path.join(root, "A002R2EC")), ("mhl", "create", os.path.join(root, "A003R2EC"), "--hash", "md5"),
        ("mhl", "create", root, "--hash", "xxh64", "c4", "--author", "Torture"), ("verify", root),
    ]
    for step in steps:
        status, said = run(lineup, *step)
        if status != 0:
            sys.exit(f"torture-flips: {' '.join(step)} ended with {status}: {said}")


def is_found(report, path):
    """Whether the report names the file: a media file among the failed, a manifest or chain in the notes with the chain not intact."""
    name = os.path.basename(path)
    if f"{os.sep}ascmhl{os.sep}" in f"{os.sep}{path}":
        return not report["chain"]["intact"] and any(name in note for note in report["notes"])
    return [failure["path"] for failure in report["failed"]] == [path]


def main():
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    lineup = os.path.abspath(sys.argv[1])
    flips = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    chance = random.Random(seed)
    missed = []
    kinds = {"media": 0, "manifest": 0, "chain": 0}
    with tempfile.TemporaryDirectory(prefix="lineup-flips-") as folder:
        root = os.path.join(folder, "reels")
        make_tree(lineup, root, chance)
        files = sorted(os.path.relpath(os.path.join(at, name), root) for at, _, names in os.walk(root) for name in names)
        by_kind = {
            "chain": [file for file in files if file.endswith(".xml")], "manifest": [file for file in files if file.endswith(".mhl")],
            "media": [file for file in files if not file.endswith((".xml", ".mhl"))],
        }
        for number in range(flips):
            kind = chance.choice(sorted(by_kind))
            path = chance.choice(by_kind[kind])
            with open(os.path.join(root, path), "r+b") as file:
                data = file.read()
                place, bit = chance.randrange(len(data)), chance.randrange(8)
                file.seek(place)
                file.write(bytes([data[place] ^ 1 << bit]))
            status, said = run(lineup, "verify", root, "--no-generation", "--json")
            try:
                found = status == 1 and is_found(json.loads(said), path)
            except (ValueError, KeyError, TypeError):
                found = False
            kinds[kind] += 1
            if not found:
                missed.append(f"flip {number}: byte {place}, bit {bit} of {path}: status {status}")
                print(missed[-1], said[:400], file=sys.stderr)
            with open(os.path.join(root, path), "r+b") as file:
                file.seek(place)
                file.write(data[place : place + 1])
        status, _ = run(lineup, "verify", root, "--no-generation", "--json")
        if status != 0:
            missed.append("the tree does not verify when all bits are back")
    counts = ", ".join(f"{count} in {kind}" for kind, count in kinds.items())
    print(f"torture-flips: {flips - len(missed)} of {flips} flipped bits found and named ({counts}; seed {seed})")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
