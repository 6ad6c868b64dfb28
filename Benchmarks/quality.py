# SPDX-License-Identifier: Apache-2.0
"""Full technical QC beside decoding alone and beside ffmpeg's own filters. Processor time is what counts: ours and theirs use all cores differently."""
import subprocess

from contender import Comparison, tool

SECONDS, RATE = 20, 25
QUIET = ["-hide_banner", "-nostdin", "-v", "error", "-y"]
DETECTORS = "blackdetect,freezedetect,cropdetect,idet,signalstats,photosensitivity"
XDCAM = [
    "-c:v", "mpeg2video", "-pix_fmt", "yuv422p", "-b:v", "50M", "-minrate", "50M", "-maxrate", "50M", "-bufsize", "36408k", "-flags", "+ildct+ilme",
    "-top", "1", "-dc", "10", "-intra_vlc", "1", "-non_linear_quant", "1", "-qmin", "1", "-qmax", "28", "-g", "12", "-bf", "2",
]
PRORES = ["-c:v", "prores_ks", "-profile:v", "3", "-pix_fmt", "yuv422p10le", "-vendor", "apl0"]


def inspection(lineup, folder, fixtures):
    """Both codings of the same pictures."""
    real = fixtures / "bigbuckbunny-30s.mp4"
    picture = ["-stream_loop", "3", "-i", real] if real.exists() else ["-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25"]
    sound = ["-f", "lavfi", "-i", "anoisesrc=c=pink:r=48000:a=0.1"]
    color = ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"]
    tracks = [part for _ in range(4) for part in ("-map", "1:a")]
    for name, scan, coding in [("xdcam.mxf", ",interlace", XDCAM), ("hq.mov", "", PRORES)]:
        # Interlacing makes one picture of two.
        rate = RATE * 2 if scan else RATE
        filters = f"fps={rate},scale=1920:1080,noise=alls=4:allf=t{scan}"
        command = ["ffmpeg", *QUIET, *picture, *sound, "-map", "0:v", *tracks, "-t", SECONDS, "-vf", filters, *coding, *color, "-ac", "1", "-c:a", "pcm_s24le"]
        subprocess.run([str(part) for part in [*command, folder / name]], check=True)
    yield beside(lineup, folder / "xdcam.mxf", "XDCAM HD422 50 Mb/s, 1080i25")
    yield beside(lineup, folder / "hq.mov", "ProRes 422 HQ, 1080p25")


def beside(lineup, clip, name):
    """One file under `dpp-hd`."""
    streams = ["-map", "0:v", "-map", "0:a"]
    return Comparison(
        f"Technical QC of {SECONDS} seconds of {name} with four tracks of sound",
        f"Every check of `dpp-hd` in one pass; no person, no OCR. The second row runs ffmpeg's detectors: `-vf {DETECTORS} -af ebur128=peak=true`."
        " The third only decodes, which no QC can undercut.",
        [
            tool(lineup, "qc", clip, "--spec", "dpp-hd", "--json", statuses=(0, 1), title="`lineup qc --spec dpp-hd`"),
            tool("ffmpeg", "-hide_banner", "-nostdin", "-i", clip, *streams, "-vf", DETECTORS, "-af", "ebur128=peak=true", "-f", "null", "-",
                 title="`ffmpeg` with seven detectors"),
            tool("ffmpeg", *QUIET, "-i", clip, *streams, "-f", "null", "-", title="`ffmpeg -f null`, decode only"),
        ],
        SECONDS * RATE, "frames",
    )
