#!/usr/bin/env python3
"""Kills the daemon at many moments of a paid sale and looks at the paper.

A till scans, is paid in cash and prints; its daemon is killed at a moment of that, started again
and asked. Every sale that was acknowledged ends printed or visibly pending, no receipt has two
originals, no drawer is told twice to open. Moments are spread over the sale by the clock, or
counted one by one by a debug build that ends itself (--steps). Every piece of paper is kept by a
link of its own, so that one which replaces another counts as a second one.
"""

import os
import random
import re
import sys
import threading
import time
from collections import Counter

from daemon import Daemon, NotReady, Workplace, arguments, program, progress
from tillclient import Fault, Gone, Violation, eur, expect, gtin13, percentile

#: States of a print job that nobody has to look after.
DONE = {"printed", "sent"}
#: States that a person sees in print.list and decides about.
PENDING = {"failed", "unknown"}
CODE = gtin13("952000000001")
NUMBER = re.compile(rb"T1-(\d{6})")


class Tray:
    """The paper that came out of a virtual printer; nothing that came out is ever forgotten."""

    def __init__(self, state):
        self.folder = state / "virtual-printer"
        self.kept = state / "paper"
        self.seen = set()
        #: Receipt -> originals and copies.
        self.originals = Counter()
        self.copies = Counter()

    def collect(self):
        """Takes note of new paper. A link keeps its inode from being given to another one."""
        self.kept.mkdir(exist_ok=True)
        for entry in os.scandir(self.folder) if self.folder.exists() else ():
            if not entry.name.endswith(".escpos") or entry.inode() in self.seen:
                continue
            self.seen.add(entry.inode())
            os.link(entry.path, self.kept / f"{entry.inode()}.{entry.name}")
            with open(entry.path, "rb") as file:
                paper = file.read()
            number = NUMBER.search(paper)
            expect(number, "every paper names its receipt", entry.name)
            kind = self.copies if b"COPY" in paper else self.originals
            kind[int(number.group(1))] += 1

    def check(self):
        """No receipt has two pieces of paper that both look like the original."""
        twice = [number for number, count in self.originals.items() if count > 1]
        expect(not twice, "no unlabelled second copy", f"receipts {twice[:5]}")


class Shop:
    """One till in a folder of its own, killed again and again; its store goes on growing."""

    def __init__(self, options, folder, chance, results):
        self.options = options
        self.chance = chance
        self.results = results
        self.daemon = Daemon(program(options), folder)
        if options.sabotage:
            self.daemon.environment["TILLD_SABOTAGE"] = options.sabotage
        self.tray = Tray(self.daemon.state)
        #: Receipts 1...acknowledged were promised to somebody.
        self.acknowledged = 0
        self.length = 0.0

    # --- One sale

    def set_up(self):
        """A product, a shift, and how long a sale takes here when nobody disturbs it."""
        self.daemon.start()
        with self.daemon.client() as client:
            client.write("product.put", {
                "sku": "A", "name": "Article", "barcodes": [CODE], "price": eur(199)})
            client.write("shift.open", {"float": eur(10_000)})
            lengths = []
            for _ in range(7):
                began = time.monotonic()
                self.sell(client)
                lengths.append(time.monotonic() - began)
        self.length = percentile(lengths, 0.8)
        self.daemon.kill()
        self.tray.collect()

    def sell(self, client):
        """Scans, is paid, and waits until the receipt is on paper."""
        client.call("events.subscribe", {"topics": ["print"]})
        client.write("sale.scan", {"code": CODE})
        paid = client.write("sale.pay", {"tender": "cash", "given": eur(1_000_000)})
        self.acknowledged = int(paid["receipt"].removeprefix("T1-"))
        job = int(paid["print"]["job"].removeprefix("p"))
        while True:
            event = client.next_event(timeout=10)
            if event["type"] == "print.printed" and event["data"]["job"] == job:
                return

    # --- One kill

    def kill_after(self, seconds):
        """One life that ends so long after its sale began; true if the sale came to its end."""
        self.daemon.start()
        self.judge()
        with self.daemon.client() as client:
            aim = threading.Thread(target=self.shoot, args=(time.monotonic() + seconds,))
            aim.start()
            ended = self.sell_until_death(client)
            aim.join()
        self.daemon.kill()
        self.tray.collect()
        return ended

    def shoot(self, moment):
        """Sleeps most of the way and watches the clock for the rest."""
        time.sleep(max(0.0, moment - time.monotonic() - 0.0003))
        while time.monotonic() < moment:
            pass
        self.daemon.shoot()

    def kill_at(self, step):
        """One life that ends itself at its n-th moment; false if it never came so far."""
        environment = self.daemon.environment
        environment["TILLD_KILL_AT"] = str(step)
        try:
            self.daemon.start()
            with self.daemon.client() as client:
                ended = self.sell_until_death(client)
        except (NotReady, Gone):
            ended = False
        finally:
            del environment["TILLD_KILL_AT"]
        self.daemon.kill()
        self.tray.collect()
        self.daemon.start()
        self.judge()
        self.daemon.kill()
        return not ended

    def sell_until_death(self, client):
        try:
            self.sell(client)
            return True
        except Gone:
            return False

    # --- What the next life says

    def judge(self):
        """The latest sales, as the till knows them now, against the paper that is there."""
        with self.daemon.client() as client:
            first = max(1, self.acknowledged)
            for number in (first, first + 1):
                self.judge_receipt(client, number)
        self.tray.check()

    def judge_receipt(self, client, number):
        try:
            receipt = self.settled(client, number)
        except Fault as fault:
            expect(fault.kind == "no_such_receipt", "a receipt can be shown", str(fault))
            expect(number > self.acknowledged, "no acknowledged sale is lost", f"T1-{number:06}")
            return
        job = receipt["print"][0]
        self.tray.collect()
        paper = self.tray.originals[number] + self.tray.copies[number]
        expect(job["state"] in DONE | PENDING, "every job comes to an end", str(job))
        if job["state"] in DONE:
            expect(paper, "what is called printed is on paper", str(job))
        else:
            listed = {row["job"] for row in client.call("print.list", {"limit": 1000})["jobs"]}
            expect(job["job"] in listed, "what is not printed is visibly pending", str(job))
        if number not in self.results.judged.setdefault(self, {}):
            self.results.judged[self][number] = job["state"]
        if job["state"] in PENDING:
            # A person wants it now: it must say COPY wherever it may be on paper already.
            client.write("print.retry", {"job": job["job"]})
            again = self.settled(client, number)["print"][0]
            expect(again["state"] in DONE, "a retried job is printed", str(again))
            self.tray.collect()
            expect(self.tray.copies[number] or not paper, "a second paper says COPY", str(again))

    def settled(self, client, number):
        """The receipt once its printer said what became of it."""
        deadline = time.monotonic() + 20
        while True:
            receipt = client.call("receipt.get", {"number": f"T1-{number:06}"})
            if receipt["print"][0]["state"] in DONE | PENDING or time.monotonic() > deadline:
                return receipt
            time.sleep(0.002)

    def finish(self):
        """The last life: all receipts from the first on, all kicks, the chain."""
        self.daemon.start()
        self.judge()
        with self.daemon.client() as client:
            done = [event["data"] for event in client.journal() if event["type"] == "sale.completed"]
            serials = [event["serial"] for event in done]
            expect(serials == list(range(1, len(serials) + 1)), "receipts are gapless", "")
            expect(len(serials) >= self.acknowledged, "no acknowledged sale is lost", "")
            for number in serials:
                self.judge_receipt(client, number)
            chain = client.call("journal.verify")
            expect(chain["ok"], "the chain is whole", str(chain))
        self.tray.check()
        kicks = Counter((self.daemon.state / "virtual-drawer").read_text("ascii").split())
        twice = [kick for kick, count in kicks.items() if count > 1]
        expect(not twice, "no drawer is kicked twice for one sale", str(twice[:5]))
        self.daemon.kill()
        return len(serials)


class Results:
    """What all shops came to."""

    def __init__(self):
        self.lock = threading.Lock()
        self.kills = 0
        self.sales = 0
        self.inside = 0
        self.papers = 0
        self.copies = 0
        self.judged = {}
        self.violation = None
        self.lengths = []


def run_shop(options, folder, index, results):
    """The moments of one shop: every so many-th of all."""
    chance = random.Random(options.seed + index)
    shop = Shop(options, folder / f"till{index}", chance, results)
    try:
        shop.set_up()
        results.lengths.append(shop.length)
        if options.steps:
            step = 1 + index
            while shop.kill_at(step) and not results.violation:
                count(options, results, True)
                step += options.tills
        else:
            share = range(index, options.points, options.tills)
            for point in chance.sample(share, len(share)):
                if results.violation:
                    return
                # A little beyond the end, so that the last moments are among them as well.
                moment = (point + chance.random()) / options.points * shop.length * 1.1
                count(options, results, not shop.kill_after(moment))
        sales = shop.finish()
        with results.lock:
            results.sales += sales
            results.papers += sum(shop.tray.originals.values())
            results.copies += sum(shop.tray.copies.values())
    except Violation as violation:
        results.violation = results.violation or violation
    except Exception as error:  # pylint: disable=broad-except
        results.violation = results.violation or Violation("the test itself", repr(error))
    finally:
        shop.daemon.kill()


def count(options, results, inside):
    with results.lock:
        results.kills += 1
        results.inside += inside
        if results.kills % 50 == 0:
            total = "" if options.steps else f" of {options.points}"
            progress(f"killpoints: {results.kills}{total}, {results.inside} inside a sale")


def main():
    parser = arguments(__doc__.split("\n")[0], seed=True)
    parser.add_argument("--points", type=int, default=100, help="moments to be killed at")
    parser.add_argument("--tills", type=int, default=2, help="how many are killed side by side")
    parser.add_argument("--steps", action="store_true",
                        help="count the moments of a debug build instead: each one, once")
    parser.add_argument("--sabotage", help="a promise that a debug build is to break")
    parser.add_argument("--expect-failure", action="store_true", help="succeed if a check fails")
    options = parser.parse_args()
    results = Results()
    with Workplace(options, "killpoints") as folder:
        shops = [threading.Thread(target=run_shop, args=(options, folder, index, results))
                 for index in range(options.tills)]
        for shop in shops:
            shop.start()
        for shop in shops:
            shop.join()
    name = "killpoints" + (" by steps" if options.steps else "")
    if options.sabotage:
        name += f" with {options.sabotage}"
    violation = results.violation
    if violation:
        caught = "caught by" if options.expect_failure else "FAILED"
        print(f"{name}: {caught}: {violation} (seed {options.seed})"[:600])
        proven = violation.check != "the test itself"
        sys.exit(0 if options.expect_failure and proven else 1)
    found = Counter(state for shop in results.judged.values() for state in shop.values())
    states = ", ".join(f"{count} {state}" for state, count in sorted(found.items()))
    print(f"{name}: {results.kills} kills, {results.inside} inside a sale of "
          f"{1000 * percentile(results.lengths, 0.5):.1f} ms; {results.sales} sales completed, "
          f"0 lost; found {states}; {results.papers} originals, {results.copies} headed COPY, "
          f"0 second originals")
    sys.exit(1 if options.expect_failure else 0)


if __name__ == "__main__":
    main()
