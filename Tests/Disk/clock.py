#!/usr/bin/env python3
"""Makes the wall clock of the real daemon jump, stand still and leap, and checks that it sells on.

Every doubt must be told to a subscriber within a second, idle or selling; no sale is refused, the
journal's time only rises and stays near the truth, and receipts say that the time is doubtful.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

from wall import SECOND, Listener, Seller, Wall
from daemon import Daemon, Workplace, arguments, program, progress
from tillclient import Violation, expect, percentile, sell, stock

YEAR = 31_556_952 * SECOND
#: Within this time a doubt is told (reliability.md, promises).
TOLD = 1.0
#: How far the till's time may be from the truth: what it believes without a doubt, and some.
NEAR = 62_000
#: What a receipt says when its time is doubtful.
REMARK = "Date and time not verified"


class Trial:
    """One daemon, its clock, and what was heard of it."""

    def __init__(self, options, folder):
        self.options = options
        self.chance = random.Random(options.seed)
        self.wall = Wall(folder)
        self.daemon = Daemon(program(options), folder / "shop")
        self.daemon.environment = {**self.wall.environment, "TZ": "Europe/Berlin"}
        if options.sabotage:
            self.daemon.environment["TILLD_SABOTAGE"] = options.sabotage
        self.delays = []
        self.sold = 0

    def run(self):
        self.daemon.start()
        with self.daemon.client() as client:
            shelf = stock(client)
        listener, seller = Listener(self.daemon), Seller(self.daemon, shelf)
        ways = list(self.ways())
        for number in range(self.options.rounds):
            name, break_it = ways[number % len(ways)]
            if number // len(ways) % 2:
                seller.works.set()
            else:
                seller.works.clear()
            self.jump(name, break_it, listener)
            expect(seller.failure is None, "no sale is refused", f"{name}: {seller.failure}")
            progress(f"clock: {number + 1} of {self.options.rounds} jumps, {seller.sold} sales")
        seller.works.set()
        self.leap(listener)
        seller.ended = True
        seller.join(20)
        self.sold += seller.sold
        cost = self.idle_cost()
        listener.ended = True
        self.restart_in_1970(shelf)
        self.check_journal(self.daemon.state / "till.db")
        self.check_receipts()
        return cost

    def ways(self):
        """Each way a clock goes wrong."""
        for years in (50, -50):
            yield f"{years:+} years", lambda years=years: self.wall.shift(years * YEAR)
        yield "1970", lambda: self.wall.move_to(5)
        yield "stopped", self.wall.stop
        yield "two hours ahead", lambda: self.wall.shift(7_200 * SECOND)
        yield "two minutes behind", lambda: self.wall.shift(-120 * SECOND)

    def jump(self, name, break_it, listener):
        """Breaks the clock at a moment of chance, waits to be told, and mends it."""
        time.sleep(self.chance.uniform(0.1, 1.0))
        for word, work in (("untrusted", break_it), ("trusted", lambda: self.wall.shift(0))):
            began = time.monotonic()
            work()
            at = listener.wait(word, began, 5 * TOLD)
            expect(at is not None and at - began <= TOLD, "a doubt is told within a second",
                   f"{name}, {word}: " + (f"after {at - began:.2f} s" if at else "not told"))
            if word == "untrusted":
                self.delays.append(at - began)
                with self.daemon.client() as client:
                    status = client.call("till.status")
                expect(status["clock"] == word, "the status says how the clock is", str(status))
                time.sleep(self.chance.uniform(0.1, 0.5))

    def leap(self, listener):
        """A leap second stepped both ways, and one smeared: nothing to doubt."""
        began = time.monotonic()
        for nanoseconds in (-SECOND, 0, SECOND, 0):
            self.wall.shift(nanoseconds)
            time.sleep(1.2)
        for part in range(100):
            self.wall.shift(SECOND * part // 100)
            time.sleep(0.02)
        self.wall.shift(0)
        doubts = [said for at, said in listener.told if at >= began and said == "untrusted"]
        expect(not doubts, "a leap second is no doubt")

    def idle_cost(self, seconds=5):
        """Milliseconds of processor that an idle daemon takes in a second."""
        def used():
            stat = Path(f"/proc/{self.daemon.process.pid}/stat").read_text(encoding="ascii")
            fields = stat.rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        with self.daemon.client() as client:
            while client.call("till.status")["printing"]:
                time.sleep(0.2)
        time.sleep(1)
        before = used()
        time.sleep(seconds)
        return (used() - before) * 1000 / seconds

    def restart_in_1970(self, shelf):
        """The battery is empty: the till starts in 1970, says so, and sells."""
        self.daemon.terminate()
        self.wall.move_to(3)
        self.daemon.start()
        with self.daemon.client() as client:
            expect(client.call("till.status")["clock"] == "untrusted",
                   "a start in 1970 is a doubt")
            expect("cannot be believed" in self.daemon.said(), "the log says so",
                   self.daemon.said())
            sell(client, shelf[:2])
            self.sold += 1
            time.sleep(0.5)
        self.daemon.terminate()

    def check_journal(self, path):
        """Time only rises, is never far from the truth, and the day stays the shift's."""
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            rows = db.execute("SELECT hlc, wall, tq, day FROM event ORDER BY pos").fetchall()
        db.close()
        times = [row[0] for row in rows]
        expect(all(one < next_ for one, next_ in zip(times, times[1:])), "time only rises")
        now = time.time() * 1000
        far = [time_ >> 16 for time_ in times if not now - 3_600_000 < time_ >> 16 < now + NEAR]
        expect(not far, "the till's time is near the truth", f"{far[:3]}, now {now:.0f}")
        expect(any(tq for _, _, tq, _ in rows), "events say that their time is doubtful")
        wrong = [row for row in rows if row[2] == 0 and abs(row[1] - (row[0] >> 16)) > NEAR]
        expect(not wrong, "what is believed is right", str(wrong[:3]))
        days = {row[3] for row in rows if row[3]}
        expect(len(days) == 1, "the day is the shift's", str(days))

    def check_receipts(self):
        """Receipts made in doubt say so, and every receipt has a sane date."""
        papers = [path.read_text(encoding="utf-8")
                  for path in (self.daemon.state / "virtual-printer").glob("*.txt")]
        doubtful = [paper for paper in papers if REMARK in paper]
        expect(doubtful and len(doubtful) < len(papers), "receipts say that the time is doubtful",
               f"{len(doubtful)} of {len(papers)}")
        year = datetime.now(timezone.utc).year
        strange = [paper for paper in papers
                   if not any(str(one) in paper for one in (year - 1, year, year + 1))]
        expect(not strange, "receipts have sane dates", strange[0] if strange else "")


def summer_time(options, folder):
    """A shift across the hour that summer time skips, and across the one it repeats."""
    wall = Wall(folder)
    for name, moment in (("spring", "2027-03-28T00:59:57"), ("autumn", "2027-10-31T00:59:57")):
        daemon = Daemon(program(options), folder / name)
        daemon.environment = {**wall.environment, "TZ": "Europe/Berlin"}
        wall.move_to(datetime.fromisoformat(moment).replace(tzinfo=timezone.utc).timestamp())
        daemon.start()
        with daemon.client() as client:
            shelf = stock(client, 3)
            end = time.monotonic() + 6
            while time.monotonic() < end:
                sell(client, shelf, tender="card")
                time.sleep(0.05)
            expect(client.call("till.status")["clock"] == "trusted", "summer time is no doubt")
        daemon.terminate()
        with sqlite3.connect(f"file:{daemon.state / 'till.db'}?mode=ro", uri=True) as db:
            rows = db.execute("SELECT hlc, day FROM event ORDER BY pos").fetchall()
        db.close()
        times = [row[0] for row in rows]
        expect(times == sorted(set(times)), "time only rises", name)
        expect({row[1] for row in rows if row[1]} == {moment[:10]}, "the day is the shift's", name)


def run(options):
    with Workplace(options, "clock") as folder:
        trial = Trial(options, folder)
        cost = trial.run()
        summer_time(options, folder)
    return trial, cost


def control(options):
    """The same with a daemon that does not look at its clocks must fail; what it fails by."""
    command = [sys.executable, __file__, "--tilld", options.control, "--dir", options.dir,
               "--sabotage", "clock-unwatched", "--seed", str(options.seed)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    caught = done.returncode == 1 and "a doubt is told within a second" in done.stdout
    expect(caught, "the control is caught", done.stdout + done.stderr)
    return "with clock-unwatched: " + done.stdout.split(": ", 1)[1].strip()[:160]


def main():
    parser = arguments(__doc__.split("\n")[0], seed=True)
    parser.add_argument("--rounds", type=int, default=24, help="how often the clock goes wrong")
    parser.add_argument("--sabotage", help="a promise that a debug build is to break")
    parser.add_argument("--control", help="a debug build, which must be caught when it is broken")
    parser.add_argument("--report", help="write the figures to this file, as JSON")
    options = parser.parse_args()
    began = time.monotonic()
    try:
        trial, cost = run(options)
        caught = control(options) if options.control else None
    except Violation as violation:
        print(f"clock: {violation} (seed {options.seed})"[:400])
        sys.exit(1)
    worst, median = max(trial.delays), percentile(trial.delays, 0.5)
    print(f"clock: {len(trial.delays)} jumps and stops, {trial.sold} sales, 0 refused, told after "
          f"{median:.2f} s, {worst:.2f} s at most; an idle till takes {cost:.1f} ms of processor "
          f"a second" + (f"; {caught}" if caught else ""))
    if options.report:
        report = {
            "part": "clock", "title": "Clocks", "command": "make clocks",
            "counts": [["jumps and stops of the clock", len(trial.delays)],
                       ["sales meanwhile", trial.sold], ["sales refused", 0],
                       ["times that went back", 0], ["told after at most, ms", round(worst * 1000)],
                       ["processor of an idle till, ms a second", round(cost, 1)]],
            "seconds": round(time.monotonic() - began, 1), "ok": True, "control": caught}
        Path(options.report).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
