#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Inspects damaged and lying media: truncated, with flipped bits, holes, repeated and swapped pieces, numbers of the headers changed.

Each file must end in a verdict (0, 1, 3) or a clear error (2), within a minute and within bounded memory. A crash, a hang or an empty error fails.
usage: torture-qc.py LINEUP [FILES [FIRST]]      the file after 730 others alone: torture-qc.py lineup 1 730
"""
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

SECONDS, MEGABYTES = 60, 1500
PICTURE = ["-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=1"]
SOUND = ["-f", "lavfi", "-i", "sine=frequency=440:duration=1:sample_rate=48000"]
FORMS = {
    "prores.mov": ["-c:v", "prores_ks", "-pix_fmt", "yuv422p10le", "-c:a", "pcm_s24le"],
    "xdcam.mxf": ["-c:v", "mpeg2video", "-pix_fmt", "yuv422p", "-flags", "+ildct+ilme", "-s", "720x576", "-c:a", "pcm_s16le"],
    "h264.mp4": ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"],
    "dnx.mxf": ["-c:v", "dnxhd", "-profile:v", "dnxhr_lb", "-pix_fmt", "yuv422p", "-s", "256x144", "-c:a", "pcm_s16le"],
    "ffv1.mkv": ["-c:v", "ffv1", "-c:a", "flac"],
    "h264.ts": ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "mp2"],
    "sound.wav": None,
    "mjpeg.avi": ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-c:a", "pcm_s16le"],
}


def sources(folder):
    """One good file of each form that this ffmpeg can write."""
    made = []
    for name, coding in FORMS.items():
        inputs = SOUND if coding is None else PICTURE + SOUND
        done = subprocess.run(["ffmpeg", "-v", "error", "-y", *inputs, *(coding or []), str(folder / name)], capture_output=True)
        if done.returncode == 0:
            made.append(folder / name)
    return made


def mutate(data, dice):
    """Damage of one kind, and its name."""
    data = bytearray(data)
    kind = dice.choice(["cut", "flip", "flips", "hole", "noise", "repeat", "swap", "header", "number", "text"])
    place = dice.randrange(len(data))
    length = min(dice.choice([1, 4, 16, 512, 4096, 65536]), len(data) - place)
    if kind == "cut":
        del data[place:]
    elif kind == "flip":
        data[place] ^= 1 << dice.randrange(8)
    elif kind == "flips":
        for _ in range(dice.randrange(2, 200)):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    elif kind == "hole":
        data[place:place + length] = bytes(length)
    elif kind == "noise":
        data[place:place + length] = dice.randbytes(length)
    elif kind == "repeat":
        data[place:place] = data[place:place + length] * dice.randrange(1, 4)
    elif kind == "swap":
        other = dice.randrange(len(data) - length + 1)
        data[place:place + length], data[other:other + length] = data[other:other + length], data[place:place + length]
    elif kind == "header":
        data[dice.randrange(min(2048, len(data)))] = dice.choice([0, 1, 0x7F, 0x80, 0xFF])
    elif kind == "number":
        # A length, a count, a rate or a size that lies, in the first or the last kilobytes where wrappers keep them.
        place = dice.choice([dice.randrange(min(4096, len(data))), max(0, len(data) - 1 - dice.randrange(min(4096, len(data))))])
        value = dice.choice([0, 1, 255, 65535, 2**31 - 1, 2**31, 2**32 - 1]).to_bytes(4, dice.choice(["big", "little"]))
        data[place:place + 4] = value
    else:
        data[place:place + length] = (b"\x1b]0;\x07\xff\xfe" * length)[:length]
    return bytes(data), kind


def without_core():
    """A crash leaves no core file behind."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    lineup, count = str(Path(sys.argv[1]).resolve()), int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    ends, faults = Counter(), []
    with tempfile.TemporaryDirectory(prefix="lineup-torture-qc.") as name:
        folder = Path(name)
        files = [(path.name, path.read_bytes()) for path in sources(folder)]
        if not files:
            sys.exit("torture-qc: ffmpeg made none of its files")
        for number in range(first, first + count):
            dice = random.Random(number)
            source, data = dice.choice(files)
            damaged, kind = mutate(data, dice)
            path = folder / f"damaged-{number}{Path(source).suffix}"
            path.write_bytes(damaged)
            spec = dice.choice(["rushes", "dpp-hd", "prores-master"])
            what = f"file {number}: {source}, {kind}, {spec}"
            try:
                child = subprocess.Popen([lineup, "qc", path.name, "--spec", spec, "--json", "--quiet"], cwd=folder, stdout=subprocess.PIPE,
                                         stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, preexec_fn=without_core)
                output, errors = child.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.communicate()
                faults.append(f"{what}: still running after {SECONDS} s")
                continue
            status = child.returncode
            ends[status] += 1
            if status not in (0, 1, 2, 3):
                faults.append(f"{what}: ended with {status}: {errors.decode(errors='replace')[-300:]}")
                continue
            try:
                document = json.loads(output)
            except ValueError:
                faults.append(f"{what}: no JSON document, status {status}: {output[:200]!r} {errors[-200:]!r}")
                continue
            verdict = document.get("verdict")
            expected = {0: ("pass", "passWithWarnings"), 1: ("fail",), 3: ("incomplete",)}.get(status)
            if expected and verdict not in expected:
                faults.append(f"{what}: status {status} and verdict {verdict}")
            if verdict in ("pass", "passWithWarnings") and document.get("unreadable"):
                faults.append(f"{what}: passed although something was unreadable")
            path.unlink()
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    if peak > MEGABYTES:
        faults.append(f"a run took {peak:.0f} MB")
    for fault in faults:
        print(fault)
    said = ", ".join(f"{ends[status]} ended with {status}" for status in sorted(ends))
    print(f"QC: {count} damaged files, {said}; at most {peak:.0f} MB; {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
