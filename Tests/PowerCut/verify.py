"""What must be true of a till whose power was cut: on an image of its disk, with the real daemon.

As at a real start: fsck, mount, the daemon. Then the journal is read over the socket and held
against what the clients were told before the cut.
"""

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Live"))
import judge  # noqa: E402
from daemon import Daemon, NotReady  # noqa: E402
from shop import Write  # noqa: E402
from tillclient import eur, expect, gtin13, sell  # noqa: E402

#: e2fsck(8): the exit codes that leave a file system which can be mounted.
CLEAN, CORRECTED, UNCORRECTED = 0, 1, 4
NEW = ("AFTER", gtin13("952999999999"), 777)


class Lost(Exception):
    """Something that was acknowledged is not there."""

    def __init__(self, sales, answers):
        super().__init__(f"{sales} acknowledged sales and {answers} answers in all are lost")
        self.sales = sales
        self.answers = answers


class Unreadable(Exception):
    """The file system could not be brought back, so nothing can be said of the till."""


class Notes:
    """What the clients wrote, and what they were answered before a cut."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self._writes = [json.loads(line) for line in file]

    def until(self, marks):
        """Every write, with its answer if that was marked before the cut."""
        known = {mark["cmd"] for mark in marks if "cmd" in mark}
        strange = known - {write["cmd"] for write in self._writes}
        expect(not strange, "the test itself", f"marks without a note: {strange}")
        return [Write(note["cmd"], note["method"], note["params"],
                      note["result"] if note["cmd"] in known else None, note["refusal"],
                      note["head"]) for note in self._writes]


class Volume:
    """An image of the disk, checked as at every start and mounted."""

    def __init__(self, image, folder):
        self.image = str(image)
        self.folder = Path(folder)
        self.repaired = False

    def __enter__(self):
        code = fsck("-p", self.image)
        if code >= UNCORRECTED:
            # What a person at the till is told to do; it happens to torn blocks of ext4's own.
            self.repaired = True
            code = fsck("-fy", self.image)
        if code not in (CLEAN, CORRECTED):
            raise Unreadable(f"e2fsck ends with {code}")
        self.folder.mkdir(exist_ok=True)
        mount(self.image, self.folder)
        return self

    def __exit__(self, *_):
        # Lazily, in case that somebody is in there: whatever is in the image is thrown away.
        subprocess.run(["umount", "-l", self.folder], check=True)


def fsck(how, image):
    return subprocess.run(["e2fsck", how, image], check=False, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


def mount(image, folder):
    ended = subprocess.run(["mount", "-t", "ext4", "-o", "loop", image, folder],
                           check=False, capture_output=True, text=True)
    if ended.returncode != 0:
        raise Unreadable(f"mount: {ended.stderr.strip()}")


def verify(tilld, volume, notes, marks):
    """Starts the till on what was left, and raises what is wrong with it."""
    daemon = Daemon(tilld, volume.folder.parent, state=volume.folder)
    try:
        try:
            daemon.start()
        except NotReady as refusal:
            expect(False, "the till starts after a power cut", str(refusal))
        with daemon.client() as client:
            judge_journal(client, volume.folder, notes.until(marks), marks)
    finally:
        daemon.kill()
        daemon.log.unlink(missing_ok=True)


def judge_journal(client, state, writes, marks):
    """Everything that was promised, by the journal, the views and one more sale."""
    # What waits for the printer is printed meanwhile, so the list is read before the journal.
    jobs = client.call("print.list", {"limit": 1000})["jobs"]
    mirror = judge.Mirror()
    mirror.read_on(client)
    refuse_losses(mirror, marks)
    judge.check_commands(mirror, writes)
    judge.check_strangers(mirror, writes)
    judge.check_money(judge.fold_sales(mirror))
    judge.check_receipts(mirror)
    judge.check_prints(mirror, jobs, state / "virtual-printer")
    shift = client.call("till.status").get("shift")
    judge.check_reports(mirror, client.call("report.x") if shift else None)
    chain = client.call("journal.verify")
    expect(chain["ok"] and chain["events"] >= len(mirror.events), "the chain is whole", str(chain))
    views = client.call("journal.audit")
    expect(views["ok"], "the views are what the events say", str(views))
    for write in [write for write in writes if write.result and write.result.get("receipt")][-3:]:
        sale = write.result["sale"]
        shown = client.call("sale.get", {"sale": sale["id"]})["sale"]
        expect(shown == sale, "an acknowledged sale is shown as it was", str(shown))
    sell_on(client, len(mirror.of_type("sale.completed")), shift)


def refuse_losses(mirror, marks):
    """Raises what was acknowledged before the cut and is not there, or not with that number."""
    done = {event["subject"]: (event["data"]["number"], event["data"]["total"]["minor"])
            for event in mirror.of_type("sale.completed")}
    answers = sum(mark["cmd"] not in mirror.by_command for mark in marks if "cmd" in mark)
    sales = sum(done.get(mark["sale"]) != (mark["receipt"], mark["total"])
                for mark in marks if "sale" in mark)
    if sales or answers:
        raise Lost(sales, answers)


def sell_on(client, count, shift):
    """The till sells: whatever was open is paid or held, and the next number is the next."""
    if not shift:
        client.write("shift.open", {"float": eur(0)})
    for sale in client.call("sale.list", {"state": "open"})["sales"]:
        if sale["payments"]:
            client.write("sale.pay", {"sale": sale["id"], "tender": "cash", "given": sale["due"]})
            count += 1
        else:
            client.write("sale.hold", {"sale": sale["id"]})
    client.write("product.put", {
        "sku": NEW[0], "name": "Sold after", "barcodes": [NEW[1]], "price": eur(NEW[2])})
    paid = sell(client, [NEW])
    expect(paid["receipt"] == f"T1-{count + 1:06d}", "receipt numbers go on without a gap",
           f"{paid['receipt']} after {count}")
