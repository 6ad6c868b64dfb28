# SPDX-License-Identifier: Apache-2.0
"""What is compared with what. One function a comparison; Lineup is each one's first contender."""
import os
import shutil
import subprocess
from pathlib import Path

from contender import Comparison, Contender, shell, tool
from cuts import cuts
from ingest import ingest
from quality import inspection

FIXTURES = Path(os.environ.get("LINEUP_FIXTURES", Path(__file__).resolve().parents[2] / "shared/fixtures")) / "media"
PICTURE_SECONDS, ENCODED_SECONDS, PICTURE_RATE = 20, 5, 24
QUIET = ["-hide_banner", "-nostdin", "-v", "error", "-y"]


def without(*names):
    """Removes earlier outputs before the clock starts, so that each run does the whole job."""
    return lambda folder: [shutil.rmtree(folder / name, ignore_errors=True) for name in names] and None


def comparisons(lineup, folder, megabytes):
    """Every comparison, with its material laid in `folder` when its turn comes."""
    card(folder, megabytes)
    yield offload(lineup, megabytes)
    yield verify(lineup, folder, megabytes, "xxh64", "xxhsum", "xxhsum -H1 -q card/Clips/*.mov")
    yield verify(lineup, folder, megabytes, "c4", "openssl", "openssl sha512 card/Clips/*.mov")
    yield from ingest(lineup, folder)
    yield from cuts(lineup, folder)
    clip, sound = material(folder)
    yield probe(lineup, clip)
    yield from inspection(lineup, folder, FIXTURES)
    yield loudness(lineup, sound)
    yield master(lineup, clip)


def card(folder, megabytes):
    """A card of eight clips of noise: nothing on the way can squeeze it."""
    clips = folder / "card/Clips"
    clips.mkdir(parents=True)
    for number in range(8):
        with open(clips / f"A001C{number + 1:03d}.mov", "wb") as clip:
            for _ in range(megabytes // 8):
                clip.write(os.urandom(1 << 20))


def material(folder):
    """Twenty seconds of 1920x1080 ProRes with stereo sound, scaled up from a real clip (or drawn, where there is none), and ten minutes of speech."""
    clip, sound = folder / "clip.mov", folder / "sound.wav"
    real = FIXTURES / "bigbuckbunny-30s.mp4"
    picture = ["-i", real] if real.exists() else ["-f", "lavfi", "-i", "testsrc2=s=1280x720:r=24", "-f", "lavfi", "-i", "sine"]
    form = ["-t", PICTURE_SECONDS, "-vf", "scale=1920:1080", "-ac", "2", "-ar", "48000", "-c:v", "prores_ks", "-profile:v", "3", "-c:a", "pcm_s24le", clip]
    speech = FIXTURES / "speech.flac"
    voice = ["-stream_loop", "-1", "-i", speech] if speech.exists() else ["-f", "lavfi", "-i", "anoisesrc=c=pink"]
    for arguments in ([*picture, *form], [*voice, "-t", "600", "-ac", "2", "-ar", "48000", "-c:a", "pcm_s24le", sound]):
        subprocess.run(["ffmpeg", *QUIET, *map(str, arguments)], check=True)
    return clip, sound


def offload(lineup, megabytes):
    """The card to two places."""
    fresh = without("one", "two")
    copies = "mkdir one two && cp -r card one/ && cp -r card two/"
    proof = "xxhsum -H1 -q card/Clips/* one/card/Clips/* two/card/Clips/*"
    return Comparison(
        "Offload of a card to two destinations",
        "Lineup reads once, writes twice, flushes to disk, reads everything back and writes ASC MHL. `cp` alone proves nothing; the third row is"
        " the nearest that coreutils and xxhsum come to the same promise.",
        [
            Contender("`lineup offload` (full)", lambda _: [lineup, "offload", "card", "--to", "one", "two", "--quiet"], fresh, (0,), lineup),
            shell("`cp -r`, twice", copies, prepare=fresh),
            shell("`cp -r`, twice, `sync`, `xxhsum` of all three", f"{copies} && sync one two && {proof}", "xxhsum", fresh),
        ],
        megabytes, "MB",
    )


def verify(lineup, folder, megabytes, algorithm, name, peer):
    """A copy against its history, in one algorithm; the peer only hashes."""
    proven = f"proven-{algorithm}"
    subprocess.run([lineup, "offload", "card", "--to", proven, "--hash", algorithm, "--quiet"], cwd=folder, check=True)
    return Comparison(
        f"Verify a copy: {algorithm}" + (" (SHA-512)" if algorithm == "c4" else ""),
        "Lineup checks the whole ASC MHL history and looks for missing and new files; the peer only hashes the same bytes.",
        [tool(lineup, "verify", f"{proven}/card", "--quiet", title="`lineup verify`"), shell(f"`{peer.split(' card')[0]}`", peer, name)],
        megabytes, "MB",
    )


def probe(lineup, clip):
    """What is in one file, start-up included."""
    return Comparison(
        "Describe one file",
        "The whole command, start-up included. Lineup also compares wrapper with essence.",
        [
            tool(lineup, "probe", clip, "--json", title="`lineup probe`"),
            tool("ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", clip, title="`ffprobe`"),
            tool("mediainfo", "--Output=JSON", clip, title="`mediainfo`"),
        ],
    )


def loudness(lineup, sound):
    """Programme loudness and true peak of ten minutes."""
    return Comparison(
        "Loudness and true peak of ten minutes of stereo",
        "Lineup also looks for silence in the same pass.",
        [
            tool(lineup, "qc", sound, "--spec", "rushes", "--json", statuses=(0, 1), title="`lineup qc --spec rushes`"),
            tool("ffmpeg", "-hide_banner", "-nostdin", "-i", sound, "-af", "ebur128=peak=true", "-f", "null", "-", title="`ffmpeg -af ebur128=peak=true`"),
        ],
        600, "s of sound",
    )


def master(lineup, clip):
    """ProRes 422 HQ from ProRes."""
    short = clip.with_name("short.mov")
    subprocess.run(["ffmpeg", *QUIET, "-i", str(clip), "-t", str(ENCODED_SECONDS), "-c", "copy", str(short)], check=True)
    ours = [lineup, "transcode", str(short), "ours/out.mov", "--preset", "prores-422-hq", "--quiet"]
    theirs = ["ffmpeg", *QUIET, "-i", str(short), "-c:v", "prores_ks", "-profile:v", "3", "-c:a", "pcm_s24le", "theirs/out.mov"]
    return Comparison(
        f"Transcode {ENCODED_SECONDS} seconds of 1080p to ProRes 422 HQ",
        "Decode and encode, the same codec library on both sides.",
        [
            Contender("`lineup transcode`", lambda _: ours, emptied("ours"), (0,), lineup),
            Contender("`ffmpeg -c:v prores_ks`", lambda _: theirs, emptied("theirs"), (0,), "ffmpeg"),
        ],
        ENCODED_SECONDS * PICTURE_RATE, "frames",
    )


def emptied(name):
    """An empty folder before each run."""
    def prepare(folder):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir()
    return prepare
