# SPDX-License-Identifier: Apache-2.0
"""Cards of each kind laid out around media of others: whole, with a piece missing, with essence that holds nothing; what sidecars say; names."""

import os
import shutil
import struct
import subprocess

from judged import put


def place_in_time(path, take):
    """Gives a Broadcast Wave file the iXML chunk of a recorder that counts at 25 frames a second, from 10:00:00:00."""
    document = (f"<?xml version='1.0'?><BWFXML><IXML_VERSION>3.0</IXML_VERSION><PROJECT>Harbour Lights</PROJECT><SCENE>12A</SCENE><TAKE>{take}</TAKE><TAPE>S001</TAPE>"
                "<SPEED><TIMECODE_RATE>25/1</TIMECODE_RATE><TIMECODE_FLAG>NDF</TIMECODE_FLAG><TIMESTAMP_SAMPLE_RATE>48000</TIMESTAMP_SAMPLE_RATE>"
                "<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>0</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI><TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>1728000000"
                "</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO></SPEED></BWFXML>").encode()
    document += b" " * (len(document) % 2)
    with open(path, "r+b") as file:
        file.seek(0, os.SEEK_END)
        file.write(b"iXML" + struct.pack("<I", len(document)) + document)
        size = file.tell() - 8
        file.seek(4)
        file.write(struct.pack("<I", size))


def cards(b):
    if not b.begin("3 cards"):
        return
    read = lambda name: open(f"{b.fixtures}/media/{name}", "rb").read()
    mxf, mts, r3d, mov, mp4 = read("headers/MXF.mxf"), read("headers/M2TS.mts"), read("headers/Red.r3d"), read("headers/QuickTime.mov"), read("bikes.mp4")
    profile = lambda pieces: ('<?xml version="1.0" encoding="UTF-8"?>\n<MediaProfile xmlns="http://xmlns.sony.net/pro/metadata/mediaprofile" version="2.10"><Properties>'
                              '<System systemId="1" systemKind="ILME-FX6V"/></Properties><Contents>' + "".join(
                                  f'<Material uri="./{clip}" type="MP4" dur="250" status="OK">' + "".join(f'<RelevantInfo uri="./{one}" type="XML"/>' for one in more) + "</Material>"
                                  for clip, more in pieces) + "</Contents></MediaProfile>")
    shutil.copytree(f"{b.fixtures}/integrity/ascmhl/scenario_01/travel_01/A002R2EC", "arri/A002R2EC", ignore=shutil.ignore_patterns("ascmhl"))
    shutil.move("arri/A002R2EC/Clips", "arri/x")
    for name in os.listdir("arri/x"):
        shutil.copy(f"{b.fixtures}/media/bikes.mp4", f"arri/A002R2EC/{name}")
    shutil.rmtree("arri/x")
    put("arri/A002R2EC/A002R2EC_AVID.ale", "Heading\nFIELD_DELIM\tTABS\nVIDEO_FORMAT\t1080\nAUDIO_FORMAT\t48khz\nFPS\t25\n\nColumn\nName\tTape\tSource File\tStart\tEnd\n\nData\n"
        + "".join(f"{one}\t{one}\t{one}.mov\t01:00:0{n}:00\t01:00:0{n + 1}:00\n" for n, one in enumerate(["A002C006_141024_R2EC", "A002C007_141024_R2EC"])))
    for part in ("001", "002", "003"):
        put(f"red/A001_0502A6.RDM/A001_C001_0502A6.RDC/A001_C001_0502A6_{part}.R3D", r3d)
    put("xavc/PRIVATE/M4ROOT/CLIP/C0001.MP4", mp4), put("xavc/PRIVATE/M4ROOT/CLIP/C0001M01.XML", "<NonRealTimeMeta/>"), put("xavc/PRIVATE/M4ROOT/STATUS.BIN")
    put("xavc/PRIVATE/M4ROOT/MEDIAPRO.XML", profile([("CLIP/C0001.MP4", ["CLIP/C0001M01.XML"])]))
    put("xdcam/XDROOT/Clip/C0001.MXF", mxf), put("xdcam/XDROOT/Clip/C0001M01.XML", "<NonRealTimeMeta/>")
    put("xdcam/XDROOT/MEDIAPRO.XML", profile([("Clip/C0001.MXF", ["Clip/C0001M01.XML"])]))
    for part in ("01", "02", "03"):
        put(f"ex/BPAV/CLPR/001_0001_{part}/001_0001_{part}.MP4", mp4)
        put(f"ex/BPAV/CLPR/001_0001_{part}/001_0001_{part}.SMI", "<smil/>"), put(f"ex/BPAV/CLPR/001_0001_{part}/001_0001_{part}M01.XML", "<NonRealTimeMeta/>")
    put("ex/BPAV/MEDIAPRO.XML", profile([(f"CLPR/001_0001_{part}/001_0001_{part}.MP4", []) for part in ("01", "02", "03")]))
    put("p2/CONTENTS/CLIP/0001AB.XML", '<?xml version="1.0"?><P2Main xmlns="urn:schemas-Professional-Plug-in:P2:ClipMetadata:v3.1"><ClipContent><GlobalClipID>ID1</GlobalClipID>'
        '<EssenceList><Video/><Audio/><Audio/></EssenceList></ClipContent></P2Main>')
    put("p2/CONTENTS/VIDEO/0001AB.MXF", mxf), put("p2/CONTENTS/AUDIO/0001AB00.MXF", mxf), put("p2/CONTENTS/AUDIO/0001AB01.MXF", mxf), put("p2/LASTCLIP.TXT", "0001AB\n")
    for part in ("01", "02", "03"):
        put(f"canon/CONTENTS/CLIPS001/AA0001/AA0001{part}.MXF", mxf)
    put("canon/CONTENTS/CLIPS001/AA0001/AA0001.CIF", "cif"), put("canon/CONTENTS/CLIPS001/INDEX.MIF", "mif")
    items = b"".join(struct.pack(">H", 18) + name + b"M2TS" + bytes(9) for name in (b"00000", b"00001"))
    body = struct.pack(">HHH", 0, 2, 0) + items
    put("avchd/PRIVATE/AVCHD/BDMV/PLAYLIST/00000.MPL", b"MPLS0100" + struct.pack(">I", 40) + bytes(28) + struct.pack(">I", len(body)) + body)
    for number in ("00000", "00001"):
        put(f"avchd/PRIVATE/AVCHD/BDMV/STREAM/{number}.MTS", mts), put(f"avchd/PRIVATE/AVCHD/BDMV/CLIPINF/{number}.CPI", "cpi")
    put("avchd/PRIVATE/AVCHD/BDMV/INDEX.BDM", "idx"), put("avchd/PRIVATE/AVCHD/BDMV/MOVIEOBJ.BDM", "obj")
    for take in ("1", "2"):
        os.makedirs("sound/S001", exist_ok=True)
        subprocess.run(["ffmpeg", "-v", "error", "-i", f"{b.fixtures}/media/speech.flac", "-t", "5", "-ar", "48000", "-c:a", "pcm_s24le", "-write_bext", "1", "-metadata",
                        f"description=sSCENE=12A\r\nsTAKE={take}\r\nsTAPE=S001", "-metadata", "time_reference=1728000000", "-metadata", "origination_date=2026-11-27", f"sound/S001/12A-T0{take}.WAV"],
                       check=True)
        place_in_time(f"sound/S001/12A-T0{take}.WAV", take)
    for name, format_, gap, code in [
        ("arri/A002R2EC", "ARRI", "A002C007_141024_R2EC.mov", "A002C007"),
        ("red", "RED", "A001_0502A6.RDM/A001_C001_0502A6.RDC/A001_C001_0502A6_002.R3D", "lacks 002|002"),
        ("xavc", "XAVC", "PRIVATE/M4ROOT/MEDIAPRO.XML", "MEDIAPRO.XML"), ("xdcam", "XDROOT|XDCAM", "XDROOT/Clip/C0001M01.XML", "C0001M01.XML"),
        ("ex", "EX", "BPAV/CLPR/001_0001_02", "001_0001"), ("p2", "P2", "CONTENTS/AUDIO/0001AB01.MXF", "0001AB01.MXF|channel|sound"),
        ("canon", "Canon", "CONTENTS/CLIPS001/AA0001/AA000102.MXF", "AA0001"), ("avchd", "AVCHD", "PRIVATE/AVCHD/BDMV/STREAM/00001.MTS", "00001"),
    ]:
        b.does(f"{name} whole", 0, format_, "card", name)
        damaged = name.replace("/", "-") + "-cut"
        target = f"{damaged}/A002R2EC" if name.startswith("arri") else damaged
        shutil.copytree(name, target)
        gone = f"{target}/{gap}"
        shutil.rmtree(gone) if os.path.isdir(gone) else os.remove(gone)
        b.does(f"{name} without {os.path.basename(gap)}", 1, f"MISSING.*({code})", "card", target)
        empty = name.replace("/", "-") + "-empty"
        target = f"{empty}/A002R2EC" if name.startswith("arri") else empty
        shutil.copytree(name, target)
        essence = sorted(os.path.join(at, one) for at, _, names in os.walk(target) for one in names if one.upper().endswith((".MXF", ".MOV", ".MP4", ".MTS", ".R3D")))[0]
        put(essence, b"")
        b.does(f"{name} with essence that holds nothing", 1, f"MISSING.*{os.path.basename(essence)}|{os.path.basename(essence)}.*(nothing|empty)", "card", target)
    b.does("sound roll", 0, "sound", "card", "sound/S001")
    text = b.does("a broken card in the offload's preview", 0, "MISSING", "offload", "red-cut", "--to", "preview", "--dry-run")
    text = b.does("and in its reasons not to erase", 0, "NOT safe to erase.*(missing|card)", "offload", "red-cut", "--to", "preview")
    # 7
    b.part = "7 sidecars"
    b.does("ARRI's ALE", 0, "2 clips", "camera-report", "arri/A002R2EC", "--out", "arri.ale", "--out", "arri.csv")
    b.holds("start timecodes of the ALE", "grep", "01:00:00:00 in arri.ale", "01:00:00:00" in open("arri.ale").read())
    b.does("BWF and its scene and take", 0, "2 clips", "camera-report", "sound/S001", "--out", "sound.csv", "--out", "sound.ale")
    text = open("sound.csv").read()
    b.holds("scene, take, timecode", "cat sound.csv", text.splitlines()[1][:160], "12A" in text and "10:00:00" in text)
    b.does("RED's names", 0, "1 clip", "camera-report", "red", "--out", "red.csv")
    b.holds("reel and camera from the name", "cat red.csv", open("red.csv").read().splitlines()[1][:120], "A001" in open("red.csv").read())
    os.makedirs("sony/XDROOT/Clip")
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=25:d=1", "-c:v", "mpeg2video", "-pix_fmt", "yuv422p", "-b:v", "50M", "-g", "12", "-timecode",
                    "10:11:12:13", "sony/XDROOT/Clip/C0001.MXF"], check=True)
    put("sony/XDROOT/Clip/C0001M01.XML", '<?xml version="1.0" encoding="UTF-8"?><NonRealTimeMeta xmlns="urn:schemas-professionalDisc:nonRealTimeMeta:ver.2.00" lastUpdate="2026-11-27T09:00:00Z">'
        '<Duration value="25"/><LtcChangeTable tcFps="25"><LtcChange frameCount="0" value="13121110" status="increment"/></LtcChangeTable>'
        '<CreationDate value="2026-11-27T09:00:00Z"/><Device manufacturer="Sony" modelName="PXW-Z750" serialNo="0012345"/></NonRealTimeMeta>')
    put("sony/XDROOT/MEDIAPRO.XML", profile([("Clip/C0001.MXF", ["Clip/C0001M01.XML"])]))
    b.does("Sony's XML", 0, "1 clip", "camera-report", "sony", "--out", "sony.csv")
    b.holds("camera and timecode", "cat sony.csv", open("sony.csv").read().splitlines()[1][:160], "PXW-Z750" in open("sony.csv").read() and "10:11:12:13" in open("sony.csv").read())
    b.does("into the catalogue at ingest", 0, "12|2 of 2|proved", "offload", "sound/S001", "--to", "kept", "--workspace", "room", "--report", "sound.html")
    b.holds("where the report has it", "grep", "12A in sound.html", "12A" in open("sound.html").read())
    # 4
    b.part = "4 names"
    b.does("a pattern", 0, "Senora", "offload", "red", "--to", "n", "--name", "{production}/{date:yyyy-MM-dd}/{camera}/{reel}", "--set", "production=Señora / Løve", "--set", "date=2026-11-27")
    found = [at for at, folders, _ in os.walk("n") if "ascmhl" in folders]
    b.holds("the folder", "find n", str(found), any("2026-11-27/A/A001" in one for one in found))
    b.holds("nothing inside the card is renamed", "find", "A001_0502A6.RDM kept", found and os.path.exists(f"{found[0]}/A001_0502A6.RDM") or found and found[0].endswith("A001_0502A6.RDM"))
    for number in (1, 2):
        b.does(f"counter, {number}", 0, "clean", "offload", "sound", "--to", "n", "--name", "{production}/roll-{counter:3}", "--set", "production=X", *(["--accept-duplicate"] if number == 2 else []))
    b.holds("no number is given twice", "ls n/X", str(sorted(os.listdir("n/X"))), sorted(os.listdir("n/X")) == ["roll-001", "roll-002"])
    b.does("a field that is none", 64, "nonsense", "offload", "red", "--to", "n", "--name", "{nonsense}/{reel}")
    b.does("a value is missing", 2, "production", "offload", "red", "--to", "n", "--name", "{production}/{reel}")
    b.does("the house's folders", 0, "made", "folders", "create", "--in", ".", "--set", "production=Harbour Lights")
