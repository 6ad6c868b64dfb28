#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Takes media of others in as an operator would, part by part, and holds what the program says against independent judges.

    acceptance-ingest.py LINEUP [FIXTURES] [--only WORD]

Prints a row for each part: what was run, its exit status and the line that decides. Ends with 1 when any row is not as it should be. Parts that
mount volumes need the superuser; what could not be run is named and counted, and is no pass.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import time
import unicodedata

from ingest_cards import cards
from judged import ROOT, Bench, c4, flip, manifests, put, same, tool

ASCMHL = f"{ROOT}/.venv-judges/bin/ascmhl"

# Makes every write below LINEUP_SHIM_SLOW wait: a slow drive.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static void wait_if_slow(int fd) {
  const char *slow = getenv("LINEUP_SHIM_SLOW");
  char link[64], path[4096];
  if (!slow) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  if (strncmp(path, slow, strlen(slow)) == 0 && strstr(path, "card")) usleep(atoi(getenv("LINEUP_SHIM_MICROSECONDS")));
}
ssize_t write(int fd, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  wait_if_slow(fd);
  return real(fd, bytes, count);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite");
  wait_if_slow(fd);
  return real(fd, bytes, count, offset);
}
"""


# 1: hashes

def hashes(b):
    if not b.begin("1 hashes"):
        return
    card = b.media()
    b.does("six formats from one read", 0, r"clean: generation 1, 12 files", "mhl", "create", card, *"--hash xxh64 xxh3 xxh128 md5 sha1 c4".split())
    text = open(f"{card}/ascmhl/{manifests(card)[0]}").read()
    wrong = compared = 0
    for entry in re.findall(r"<hash>.*?</hash>", text, re.S):
        path = re.search(r"<path[^>]*>(.*?)</path>", entry).group(1)
        data = open(f"{card}/{path}", "rb").read()
        wanted = {
            "xxh64": tool("xxhsum", "-H1", f"{card}/{path}"), "xxh128": tool("xxhsum", "-H2", f"{card}/{path}"),
            "md5": tool("md5sum", f"{card}/{path}"), "sha1": tool("sha1sum", f"{card}/{path}"), "c4": c4(data)}
        wanted["xxh3"] = subprocess.run(["xxhsum", "-H3", f"{card}/{path}"], capture_output=True, text=True, check=True).stdout.split()[-1]
        for kind, value in wanted.items():
            compared += 1
            found = re.search(rf"<{kind}[ >][^<]*?>?([0-9A-Za-z]+)</{kind}>", entry)
            wrong += 0 if found and found.group(1) == value else 1
    b.holds("they are the hashes of others", "xxhsum, md5sum, sha1sum, hashlib", f"{compared} compared, {wrong} differ", compared == 72 and not wrong)
    b.does("the schema of the committee", 0, "validates", "--noout", "--schema", f"{b.fixtures}/integrity/ascmhl/xsd/ASCMHL.xsd",
           f"{card}/ascmhl/{manifests(card)[0]}", program="xmllint")
    b.does("SHA-256, which no manifest holds, is refused alone", 2, "no ASC MHL manifest can hold", "offload", card, "--to", "x", "--hash", "sha256")
    b.does("and beside XXH64 said to be in the CSV report", 0, "can hold sha256", "offload", card, "--to", "y", "--hash", "xxh64,sha256", "--report", "r.csv")
    value = hashlib.sha256(open(f"{card}/bikes.mp4", "rb").read()).hexdigest()
    b.holds("where it is right", "hashlib", value[:16] + "…", value in open("r.csv").read())


# 2: ASC MHL

def scenarios(b):
    if not b.begin("2 stored scenarios"):
        return
    shutil.copytree(f"{b.fixtures}/integrity/ascmhl", "s")
    for at, folders, _ in sorted(os.walk("s")):
        if "ascmhl" not in folders:
            continue
        short = at[2:]
        b.does(f"{short} verifies", 0, "^clean: 3 files|^clean", "verify", at, "--no-generation")
        b.does(f"{short} is whole", 0, r"^clean: \d+ of \d+ documents", "mhl", "check", at)
        recorded = re.findall(r"<xxh64[^>]*>([0-9a-f]{16})<", open(f"{at}/ascmhl/{manifests(at)[0]}").read())
        new = "again-" + short.replace("/", "-")
        shutil.copytree(at, new, ignore=shutil.ignore_patterns("ascmhl"))
        b.run("mhl", "create", new)
        again = open(f"{new}/ascmhl/{manifests(new)[0]}").read()
        # Whatever stands in the files' own entries must come out again; those of folders are of the same bytes too.
        b.holds(f"{short} made anew", "mhl create", f"{len(recorded)} hashes of the first generation, {sum(one not in again for one in recorded)} not in ours",
                recorded and all(one in again for one in recorded))


def interop(b):
    if not b.begin("2 interop"):
        return
    card = b.media()
    b.does("the reference tool's first generation", 0, "", "create", "-h", "xxh64", card, program=ASCMHL)
    b.does("ours on it", 0, "clean: generation 2, 12 files|clean", "mhl", "create", card, "--hash", "xxh64", "c4")
    b.does("its on ours", 0, "", "create", "-h", "xxh64", card, program=ASCMHL)
    b.does("ours again", 0, "clean", "verify", card)
    b.does("its comparison", 0, "", "diff", card, program=ASCMHL)
    b.does("all documents", 0, "clean: 5 of 5", "mhl", "check", card)
    b.does("and what each generation says", 0, r"generation 4|^ *4", "mhl", "info", card)
    ours, theirs = "ours", "theirs"
    shutil.copytree(f"{b.fixtures}/media", ours), shutil.copytree(f"{b.fixtures}/media", theirs)
    b.run("mhl", "create", ours), b.run("create", "-h", "xxh64", theirs, program=ASCMHL)
    roots = [re.search(r"<roothash>.*?</roothash>", open(f"{one}/ascmhl/{manifests(one)[0]}").read(), re.S).group(0) for one in (ours, theirs)]
    values = [re.findall(r">([0-9a-f]{16})<", one) for one in roots]
    b.holds("content and structure hash of the root", "both tools on the same files", f"{values[0]} and {values[1]}", values[0] == values[1] and len(values[0]) == 2)
    for what, status, decides, damage in [
        ("a file is missing", 1, "missing: bikes.mp4", lambda f: os.remove(f"{f}/bikes.mp4")),
        ("a byte is changed", 1, "speech.flac: has changed", lambda f: flip(f"{f}/speech.flac", 5000)),
        ("a file is new", 3, "new: new.mov", lambda f: put(f"{f}/new.mov")),
        ("the manifest is changed", 1, "changed after it was written", lambda f: flip(f"{f}/ascmhl/{manifests(f)[0]}", 300)),
        ("the chain is missing", 1, "ascmhl_chain.xml is missing", lambda f: os.remove(f"{f}/ascmhl/ascmhl_chain.xml")),
    ]:
        name = what.replace(" ", "-")
        shutil.copytree(theirs, name)
        damage(name)
        b.does(what, status, decides, "verify", name, "--no-generation")
        code, _ = b.run("diff", name, program=ASCMHL)
        b.holds(f"{what}: the reference tool", f"ascmhl diff {name}", f"rc {code}", code != 0 or what == "a byte is changed")
    empty = "odd"
    os.makedirs(f"{empty}/EMPTY")
    put(f"{empty}/zero.mov", b""), put(f"{empty}/a.mov"), os.symlink("nowhere", f"{empty}/dangling")
    b.does("empty folder, dangling link, empty file", 3, "left out: dangling: a symbolic link", "mhl", "create", empty)
    text = open(f"{empty}/ascmhl/{manifests(empty)[0]}").read()
    b.holds("the empty folder and file are on record", "grep", "size=\"0\" zero.mov, EMPTY", 'size="0"' in text and ">EMPTY<" in text)
    b.does("and verified", 3, "new: dangling|left out: dangling", "verify", empty, "--no-generation")


def histories(b):
    if not b.begin("2 histories"):
        return
    b.media("day/A001")
    shutil.copytree(f"{b.fixtures}/integrity/ascmhl/scenario_01/travel_01/A002R2EC", "day/A002R2EC")
    put("day/notes.txt", "shot list\n")
    b.run("mhl", "create", "day/A001")
    b.does("around nested histories", 0, r"clean: generation 1, 1[56] files|clean", "mhl", "create", "day")
    top = open(f"day/ascmhl/{manifests('day')[0]}").read()
    b.holds("a file is in the closest history only", "grep", f"{top.count('<hashlistreference>')} references; the card's files in the outer one: {top.count('>A001/bikes.mp4<')}",
            top.count("<hashlistreference>") == 2 and ">A001/bikes.mp4<" not in top and len(manifests("day/A001")) == 2 and len(manifests("day/A002R2EC")) == 2)
    b.does("the reference tool agrees", 0, "", "diff", "day", program=ASCMHL)
    b.does("verified with those inside", 0, "^clean: 1[56] files", "verify", "day", "--no-generation")
    b.does("another format is added", 0, "clean: generation 3", "mhl", "create", "day/A001", "--hash", "md5")
    added = open(f"day/A001/ascmhl/{manifests('day/A001')[-1]}").read()
    b.holds("old format verified, new one original", "grep", f"{added.count('action=' + chr(34) + 'verified')} verified", added.count("<xxh64") >= 12 and added.count("<md5") >= 12
            and 'action="verified"' in added)
    os.rename("day/A001/bikes.mp4", "day/A001/headers/bicycles.mp4")
    b.does("a rename that nobody asked about is missing and new", 1, "missing: bikes.mp4", "mhl", "diff", "day/A001")
    b.does("recognised by its hash", 0, "headers/bicycles.mp4", "mhl", "create", "day/A001", "--detect-renames")
    renamed = open(f"day/A001/ascmhl/{manifests('day/A001')[-1]}").read()
    b.holds("previousPath", "grep", re.search(r"<previousPath>.*?</previousPath>", renamed).group(0) if "<previousPath>" in renamed else "none",
            "<previousPath>bikes.mp4</previousPath>" in renamed)
    b.does("and the reference tool agrees", 0, "", "diff", "day/A001", program=ASCMHL)
    put("day/A001/late.mov", b"late\n")
    b.does("one file recorded alone", 0, "1 file", "mhl", "create", "day/A001", "--single-file", "late.mov")
    b.does("what is known of it", 0, "late.mov", "mhl", "info", "day/A001", "--single-file", "late.mov")
    put("day/A001/cache/render.tmp", b"x")
    b.does("a pattern", 0, "left out by pattern", "mhl", "create", "day/A001", "--ignore", "*.tmp", "--ignore", "cache/")
    b.does("which the reference tool keeps", 0, "", "diff", "day/A001", program=ASCMHL)
    b.does("names and lengths only", 0, "nothing was hashed", "mhl", "diff", "day/A001")
    os.mkdir("lists")
    b.does("packing lists and their collection", 0, "ascmhl_collection.xml", "mhl", "flatten", "day/A001", "day/A002R2EC", "--to", "lists", "--collection")
    for name in sorted(os.listdir("lists")):
        if name.endswith(".mhl"):
            b.does("valid", 0, "validates", "--noout", "--schema", f"{b.fixtures}/integrity/ascmhl/xsd/ASCMHL.xsd", f"lists/{name}", program="xmllint")
    b.does("a folder against the collection, which lists two of its cards", 3, "partial: 16 files as recorded", "verify", "day", "--against", "lists/ascmhl_collection.xml")
    b.does("stand-alone", 0, "alone.mhl", "mhl", "create", "day/A002R2EC", "--stand-alone", "alone.mhl")
    b.does("verified against it", 0, "^clean: 3 files", "verify", "day/A002R2EC", "--against", "alone.mhl")
    if b.mount("none", "readonly", "-o", "bind", "day") is False:
        b.skip("volumes that can only be read", "it needs the superuser")
    else:
        subprocess.run(["mount", "-o", "remount,bind,ro", "readonly"], check=True)
        b.does("on a volume that can only be read", 0, "volume can only be read", "verify", "readonly/A001")
        b.does("a new generation there is refused before the hashing", 2, "volume can only be read", "mhl", "create", "readonly/A001")


def lists(b):
    if not b.begin("2 lists"):
        return
    card = b.media()
    put(f"{card}/Kamera/Übergabe é.mov", b"umlauts\n")
    b.does("MHL 1.1 written", 0, "list.mhl", "mhl", "create", card, "--format", "mhl1", "--to", "list.mhl")
    b.does("and read", 0, "^clean: 13 files", "verify", card, "--against", "list.mhl")
    b.holds("well-formed by another parser", "xmllint", "well-formed", subprocess.run(["xmllint", "--noout", "list.mhl"], check=False).returncode == 0)
    for kind, judge in [("md5", "md5sum"), ("sha1", "sha1sum"), ("sha256", "sha256sum")]:
        b.does(f"{kind} list", 0, f"list.{kind}", "mhl", "create", card, "--format", kind, "--to", f"{card}/list.{kind}")
        done = subprocess.run([judge, "--quiet", "-c", f"list.{kind}"], cwd=card, capture_output=True, text=True, check=False)
        b.holds(f"{kind} list", f"{judge} -c list.{kind}", f"rc {done.returncode} {done.stdout}{done.stderr}", done.returncode == 0)
        os.remove(f"{card}/list.{kind}")
    for flag in ("-H1", "-H2", "-H3"):
        paths = [os.path.relpath(os.path.join(at, name), card) for at, _, names in os.walk(card) for name in names]
        put("x.xxh", subprocess.run(["xxhsum", flag, *paths], cwd=card, capture_output=True, check=True).stdout)
        b.does(f"xxhsum {flag}", 0, "^clean: 13 files", "verify", card, "--against", "x.xxh")

    def legacy(tag, value, encoding="utf-8", turned=False, name="list"):
        rows = ""
        for at, _, names in os.walk(card):
            for one in sorted(names):
                path = os.path.join(at, one)
                pieces = [f"<file>{os.path.relpath(path, card)}</file>", f"<size>{os.path.getsize(path)}</size>", f"<{tag}>{value(path)}</{tag}>",
                          "<lastmodificationdate>2020-01-16T09:15:00Z</lastmodificationdate>"]
                rows += "<hash>" + "".join(reversed(pieces) if turned else pieces) + "</hash>\n"
        put(f"{name}.mhl", f'<?xml version="1.0" encoding="{encoding}"?>\n<hashlist version="1.1">\n{rows}</hashlist>\n'.encode(encoding))
        return f"{name}.mhl"

    big = lambda path: tool("xxhsum", "-H1", path)
    little = lambda path: struct.pack("<Q", int(big(path), 16)).hex()
    for title, arguments in [
        ("xxhash64be", ("xxhash64be", big)), ("xxhash64, the other end first", ("xxhash64", little)), ("xxhash64be with the wrong end", ("xxhash64be", little)),
        ("Latin-1, elements in another order", ("md5", lambda path: tool("md5sum", path), "iso-8859-1", True)),
        ("UTF-16", ("sha1", lambda path: tool("sha1sum", path), "utf-16")),
    ]:
        b.does(f"MHL 1.1 of others, {title}", 0, "^clean: 13 files", "verify", card, "--against", legacy(*arguments, name=re.sub(r"\W+", "-", title)))
    flip(f"{card}/speech.flac", 70000)
    b.does("a flipped bit", 1, "speech.flac: has changed|speech.flac", "verify", card, "--against", "UTF-16.mhl")


# 3: offload

def offload(b):
    if not b.begin("3 offload"):
        return
    card = b.media()
    text = b.does("two copies, papers, receipt", 0, r"12 of 12 files proved in every copy", "offload", card, "--to", "a", "b", "--hash", "xxh64", "c4", "--report",
                  "r.html", "--report", "r.pdf", "--report", "r.csv", "--workspace", "w")
    b.holds("byte for byte", "sha256 of every file", "both equal the source", same(card, "a/card") and same(card, "b/card"))
    b.holds("safe to erase is computed", "offload", re.search(r".*afe to erase.*", text).group(0).strip(), "NOT safe to erase the source: 2 copies on devices of their own" in text)
    b.does("the reference tool", 0, "", "diff", "a/card", program=ASCMHL)
    for mode, words in [("transfer", "sizes compared; not read back"), ("source", "source was read twice"), ("full", "proved in every copy")]:
        b.does(f"mode {mode}", 0, words, "offload", card, "--to", f"m-{mode}", "--verify", mode)
    code, text = b.run("offload", card, "--to", "j", "--json")
    b.holds("how it was read back is recorded", "offload --json", f"readBack {json.loads(text)['destinations'][0]['readBack']}", '"readBack" : "dropped"' in text or '"direct"' in text)
    b.does("the same again adds nothing", 0, "12 of 12|already", "offload", card, "--to", "a", "b", "--workspace", "w")
    b.holds("one manifest", "ls a/card/ascmhl", str(manifests("a/card")), len(manifests("a/card")) == 1)
    shutil.copytree(card, "card-again")
    b.does("a duplicate under another name", 2, "duplicate|under another name|copied before", "offload", "card-again", "--to", "a", "--workspace", "w")
    put("c/card/bikes.mp4", b"something else")
    b.does("a collision", 2, "already there with different content", "offload", card, "--to", "c")
    b.holds("nothing was overwritten", "cat", "something else", open("c/card/bikes.mp4").read() == "something else" and os.listdir("c/card") == ["bikes.mp4"])
    b.does("looking only", 0, "Nothing was written", "offload", card, "--to", "d", "--dry-run")
    b.holds("writes nothing", "ls d", "none", not os.path.exists("d"))


def entries(b):
    if not b.begin("3 odd entries"):
        return
    card = b.media()
    os.symlink("bikes.mp4", f"{card}/link.mp4"), os.mkfifo(f"{card}/pipe")
    with open(f"{card}/sparse.mov", "wb") as file:
        file.truncate(256 << 20)
        file.seek(100 << 20)
        file.write(b"picture")
    text = b.does("link, pipe, file with holes", 3, "left out: link.mp4: a symbolic link", "offload", card, "--to", "a")
    b.holds("the pipe as well", "offload", "left out: pipe", "left out: pipe: a pipe, socket or device" in text)
    blocks = os.stat("a/card/sparse.mov").st_blocks * 512
    b.holds("holes", "stat", f"{os.path.getsize('a/card/sparse.mov')} bytes, {blocks} on the disk", os.path.getsize("a/card/sparse.mov") == 256 << 20)
    names = "names"
    put(f"{names}/Clip.mov"), put(f"{names}/clip.mov")
    put(f"{names}/{unicodedata.normalize('NFC', 'Été.mov')}"), put(f"{names}/{unicodedata.normalize('NFD', 'Été.mov')}")
    b.does("names that differ by case or by code points only", 0, "look alike|for one", "offload", names, "--to", "n", "--dry-run")
    for system, names, says in [
        ("exfat", ["a:b.mov", "quote\".mov"], "a:b.mov"), ("fat32", ["a?b.mov"], "a\\?b.mov"), ("ntfs", ["con.mov", "ends.", "COM1.wav"], "con.mov"),
        ("ltfs", ["a:b.mov"], "a:b.mov"), ("mac", ["Clip.mov", "clip.mov"], "Clip.mov"), ("s3", ["d/" * 400 + "deep-name-that-is-long.mov" * 9], "1024|1,024"),
    ]:
        for name in names:
            put(f"for-{system}/{name}")
        text = b.does(f"names for {system}", 2, says, "offload", f"for-{system}", "--to", "n", "--going-to", system, "--dry-run")
        b.holds(f"names for {system}: each is in the way", "--dry-run", f"{text.count('IN THE WAY')} in the way", text.count("IN THE WAY") >= (1 if system == "mac" else len(names)))


def compiled(b):
    put("shim.c", SHIM)
    if subprocess.run(["cc", "-shared", "-fPIC", "-o", "shim.so", "shim.c", "-ldl"], capture_output=True, check=False).returncode:
        return None
    return os.path.realpath("shim.so")


def troubles(b):
    if not b.begin("3 troubles"):
        return
    shim = compiled(b)
    if shim is None:
        return b.skip("slow, killed and changed copies", "there is no C compiler")
    card = b.media()
    for number in range(6):  # as long as a card of minutes
        shutil.copy(f"{b.fixtures}/media/bigbuckbunny-30s.mp4", f"{card}/clip{number}.mp4")
    slow = lambda folder, microseconds: {"LD_PRELOAD": shim, "LINEUP_SHIM_SLOW": os.path.realpath(folder), "LINEUP_SHIM_MICROSECONDS": str(microseconds)}
    text = b.does("a slow copy is left behind and brought up from the good one", 0, "brought up from", "offload", card, "--to", "fast", "slow", "--patience", "1", "--catch-up", "120",
                  environment=slow("slow", 400000))
    b.holds("both are whole", "sha256 of every file", f"{manifests('fast/card')} {manifests('slow/card')}", same(card, "fast/card") and same(card, "slow/card"))
    def begun(destination, *more, microseconds=30000):
        return subprocess.Popen([b.lineup, "offload", card, "--to", destination, *more], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                env={**os.environ, **slow(destination, microseconds)})

    copy = begun("killed")
    time.sleep(1.5)
    copy.send_signal(signal.SIGKILL)
    copy.wait()
    left = sorted(os.listdir("killed/card")) if os.path.isdir("killed/card") else []
    b.holds("kill -9 in the middle", "kill -9", f"no manifest, {len(left)} entries", not os.path.exists("killed/card/ascmhl"))
    b.does("is said to be unfinished", 2, "not finished|unfinished|was stopped", "verify", "killed/card")
    text = b.does("the same command goes on inside the file", 0, "were here before this run", "offload", card, "--to", "killed")
    b.holds("to one manifest, and no debris", "ls", f"{manifests('killed/card')} {sorted(os.listdir('killed'))}", same(card, "killed/card") and len(manifests("killed/card")) == 1
            and os.listdir("killed") == ["card"])
    copy = begun("stopped")
    time.sleep(1.5)
    copy.send_signal(signal.SIGINT)
    said = copy.communicate()[0]
    b.holds("⌃C", "kill -INT", f"rc {copy.returncode}: " + next((one for one in said.splitlines() if "Stopped" in one), said[-100:]), "run the same command again" in said)
    b.does("goes on too", 0, "clean +\\S*stopped", "offload", card, "--to", "stopped")
    copy = begun("changed")
    time.sleep(1.0)
    for number in range(6):
        with open(f"{card}/clip{number}.mp4", "ab") as file:
            file.write(b"still recording")
    said = copy.communicate()[0]
    line = next((one.strip() for one in said.splitlines() if "chang" in one or "grew" in one or "grown" in one), said[-200:])
    b.holds("the source changes during the copy", "offload, and bytes are added", f"rc {copy.returncode}: {line}", copy.returncode in (1, 2, 3) and not os.path.exists("changed/card/ascmhl"))
    b.does("what was copied before it grew is not overwritten", 2, "the source has changed since", "offload", card, "--to", "changed")
    b.does("another folder takes it", 0, "clean +\\S*settled", "offload", card, "--to", "settled")
    b.holds("whole as it is now", "sha256", "equal", same(card, "settled/card"))
    if not b.mount("tmpfs", "small", "-o", "size=12m"):
        return b.skip("full destinations", "it needs the superuser")
    b.does("a destination without room", 2, "small.*(room|free|too small|needs)", "offload", card, "--to", "big", "small")
    text = b.does("left out when asked", 3, "small", "offload", card, "--to", "big", "small", "--leave-out-full")
    subprocess.run(["mount", "-o", "remount,size=80m", "small"], check=True)
    b.does("with room it catches up", 0, "clean +\\S*small", "offload", card, "--to", "big", "small")
    b.holds("one manifest each", "ls", f"{manifests('small/card')}", same(card, "small/card") and len(manifests("small/card")) == 1 == len(manifests("big/card")))
    size = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(card) for name in names)
    b.mount("tmpfs", "shared", "-o", f"size={size * 3 // 2 // 1024}k")
    shutil.copytree(card, "card2")
    put("card2/other.txt", b"another card")
    copy = begun("shared/one", microseconds=100000)
    time.sleep(1.0)
    b.does("room that a running copy has claimed", 2, "running|other cop|claim|under way", "offload", "card2", "--to", "shared/two", "--accept-duplicate")
    copy.communicate()


# 5, 6

def scans(b):
    if not b.begin("5 virus scan"):
        return
    clamd = shutil.which("clamd") or "/usr/sbin/clamd"
    if not os.path.exists(clamd):
        return b.skip("all of it", "clamd is not installed")
    card = b.media()
    os.mkdir("signatures")
    put("signatures/test.hdb", "44d88612fea8a8f36de82e1278abb02f:68:Test.Eicar\n")
    socket = os.path.realpath("clamd.sock")
    put("clamd.conf", f"LocalSocket {socket}\nDatabaseDirectory {os.path.realpath('signatures')}\nPidFile {os.path.realpath('clamd.pid')}\nLogFile {os.path.realpath('clamd.log')}\n"
        "StreamMaxLength 1M\nMaxFileSize 1M\nMaxScanSize 2M\nAlertExceedsMax yes\nAlertEncrypted yes\nUser root\n")
    subprocess.run([clamd, "-c", "clamd.conf"], check=True, capture_output=True)
    try:
        put(f"{card}/setup.exe", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
        put(f"{card}/large.doc", os.urandom(3 << 20))
        b.does("signatures without a date", 2, "signatures|age|date", "scan", card, "--socket", socket)
        text = b.does("INSTREAM", 1, "INFECTED.*setup.exe|setup.exe.*Test.Eicar", "scan", card, "--socket", socket, "--max-database-age", "any")
        b.holds("beyond a limit is not clean", "scan", next((one.strip() for one in text.splitlines() if "not scanned" in one.lower()), "nothing"), re.search(r"not scanned.*large\.doc|large\.doc.*not scanned", text, re.I))
        text = b.does("SCAN by path", 1, "setup.exe", "scan", card, "--socket", socket, "--max-database-age", "any", "--method", "path")
        b.does("quarantine", 1, "setup.exe", "scan", card, "--socket", socket, "--max-database-age", "any", "--quarantine", "q")
        b.holds("a copy and a note there, the source untouched", "ls q", str(sorted(os.listdir("q")))[:120], len(os.listdir("q")) >= 1 and os.path.exists(f"{card}/setup.exe"))
        text = b.does("an offload leaves it out", 3, "setup.exe", "offload", card, "--to", "a", "--scan", socket, "--max-database-age", "any")
        b.holds("and does not copy it", "ls", "no setup.exe in a/card", not os.path.exists("a/card/setup.exe") and os.path.exists("a/card/bikes.mp4"))
    finally:
        os.kill(int(open("clamd.pid").read()), signal.SIGTERM)
    time.sleep(1)
    b.does("a scanner that is gone is no clean scan", 2, "check that clamd runs|cannot be reached|no scanner", "scan", card, "--socket", socket)


def papers(b):
    if not b.begin("6 papers"):
        return
    card = b.media()
    b.does("a key", 0, "", "keys", "create")
    b.does("copy with papers", 0, "written: r.html", "offload", card, "--to", "a", "b", "--report", "r.html", "--report", "r.pdf", "--report", "r.csv", "--receipt", "rec.json", "--hash", "xxh64", "c4")
    page = open("r.html").read()
    b.holds("poster frames in the report", "grep", f"{page.count('data:image/')} pictures", page.count("data:image/") >= 3)
    b.does("the PDF", 0, "Pages", "r.pdf", program="pdfinfo")
    b.holds("the CSV", "wc -l", f"{len(open('r.csv').read().splitlines())} lines", len(open("r.csv").read().splitlines()) >= 13)
    b.does("a client's check", 0, "is what was received", "verify", "b/card", "--against", "rec.json")
    flip("b/card/bikes.mp4", 9999)
    b.does("one bit flipped", 1, "bikes.mp4", "verify", "b/card", "--against", "rec.json")
    document = open("rec.json").read()
    put("forged.json", document.replace('"files": 12', '"files": 11').replace('"files" : 12', '"files" : 11'))
    b.does("a forged receipt", 1, "SIGNATURE BROKEN", "verify", "forged.json")


def main():
    arguments = [one for one in sys.argv[1:] if one != "--only"]
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else None
    if only:
        arguments.remove(only)
    if not arguments:
        sys.exit(__doc__)
    fixtures = arguments[1] if len(arguments) > 1 else os.environ.get("LINEUP_FIXTURES", f"{ROOT}/../shared/fixtures")
    bench = Bench(arguments[0], fixtures, only)
    print("| part | command | printed |\n| --- | --- | --- |")
    try:
        for part in (hashes, scenarios, interop, histories, lists, offload, entries, troubles, cards, scans, papers):
            part(bench)
    finally:
        status = bench.end()
    sys.exit(status)


if __name__ == "__main__":
    main()
