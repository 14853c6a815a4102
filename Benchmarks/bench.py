#!/usr/bin/env python3
"""Measures the till and judges the figures; `make bench`.

A bare C program writes the same rows to the same SQLite on the same disk by turns with the
till's own store, so that ratios hold on any machine. Then the real daemon starts on a store with
a million events and a million products. Ends with 1 if a figure misses its bound.
"""

import argparse
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from printers import Printer
from till import Client, Daemon, ean13

PROJECT = pathlib.Path(__file__).resolve().parent.parent
ROUNDS = 3
STARTS = 10
SCANS = 500
HUNG_ROUNDS = 3
SALES = 500
LINES_PER_SALE = 10
MIB = 1 << 20


class Table:
    """The figures, each with its bound."""

    def __init__(self):
        self.rows = []

    def add(self, figure, value, unit, bound=None, baseline=None, note=""):
        """A figure in its unit; with a baseline, the bound is that of their ratio."""
        measured = value / baseline if baseline else value
        row = {"figure": figure, "value": round(value, 3), "unit": unit, "note": note}
        if baseline:
            row |= {"baseline": round(baseline, 3), "ratio": round(measured, 3)}
        if bound is not None:
            row |= {"bound": round(bound, 3), "ok": measured <= bound}
        self.rows.append(row)

    @property
    def ok(self):
        return all(row.get("ok", True) for row in self.rows)

    def __str__(self):
        lines = [("figure", "value", "baseline", "ratio", "bound", "", "")]
        for row in self.rows:
            lines.append((
                row["figure"], f"{row['value']:,} {row['unit']}", str(row.get("baseline", "")),
                str(row.get("ratio", "")), f"<= {row['bound']:,}" if "bound" in row else "",
                {True: "ok", False: "FAIL", None: ""}[row.get("ok")], row["note"]))
        widths = [max(len(line[column]) for line in lines) for column in range(7)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
            for line in lines)


class Bench:
    """One run: a work folder, the programs, and the table they fill."""

    def __init__(self, arguments):
        self.tillbench = arguments.bin / "tillbench"
        self.tilld = arguments.bin / "tilld"
        self.work = pathlib.Path(arguments.dir).resolve()
        self.events = 50_000 if arguments.quick else arguments.events
        self.products = 50_000 if arguments.quick else arguments.products
        self.count = 1000 if arguments.quick else 2000
        self.state = str(self.work / "state")
        self.python = arguments.python
        self.table = Table()

    def run(self):
        self.work.mkdir(parents=True, exist_ok=True)
        bare = str(self.work / "bare")
        source = str(PROJECT / "Benchmarks" / "bare.c")
        subprocess.run(["cc", "-std=c17", "-O2", "-o", bare, source, "-lsqlite3"], check=True)
        self.fill()
        sync = self.commits(bare)
        self.lookups()
        self.flatness()
        self.peers()
        self.daemon(sync)

    def clean(self):
        """Removes what was made, and nothing else."""
        shutil.rmtree(self.state, ignore_errors=True)
        for name in ("fill.json", "bare"):
            (self.work / name).unlink(missing_ok=True)

    def tell(self, text):
        print(text, file=sys.stderr, flush=True)

    def figures(self, *command):
        """What a program printed, by the names of its lines."""
        self.tell(f"bench: {pathlib.Path(command[0]).name} {command[1] if len(command) > 1 else ''}")
        output = subprocess.run([str(part) for part in command], check=True, capture_output=True)
        return {line["name"]: line for line in map(json.loads, output.stdout.splitlines())}

    def fill(self):
        """Fills the state folder, unless an earlier run left one with as much in it."""
        made = self.work / "fill.json"
        wanted = {"events": self.events, "products": self.products}
        if made.exists() and json.loads(made.read_text()) == wanted:
            return
        made.unlink(missing_ok=True)
        shutil.rmtree(self.state, ignore_errors=True)
        line = self.figures(
            self.tillbench, "fill", self.state, "--events", self.events, "--products",
            self.products)["fill"]
        made.write_text(json.dumps(wanted))
        self.table.add(
            "filling", line["milliseconds"] / 1000, "s",
            note=f"{line['sales']:,} sales, {line['events']:,} events, {self.products:,} products")

    def commits(self, bare):
        """Our store and C by turns; the best median of each. Returns the disk's sync in ns."""
        best = {}
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory(dir=self.work) as folder:
                lines = self.figures(bare, f"{self.state}/till.db", folder, self.count)
                lines |= self.figures(self.tillbench, "commit", folder, "--count", self.count)
            for name, line in lines.items():
                for rank in ("p50", "p99"):
                    best[name, rank] = min(line[rank], best.get((name, rank), line[rank]))
        self.table.add("one sync of this disk, p99", best["sync", "p99"] / 1000, "us")
        for rank, bound in (("p50", 1.5), ("p99", None)):
            self.table.add(
                f"durable commit, {rank}", best["commit", rank] / 1000, "us", bound,
                baseline=best["bare.commit", rank] / 1000, note="against C")
        return best["sync", "p99"]

    def lookups(self):
        lookup = self.figures(self.tillbench, "lookup", self.state)["lookup"]
        self.table.add("lookup by barcode, p50", lookup["p50"] / 1000, "us")
        self.table.add("lookup by barcode, p99", lookup["p99"] / 1000, "us", 50)
        lines = self.figures(self.tillbench, "search", self.state)
        search = lines.pop("search")
        slowest = max(lines.values(), key=lambda line: line["p99"])
        self.table.add("search by name, p50", search["p50"] / 1e6, "ms")
        self.table.add("search by name, p99", search["p99"] / 1e6, "ms", 30)
        self.table.add(
            "slowest kind of search, p99", slowest["p99"] / 1e6, "ms",
            note=slowest["name"].removeprefix("search."))

    def flatness(self):
        lines = self.figures(self.tillbench, "flat", self.state, "--count", self.count)
        self.table.add(
            "a sale, p50", lines["flat.last"]["p50"] / 1e6, "ms", 1.3,
            baseline=lines["flat.first"]["p50"] / 1e6, note="against the first sales of a store")

    def peers(self):
        """Paper and scans beside the Python libraries that do the same."""
        if not self.python.exists():
            self.tell(f"bench: no peers without {self.python}; make venv installs them")
            return
        peers = PROJECT / "Benchmarks" / "peers.py"
        with tempfile.TemporaryDirectory() as folder:
            self.figures(self.python, peers, "make", folder)
            theirs = self.figures(self.python, peers, "escpos", folder)
            theirs |= self.figures(self.python, peers, "scans", folder)
            ours = self.figures(self.tillbench, "paper", folder)
            ours |= self.figures(self.tillbench, "scans", folder)
        for figure, own, peer, bound in (
            ("1,000 lines of text", "paper.lines", "peer.lines", 1 / 20),
            ("a picture of 576x2000", "paper.picture", "peer.picture", 1 / 20),
            ("a photograph of 576x2000", "paper.photograph", "peer.photograph", None),
            ("5,000 element strings", "scans.all", "peer.scans", 1 / 50),
        ):
            self.table.add(
                f"{figure}, p50", ours[own]["p50"] / 1000, "us", bound,
                baseline=theirs[peer]["p50"] / 1000,
                note="against biip" if peer == "peer.scans" else "against python-escpos")
        self.table.add("a receipt of 40 lines, p50", ours["paper.receipt"]["p50"] / 1000, "us", 100)
        self.table.add("one element string, p50", ours["scans.one"]["p50"] / 1000, "us", 5)

    def daemon(self, sync):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/till.sock"
            self.starts(path)
            daemon = Daemon(self.tilld, self.state, path)
            try:
                self.memory("memory when ready", daemon)
                self.scans(path, sync)
                self.sales(path)
                self.hung(path)
                self.memory(f"memory after {SALES} sales", daemon)
                self.table.add("memory at its peak", daemon.memory()[1] / MIB, "MiB")
            finally:
                daemon.stop()

    def starts(self, path):
        """Every other start follows a kill -9."""
        self.tell("bench: starts")
        times = []
        for number in range(STARTS):
            daemon = Daemon(self.tilld, self.state, path)
            times.append(daemon.ready_ns / 1e6)
            daemon.stop(signal.SIGKILL if number % 2 else signal.SIGTERM)
        times.sort()
        self.table.add("spawn to ready, p50", times[len(times) // 2], "ms")
        self.table.add("spawn to ready, slowest", times[-1], "ms", 300, note=f"of {STARTS} starts")

    def memory(self, name, daemon):
        self.table.add(name, daemon.memory()[0] / MIB, "MiB", 64)

    def scans(self, path, sync):
        """From a line in the scanner's pipe to the sold line on a subscribed socket."""
        self.tell("bench: scans")
        cashier, watcher = Client(path), Client(path)
        if not cashier.call("till.status").get("shift"):
            cashier.write("shift.open", float={"minor": 0, "cur": "EUR"})
        watcher.call("events.subscribe", topics=["device"], snapshot=True)
        while not any(
            device["kind"] == "scanner" and device["state"] == "ready"
            for device in cashier.call("device.list")["devices"]
        ):
            watcher.wait("device.state")
        watcher.close()
        cashier.close()
        times = sorted(self.scanned(path, SCANS, seed=1))
        self.table.add("scan to push, p50", times[len(times) // 2] / 1e6, "ms")
        self.table.add(
            "scan to push, p99", times[len(times) * 99 // 100] / 1e6, "ms", 5 + sync / 1e6,
            note="5 ms and one sync of this disk")

    def scanned(self, path, count, seed):
        """Scans so many products, pays each ten, and gives the times from scan to push in ns."""
        cashier, watcher = Client(path), Client(path)
        watcher.call("events.subscribe", topics=["sale"])
        times = []
        picks = random.Random(seed).sample(range(self.products), count)
        with open(f"{self.state}/virtual-scanner", "wb", buffering=0) as scanner:
            for number, pick in enumerate(picks, 1):
                start = time.monotonic_ns()
                scanner.write(ean13(pick).encode() + b"\n")
                watcher.wait("sale.line_added")
                times.append(time.monotonic_ns() - start)
                if number % LINES_PER_SALE == 0:
                    cashier.write("sale.pay", tender="cash")
        cashier.close()
        watcher.close()
        return times

    def hung(self, path):
        """Scans beside a printer that takes nothing for ever, by turns with one that prints.

        Both are paired over the network; every receipt goes to the one whose turn it is.
        """
        self.tell("bench: a hung printer")
        printers = {"good": Printer(is_hung=False), "hung": Printer(is_hung=True)}
        admin = Client(path)
        for name, printer in printers.items():
            admin.write("device.pair", address=printer.address, kind="printer", id=name)
        times = {name: [] for name in printers}
        for turn in range(2 * HUNG_ROUNDS):
            name = ("good", "hung")[turn % 2]
            admin.write(
                "config.set", key="print.routes", value={"receipt": {"printers": [name]}})
            times[name] += self.scanned(path, SCANS, seed=10 + turn // 2)
        admin.write("config.set", key="print.routes")
        for name in printers:
            admin.write("device.forget", device=name)
        waiting = admin.call("print.list")["jobs"]
        for job in waiting:
            if job["state"] in ("failed", "unknown"):
                admin.write("print.discard", job=job["job"], reason="measured")
        if not waiting:
            raise RuntimeError("no receipt waited for the hung printer: it was not hung")
        if not printers["good"].received:
            raise RuntimeError("the good printer printed nothing: there is no baseline")
        for ranked in times.values():
            ranked.sort()
        for rank in (50, 99):
            good, hung = (
                times[name][len(times[name]) * rank // 100] / 1e6 for name in ("good", "hung"))
            self.table.add(
                f"scan to push beside a hung printer, p{rank}", hung, "ms",
                1.2 if rank == 99 else None, baseline=good, note="against a good one")
        for printer in printers.values():
            printer.close()
        admin.close()

    def sales(self, path):
        self.tell("bench: sales")
        cashier = Client(path)
        picks = random.Random(2)
        for _ in range(SALES):
            for _ in range(LINES_PER_SALE):
                cashier.write("sale.scan", code=ean13(picks.randrange(self.products)))
            result = cashier.write("sale.pay", tender="cash")
            if "receipt" not in result:
                raise RuntimeError("a paid sale has no receipt")
        cashier.close()


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="50,000 events and products")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--products", type=int, default=1_000_000)
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    parser.add_argument("--dir", default=PROJECT / ".build" / "bench", help="on the disk to measure")
    parser.add_argument("--keep", action="store_true", help="keep the filled store for the next run")
    parser.add_argument(
        "--python", default=PROJECT / ".build" / "venv" / "bin" / "python", type=pathlib.Path)
    parser.add_argument("--bin", default=PROJECT / ".build" / "release", type=pathlib.Path)
    return parser.parse_args()


def main():
    arguments = parse()
    bench = Bench(arguments)
    try:
        bench.run()
    finally:
        print(bench.table)
        if arguments.json:
            pathlib.Path(arguments.json).write_text(json.dumps(bench.table.rows, indent=2) + "\n")
        if not arguments.keep:
            bench.clean()
    return 0 if bench.table.ok else 1


if __name__ == "__main__":
    sys.exit(main())
