# SPDX-License-Identifier: Apache-2.0
"""A bench on which the program is used as an operator would, and what it says is held against judges: a row of a table for each step."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile


ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


class Bench:
    """A scratch folder, the program under test, and the table of what it did."""

    def __init__(self, lineup, fixtures, only):
        self.lineup, self.fixtures, self.only = os.path.realpath(lineup), os.path.realpath(fixtures), only
        self.scratch = os.path.realpath(tempfile.mkdtemp(prefix="lineup-ingest-"))
        self.mounts, self.wrong, self.skipped, self.rows, self.part = [], 0, 0, 0, ""
        os.environ["TMPDIR"] = f"{self.scratch}/tmp"
        os.mkdir(os.environ["TMPDIR"])
        os.environ["LINEUP_KEY"] = f"{self.scratch}/keys/key.pem"
        os.environ["HOME"] = f"{self.scratch}/home"
        os.mkdir(os.environ["HOME"])

    def begin(self, part):
        """Starts a part in a folder of its own; False when it was not asked for."""
        self.part = part
        if self.only and self.only not in part:
            return False
        folder = f"{self.scratch}/{re.sub(r'[^a-z0-9]+', '-', part.lower())}"
        os.mkdir(folder)
        os.chdir(folder)
        return True

    def run(self, *arguments, environment=None, program=None):
        done = subprocess.run(
            [program or self.lineup, *arguments], capture_output=True, text=True, errors="replace", check=False, stdin=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})})
        return done.returncode, done.stdout + done.stderr

    def row(self, what, command, printed, good):
        self.rows += 1
        self.wrong += 0 if good else 1
        clean = lambda text: text.replace("|", "\\|").replace(self.scratch, "…").replace("\n", " ")
        print(f"| {self.part}: {what} | `{clean(command)[:150]}` | {'' if good else '**WRONG** '}{clean(printed)[:230]} |", flush=True)

    def does(self, what, status, decides, *arguments, environment=None, program=None):
        """Runs a command; it must end with the status and print the text (a regular expression). Returns all it printed."""
        code, text = self.run(*arguments, environment=environment, program=program)
        found = re.search(decides, text, re.M)
        line = next((one.strip() for one in text.splitlines() if found and found.group(0).partition("\n")[0] in one), text.strip()[:200] if not found else "")
        name = os.path.basename(program or self.lineup)
        self.row(what, " ".join([name, *arguments]), f"rc {code}: {line}", code == status and found is not None)
        return text

    def holds(self, what, judge, printed, good):
        self.row(what, judge, printed, bool(good))

    def skip(self, what, why):
        self.skipped += 1
        print(f"| {self.part}: {what} | – | NOT RUN: {why} |", flush=True)

    def media(self, name="card"):
        """The fixtures' media as a source of its own."""
        shutil.copytree(f"{self.fixtures}/media", name)
        return name

    def mount(self, kind, folder, *options):
        os.makedirs(folder, exist_ok=True)
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", kind, *options, *([] if "bind" in options else [kind]), folder], capture_output=True, check=False).returncode != 0:
            return False
        self.mounts.append(folder)
        return True

    def end(self):
        os.chdir("/")
        for folder in reversed(self.mounts):
            subprocess.run(["umount", "-l", folder], check=False, capture_output=True)
        shutil.rmtree(self.scratch, ignore_errors=True)
        print(f"\n{self.rows} rows, {self.wrong} not as they should be, {self.skipped} parts not run")
        return 1 if self.wrong else 0


def put(path, content=b"essence of a camera\n"):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)


def same(one, other, ignoring=("ascmhl",)):
    """Whether two folders hold the same files with the same bytes."""
    def files(folder):
        found = {}
        for at, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if name not in ignoring]
            for name in names:
                path = os.path.join(at, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
        return found
    return files(one) == files(other)


def manifests(folder):
    return sorted(name for name in os.listdir(f"{folder}/ascmhl") if name.endswith(".mhl"))


def c4(data):
    letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number, text = int.from_bytes(hashlib.sha512(data).digest(), "big"), ""
    while number:
        number, place = divmod(number, 58)
        text = letters[place] + text
    return "c4" + text.rjust(88, "1")


def tool(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[0]


def flip(path, offset):
    os.chmod(path, 0o644)
    with open(path, "r+b") as file:
        size = os.path.getsize(path)
        file.seek(min(offset, size - 1))
        byte = file.read(1)[0]
        file.seek(min(offset, size - 1))
        file.write(bytes([byte ^ 1]))
