# SPDX-License-Identifier: Apache-2.0
"""Cuts beside OpenTimelineIO and pyaaf2, in two ways. Process against process, from start to end: both pay for their own beginning, and what that costs has rows of
its own. And inside processes that have begun: what the libraries take to parse. A peer that takes minutes runs once."""
import os
import subprocess
from dataclasses import replace
from pathlib import Path

from contender import Comparison, Contender
from warm import AAF_READ, AAF_WALK, BENCH, OTIO_READ, OTIO_WRITE, TIMED, Job, Warm

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = Path(os.environ.get("LINEUP_FIXTURES", ROOT.parent / "shared/fixtures")) / "editorial/aaf"
JUDGES = ROOT / ".venv-judges/bin/python3"
CLIPS, SOUNDS, MANY, FEW = 10_000, 5_000, 100_000, 1_000
READ = "import sys, opentimelineio as otio; otio.adapters.read_from_file(sys.argv[1], **eval(sys.argv[2]))"
CONVERT = "import sys, opentimelineio as otio; otio.adapters.write_to_file(otio.adapters.read_from_file(sys.argv[1]), sys.argv[2])"
WALK = "import sys" + AAF_READ + "for path in sys.argv[1:]: read(path)"
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

WRITE_TIMED = TIMED + f"""
import os
def write():
    exec({WRITE!r}, {{"sys": sys}})
sys.argv[1:] = [sys.argv[2], sys.argv[3]]
timed(sys.argv[1], 1, write, warm=False)
os.remove(sys.argv[1])
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
    """Every comparison of cuts, as one group."""
    for comparison in every(lineup, folder):
        yield replace(comparison, group="cuts")


def every(lineup, folder):
    """Every comparison of cuts."""
    yield beginning(lineup)
    yield from lists(lineup, folder)
    yield from sequences(lineup, folder)
    yield timelines(lineup, folder)
    yield from avid(lineup, folder)
    yield changes(lineup, folder)
    if BENCH.exists():
        yield inside(folder)
    else:
        print(f"cuts: {BENCH} is not built, and what the libraries take is not measured: `make bench` builds it")


def fixtures():
    """The shared AAF that hold cuts, the smallest first."""
    return sorted((path for path in FIXTURES.glob("*.aaf") if path.name != "empty.aaf"), key=lambda path: path.stat().st_size)


def inside(folder):
    """What the libraries take, without the start of a process. The files are those of the comparisons before."""
    small, few = list_of(folder / "small.edl", 10), sequence_of(folder, FEW)
    edl, sounds, old, new = folder / "cut.edl", folder / "sounds.edl", folder / "cut.edl", folder / "new.edl"
    cut, many, otio = folder / f"cut-{CLIPS}.xml", folder / f"cut-{MANY}.xml", folder / "cut.otio"
    one = sequence_of(folder, 10)
    peer = "OpenTimelineIO"
    jobs = [
        Job(f"Read EDL, {CLIPS:,} events", ["read", str(edl)], peer, OTIO_READ, ["{'rate': 25}", small, edl], peer_rounds=2, bar="< 100 ms; ≥ 100 ×"),
        Job(f"Read xmeml, {FEW:,} clips", ["read", str(few)], peer, OTIO_READ, ["{}", one, few], peer_rounds=1),
        Job(f"Read xmeml, {CLIPS:,} clips", ["read", str(cut)], bar="< 500 ms"),
        Job(f"Read xmeml, {MANY:,} clips", ["read", str(many)], rounds=2, bar="10 × the row above"),
        Job(f"Write xmeml, {FEW:,} clips", ["write", str(few), "xml"], peer, OTIO_WRITE, [few, "fcp_xml"], peer_rounds=1),
        Job(f"Write xmeml, {CLIPS:,} clips", ["write", str(cut), "xml"], bar="< 500 ms"),
        Job(f"Write xmeml, {MANY:,} clips", ["write", str(many), "xml"], rounds=2, bar="10 × the row above"),
        Job(f"Read OTIO JSON, {otio.stat().st_size / 1e6:.0f} MB", ["read", str(otio)], peer, OTIO_READ, ["{}", otio, otio], peer_rounds=2, bar="< 500 ms"),
        Job(f"Write AAF, {SOUNDS:,} clips", ["write", str(sounds), "aaf"], "pyaaf2", WRITE_TIMED, [folder / "warm.aaf", SOUNDS], peer_rounds=1, bar="< 1 s"),
        Job(f"Conform {CLIPS:,} events to {MANY:,} media", ["conform", str(CLIPS), str(MANY)], rounds=2, bar="< 2 s"),
        Job(f"Change list, two cuts of {CLIPS:,}", ["diff", str(old), str(new)], bar="< 1 s"),
    ]
    if files := [str(path) for path in fixtures()]:
        jobs.append(Job("Read AAF", ["read", *files], "pyaaf2", AAF_WALK, files, peer_rounds=2, bar="< 50 ms; ≥ 30 ×"))
    return Warm(
        "Cuts inside processes that have begun: what the libraries take",
        "Medians of turns, in each of which a process does its job once to warm it and then some times by its own clock; both read from the disk’s cache and"
        " write into memory. Wall clock first, then processor time, by which the ratio in brackets is: on a machine with other work it is the steadier one."
        " Lineup makes a cut of an AAF; pyaaf2 opens it and walks its objects. The conform includes the reading of the list and the index of the media, the"
        " change list the reading of both cuts. What takes OpenTimelineIO minutes is measured with fewer clips, for its time grows with their square, and a peer"
        " that takes many seconds runs once.",
        jobs,
    )


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
    if files := fixtures():
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
