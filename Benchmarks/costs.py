#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints what each check of an inspection costs: milliseconds of processor time for each picture, sampled by Linux perf(1).

Time is charged to the check that asked first: what several checks share, such as tiles of pictures, is shown by itself. usage: costs.py LINEUP CLIP PICTURES [--spec SPEC]
"""
import argparse
import collections
import re
import subprocess
import tempfile
from pathlib import Path

PER_SECOND = 2000
# A frame of a stack as `perf script` prints it: address, mangled name, library.
FRAME = re.compile(r"\s+[0-9a-f]+ (\S+?)(?:\+0x[0-9a-f]+)? \((.*)\)$")
CHECK = re.compile(r"\bQuality\.(?!Bench\b|Inspector\b|PictureCheck\b|SoundCheck\b)(\w+)\.examine\(")
OTHERS = [("libavcodec", "(decoding)"), ("libavformat", "(reading)"), ("kernel", "(system)")]


def stacks(data):
    """The sampled stacks, innermost frame first, as pairs of name and library."""
    text = subprocess.run(["perf", "script", "-i", data, "-F", "ip,sym,dso"], check=True, capture_output=True, text=True, errors="replace").stdout
    for block in text.split("\n\n"):
        frames = [match.groups() for match in map(FRAME.match, block.splitlines()) if match]
        if frames:
            yield frames


def demangled(names):
    """Swift's own spelling of mangled names."""
    result = subprocess.run(["swift", "demangle", "--compact"], input="\n".join(names), check=True, capture_output=True, text=True).stdout
    return dict(zip(names, result.splitlines()))


def owner(frames, spelled):
    """What a stack is charged to."""
    names = [spelled[name] for name, _ in frames]
    if any("Quality.PictureTiles.init" in name or "SamplePlane.(extents in" in name for name in names):
        return "(tiles)"
    for name in reversed(names):
        if check := CHECK.search(name):
            return check[1]
    for library, title in OTHERS:
        if any(library in where for _, where in frames):
            return title
    return "(the rest)"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lineup")
    parser.add_argument("clip")
    parser.add_argument("pictures", type=int, help="pictures in the clip")
    parser.add_argument("--spec", default="dpp-hd")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lineup-costs.") as folder:
        data = str(Path(folder) / "perf.data")
        command = ["perf", "record", "-q", "-e", "cpu-clock", "-F", str(PER_SECOND), "-g", "-o", data]
        # An inspection with findings ends with 1.
        subprocess.run([*command, options.lineup, "qc", options.clip, "--spec", options.spec, "--json"], stdout=subprocess.DEVNULL)
        found = list(stacks(data))
    spelled = demangled(sorted({name for frames in found for name, _ in frames}))
    costs = collections.Counter(owner(frames, spelled) for frames in found)
    print("| check | ms a picture | share |\n| --- | --- | --- |")
    for name, count in costs.most_common():
        print(f"| {name} | {count / PER_SECOND * 1000 / options.pictures:.3f} | {count / len(found):.1%} |")


main()
