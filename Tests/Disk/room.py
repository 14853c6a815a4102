#!/usr/bin/env python3
"""Fills a small real disk while the daemon sells, to the last byte, and frees it again.

Two ext4 file systems in files: one of 48 MiB, too small for the reserve of 32 MiB, and one of
400 MiB that has it. Needs root, for mounts; without it the test says that it was skipped.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import beside  # noqa: F401
import judge
from day import SHELF, Day
from mounted import MEBI, Mounted
from verdict import Ending
from daemon import Daemon, NotReady, Workplace, arguments, program
from tillclient import Fault, Gone, Violation, eur, expect

#: Below this no new sale begins (protocol.md, Limits).
FLOOR = 16 * MEBI


class Filling:
    """One till on one small disk."""

    #: Products that fill what is left when the disk is full, many times over.
    MOST = 60_000

    def __init__(self, options, disk, folder, spends_reserve=False):
        self.disk = disk
        #: Whether the reserve is taken away, to see that it is what saves the open sale.
        self.spends_reserve = spends_reserve
        self.daemon = Daemon(program(options), folder, state=disk.path / "state")
        self.day = Day()
        #: Whether the open sale was paid after the disk was full.
        self.finished = False

    def run(self):
        self.start()
        self.day.open()
        self.day.pay(self.day.scan(0, 1), "cash")
        open_sale = self.day.scan(2)
        self.check_low(open_sale)
        self.check_room_again()
        self.write_to_the_end()
        self.recover()

    def start(self):
        """Starts and connects; whether the till could be started."""
        try:
            self.daemon.start()
        except NotReady as refusal:
            ending = Ending(refusal.code, refusal.text, started=False)
            expect(ending.code == 74 and "full" in ending.sentence,
                   "a start without room says so", f"{ending.code}: {ending.sentence}")
            return False
        self.day.connect(self.daemon.client())
        return True

    def wait_for(self, state):
        """Waits until the status says so; the till looks every two seconds."""
        end = time.monotonic() + 15
        while (found := self.day.client.call("till.status")["state"]) != state:
            expect(time.monotonic() < end, "the status says whether there is room",
                   f"{found} instead of {state} with {self.disk.free:,} bytes free")
            time.sleep(0.1)

    def check_low(self, open_sale):
        """With little room no new sale begins, and the open one can be finished."""
        self.disk.fill(leaving=FLOOR // 2)
        self.wait_for("storage_low")
        self.day.write("sale.scan", code=SHELF[3][1])
        self.day.pay(open_sale, "cash")
        try:
            self.day.write("sale.scan", code=SHELF[3][1])
        except Fault as fault:
            expect(fault.kind == "disk_full", "a new sale is refused clearly", str(fault))
            return
        raise Violation("a new sale is refused clearly", "it was begun")

    def check_room_again(self):
        """With room again the till sells, without a new start."""
        self.disk.empty()
        self.wait_for("selling")
        self.day.pay(self.day.scan(4), "cash")

    def write_to_the_end(self):
        """Writes until not a byte is left; with the reserve the open sale can still be finished."""
        sale = self.day.scan(5)
        reserve = self.daemon.state / "reserve"
        has_reserve = reserve.exists() and not self.spends_reserve
        if self.spends_reserve:
            reserve.unlink()
        self.disk.fill(leaving=0)
        count = 0
        try:
            while count < self.MOST:
                self.day.write("product.put", sku=f"F{count}", name="x" * 500, price=eur(1))
                count += 1
            raise Violation("the test itself", f"the disk never got full by {count} products")
        except (Gone, BrokenPipeError):
            self.check_end()
        if self.start():
            shown = self.day.client.call("till.status")["sale"]
            expect(shown["id"] == sale, "the open sale is still there", str(shown["id"]))
            try:
                self.day.pay(sale, "cash")
                self.finished = True
            except (Gone, BrokenPipeError):
                self.check_end()
        expect(self.finished or not has_reserve, "the reserve lets the open sale be finished")
        expect(not self.finished or not self.spends_reserve, "the control is caught",
               "the open sale was finished without a reserve")

    def check_end(self):
        """The till ended since nothing more could be written, and says so."""
        ending = Ending(self.daemon.process.wait(30), self.daemon.said(), started=True)
        self.daemon.kill()
        expect(ending.code == 74 and "full" in ending.sentence, "an ending without room says so",
               f"{ending.code}: {ending.sentence}")
        expect(not (self.daemon.state / "reserve").exists(), "the reserve is given back")

    def recover(self):
        """With room again everything acknowledged is there, and the till sells."""
        self.daemon.kill()
        self.disk.empty()
        expect(self.start(), "the till starts when there is room")
        client = self.day.client
        expect(client.call("journal.verify", timeout=60)["ok"], "the chain is whole")
        self.day.repeat()
        self.day.one_more()
        mirror = judge.Mirror()
        mirror.read_on(client)
        judge.check_commands(mirror, self.day.writes)
        judge.check_money(judge.fold_sales(mirror))
        judge.check_receipts(mirror)
        views = client.call("journal.audit", timeout=60)
        expect(views["ok"], "the views are what the events say", str(views))
        code, _ = self.daemon.terminate()
        expect(code == 0, "it ends well", str(code))


def can_mount(folder):
    """Whether this user may mount a file."""
    if os.geteuid() != 0:
        return False
    try:
        with Mounted(folder, 8):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def main():
    parser = arguments(__doc__.split("\n")[0])
    parser.add_argument("--report", help="write the figures to this file, as JSON")
    options = parser.parse_args()
    began = time.monotonic()
    results = []
    try:
        with Workplace(options, "room") as folder:
            if not can_mount(folder):
                print("room: skipped: nothing can be mounted here; run it as root")
                return
            for size, spends_reserve in ((48, False), (400, False), (400, True)):
                with Mounted(folder, size) as disk:
                    place = folder / f"till{len(results)}"
                    filling = Filling(options, disk, place, spends_reserve)
                    filling.run()
                    writes = sum(1 for write in filling.day.writes if write.result is not None)
                    results.append((size, spends_reserve, writes, filling.finished))
    except Violation as violation:
        print(f"room: {violation}"[:400])
        sys.exit(1)
    caught = "without the reserve the open sale could not be finished on the full disk"
    print("room: " + "; ".join(
        f"{size} MiB{' without its reserve' if spends else ''}: {writes} writes acknowledged, "
        f"0 lost, the open sale {'finished' if finished else 'kept'}"
        for size, spends, writes, finished in results))
    if options.report:
        counts = [["disks filled to the last byte", len(results)],
                  ["writes acknowledged", sum(result[2] for result in results)],
                  ["acknowledged writes lost", 0]]
        report = {"part": "room", "title": "Full disks", "command": "make disk-faults",
                  "counts": counts, "seconds": round(time.monotonic() - began, 1), "ok": True,
                  "control": caught}
        Path(options.report).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
