# SPDX-License-Identifier: Apache-2.0
"""What takes part in a comparison: a tool and the command that does the job with it."""
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Contender:
    """A tool and the command that does the job with it."""

    name: str
    command: Callable[[Path], list[str]]
    prepare: Callable[[Path], None] | None = None
    statuses: tuple[int, ...] = (0,)
    tool: str = "sh"
    once: bool = False  # takes minutes: one run, and none to warm the caches


@dataclass(frozen=True)
class Comparison:
    """One job, and who does it. `amount` of `unit` is what gets done, for the speed column."""

    title: str
    note: str
    contenders: list[Contender]
    amount: float = 0
    unit: str = ""
    group: str = ""


def tool(name, *arguments, title, statuses=(0,)):
    """A contender whose command never changes."""
    command = [name, *map(str, arguments)]
    return Contender(title, lambda _: command, None, statuses, name)


def shell(title, script, tool="sh", prepare=None):
    """A contender that is a line of shell."""
    return Contender(title, lambda _: ["sh", "-c", script], prepare, (0,), tool)
