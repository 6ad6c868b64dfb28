# SPDX-License-Identifier: Apache-2.0
"""Cuts in Final Cut's XML, beside OpenTimelineIO: one process each, from its start to its end."""
from pathlib import Path

from contender import Comparison, Contender

CLIPS = 10_000
JUDGES = Path(__file__).resolve().parents[1] / ".venv-judges/bin/python3"
READ = "import sys, opentimelineio as otio; otio.adapters.read_from_file(sys.argv[1])"
CONVERT = "import sys, opentimelineio as otio; otio.adapters.write_to_file(otio.adapters.read_from_file(sys.argv[1]), sys.argv[2])"


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


def lay(folder, clips=CLIPS):
    """The cut."""
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
    """Reading, and reading and writing again."""
    path = lay(folder)
    yield Comparison(
        f"Read a cut of {CLIPS:,} clips in Final Cut Pro 7's XML",
        "From the start of the process to its end; OpenTimelineIO's adapter otio-fcp-adapter is the peer.",
        [
            Contender("`lineup timeline show --quiet`", lambda _: [lineup, "timeline", "show", str(path), "--quiet"]),
            Contender("OpenTimelineIO `read_from_file`", lambda _: [str(JUDGES), "-c", READ, str(path)]),
        ],
    )
    yield Comparison(
        f"Read and write a cut of {CLIPS:,} clips in Final Cut Pro 7's XML",
        "As above, with the same cut written again.",
        [
            Contender("`lineup timeline convert`", lambda _: [lineup, "timeline", "convert", str(path), "ours.xml", "--quiet"], prepare=without("ours.xml")),
            Contender("OpenTimelineIO", lambda _: [str(JUDGES), "-c", CONVERT, str(path), "theirs.xml"], prepare=without("theirs.xml")),
        ],
    )
