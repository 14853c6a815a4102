#!/usr/bin/env python3
"""Kills the daemon again and again while it sells, and checks that nothing is lost or doubled.

Four clients sell, buy, keep the drawer and watch; the daemon is killed with SIGKILL while it
starts, when it is ready, at random moments, and right after a request or an answer. With
--lose-unsynced every write that was not synced is lost as well, as in a power cut.
"""

import random
import sys
import threading

import judge
from shop import Buyer, Cashier, Keeper, Ledger, Teller, Watcher
from daemon import Daemon, NotReady, Workplace, arguments, program, progress
from tillclient import Door, Violation, eur, expect, gtin13, percentile
from unsynced import Unsynced


class Fuse:
    """Kills the daemon at the n-th request or answer after it was armed."""

    def __init__(self, blow):
        self.blown = threading.Event()
        self._blow = blow
        self._left = 0
        self._lock = threading.Lock()

    def arm(self, count):
        with self._lock:
            self.blown.clear()
            self._left = count

    def burn(self):
        with self._lock:
            self._left -= 1
            if self._left != 0:
                return
            self._blow()
        self.blown.set()


class Crash:
    """The supervisor: one daemon, its clients, and what they know."""

    def __init__(self, options, folder):
        self.options = options
        self.chance = random.Random(options.seed)
        self.daemon = Daemon(program(options), folder)
        self.unsynced = None
        if options.lose_unsynced:
            self.unsynced = Unsynced(folder, self.daemon.state)
            self.daemon.environment.update(self.unsynced.environment)
        if options.sabotage:
            self.daemon.environment["TILLD_SABOTAGE"] = options.sabotage
        self.door = Door(self.daemon.socket)
        self.fuse = Fuse(self.daemon.shoot)
        self.ledger = Ledger()
        self.mirror = judge.Mirror()
        self.ready = []
        self.kills = 0
        self.violation = None
        self.failed = threading.Event()
        self.done = []
        self.shelf = [(f"S{number}", gtin13(f"95200000{number:04d}"), 50 + 37 * number)
                      for number in range(1, 21)]
        self.threads = []

    # --- The clients

    def report(self, violation):
        """Takes the first violation that a client saw; the rest follows from it."""
        self.violation = self.violation or violation
        self.failed.set()
        self.fuse.blown.set()

    def hire(self):
        """Makes the clients; they wait at the door until the daemon is there."""
        def details(name):
            chance = random.Random(self.chance.random())
            return self.door, name, self.ledger, chance, self.fuse.burn

        self.watcher = Watcher(self.door, "watcher")
        self.cashier = Cashier(*details("cashier"), shelf=self.shelf, done=self.done)
        self.workers = [self.cashier]
        for number in range(self.options.clients - 2):
            self.workers.append(
                Buyer(*details(f"buyer{number}")) if number % 2 == 0
                else Keeper(*details(f"keeper{number}"), done=self.done))
        for client in [self.watcher, *self.workers]:
            thread = threading.Thread(target=client.run, args=(self.report,), name=client.name)
            thread.start()
            self.threads.append(thread)

    def set_up(self):
        """Products and a shift, before the first kill."""
        self.daemon.start()
        self.door.open()
        teller = Teller(self.door, "set-up", self.ledger, random.Random(0))
        for number, (sku, code, price) in enumerate(self.shelf, 1):
            teller.write("product.put", sku=sku, name=f"Article {number}", barcodes=[code],
                         price=eur(price))
        teller.write("shift.open", float=eur(10_000))
        teller.drop()
        self.kill()

    # --- Lives

    def kill(self):
        self.daemon.kill()
        if self.unsynced:
            self.unsynced.lose(self.chance)

    def rise(self):
        """Starts the daemon; what it says must be ready within the time, whatever it found."""
        try:
            self.ready.append(self.daemon.wait_ready())
        except NotReady as refusal:
            raise Violation("the daemon starts after a kill", str(refusal)) from None

    def live(self, cycle):
        """One life of the daemon, and its end."""
        self.daemon.spawn()
        way = self.chance.choices(
            ("starting", "ready", "asked", "moment", "burst"), (8, 8, 8, 40, 36))[0]
        if way == "starting":
            self.failed.wait(self.chance.uniform(0, 0.04))
        else:
            self.rise()
        if way == "ready":
            self.failed.wait(self.chance.uniform(0, 0.005))
        elif way in ("asked", "moment", "burst"):
            self.look(thoroughly=cycle % 20 == 0)
            # The fuse is armed before anybody comes in, so that even a first request may blow it.
            self.fuse.arm(self.chance.randint(1, 300) if way == "burst" else -1)
            self.door.open()
            self.fuse.blown.wait(5.0 if way == "burst" else self.chance.uniform(0, 0.12))
        if way == "asked":
            self.ask()
        self.kill()
        self.kills += 1

    def ask(self):
        """Asks the daemon to end while everybody sells; it has to do so in good order."""
        code, _ = self.daemon.terminate()
        expect(code == 0, "a till that is asked to end does so in good order",
               f"exit code {code}: {self.daemon.said()}")

    def look(self, thoroughly=False):
        """Checks what was answered so far, all of it or the latest; nobody sells meanwhile."""
        with self.daemon.client() as client:
            self.mirror.read_on(client)
            writes = list(self.ledger.writes)
            judge.check_commands(self.mirror, writes if thoroughly else writes[-500:])
            judge.check_receipts(self.mirror)
            if thoroughly:
                judge.check_money(judge.fold_sales(self.mirror))
                self.verify(client)

    @staticmethod
    def verify(client):
        chain = client.call("journal.verify", timeout=120)
        expect(chain["ok"], "the chain is whole", str(chain))

    def finish(self):
        """The last life: everybody ends what they were doing, then everything is checked."""
        self.daemon.spawn()
        self.rise()
        self.look()
        self.door.finishing.set()
        self.door.open()
        for thread in self.threads[1:]:
            thread.join(60)
            expect(not thread.is_alive(), "every command is answered in the end", thread.name)
        if self.violation:
            raise self.violation
        with self.daemon.client() as client:
            self.settle_prints(client)
            jobs = client.call("print.list", {"limit": 1000})["jobs"]
            self.mirror.read_on(client)
            self.watcher.goal = len(self.mirror.events)
            self.threads[0].join(60)
            expect(not self.threads[0].is_alive(), "a subscriber catches up in the end")
            if self.violation:
                raise self.violation
            return self.check_all(client, jobs)

    def settle_prints(self, client):
        """Prints again what a crash left unknown, as a person would, and waits for the printer."""
        at = client.call("events.subscribe", {"topics": ["print"]})["at"]
        expect(at >= len(self.mirror.events), "the journal only grows")
        for job in client.call("print.list", {"limit": 1000})["jobs"]:
            if job["state"] in ("failed", "unknown"):
                client.write("print.retry", {"job": job["job"]})
        while client.call("till.status")["printing"]:
            client.next_event(timeout=30)

    def check_all(self, client, jobs):
        writes = self.ledger.writes
        judge.check_commands(self.mirror, writes)
        judge.check_strangers(self.mirror, writes)
        expect(all(write.result or write.refusal for write in writes),
               "every command is answered in the end")
        folded = judge.fold_sales(self.mirror)
        judge.check_sales(folded, self.cashier.sales)
        judge.check_money(folded)
        receipts = judge.check_receipts(self.mirror)
        shift = client.call("till.status").get("shift")
        zs = judge.check_reports(self.mirror, client.call("report.x") if shift else None)
        judge.check_stream(self.mirror, self.watcher.seen)
        originals, waiting = judge.check_prints(
            self.mirror, jobs, self.daemon.state / "virtual-printer")
        self.verify(client)
        views = client.call("journal.audit", timeout=300)
        expect(views["ok"], "the views are what the events say", str(views))
        again = client.journal()[:len(self.mirror.events)]
        expect(again == self.mirror.events, "the journal reads the same twice")
        p99 = percentile(self.ready, 0.99)
        lost = f", {self.unsynced.undone:,} unsynced writes taken away" if self.unsynced else ""
        return (
            f"{self.kills} kills, {len(self.ledger.answered):,} writes acknowledged, 0 lost, "
            f"0 doubled, {self.ledger.repeated} repeated, receipts 1..{receipts} gapless, "
            f"{zs} Zs, {originals} originals printed, {waiting} jobs waiting, "
            f"{len(self.watcher.seen):,} events seen without a gap{lost}, "
            f"ready p50 {percentile(self.ready, 0.5):.0f} ms p99 {p99:.0f} ms")

    def run(self):
        self.set_up()
        self.hire()
        try:
            for cycle in range(1, self.options.cycles + 1):
                self.live(cycle)
                if self.violation:
                    raise self.violation
                if cycle % 10 == 0:
                    progress(f"crash: {cycle} of {self.options.cycles} kills, "
                             f"{len(self.mirror.events):,} events")
            return self.finish()
        finally:
            self.door.abandon()
            self.daemon.kill()
            for thread in self.threads:
                thread.join(10)


def main():
    parser = arguments(__doc__.split("\n")[0], seed=True)
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--clients", type=int, default=4, help="3 or more")
    parser.add_argument("--lose-unsynced", action="store_true", help="lose what was not synced")
    parser.add_argument("--sabotage", help="a promise that a debug build is to break")
    parser.add_argument("--expect-failure", action="store_true", help="succeed if a check fails")
    options = parser.parse_args()
    violation = None
    try:
        with Workplace(options, "crash") as folder:
            figures = Crash(options, folder).run()
    except Violation as caught:
        violation = caught
    name = "crash" if not options.sabotage else f"crash with {options.sabotage}"
    if violation is None:
        print(f"{name}: {figures}")
        sys.exit(1 if options.expect_failure else 0)
    print(f"{name}: {'caught by' if options.expect_failure else 'FAILED'}: {violation} "
          f"(seed {options.seed})"[:600])
    proven = violation.check != "the test itself"
    sys.exit(0 if options.expect_failure and proven else 1)


if __name__ == "__main__":
    main()
