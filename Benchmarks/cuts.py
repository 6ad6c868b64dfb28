# SPDX-License-Identifier: Apache-2.0
"""Cuts beside OpenTimelineIO and pyaaf2: one process each, from its start to its end, so that both pay for their own beginning. What that beginning costs has rows of
its own. A peer that takes minutes runs once."""
import os
import subprocess
from pathlib import Path

from contender import Comparison, Contender

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = Path(os.environ.get("LINEUP_FIXTURES", ROOT.parent / "shared/fixtures")) / "editorial/aaf"
JUDGES = ROOT / ".venv-judges/bin/python3"
CLIPS, SOUNDS, MANY = 10_000, 5_000, 100_000
READ = "import sys, opentimelineio as otio; otio.adapters.read_from_file(sys.argv[1], **eval(sys.argv[2]))"
CONVERT = "import sys, opentimelineio as otio; otio.adapters.write_to_file(otio.adapters.read_from_file(sys.argv[1]), sys.argv[2])"
WALK = """
import sys, aaf2
from aaf2.properties import StrongRefProperty, StrongRefVectorProperty, StrongRefSetProperty
def walk(thing):
    for one in thing.properties():
        if isinstance(one, StrongRefProperty): walk(one.value)
        elif isinstance(one, StrongRefVectorProperty): [walk(part) for part in one]
        elif isinstance(one, StrongRefSetProperty): [walk(part) for part in one.values()]
        else: one.value
for path in sys.argv[1:]:
    with aaf2.open(path) as file: walk(file.header)
"""
WRITE = """
import sys, aaf2
with aaf2.open(sys.argv[1], "w") as file:
    cut = file.create.CompositionMob("cut")
    file.content.mobs.append(cut)
    sequence = file.create.Sequence(media_kind="sound")
    slot = cut.create_timeline_slot(25)
    slot.segment = sequence
    masters = []
    for number in range(1000):
        source, master = file.create.SourceMob(f"A{number:04d}.wav"), file.create.MasterMob(f"take {number}")
        source.descriptor = file.create.PCMDescriptor()
        source.descriptor["SampleRate"].value = source.descriptor["AudioSamplingRate"].value = 48000
        source.descriptor["Length"].value, source.descriptor["Channels"].value = 480000, 1
        source.descriptor["QuantizationBits"].value, source.descriptor["BlockAlign"].value, source.descriptor["AverageBPS"].value = 24, 3, 144000
        locator = file.create.NetworkLocator()
        locator["URLString"].value = f"file:///A{number:04d}.wav"
        source.descriptor["Locator"].append(locator)
        source.create_empty_sequence_slot(25, media_kind="sound")
        file.content.mobs.extend([source, master])
        place = master.create_timeline_slot(25)
        place.segment = source.create_source_clip(1, 0, 100, media_kind="sound")
        masters.append(master)
    for number in range(int(sys.argv[2])):
        sequence.components.append(masters[number % 1000].create_source_clip(1, 10, 50, media_kind="sound"))
"""


def lineup_shows(lineup, path, *more, title="`lineup timeline show --quiet`"):
    """What reading costs from start to end."""
    return Contender(title, lambda _: [lineup, "timeline", "show", str(path), "--quiet", *more])


def python(title, script, *arguments, once=False, prepare=None):
    """A script of the judges."""
    command = [str(JUDGES), "-c", script, *map(str, arguments)]
    return Contender(title, lambda _: command, prepare, tool=str(JUDGES), once=once)


def label(frame):
    """A timecode at 25."""
    return f"{frame // 90000:02d}:{frame // 1500 % 60:02d}:{frame // 25 % 60:02d}:{frame % 25:02d}"


def list_of(path, clips, step=0):
    """An edit decision list of so many clips of a thousand reels; with a step, every so many clips one is trimmed and one has another source."""
    lines, record = ["TITLE: cut", "FCM: NON-DROP FRAME"], 900_000
    for number in range(clips):
        source, length = 90_000 + 100 * (number % 1000), 50
        if step and number % step == 0:
            length -= 8
        if step and number % step == 1:
            source += 5000
        lines.append(f"{number + 1:06d}  A{number % 1000:04d} V     C        {label(source)} {label(source + length)} {label(record)} {label(record + length)}")
        lines += [f"* FROM CLIP NAME: take {number}", "* ASC_SOP (1.1 1.0 0.9)(0.0 0.0 0.0)(1.0 1.0 1.0)", "* ASC_SAT 0.95", f"* SOURCE FILE: A{number % 1000:04d}.mov"]
        record += length
    path.write_text("\n".join(lines) + "\n")
    return path


def clip(number):
    """One clip of a hundred files, as Premiere writes them."""
    file, start = number % 100, number * 48
    media = f'<file id="file-{file}"/>'
    if number < 100:
        media = (
            f'<file id="file-{file}"><name>A{file:03d}.mov</name><pathurl>file://localhost/Volumes/Card/A{file:03d}.mov</pathurl>'
            "<rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate><duration>900000</duration><timecode><rate><timebase>24</timebase>"
            "<ntsc>FALSE</ntsc></rate><string>01:00:00:00</string><frame>86400</frame><displayformat>NDF</displayformat>"
            f"<reel><name>A{file:03d}</name></reel></timecode></file>"
        )
    return (
        f'<clipitem id="clipitem-{number}"><masterclipid>masterclip-{file}</masterclipid><name>A{file:03d}.mov</name><enabled>TRUE</enabled>'
        "<duration>900000</duration><rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>"
        f"<start>{start}</start><end>{start + 48}</end><in>{number * 7}</in><out>{number * 7 + 48}</out><alphatype>none</alphatype>{media}"
        "<logginginfo><scene>12</scene><shottake>3</shottake></logginginfo><labels><label2>Iris</label2></labels></clipitem>\n"
    )


def sequence_of(folder, clips):
    """The cut in Final Cut Pro 7's XML."""
    path = folder / f"cut-{clips}.xml"
    with open(path, "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n<xmeml version="5"><sequence id="sequence-1"><name>Cut</name>')
        file.write(f"<duration>{clips * 48}</duration><rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate><media><video><track>\n")
        file.writelines(clip(number) for number in range(clips))
        file.write("</track></video></media></sequence></xmeml>\n")
    return path


def without(name):
    """Removes an earlier output before the clock starts: nothing is ever written over."""
    return lambda folder: (folder / name).unlink(missing_ok=True)


def cuts(lineup, folder):
    """Every comparison of cuts."""
    yield beginning(lineup)
    yield from lists(lineup, folder)
    yield from sequences(lineup, folder)
    yield timelines(lineup, folder)
    yield from avid(lineup, folder)
    yield changes(lineup, folder)


def beginning(lineup):
    """What a process costs before it reads anything; of it ours is mostly the linking of FFmpeg's libraries, as ffprobe's is."""
    return Comparison(
        "Begin: what every command costs before it reads anything",
        "To be taken off the rows below by whoever compares libraries. Ours and ffprobe's are mostly the linking of FFmpeg and all that it links.",
        [
            Contender("`lineup --version`", lambda _: [lineup, "--version"]),
            Contender("`ffprobe -version`", lambda _: ["ffprobe", "-version"], tool="ffprobe"),
            python("`import opentimelineio`", "import opentimelineio"), python("`import aaf2`", "import aaf2"),
        ],
    )


def lists(lineup, folder):
    """Edit decision lists."""
    path = list_of(folder / "cut.edl", CLIPS)
    yield Comparison(
        f"Read an edit decision list of {CLIPS:,} events",
        "With names, grades and files. OpenTimelineIO's adapter otio-cmx3600-adapter is the peer.",
        [lineup_shows(lineup, path, "--rate", "25"), python("OpenTimelineIO `read_from_file`", READ, path, "{'rate': 25}", once=True)],
        CLIPS, "events",
    )


def sequences(lineup, folder):
    """Final Cut Pro 7's XML."""
    path, many = sequence_of(folder, CLIPS), sequence_of(folder, MANY)
    yield Comparison(
        f"Read a cut of {CLIPS:,} clips in Final Cut Pro 7's XML",
        f"OpenTimelineIO's adapter otio-fcp-adapter is the peer. The second row has {MANY // CLIPS} times as many clips.",
        [
            lineup_shows(lineup, path), lineup_shows(lineup, many, title=f"the same of {MANY:,} clips"),
            python("OpenTimelineIO `read_from_file`", READ, path, "{}", once=True),
        ],
        CLIPS, "clips",
    )
    yield Comparison(
        f"Read and write a cut of {CLIPS:,} clips in Final Cut Pro 7's XML",
        "As above, with the same cut written again.",
        [
            converts(lineup, path, "ours.xml"), converts(lineup, many, "many.xml", f"the same of {MANY:,} clips"),
            python("OpenTimelineIO", CONVERT, path, "theirs.xml", once=True, prepare=without("theirs.xml")),
        ],
        CLIPS, "clips",
    )


def converts(lineup, path, output, title="`lineup timeline convert`", *more):
    """What reading and writing cost from start to end."""
    return Contender(title, lambda _: [lineup, "timeline", "convert", str(path), output, "--quiet", *more], prepare=without(output))


def timelines(lineup, folder):
    """OpenTimelineIO's own JSON."""
    path = folder / "cut.otio"
    subprocess.run([lineup, "timeline", "convert", folder / "cut.edl", path, "--rate", "25", "--quiet"], check=True)
    return Comparison(
        f"Read OpenTimelineIO's JSON of {path.stat().st_size / 1e6:.0f} MB, {CLIPS:,} clips",
        "OpenTimelineIO itself, whose reader is of C++, is the peer.",
        [lineup_shows(lineup, path), python("OpenTimelineIO `read_from_file`", READ, path, "{}")],
        path.stat().st_size / 1e6, "MB",
    )


def avid(lineup, folder):
    """AAF: the largest shared file, all of them one after the other, and one that is written."""
    files = sorted((path for path in FIXTURES.glob("*.aaf") if path.name != "empty.aaf"), key=lambda path: path.stat().st_size)
    if files:
        largest = files[-1]
        yield Comparison(
            f"Read an AAF of Avid's, {largest.stat().st_size / 1e6:.2f} MB",
            "Lineup makes a cut of it; pyaaf2 opens it and walks its objects, as whoever looks for all media in it must.",
            [lineup_shows(lineup, largest), python("pyaaf2, opened and walked", WALK, largest)],
        )
        every = " && ".join(f"'{lineup}' timeline show '{path}' --quiet" for path in files)
        yield Comparison(
            f"Read {len(files)} AAF, each in a process of its own",
            "As above. The third row walks all of them in one process of Python, which begins but once.",
            [
                Contender("`lineup timeline show --quiet`", lambda _: ["sh", "-c", every]),
                python("pyaaf2, a process for each", f"import subprocess, sys\nfor path in sys.argv[1:]: subprocess.run([sys.executable, '-c', {WALK!r}, path], check=True)", *files),
                python("pyaaf2, all in one process", WALK, *files),
            ],
        )
    path = list_of(folder / "sounds.edl", SOUNDS)
    yield Comparison(
        f"Write an AAF of {SOUNDS:,} clips of 1,000 files",
        "Lineup reads an edit decision list first; pyaaf2 makes the same objects from numbers.",
        [
            converts(lineup, path, "ours.aaf", "`lineup timeline convert`", "--rate", "25"),
            python("pyaaf2", WRITE, "theirs.aaf", SOUNDS, once=True, prepare=without("theirs.aaf")),
        ],
        SOUNDS, "clips",
    )


def changes(lineup, folder):
    """The change list, which no open tool makes."""
    old, new = folder / "cut.edl", list_of(folder / "new.edl", CLIPS, step=97)
    return Comparison(
        f"Change list of two cuts of {CLIPS:,} events",
        "No open tool is known that makes one. The lists are read in the same time.",
        [Contender("`lineup timeline diff`", lambda _: [lineup, "timeline", "diff", str(old), str(new), "--rate", "25", "--quiet"], statuses=(0, 1))],
        CLIPS, "events",
    )
