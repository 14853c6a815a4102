"""Makes the disk of one daemon lie: builds and steers faults.c, with unsynced.c behind it."""

import errno
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from beside import HERE
from unsynced import Unsynced

KINDS = ("read", "write", "sync", "truncate", "open", "rename")
PAGE = struct.Struct(f"={len(KINDS)}Q5Q64s")


@dataclass(frozen=True)
class Plan:
    """What fails: the operation's kind and number, how, and whether once or from then on."""

    kind: str
    number: int
    fault: str
    mode: str

    @property
    def words(self):
        code = 0 if self.fault == "short" else getattr(errno, self.fault)
        return f"{self.kind} {self.number} {code} {self.mode}"

    @property
    def lasting(self):
        """The same fault as a later start meets it: from its first operation on."""
        return Plan(self.kind, 1, self.fault, self.mode)

    def __str__(self):
        return f"{self.fault} at {self.kind} {self.number}, {self.mode}"


@dataclass(frozen=True)
class Seen:
    """What the library saw in one life of the daemon."""

    counts: dict
    injected: int
    failed_at: float
    ended_at: float
    lost_syncs: int
    touched_after: int
    where: str


def compile_library(folder, source):
    """Compiles a library to preload; returns its path."""
    library = Path(folder).resolve() / source.with_suffix(".so").name
    if not library.exists():
        subprocess.run(
            ["cc", "-O2", "-Wall", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


class Injector:
    """The preloaded libraries of one state folder, and the page they share with the test."""

    def __init__(self, tools, folder, state):
        self.page = Path(folder).resolve() / "page"
        self.unsynced = Unsynced(folder, state)
        faults = compile_library(tools, HERE / "faults.c")
        self.environment = {
            **self.unsynced.environment,
            "LD_PRELOAD": f"{faults}:{self.unsynced.environment['LD_PRELOAD']}",
            "FAULTS_STATE": str(Path(state).resolve()), "FAULTS_PAGE": str(self.page)}

    def arm(self, daemon, plan=None):
        """The daemon's next life has this plan, or none; its page begins empty."""
        self.empty()
        daemon.environment = dict(self.environment)
        if plan:
            daemon.environment["FAULTS_PLAN"] = plan.words

    def empty(self):
        self.page.write_bytes(bytes(PAGE.size))

    def seen(self):
        *numbers, where = PAGE.unpack(self.page.read_bytes())
        counts = dict(zip(KINDS, numbers))
        injected, failed, ended, lost, after = numbers[len(KINDS):]
        return Seen(counts, injected, failed / 1e9, ended / 1e9, lost, after,
                    where.rstrip(b"\0").decode())

    def lose(self):
        """The power goes: whatever no successful sync covered is gone, all of it."""
        self.unsynced.lose(All())


class All:
    """A chance that always loses everything."""

    @staticmethod
    def random():
        return 0.0
