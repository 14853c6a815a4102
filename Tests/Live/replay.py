#!/usr/bin/env python3
"""Judges `till demo --replay`: real baskets, their totals added up here from the same tables.

The baskets are sold by the command; what they must come to is calculated here with Python's csv
module alone, and compared with every receipt in order, with the Z, with a restored backup, and
with the picture of the receipt. Then a second catalogue is imported and its codes are scanned in
8, 12, 13 and 14 digits.
"""

import csv
import gzip
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from daemon import PROJECT, Daemon, Workplace, arguments, program, progress
from tillclient import Fault, Violation, eur, expect, sell


# --- What must come out ---------------------------------------------------------------------


def rows(path):
    """The rows of a CSV table, gzip or not, as objects by the names of its first row."""
    opened = gzip.open if str(path).endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


class Expectation:
    """What the first baskets of a table must come to: one total for each that can be sold."""

    def __init__(self, baskets, products, limit):
        prices = {row["sku"]: int(row["price_cents"]) for row in rows(products)
                  if row["price_cents"].isdigit()}
        self.totals = []
        self.baskets = self.lines = self.sold_lines = self.unpriced = self.empty = 0
        name, total, sold = None, 0, 0
        for row in rows(baskets):
            if row["basket_id"] != name:
                self._end(name, total, sold)
                if limit is not None and self.baskets == limit:
                    return
                name, total, sold = row["basket_id"], 0, 0
            self.lines += 1
            quantity = int(row["quantity"])
            if quantity == 0:
                self.empty += 1
            elif row["sku"] not in prices:
                self.unpriced += 1
            else:
                total += quantity * prices[row["sku"]]
                sold += 1
        self._end(name, total, sold)

    def _end(self, name, total, sold):
        if name is None:
            return
        self.baskets += 1
        self.sold_lines += sold
        if sold:
            self.totals.append(total)


def is_gtin(code):
    """Whether the last of 8, 12, 13 or 14 digits is the check digit of the others."""
    if not code.isdigit() or len(code) not in (8, 12, 13, 14):
        return False
    weighed = sum(int(digit) * (3 if place % 2 else 1)
                  for place, digit in enumerate(reversed(code)))
    return weighed % 10 == 0


def writings(gtin14):
    """The ways in which a GTIN-14 may be written: its leading zeros may be left out."""
    return [gtin14[-size:] for size in (8, 12, 13, 14) if gtin14[:-size].strip("0") == ""]


# --- The judge ------------------------------------------------------------------------------


class Judge:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.data = data_folder(options)
        self.products = Path(options.products or self.data / "journey-products.csv.gz")
        self.baskets = Path(options.baskets_file or self.data / "journey-baskets-q1.csv.gz")
        self.till = str(program(options, "till"))
        self.daemon = Daemon(program(options), folder)
        self.chance = random.Random(options.seed)
        self.figures = []

    def run(self):
        expected = Expectation(self.baskets, self.products, self.options.limit)
        self.daemon.start()
        summary, seconds = self.replay()
        with self.daemon.client(timeout=300) as client:
            # Receipts are printed behind the sales; what becomes of them is in the journal too.
            while client.call("till.status")["printing"]:
                time.sleep(0.2)
            journal = client.journal()
            self.compare_summary(summary, expected)
            self.compare_receipts(client, journal, expected)
            self.compare_z(journal, expected)
            chain = client.call("journal.verify")
            expect(chain["ok"], "the chain is whole", str(chain))
            expect((chain["head"], chain["hash"]) == (journal[-1]["seq"], journal[-1]["hash"]),
                   "the chain ends with the journal", str(chain))
            self.figures.append(
                f"{len(expected.totals):,} of {expected.baskets:,} baskets with "
                f"{expected.sold_lines:,} of {expected.lines:,} lines in {seconds:.0f} s "
                f"({len(expected.totals) / seconds:.0f}/s), "
                f"{sum(expected.totals) / 100:,.2f} EUR to the cent "
                f"({expected.empty} lines of quantity 0, {expected.unpriced} without a price)")
            self.restore(client)
            if self.options.scans:
                self.import_items(client)
                expect(client.call("journal.verify")["ok"], "the chain is whole")
        expect(self.daemon.terminate()[0] == 0, "SIGTERM ends the daemon well")
        return ", ".join(self.figures)

    def replay(self):
        """Has the baskets sold by the command; returns its summary and the seconds it took."""
        command = [self.till, "--socket", str(self.daemon.socket), "--json", "demo",
                   "--replay", str(self.baskets), "--products", str(self.products)]
        if self.options.limit is not None:
            command += ["--limit", str(self.options.limit)]
        if self.options.shift_every:
            command += ["--shift-every", str(self.options.shift_every)]
        progress("replay: selling")
        began = time.monotonic()
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              check=False)
        expect(done.returncode == 0, "the replay ends well",
               f"exit code {done.returncode}: {done.stdout[-600:]} {done.stderr[-300:]}")
        return json.loads(done.stdout), time.monotonic() - began

    def compare_summary(self, summary, expected):
        """The command's own figures are ours."""
        for name, value in (
                ("baskets", expected.baskets), ("lines", expected.lines),
                ("sold", len(expected.totals)), ("linesSold", expected.sold_lines),
                ("sum", eur(sum(expected.totals))), ("zSum", eur(sum(expected.totals))),
                ("mismatches", 0)):
            expect(summary[name] == value, "the summary is right",
                   f"{name}: {summary[name]} instead of {value}")
        skipped = summary["skipped"]
        expect((skipped["quantityZero"], skipped["noPrice"]) == (expected.empty, expected.unpriced),
               "what is left out is counted", str(skipped))

    def compare_receipts(self, client, journal, expected):
        """Every receipt in order has the total that was added up here."""
        done = [event["data"] for event in journal if event["type"] == "sale.completed"]
        expect(len(done) == len(expected.totals), "one receipt for each basket",
               f"{len(done)} instead of {len(expected.totals)}")
        for serial, (receipt, total) in enumerate(zip(done, expected.totals), 1):
            expect(receipt["number"] == f"T1-{serial:06d}", "receipt numbers have no gap",
                   receipt["number"])
            expect(receipt["total"] == eur(total), "every receipt is right to the cent",
                   f"{receipt['number']}: {receipt['total']} instead of {total}")
        looked = range(1, len(done) + 1)
        if len(done) > self.options.receipts:
            looked = sorted(self.chance.sample(looked, self.options.receipts))
        for serial in looked:
            number, total = f"T1-{serial:06d}", expected.totals[serial - 1]
            paper = client.call("receipt.get", {"number": number})
            expect(paper["sale"]["total"] == eur(total), "the receipt shows its sale", number)
            words = f"{total // 100}.{total % 100:02d}"
            expect(number in paper["text"] and words in paper["text"],
                   "the paper says number and total", f"{number} {words}:\n{paper['text']}")
        self.figures.append(f"{len(looked):,} receipts read")

    @staticmethod
    def compare_z(journal, expected):
        """The Zs of all shifts together say what the baskets come to."""
        tallies = [event["data"]["report"]["tally"] for event in journal
                   if event["type"] == "shift.closed"]
        gross = sum(tally["gross"]["minor"] for tally in tallies)
        tendered = sum(one["amount"]["minor"] for tally in tallies for one in tally["tenders"])
        taxed = sum(one["net"]["minor"] + one["tax"]["minor"]
                    for tally in tallies for one in tally["tax"])
        total = sum(expected.totals)
        expect(gross == tendered == taxed == total, "the Z is the sum of the baskets",
               f"gross {gross}, tendered {tendered}, taxed {taxed}, baskets {total}")
        count = sum(tally["sales"] for tally in tallies)
        expect(count == len(expected.totals), "the Z counts every sale", str(count))

    def restore(self, client):
        """A backup restored elsewhere has the same head, hash and totals."""
        progress("replay: backup and restore")
        path = self.folder / "backup.db"
        self.wait_for_paper(client)
        chain = client.call("journal.verify")
        z = client.call("report.z")
        report = client.call("backup.now", {"path": str(path)}, timeout=600)
        expect(report["ok"] and (report["head"], report["hash"]) == (chain["head"], chain["hash"]),
               "the backup holds everything", f"{report}, {chain}")
        other = Daemon(self.daemon.program, self.folder / "restored")
        other.folder.mkdir()
        done = subprocess.run(
            [self.till, "backup", "restore", str(path), "--state", str(other.state), "--yes"],
            capture_output=True, text=True, check=False)
        expect(done.returncode == 0, "the backup is restored", done.stdout + done.stderr)
        other.start()
        with other.client(timeout=300) as theirs:
            again = theirs.call("journal.verify")
            expect(again == chain, "the restored chain is the same", f"{again}, {chain}")
            expect(theirs.call("report.z") == z, "the restored Z is the same")
            views = theirs.call("journal.audit")
            expect(views["ok"], "the restored views are right", str(views))
        other.terminate()
        self.figures.append(
            f"backup of {report['bytes'] / 2**20:.0f} MiB restored with head {chain['head']:,} "
            f"and hash {chain['hash'][:12]}")

    @staticmethod
    def wait_for_paper(client):
        """Waits until everything is printed: then nothing writes to the journal any more."""
        sub = client.call("events.subscribe", {"topics": ["print"]})["sub"]
        while client.call("print.list", {"state": "queued"})["jobs"] \
                or client.call("print.list", {"state": "started"})["jobs"]:
            client.next_event(timeout=60)
        client.call("events.unsubscribe", {"sub": sub})

    def import_items(self, client):
        """Imports items by their GTIN-14 and sells some, written in every length they have."""
        path = self.data / "datakick-items.csv.gz"
        mapping = {"barcode": "gtin14", "name": "brand+name+size", "priceMinor": "=199"}
        items = list(rows(path))
        bad = [row["gtin14"] for row in items
               if not is_gtin(row["gtin14"])
               or not any(row[name].strip() for name in ("brand", "name", "size"))]
        result = client.write("product.import", {"path": str(path), "mapping": mapping},
                              timeout=300)
        counts = result["counts"]
        expect(counts["error"] == len(bad), "exactly the broken items are left out",
               f"{counts}, {len(bad)} broken: {result['errors'][:3]}")
        good = [row["gtin14"] for row in items if row["gtin14"] not in set(bad)]
        expect(counts["new"] + counts["same"] + counts["changed"] == len(good),
               "every other item is there", f"{counts} of {len(good)}")
        client.write("shift.open", {"float": eur(0)})
        scans = 0
        for start in range(0, self.options.scans, 10):
            chosen = self.chance.sample(good, min(10, self.options.scans - start))
            paid = sell(client, [(code, self.chance.choice(writings(code)), 199)
                                 for code in chosen], "card")
            for line, code in zip(paid["sale"]["lines"], chosen):
                expect(line["kind"] == "item" and line["sku"] == code.removeprefix("0"),
                       "each writing finds its item", f"{line} for {code}")
            scans += len(chosen)
        self.figures.append(
            f"{counts['new']:,} items imported and {len(bad)} broken left out, "
            f"{scans} scanned in 8 to 14 digits")


def data_folder(options):
    """The folder of the shared tables."""
    for folder in (options.data, os.environ.get("TILL_DATA"), PROJECT.parent / "shared" / "data"):
        if folder and Path(folder).is_dir():
            return Path(folder).resolve()
    sys.exit("there are no tables: say --data or set TILL_DATA")


def main():
    parser = arguments(__doc__.split("\n")[0], seed=True)
    parser.add_argument("--baskets", type=int, default=500, dest="limit", help="how many")
    parser.add_argument("--all", action="store_true", help="all baskets of the table")
    parser.add_argument("--data", help="the folder of the tables")
    parser.add_argument("--products", help="another table of products")
    parser.add_argument("--baskets-file", help="another table of baskets")
    parser.add_argument("--shift-every", type=int, help="close the shift after so many baskets")
    parser.add_argument("--receipts", type=int, default=500, help="receipts to read one by one")
    parser.add_argument("--scans", type=int, default=200, help="items to scan in every writing")
    options = parser.parse_args()
    if options.all:
        options.limit = None
    try:
        with Workplace(options, "replay") as folder:
            print(f"replay: {Judge(options, folder).run()}")
    except (Violation, Fault) as caught:
        print(f"replay: FAILED: {caught} (seed {options.seed})"[:1500])
        sys.exit(1)


if __name__ == "__main__":
    main()
