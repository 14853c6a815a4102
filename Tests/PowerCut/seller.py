#!/usr/bin/env python3
"""Inside the machine: sells on the recorded disk and marks every answer there.

  Tests/Rig/qemu/run --recorded-disk FOLDER/full -- python3 Tests/PowerCut/seller.py full

The disk is mounted where the shipped unit has its state. A cashier and keepers of the drawer work
without pause, and from the till's second life on with pauses in which it has time for checkpoints.
Between its lives the unit is stopped and started in good order, or killed. Every write and its
answer go to /run/rig/writes-full, one JSON object on each line; `n` is the number of its mark.
"""

import argparse
import json
import os
import random
import sys
import threading
import time
from pathlib import Path

from marks import Pen

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Rig/qemu"))
from guest import RESULTS, expect, run, wait  # noqa: E402
from till import SOCKET, Till  # noqa: E402
from shop import Cashier, Keeper, Ledger, Teller  # noqa: E402
from tillclient import Door, eur, gtin13  # noqa: E402

STATE = "/var/lib/tilld"
SETTINGS = "virtual: true\n"


class MarkedLedger(Ledger):
    """Marks each answer on the disk as it arrives."""

    def __init__(self, pen):
        super().__init__()
        self._pen = pen
        self.marks = {}

    def note(self, write):
        result = write.result
        paid = {"sale": result["sale"]["id"], "receipt": result["receipt"],
                "total": result["sale"]["total"]["minor"]} if result.get("receipt") else {}
        self.marks[write.cmd] = self._pen.mark(cmd=write.cmd, method=write.method, **paid)

    def save(self, path):
        with open(path, "w", encoding="utf-8") as file:
            for write in self.writes:
                file.write(json.dumps({
                    "n": self.marks.get(write.cmd), "cmd": write.cmd, "method": write.method,
                    "params": write.params, "result": write.result, "head": write.head,
                    "refusal": str(write.refusal) if write.refusal else None}) + "\n")


class Seller(Cashier):
    """A cashier who rests now and then, once told that there is time."""

    unhurried = False

    def step(self):
        super().step()
        if self.unhurried and self.chance.random() < 0.2:
            time.sleep(0.3)


class Shop:
    """The till, its people, and what they have been answered."""

    def __init__(self, options, pen):
        self.goal = options.sales
        self.lives = options.lives
        broken = options.sabotage
        self.till = Till(SETTINGS, [f"TILLD_SABOTAGE={broken}"] if broken else [])
        self.door = Door(SOCKET)
        self.ledger = MarkedLedger(pen)
        self.chance = random.Random(options.seed)
        self.done = []
        self.wrong = []
        self.shelf = [(f"S{number}", gtin13(f"95200000{number:04d}"), 50 + 37 * number)
                      for number in range(1, 11)]
        self.seller = Seller(*self.details("seller"), shelf=self.shelf, done=self.done)
        self.people = [self.seller] + [
            Keeper(*self.details(f"keeper{number}"), done=self.done)
            for number in range(options.keepers)]

    def details(self, name):
        return self.door, name, self.ledger, random.Random(self.chance.random())

    def set_up(self):
        teller = Teller(*self.details("set-up"))
        for number, (sku, code, price) in enumerate(self.shelf, 1):
            teller.write("product.put", sku=sku, name=f"Article {number}", barcodes=[code],
                         price=eur(price))
        teller.write("shift.open", float=eur(10_000))
        teller.drop()

    def sell(self, sales):
        """Waits until so many sales are made."""
        wait(lambda: self.wrong or len(self.done) >= sales,
             lambda: f"{sales} sales: {len(self.done)}", 1200)
        expect(not self.wrong, f"selling: {self.wrong}")
        print(f"powercut: {len(self.done)} sales, {len(self.ledger.answered)} answers", flush=True)

    def rise_again(self, life):
        """Ends a life of the till, in good order or not, and begins the next."""
        if life % 2 == 0:
            self.till.kill()
        else:
            self.till.stop()
            self.till.start()
        self.seller.unhurried = True
        self.door.open()

    def run(self):
        self.till.start()
        self.door.open()
        self.set_up()
        threads = [threading.Thread(target=one.run, args=(self.wrong.append,), name=one.name)
                   for one in self.people]
        for thread in threads:
            thread.start()
        try:
            for life in range(1, self.lives):
                self.sell(self.goal * life // self.lives)
                self.rise_again(life)
            self.sell(self.goal)
            self.door.finishing.set()
            for thread in threads:
                thread.join(60)
                expect(not thread.is_alive(), f"{thread.name} comes to an end")
        finally:
            self.door.abandon()
        expect(not self.wrong, f"selling: {self.wrong}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("disk", help="the name of the recorded disk")
    parser.add_argument("--sales", type=int, default=300)
    parser.add_argument("--lives", type=int, default=3, help="of the till, while it sells")
    parser.add_argument("--keepers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tilld", help="the daemon, if not the one that is installed")
    parser.add_argument("--sabotage", help="a promise that a debug build is to break")
    options = parser.parse_args()
    if options.tilld:
        run("mount", "--bind", options.tilld, "/usr/bin/tilld")
    device = f"/dev/disk/by-id/virtio-{options.disk}"
    os.makedirs(STATE, exist_ok=True)
    run("mount", "-t", "ext4", device, STATE)
    # The virtual printer waits for its paper to be on the disk; a real one writes to no disk, and
    # its flushes would hide one that the store forgot.
    paper = f"{STATE}/virtual-printer"
    os.makedirs(paper, exist_ok=True)
    run("mount", "-t", "tmpfs", "-o", "mode=700", "paper", paper)
    pen = Pen(device)
    pen.mark(begins=True)
    shop = Shop(options, pen)
    shop.run()
    pen.mark(ends=True)
    shop.ledger.save(RESULTS / f"writes-{options.disk}")
    shop.till.stop()
    run("umount", "--recursive", STATE)


if __name__ == "__main__":
    main()
