#!/usr/bin/env python3
"""Fails the disk under the shipped daemon from outside, by strace: a second, independent injector.

The same day, the same judge and the same classes of outcomes as disk.py, with nothing preloaded:
the kernel's answers are changed on their way back. Needs strace(1), and leave to trace.
"""

import json
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from injector import Plan, Seen
from verdict import Case
from daemon import Daemon, Workplace, arguments, program, progress
from tillclient import Violation, expect

CALLS = {"read": "pread64", "write": "pwrite64", "sync": "fsync,fdatasync",
         "truncate": "ftruncate"}
#: The main faults; numbers count the calls of one thread on the database and its journal.
PLANS = [Plan(kind, number, fault, mode)
         for kind, number, fault in (
             ("sync", 3, "EIO"), ("sync", 20, "EIO"), ("sync", 20, "ENOSPC"),
             ("write", 3, "ENOSPC"), ("write", 200, "EIO"), ("write", 200, "ENOSPC"),
             ("read", 4, "EIO"))
         for mode in ("once", "persistent")]
#: Calls that may not follow a failed sync of the same file.
TOUCHES = re.compile(r"(pwrite64|ftruncate|fsync|fdatasync)\(\d+<([^>]*)>")
MOMENT = re.compile(r"^\d+ +(\d+\.\d+) ")


class Tracer:
    """Starts a daemon under strace and reads what strace wrote; stands in for an Injector."""

    def __init__(self, folder, tilld, state):
        self.folder = folder
        self.tilld = tilld
        self.state = Path(state).resolve()
        self.trace = folder / "trace"

    def arm(self, daemon, plan=None):
        """The daemon's next life is traced by this plan, or not at all."""
        self.trace.unlink(missing_ok=True)
        daemon.program = str(self.tilld)
        if not plan:
            return
        calls = CALLS[plan.kind]
        when = f"{plan.number}+" if plan.mode == "persistent" else plan.number
        # The tracer is nobody's parent (-D), so that the daemon is the process that was started.
        command = ["strace", "-D", "-f", "-y", "-ttt", "-qq", "--seccomp-bpf", "-o", self.trace,
                   "-P", self.state / "till.db", "-P", self.state / "till.db-wal",
                   "-e", "trace=" + ",".join(CALLS.values()),
                   "-e", f"inject={calls}:error={plan.fault}:when={when}", self.tilld]
        wrapper = self.folder / "traced"
        words = " ".join(shlex.quote(str(word)) for word in command)
        wrapper.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
        wrapper.chmod(0o700)
        daemon.program = str(wrapper)

    def seen(self):
        lines = self.trace.read_text().splitlines() if self.trace.exists() else []
        injected = [number for number, line in enumerate(lines) if "(INJECTED)" in line]
        moments = [float(match[1]) for line in lines if (match := MOMENT.match(line))]
        failed, file = None, None
        for number in injected:
            if (match := TOUCHES.search(lines[number])) and match[1].endswith("sync"):
                failed, file = number, match[2]
                break
        after = sum(1 for line in lines[failed + 1:]
                    if (match := TOUCHES.search(line)) and match[2] == file) if file else 0
        began = moments[failed] if file else 0.0
        return Seen({}, len(injected), began, moments[-1] if moments else 0.0,
                    1 if file else 0, after, file or "")

    def lose(self):
        """Nothing: the kernel did all that it was not told about, and keeps it."""


def may_trace():
    """Whether strace is here and may trace."""
    if not shutil.which("strace"):
        return "there is no strace"
    done = subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True,
                          text=True, check=False)
    return None if done.returncode == 0 else done.stderr.strip()


def main():
    parser = arguments(__doc__.split("\n")[0])
    parser.add_argument("--report", help="write the figures to this file, as JSON")
    options = parser.parse_args()
    if why := may_trace():
        print(f"traced: skipped: {why}")
        return
    began = time.monotonic()
    table, missed = Counter(), 0
    try:
        with Workplace(options, "traced") as folder:
            tilld = program(options)
            for number, plan in enumerate(PLANS, 1):
                place = folder / f"case{number}"
                place.mkdir()
                daemon = Daemon(tilld, place)
                case = Case(daemon, Tracer(place, tilld, daemon.state), plan)
                try:
                    outcome = case.run()
                except Violation as violation:
                    raise Violation(violation.check, f"[{plan}] {violation}") from None
                finally:
                    daemon.kill()
                if case.seen.injected:
                    table[outcome] += 1
                else:
                    missed += 1
                progress(f"traced: {number} of {len(PLANS)} faults: {plan}: {outcome}")
            expect(missed * 4 <= len(PLANS), "the test itself", f"{missed} faults never came")
    except Violation as violation:
        print(f"traced: {violation}"[:500])
        sys.exit(1)
    print(f"traced: {sum(table.values())} faults by strace, 0 acknowledged writes lost; "
          + ", ".join(f"{count} times: {name}" for name, count in table.most_common()))
    if options.report:
        report = {"part": "traced", "title": "The same by strace", "command": "make disk-faults",
                  "counts": [["faults injected", sum(table.values())],
                             ["acknowledged writes lost", 0], *map(list, table.items())],
                  "seconds": round(time.monotonic() - began, 1), "ok": True, "control": None}
        Path(options.report).write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
