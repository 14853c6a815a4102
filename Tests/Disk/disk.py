#!/usr/bin/env python3
"""Fails the disk under the shipped daemon at chosen operations of a shop day, and judges it.

First a day without a fault counts the operations. Then each chosen one fails, by EIO, ENOSPC or a
short write, once or from then on; after a failed sync everything that no sync covered is lost.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from injector import KINDS, Injector, Plan
from verdict import LOST, SELLS_ON, Case
from daemon import Daemon, Workplace, arguments, program, progress
from tillclient import Violation, expect, percentile

#: What each kind of operation can fail by.
FAULTS = {"read": ("EIO",), "write": ("EIO", "ENOSPC", "short"), "sync": ("EIO", "ENOSPC"),
          "truncate": ("EIO",), "open": ("EIO", "ENOSPC"), "rename": ("EIO", "ENOSPC")}
MODES = ("once", "persistent")
#: Seconds that a till may live after a failed sync, half of the time and ever: a busy machine may
#: take its own time, which the time that a plain kill takes stands for.
PATIENCE, MOST = 0.1, 2.0


class Disk:
    """The day on a store of its own for each plan, and what came of it."""

    def __init__(self, options, folder, tilld, sabotage=None):
        self.folder = folder
        self.tilld = tilld
        self.points = options.points
        self.sabotage = sabotage
        #: How often each outcome was, by operation, fault and mode.
        self.table = {}
        self.took = []
        self.lost_syncs = 0
        #: Plans whose operation did not come: a day's operations differ by a few each time.
        self.missed = 0
        self.acknowledged = 0
        self.baseline = 0.0
        self._number = 0

    def play(self, plan):
        """One case in a fresh folder; returns it and its outcome."""
        self._number += 1
        folder = self.folder / f"case{self._number}"
        folder.mkdir(parents=True)
        daemon = Daemon(self.tilld, folder)
        injector = Injector(self.folder, folder, daemon.state)
        if self.sabotage:
            injector.environment["TILLD_SABOTAGE"] = self.sabotage
        case = Case(daemon, injector, plan)
        try:
            outcome = case.run()
        except Violation as violation:
            raise Violation(violation.check, f"[{plan}] {violation}") from None
        finally:
            daemon.kill()
        shutil.rmtree(folder, ignore_errors=True)
        self.acknowledged += sum(1 for write in case.day.writes if write.result is not None)
        return case, outcome

    def count(self):
        """The operations of a day on which nothing fails."""
        case, outcome = self.play(None)
        expect(outcome == SELLS_ON and case.ending is None, "the test itself",
               f"a day without a fault: {case.ending and case.ending.sentence}")
        return case.seen.counts

    def plans(self, counts):
        """Some operations of each kind, spread over the day, by each fault and mode."""
        for kind in KINDS:
            # The last ones of a day may not come on every day.
            reach = max(1, counts[kind] - counts[kind] // 10)
            step = max(1, reach // self.points)
            for fault in FAULTS[kind]:
                for mode in MODES:
                    for number in range(1, reach + 1, step):
                        yield Plan(kind, number, fault, mode)

    def take(self, plan):
        try:
            case, outcome = self.play(plan)
        except Violation as violation:
            self.note(plan, LOST)
            raise violation
        if not case.seen.injected:
            self.missed += 1
            return
        self.note(plan, outcome)
        if case.took is not None:
            self.lost_syncs += 1
            self.took.append(case.took)

    def note(self, plan, outcome):
        self.table.setdefault((plan.kind, plan.fault, plan.mode), Counter())[outcome] += 1

    def run(self):
        plans = list(self.plans(self.count()))
        for number, plan in enumerate(plans, 1):
            self.take(plan)
            if number % 20 == 0:
                progress(f"disk: {number} of {len(plans)} faults")
        expect(self.missed * 10 <= len(plans), "the test itself",
               f"{self.missed} of {len(plans)} faults never came")
        self.check_time()
        return len(plans) - self.missed

    def check_time(self):
        """After a failed sync the till ends at once, beside what a kill takes to be seen."""
        self.baseline = percentile([self.time_of_a_kill() for _ in range(5)], 0.5)
        median, worst = percentile(self.took, 0.5), max(self.took, default=0)
        expect(median < self.baseline + PATIENCE and worst < self.baseline + MOST,
               "the till ends within 100 ms of a failed sync",
               f"median {median:.3f} s, at most {worst:.3f} s, a kill takes {self.baseline:.3f} s")

    def time_of_a_kill(self):
        """Seconds from a kill of a healthy daemon until it is gone."""
        self._number += 1
        daemon = Daemon(self.tilld, self.folder / f"case{self._number}")
        daemon.start()
        began = time.monotonic()
        daemon.kill()
        return time.monotonic() - began


def check_counter(folder):
    """The library notices a program that tries again after a failed sync."""
    state = folder / "retrying"
    state.mkdir(parents=True)
    injector = Injector(folder, state, state)
    injector.empty()
    script = "import os,sys\nfile = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)\n" \
             "try: os.fsync(file)\nexcept OSError: os.fsync(file)\n"
    environment = {**os.environ, **injector.environment, "FAULTS_PLAN": "sync 1 5 once"}
    subprocess.run([sys.executable, "-c", script, state / "till.db"], env=environment, check=True)
    seen = injector.seen()
    expect((seen.lost_syncs, seen.touched_after) == (1, 1), "the test itself",
           f"a retry is not seen: {seen}")


def control(options, folder):
    """A till that answers before its commit must be caught; returns by what."""
    disk = Disk(options, folder, Path(options.control).resolve(), "answer-before-commit")
    for number in range(10, 60, 4):
        try:
            disk.take(Plan("sync", number, "EIO", "once"))
        except Violation as violation:
            caught = {"what was acknowledged is still there", "an answer stays the same",
                      "what was acknowledged is in the journal"}
            expect(violation.check in caught, "the control is caught by what is lost",
                   str(violation))
            return f"with answer-before-commit: {violation}"[:200]
    raise Violation("the control is caught", "answer-before-commit went unnoticed")


def rows(table):
    """The table as JSON has it."""
    return [{"operation": kind, "fault": fault, "mode": mode, "outcomes": dict(outcomes)}
            for (kind, fault, mode), outcomes in sorted(table.items())]


def summary(disk, faults, caught):
    outcomes = sum(disk.table.values(), Counter())
    took = disk.took or [0]
    times = [round(1000 * value, 1) for value in (percentile(took, 0.5), max(took))]
    lines = [f"disk: {faults} faults, {disk.acknowledged:,} acknowledged writes, 0 lost; "
             + ", ".join(f"{count} times: {name}" for name, count in outcomes.most_common())]
    lines.append(f"disk: {disk.lost_syncs} failed syncs, 0 tried again, ended after "
                 f"{times[0]} ms, {times[1]} ms at most (a kill takes "
                 f"{1000 * disk.baseline:.1f} ms)")
    if caught:
        lines.append(f"disk: caught {caught}")
    return lines, times


def main():
    parser = arguments(__doc__.split("\n")[0])
    parser.add_argument("--points", type=int, default=5,
                        help="how many operations of each kind fail, spread over the day")
    parser.add_argument("--plan", help='only this one, such as "sync 7 EIO once"')
    parser.add_argument("--control", help="a debug build, which must be caught when it is broken")
    parser.add_argument("--table", help="write the outcomes to this file, as JSON")
    parser.add_argument("--report", help="write the figures to this file, as JSON")
    options = parser.parse_args()
    began = time.monotonic()
    try:
        with Workplace(options, "disk") as folder:
            disk = Disk(options, folder, program(options))
            if options.plan:
                kind, number, fault, mode = options.plan.split()
                case, outcome = disk.play(Plan(kind, int(number), fault, mode))
                print(f"{outcome}; {case.seen}; {case.ending and case.ending.sentence}")
                return
            check_counter(folder / "counter")
            faults = disk.run()
            caught = control(options, folder / "control") if options.control else None
    except Violation as violation:
        print(f"disk: {violation}"[:500])
        sys.exit(1)
    lines, times = summary(disk, faults, caught)
    print("\n".join(lines))
    seconds = round(time.monotonic() - began, 1)
    if options.table:
        Path(options.table).write_text(json.dumps(rows(disk.table), indent=1) + "\n")
    if options.report:
        report = {
            "part": "disk", "title": "The shipped library and a disk that fails",
            "command": f"make disk-faults POINTS={options.points}",
            "counts": [["faults injected", faults], ["acknowledged writes", disk.acknowledged],
                       ["acknowledged writes lost", 0], ["failed syncs", disk.lost_syncs],
                       ["operations tried again after one", 0],
                       ["ended after a failed sync, ms (median, at most)", times]]
            + [[name, count] for name, count in sum(disk.table.values(), Counter()).items()],
            "seconds": seconds, "ok": True, "control": caught}
        Path(options.report).write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
