#!/usr/bin/env python3
"""Sells while a thousand clients idle and fifty misbehave, and checks that no sale is harmed.

The latency of scans and payments is measured alone and under the flood, the daemon's memory and
descriptors before, during and after it.
"""

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from daemon import Daemon, Workplace, arguments, program, progress, raise_descriptor_limit
from tillclient import Fault, Violation, eur, expect, percentile, sell, stock, uuid7

MEBIBYTE = 1 << 20


class Checkout:
    """A cashier who sells on one connection and times every answer."""

    def __init__(self, client, shelf, seed):
        self.client, self.shelf = client, shelf
        self.chance = random.Random(seed)
        self.scans, self.payments = [], []
        self.serial = 0

    def timed(self, times, method, params):
        began = time.perf_counter()
        result = self.client.call(method, {"cmd": uuid7(), **params})
        times.append((time.perf_counter() - began) * 1000)
        return result

    def serve(self):
        """One customer: three scans and the payment, every answer checked."""
        total = 0
        for _ in range(3):
            _, code, price = self.chance.choice(self.shelf)
            total += price
            sale = self.timed(self.scans, "sale.scan", {"code": code})["sale"]
            expect(sale["total"] == eur(total), "a sale adds up", str(sale["total"]))
        tender = self.chance.choice(("cash", "card"))
        paid = self.timed(self.payments, "sale.pay", {"tender": tender, "given": eur(total)})
        self.serial += 1
        expect(paid.get("receipt") == f"T1-{self.serial:06d}", "no sale fails", str(paid))

    def until(self, done):
        """Serves until `done`; returns the p50 and p99 of scans and of payments."""
        self.scans, self.payments = [], []
        while not done(len(self.payments)):
            self.serve()
        return tuple((percentile(times, 0.5), percentile(times, 0.99))
                     for times in (self.scans, self.payments))


class Gauge(threading.Thread):
    """Looks at the daemon's memory ten times a second and keeps the most it saw."""

    def __init__(self, daemon):
        super().__init__(daemon=True)
        self.daemon_process, self.most = daemon, 0
        self.stop = threading.Event()

    def run(self):
        while not self.stop.wait(0.1):
            self.most = max(self.most, self.daemon_process.resident)


def connect_idle(daemon, count):
    """Connections that do nothing; every fourth listens to a topic on which nothing happens."""
    clients = []
    for number in range(count):
        client = daemon.client()
        if number % 4 == 0:
            client.call("events.subscribe", {"topics": ["config"]})
        clients.append(client)
    return clients


def connect_slow(daemon, count):
    """Subscribers to everything that do not read."""
    clients = []
    for _ in range(count):
        client = daemon.client()
        client.call("events.subscribe")
        clients.append(client)
    return clients


def overflow(client, count=3000):
    """Makes more events than wait for any one subscriber: small writes, many on their way."""
    for start in range(0, count, 50):
        requests = [client.send("product.put", {
            "cmd": uuid7(), "sku": f"P{number % 20}", "name": f"Ware {number}", "price": eur(1)})
            for number in range(start, start + 50)]
        for request in requests:
            client.answer(request)


def read_lost(clients):
    """What slow subscribers find when they read at last: a part, then the notice; no more."""
    lost = 0
    for client in clients:
        status = client.send("till.status")
        result = client.answer(status, timeout=20)
        expect(result["state"] == "selling", "a slow subscriber keeps its connection")
        types = Counter(event["type"] for event in client.events)
        expect(types["stream.lost"] <= 1, "a subscription is lost once", str(types))
        lost += types["stream.lost"]
        client.close()
    return lost


class Floods:
    """The misbehaving clients, in processes of their own."""

    def __init__(self, daemon, options):
        command = [sys.executable, str(Path(__file__).with_name("floods.py"))]
        self.processes = [
            subprocess.Popen(
                [*command, str(daemon.socket), str(options.floods // 2),
                 str(options.seed + number)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for number in range(2)]
        for process in self.processes:
            expect(process.stdout.readline() == "ready\n", "the test itself", "no floods")

    def stop(self):
        """Ends them; returns what they did by kind, and raises what they saw go wrong."""
        counts = Counter()
        for process in self.processes:
            said, _ = process.communicate(timeout=60)
            done = json.loads(said)
            expect(not done["wrong"], "misuse is answered as it should be", str(done["wrong"]))
            counts.update(done["counts"])
        return counts

    def kill(self):
        for process in self.processes:
            process.kill()
            process.wait()


def wait_for(condition, seconds):
    """Looks until the condition holds; false if it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        threading.Event().wait(0.05)
    return True


def flood(options, folder):
    raise_descriptor_limit()
    daemon = Daemon(program(options), folder).start()
    client = daemon.client()
    checkout = Checkout(client, stock(client), options.seed)
    checkout.until(lambda sold: sold == 20)
    # The first long questions open their own connections to the store; those are no leak.
    client.call("product.find", {"query": "art"})
    client.call("journal.verify")
    alone = checkout.until(lambda sold: sold == options.sales)
    memory, descriptors = daemon.resident, daemon.descriptors
    progress(f"flood: alone, scan p99 {alone[0][1]:.1f} ms, pay p99 {alone[1][1]:.1f} ms")

    gauge = Gauge(daemon)
    gauge.start()
    idle = connect_idle(daemon, options.idle)
    slow = connect_slow(daemon, options.slow)
    floods = Floods(daemon, options)
    try:
        end = time.monotonic() + options.seconds
        flooded = checkout.until(lambda sold: time.monotonic() > end)
        sold = len(checkout.payments)
        counts = floods.stop()
    finally:
        floods.kill()
    progress(f"flood: flooded, {sold} sales, scan p50 {flooded[0][0]:.1f} p99 {flooded[0][1]:.1f}, "
             f"pay p50 {flooded[1][0]:.1f} p99 {flooded[1][1]:.1f} ms, " + ", ".join(
                 f"{count} {kind}" for kind, count in sorted(counts.items())))
    overflow(client)
    lost = read_lost(slow)
    expect(lost == len(slow), "who does not read loses the stream", f"{lost} of {len(slow)}")
    for one in idle:
        one.close()
    expect(wait_for(lambda: daemon.descriptors <= descriptors, 10), "no descriptor leaks",
           f"{daemon.descriptors} open, {descriptors} before")
    gauge.stop.set()
    gauge.join()
    sell(client, checkout.shelf[:2])
    growth = (gauge.most - memory) / MEBIBYTE
    rest = (daemon.resident - memory) / MEBIBYTE
    expect(growth < options.memory, "memory stays bounded", f"{growth:.0f} MiB more")
    # The allocator keeps pages that it has once used; a leak would grow past what was needed.
    expect(rest < options.memory * 3 / 4, "memory comes back", f"{rest:.0f} MiB kept")
    worst = max(flooded[0][1], flooded[1][1])
    expect(worst < options.p99_ms, "sales are not slowed down", f"p99 {worst:.0f} ms")
    expect(client.call("journal.verify")["ok"], "the chain is whole")
    expect(daemon.terminate()[0] == 0, "SIGTERM ends the daemon")

    def words(name, index):
        before, after = alone[index], flooded[index]
        return (f"{name} p50 {before[0]:.1f} -> {after[0]:.1f} ms, p99 {before[1]:.1f} -> "
                f"{after[1]:.1f} ms (x{after[1] / before[1]:.1f})")

    return (f"{sold} sales in {options.seconds} s beside {options.idle} idle and "
            f"{options.floods} flooding clients, 0 failed, {words('scan', 0)}, {words('pay', 1)}, "
            f"{lost} of {options.slow} slow subscribers lost their stream, memory "
            f"+{growth:.0f} MiB then +{rest:.0f} MiB, descriptors {descriptors} before and after")


def main():
    parser = arguments(__doc__.split("\n")[0], seed=True)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--sales", type=int, default=300, help="sales of the baseline")
    parser.add_argument("--idle", type=int, default=1000)
    parser.add_argument("--floods", type=int, default=50)
    parser.add_argument("--slow", type=int, default=6, help="subscribers that do not read")
    parser.add_argument("--memory", type=float, default=64.0, help="MiB the daemon may grow by")
    parser.add_argument("--p99-ms", type=float, default=100.0, help="the slowest sale allowed")
    options = parser.parse_args()
    try:
        with Workplace(options, "flood") as folder:
            print(f"flood: {flood(options, folder)}")
    except (Violation, Fault) as caught:
        print(f"flood: FAILED: {caught} (seed {options.seed})"[:600])
        sys.exit(1)


if __name__ == "__main__":
    main()
