# SPDX-License-Identifier: Apache-2.0
"""Ingest: hashing in place and copying with proof, of one large file and two thousand small ones, in memory and on a disk."""
import os
import shutil
import tempfile
from pathlib import Path

from contender import Comparison, shell

LARGE_MEGABYTES, SMALL_FILES, SMALL_KILOBYTES = 1024, 2000, 512
MEGABYTES = LARGE_MEGABYTES + SMALL_FILES * SMALL_KILOBYTES // 1024
MEMORY = Path("/dev/shm")
DROP_CACHES = "/proc/sys/vm/drop_caches"
JUDGES = Path(__file__).resolve().parent.parent / ".venv-judges/bin"
# What the small files of a card are fed to, as many at a time as a command line takes.
ALL = "find card -type f -print0 | xargs -0"


def ingest(lineup, folder):
    """Every comparison of ingest: hashing first, then copies in memory, then copies on the disk that holds `folder`."""
    if MEMORY.is_dir():
        with tempfile.TemporaryDirectory(prefix="lineup-bench.", dir=MEMORY) as name:
            place = Path(name)
            roll(place)
            yield manifest(lineup, place)
            yield strong(lineup, place)
            yield overhead(lineup, place)
            yield proof(lineup, place, "in memory")
    place = folder / "roll"
    place.mkdir()
    roll(place)
    yield copied(lineup, place)
    yield proof(lineup, place, "on the disk", flush=True)
    shutil.rmtree(place)


def roll(place):
    """A card of one large clip and two thousand small files, of noise."""
    clips = place / "card/Clips"
    clips.mkdir(parents=True)
    with open(clips / "A001C001.mov", "wb") as clip:
        for _ in range(LARGE_MEGABYTES):
            clip.write(os.urandom(1 << 20))
    for number in range(SMALL_FILES):
        (clips / f"frame.{number:07d}.ari").write_bytes(os.urandom(SMALL_KILOBYTES << 10))


def within(place, script):
    """The script, run in `place`."""
    return f"cd '{place}' && {script}"


def without(place, *names):
    """Removes what the last run made, before the clock starts."""
    return lambda _: [shutil.rmtree(place / name, ignore_errors=True) for name in names] and None


def aside(place, *names):
    """Puts away what the last run made, before the clock starts, and deletes it only with the whole place: a file system searches long for a
    free inode among those that were freed within the last minutes (ext4 without a journal above all); a room's destination is seldom in that state."""
    past = place / "past"

    def put_away(_):
        past.mkdir(exist_ok=True)
        for name in names:
            if (place / name).exists():
                (place / name).rename(past / f"{len(os.listdir(past))}")
        level(place / "card")

    return put_away


def level(card):
    """Empties the page cache of all but the card, so that a run does not pay for the memory that the runs before it filled. Needs the superuser."""
    os.sync()
    if os.access(DROP_CACHES, os.W_OK):
        Path(DROP_CACHES).write_text("1")
        for file in card.rglob("*"):
            if file.is_file():
                file.read_bytes()


def manifest(lineup, place):
    """A hash list of files where they are."""
    fresh = without(place, "card/ascmhl")
    return Comparison(
        "Manifest of one large file and 2,000 small ones: xxh64",
        f"{MEGABYTES} MB in memory. Lineup and the reference tool write an ASC MHL generation with folder hashes; xxhsum prints a list.",
        [
            shell("`lineup mhl create`", within(place, f"'{lineup}' mhl create card --quiet"), lineup, fresh),
            shell("`xxhsum -H1`", within(place, f"{ALL} xxhsum -H1 -q"), "xxhsum"),
            shell("`ascmhl create -h xxh64`", within(place, f"'{JUDGES}/ascmhl' create -h xxh64 card"), str(JUDGES / "ascmhl"), fresh),
        ],
        MEGABYTES, "MB",
    )


def strong(lineup, place):
    """C4 and xxh64 from one read."""
    fresh = without(place, "card/ascmhl")
    return Comparison(
        "Manifest of one large file and 2,000 small ones: C4 and xxh64 from one read",
        f"{MEGABYTES} MB in memory. C4 is SHA-512; openssl computes that alone.",
        [
            shell("`lineup mhl create --hash c4 xxh64`", within(place, f"'{lineup}' mhl create card --hash c4 xxh64 --quiet"), lineup, fresh),
            shell("`openssl sha512`", within(place, f"{ALL} openssl sha512"), "openssl"),
        ],
        MEGABYTES, "MB",
    )


def overhead(lineup, place):
    """What hashing while copying costs."""
    fresh = without(place, "one")
    return Comparison(
        "Copy with xxh64 to one destination, in memory",
        f"{MEGABYTES} MB. Lineup hashes while it copies, synchronizes and writes ASC MHL (`--verify transfer`); `cp` only copies.",
        [
            shell("`lineup offload --verify transfer`", within(place, f"mkdir one && '{lineup}' offload card --to one --verify transfer --quiet"), lineup, fresh),
            shell("`cp -r`", within(place, "mkdir one && cp -r card one/"), "cp", fresh),
        ],
        MEGABYTES, "MB",
    )


FLUSHED = "mkdir one && cp -r card one/ && find one -type f -print0 | xargs -0 sync"


def copied(lineup, place):
    """The same on a disk, where the device must have every file."""
    fresh = aside(place, "one")
    return Comparison(
        "Copy with xxh64 to one destination, on the disk",
        f"{MEGABYTES} MB. Both have the device keep every file before they end: `sync FILE…` is fsync of each.",
        [
            shell("`lineup offload --verify transfer`", within(place, f"mkdir one && '{lineup}' offload card --to one --verify transfer --quiet"), lineup, fresh),
            shell("`cp -r`, then `sync` of every file", within(place, FLUSHED), "cp", fresh),
        ],
        MEGABYTES, "MB",
    )


def proof(lineup, place, where, flush=False):
    """Two destinations, with everything read back."""
    fresh = (aside if flush else without)(place, "one", "two")
    peer = ("`cp -r` to one, then `sync` of every file", FLUSHED) if flush else ("`cp -r` to one", "mkdir one && cp -r card one/")
    return Comparison(
        f"Copy to two destinations with full read-back, {where}",
        f"{MEGABYTES} MB. Lineup reads the source twice and both copies back; the peer makes one copy and proves nothing.",
        [
            shell("`lineup offload` (full)", within(place, f"mkdir one two && '{lineup}' offload card --to one two --quiet"), lineup, fresh),
            shell(peer[0], within(place, peer[1]), "cp", fresh),
        ],
        MEGABYTES, "MB",
    )
