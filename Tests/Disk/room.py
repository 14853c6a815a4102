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
from verdict import Ending
from daemon import Daemon, NotReady, Workplace, arguments, program
from tillclient import Fault, Gone, Violation, eur, expect

MEBI = 1 << 20
#: Below this no new sale begins (protocol.md, Limits).
FLOOR = 16 * MEBI


class Mounted:
    """An ext4 file system in a file, mounted while the block lasts."""

    def __init__(self, folder, mebibytes):
        self.image = folder / f"{mebibytes}.img"
        self.path = folder / f"{mebibytes}"
        self.mebibytes = mebibytes

    def __enter__(self):
        with open(self.image, "wb") as image:
            image.truncate(self.mebibytes * MEBI)
        self.path.mkdir()
        # No blocks kept for root: the daemon under test is root, and would have them.
        subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", self.image], check=True)
        subprocess.run(["mount", "-o", "loop", self.image, self.path], check=True)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.path], check=False)
        self.image.unlink()

    @property
    def free(self):
        info = os.statvfs(self.path)
        return info.f_bavail * info.f_frsize

    @property
    def filler(self):
        return self.path / "filler"

    def fill(self, leaving):
        """Takes room until only so many bytes are left."""
        with open(self.filler, "ab") as filler:
            size = filler.tell()
            # An estimate first, then block by block: the file system needs some for itself.
            while self.free - leaving > MEBI:
                size += self.free - leaving - MEBI // 2
                os.posix_fallocate(filler.fileno(), 0, size)
            block = b"x" * 4096
            while self.free > leaving:
                try:
                    filler.write(block)
                    filler.flush()
                except OSError:
                    return

    def empty(self):
        self.filler.unlink()


class Filling:
    """One till on one small disk."""

    #: Products that fill what is left when the disk is full, many times over.
    MOST = 60_000

    def __init__(self, options, disk, folder):
        self.disk = disk
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
        written = self.write_to_the_end()
        self.recover()
        return written

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
        has_reserve = (self.daemon.state / "reserve").exists()
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
            self.day.pay(sale, "cash")
            self.finished = True
        expect(self.finished or not has_reserve, "the reserve lets the open sale be finished")
        return count

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
    sizes = (48, 400)
    results = []
    try:
        with Workplace(options, "room") as folder:
            if not can_mount(folder):
                print("room: skipped: nothing can be mounted here; run it as root")
                return
            for size in sizes:
                with Mounted(folder, size) as disk:
                    filling = Filling(options, disk, folder / f"till{size}")
                    count = filling.run()
                    writes = sum(1 for write in filling.day.writes if write.result is not None)
                    results.append((size, writes, count, filling.finished))
    except Violation as violation:
        print(f"room: {violation}"[:400])
        sys.exit(1)
    print("room: " + "; ".join(
        f"{size} MiB: {writes} writes acknowledged, 0 lost, {count} of them after the disk was "
        f"full, the open sale {'finished by the reserve' if finished else 'kept'}"
        for size, writes, count, finished in results))
    if options.report:
        counts = [["disks filled to the last byte", len(results)],
                  ["writes acknowledged", sum(result[1] for result in results)],
                  ["acknowledged writes lost", 0]]
        report = {"part": "room", "title": "Full disks", "command": "make disk-faults",
                  "counts": counts, "seconds": round(time.monotonic() - began, 1), "ok": True,
                  "control": None}
        Path(options.report).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
