# SPDX-License-Identifier: Apache-2.0
"""What the figures were measured on: a benchmark without it says nothing."""
import datetime
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

VERSIONS = {
    "ffmpeg": ["-version"], "mediainfo": ["--Version"], "xxhsum": ["--version"], "openssl": ["version"], "cp": ["--version"], "swift": ["--version"],
}


def said(command):
    """The line of a command's output that holds its version."""
    done = subprocess.run(command, capture_output=True, text=True)
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if re.search(r"\d+\.\d+", line)]
    return lines[0] if lines else "unknown"


def processor():
    """The processor's name."""
    if platform.system() == "Darwin":
        return said(["sysctl", "-n", "machdep.cpu.brand_string"])
    names = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return names[0] if names else platform.machine()


def machine(lineup, folder):
    """The lines of the page about the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    yield f"- Measured on {datetime.date.today().isoformat()}: {processor()}, {os.cpu_count()} cores, {memory:.0f} GiB; {system}"
    yield f"- Load average at the start: {os.getloadavg()[0]:.1f}. Files are in the page cache; the scratch disk is that of the temporary folder"
    yield f"- lineup: {said([lineup, '--version'])}"
    for tool, arguments in VERSIONS.items():
        if shutil.which(tool):
            yield f"- {tool}: {said([tool, *arguments])}"
