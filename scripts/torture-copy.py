#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills copies at random bytes, fills their volumes and breaks their source, and holds what comes of it against the source.

    torture-copy.py LINEUP [KILLS=200] [FULL=50] [ERRORS=50] [SEED]

Kills: SIGKILL at a random moment of a copy to two destinations, again and again, then a run to the end.
Full: the second destination is a small volume that fills up during the copy; then room is made and the copy goes on. Needs the right to mount.
Errors: a shim between the program and the C library answers chosen reads of the source with EIO. Needs a C compiler.
Whatever happens, nothing may be lost, nothing wrongly called good, and in the end there is one manifest a destination and no debris.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Answers reads of LINEUP_SHIM_FILE that touch the byte LINEUP_SHIM_OFFSET with EIO. */
static int fails(int fd, off_t offset, size_t count) {
  const char *wanted = getenv("LINEUP_SHIM_FILE");
  char link[64], path[4096];
  if (!wanted) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  long long bad = atoll(getenv("LINEUP_SHIM_OFFSET"));
  return strcmp(path, wanted) == 0 && offset <= bad && bad < offset + (long long)count;
}

ssize_t read(int fd, void *buffer, size_t count) {
  static ssize_t (*real)(int, void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "read");
  if (getenv("LINEUP_SHIM_FILE") && fails(fd, lseek(fd, 0, SEEK_CUR), count)) { errno = EIO; return -1; }
  return real(fd, buffer, count);
}

ssize_t pread(int fd, void *buffer, size_t count, off_t offset) {
  static ssize_t (*real)(int, void *, size_t, off_t);
  if (!real) real = dlsym(RTLD_NEXT, "pread");
  if (fails(fd, offset, count)) { errno = EIO; return -1; }
  return real(fd, buffer, count, offset);
}
"""


def size_now(path):
    """The bytes of a file that may be renamed or removed at any moment; none of one that is gone."""
    try:
        return os.lstat(path).st_size
    except FileNotFoundError:
        return 0


class Failure(Exception):
    pass


def check(condition, text):
    if not condition:
        raise Failure(text)


class Torture:
    def __init__(self, lineup, seed):
        self.lineup = lineup
        self.random = random.Random(seed)
        self.scratch = os.path.realpath(tempfile.mkdtemp(prefix="lineup-torture-"))
        self.card = f"{self.scratch}/A001R2EC"
        # Claims of room are kept here, apart from those of other copies on this machine.
        self.temporary = f"{self.scratch}/tmp"
        os.makedirs(self.temporary)
        self.lay()

    def lay(self):
        """A card of 48 MiB: two clips that are stopped inside, small files that are copied in groups, odd names, an empty folder."""
        sizes = {"Clips/A001C001.mov": 24 << 20, "Clips/A001C002.mov": (16 << 20) + 4097, "Clips/empty.mov": 0, "café 🎬.txt": 11}
        sizes |= {f"Frames/{number:04}.dpx": self.random.randrange(1, 128 << 10) for number in range(128)}
        for name, size in sizes.items():
            path = f"{self.card}/{name}"
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(self.random.randbytes(size))
        os.makedirs(f"{self.card}/EMPTY")
        self.bytes = sum(sizes.values())

    def arguments(self, places):
        # The one card is copied to ever new places, some of them volumes that come and go: the workspace would object.
        meant = ["--accept-duplicate", "--accept-other-volume"]
        return [self.lineup, "offload", self.card, "--to", *places, "--json", "--workspace", f"{self.scratch}/workspace", *meant]

    def run(self, places, environment=None):
        done = subprocess.run(self.arguments(places), capture_output=True, text=True, env=self.environment(environment), check=False)
        check(done.returncode in (0, 1, 2, 3), f"the program ended with {done.returncode}: {done.stderr[-500:]}")
        return done.returncode, json.loads(done.stdout) if done.stdout.strip().startswith("{") else {"text": done.stdout + done.stderr}

    def environment(self, more=None):
        return {**os.environ, "TMPDIR": self.temporary, **(more or {})}

    def files(self, folder):
        found = {}
        for at, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(at, name)
                found[os.path.relpath(path, folder)] = path
        return found

    def examine(self, place):
        """One whole copy: every byte, one manifest, a history that verifies, nothing besides."""
        copy = f"{place}/A001R2EC"
        check(sorted(os.listdir(place)) == ["A001R2EC"], f"debris in {place}: {sorted(os.listdir(place))}")
        ours, theirs = self.files(copy), self.files(self.card)
        manifests = [name for name in ours if name.startswith("ascmhl/") and name.endswith(".mhl")]
        check(len(manifests) == 1, f"{copy} has {len(manifests)} manifests")
        media = {name: path for name, path in ours.items() if not name.startswith("ascmhl/")}
        check(media.keys() == theirs.keys(), f"{copy}: {sorted(media.keys() ^ theirs.keys())}")
        for name, path in theirs.items():
            with open(path, "rb") as one, open(media[name], "rb") as other:
                check(one.read() == other.read(), f"{copy}/{name} has other bytes")
        verified = subprocess.run([self.lineup, "verify", copy] + self.no_generation, capture_output=True, text=True, check=False)
        check(verified.returncode == 0, f"{copy} does not verify: {verified.stdout}{verified.stderr}")

    def nothing_wrongly_good(self, places):
        """At any moment, what has its own name has its own bytes."""
        theirs = self.files(self.card)
        for place in places:
            for name, path in self.files(f"{place}/A001R2EC").items():
                if name in theirs:
                    with open(theirs[name], "rb") as one, open(path, "rb") as other:
                        check(one.read() == other.read(), f"{path} has its name and not its bytes")

    # Kills

    def kills(self, count):
        begun = time.monotonic()
        self.finish([self.fresh("calm-1"), self.fresh("calm-2")])
        span = time.monotonic() - begun
        done = rounds = attempts = taken_over = 0
        while done < count:
            rounds += 1
            places = [self.fresh(f"kill-{rounds}-1"), self.fresh(f"kill-{rounds}-2")]
            for _ in range(min(self.random.randrange(1, 6), count - done)):
                victim = subprocess.Popen(self.arguments(places), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment())
                if self.random.random() < 0.5:
                    time.sleep(self.random.random() * span)
                else:
                    self.wait_for_bytes(victim, places, self.random.randrange(2 * self.bytes), span)
                victim.send_signal(signal.SIGKILL)
                victim.wait()
                done += 1
                self.nothing_wrongly_good(places)
            report = self.finish(places)
            attempts = max(attempts, report.get("attempts", 0))
            taken_over += report.get("resumedBytes", 0)
        print(f"Kills: {done} in {rounds} copies of {self.bytes} bytes to two places; all ended clean, one manifest each, every byte equal")
        if taken_over:
            print(f"  {taken_over} bytes were taken over from killed runs, and one copy took {attempts} runs")

    def wait_for_bytes(self, victim, places, wanted, span):
        """Until so many bytes are at the destinations."""
        end = time.monotonic() + 3 * span
        while victim.poll() is None and time.monotonic() < end:
            there = sum(size_now(path) for place in places for path in self.files(place).values())
            if there >= wanted:
                return
            time.sleep(0.002)

    def fresh(self, name):
        path = f"{self.scratch}/{name}"
        os.makedirs(path)
        return path

    def finish(self, places):
        status, report = self.run(places)
        check(status == 0, f"the copy did not end clean: {json.dumps(report)[:1500]}")
        for place in places:
            self.examine(place)
        check(not self.claims(), f"room is still claimed: {self.claims()}")
        for place in places:
            if not os.path.ismount(place):
                shutil.rmtree(place)
        return report

    # A volume that fills up

    def full(self, count):
        small = self.fresh("small")
        if os.name != "posix" or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "lineup-small", small], check=False, capture_output=True).returncode:
            print("Full: skipped, since no volume can be mounted here")
            return
        try:
            for number in range(count):
                places = [self.fresh(f"full-{number}"), small]
                ballast = f"{small}/ballast"
                # What is free when the copy begins is enough; then something else takes it.
                victim = subprocess.Popen(self.arguments(places), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.environment())
                self.wait_for_bytes(victim, [small], self.random.randrange(1, self.bytes), 5)
                self.fill(ballast)
                out, _ = victim.communicate()
                report = json.loads(out) if out.strip().startswith("{") else {}
                self.nothing_wrongly_good(places)
                check(not report.get("safeToErase"), "safe to erase, although a volume was full")
                if victim.returncode != 0:
                    check(victim.returncode in (2, 3), f"a full volume ended with {victim.returncode}: {out[-800:]}")
                    self.examine(places[0])
                os.remove(ballast)
                status, report = self.run(places)
                check(status == 0, f"with room again the copy did not end clean: {json.dumps(report)[:1500]}")
                for place in places:
                    self.examine(place)
                shutil.rmtree(places[0])
                shutil.rmtree(f"{small}/A001R2EC")
            print(f"Full: {count} volumes filled during a copy; the other copy was complete, and with room again both were")
        finally:
            subprocess.run(["umount", "-l", small], check=False)

    def fill(self, path):
        with open(path, "wb") as file:
            try:
                while True:
                    file.write(bytes(1 << 20))
                    file.flush()
            except OSError:
                pass
            try:
                file.close()
            except OSError:
                pass

    # Reads that fail

    def errors(self, count):
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if compiler is None or sys.platform != "linux":
            print("Errors: skipped, since there is no C compiler for the shim")
            return
        source, shim = f"{self.scratch}/shim.c", f"{self.scratch}/shim.so"
        with open(source, "w", encoding="utf-8") as file:
            file.write(SHIM)
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl"], check=True)
        names = [name for name, path in self.files(self.card).items() if os.path.getsize(path)]
        for number in range(count):
            name = self.random.choice([*names, "Clips/A001C001.mov", "Clips/A001C002.mov"])
            offset = self.random.randrange(os.path.getsize(f"{self.card}/{name}"))
            places = [self.fresh(f"error-{number}-1"), self.fresh(f"error-{number}-2")]
            broken = {"LD_PRELOAD": shim, "LINEUP_SHIM_FILE": f"{self.card}/{name}", "LINEUP_SHIM_OFFSET": str(offset)}
            status, report = self.run(places, broken)
            check(status == 3, f"an unreadable {name} ended with {status}: {json.dumps(report)[:800]}")
            check([failure["path"] for failure in report["failed"]] == [name], f"{report['failed']} where {name} could not be read")
            check(not report["safeToErase"], "safe to erase, although a file could not be read")
            check(all(place["manifest"] is None for place in report["destinations"]), "a manifest, although a file is missing")
            for place in places:
                check(not os.path.exists(f"{place}/A001R2EC/{name}"), f"{name} has its name although it could not be read")
            self.nothing_wrongly_good(places)
            self.finish(places)
        print(f"Errors: {count} unreadable places in the source; each file was named, nothing was called good, and a run without them ended clean")

    @property
    def no_generation(self):
        if not hasattr(self, "_no_generation"):
            words = subprocess.run([self.lineup, "verify", "--help"], capture_output=True, text=True, check=False).stdout
            self._no_generation = ["--no-generation"] if "--no-generation" in words else []
        return self._no_generation

    def claims(self):
        """What copies that are no more had claimed of the room."""
        folder = f"{self.temporary}/lineup-room-{os.getuid()}"
        return os.listdir(folder) if os.path.isdir(folder) else []


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    kills, full, errors = (int(sys.argv[place]) if len(sys.argv) > place else usual for place, usual in ((2, 200), (3, 50), (4, 50)))
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else random.SystemRandom().randrange(1 << 32)
    print(f"Copy torture with seed {seed}", flush=True)
    torture = Torture(os.path.realpath(sys.argv[1]), seed)
    try:
        torture.kills(kills)
        torture.full(full)
        torture.errors(errors)
    except Failure as failure:
        sys.exit(f"Copy torture failed (seed {seed}, kept in {torture.scratch}): {failure}")
    shutil.rmtree(torture.scratch)


if __name__ == "__main__":
    main()
