"""What one fault did to the till: the classes of outcomes, and what must be true after each."""

import beside  # noqa: F401
import judge
from day import Day
from daemon import NotReady
from tillclient import Gone, expect

SELLS_ON = "sells on"
ENDS = "ends, next start sells"
REFUSES = "ends, refuses while the fault lasts, then sells"
LOST = "LOST"

#: Beside the database: the next start trusts nothing and verifies everything.
MARK = "storage-failed"

#: Exit codes that a fault of the disk may have (sysexits.h), and what they mean.
CODES = {65: "damaged", 70: "internal", 73: "cannot be made", 74: "input or output"}
#: Words of which an ending's sentence must hold one, by what failed.
WORDS = {"EIO": ("I/O", "Input/output", "unable to open", "cannot be used", "cannot read"),
         "ENOSPC": ("full", "No space", "I/O", "unable to open", "cannot be used"),
         "short": ("full", "I/O", "cannot be used")}


class Ending:
    """How a life of the daemon ended: its exit code and its last words."""

    def __init__(self, code, text, started):
        self.code = code
        self.text = text.strip()
        self.started = started

    @property
    def sentence(self):
        lines = [line for line in self.text.splitlines() if line.startswith("tilld: ")]
        return lines[-1] if lines else self.text[-200:]

    def check(self, plan):
        """The exit code and the sentence say what happened."""
        expect(self.code in CODES, "the exit code says what happened",
               f"{plan}: exit code {self.code}: {self.sentence}")
        expect(any(word in self.sentence for word in WORDS[plan.fault]),
               "the last words say what happened", f"{plan}: {self.sentence}")


def live(daemon, work):
    """One life: starts, works, ends well; how it ended, or None where all went well."""
    try:
        daemon.start(timeout=60)
    except NotReady as refusal:
        expect(refusal.code is not None, "a start ends in time", str(refusal))
        return Ending(refusal.code, refusal.text, started=False)
    try:
        with daemon.client() as client:
            work(client)
        code, _ = daemon.terminate()
    except (Gone, BrokenPipeError):
        code = daemon.process.wait(30)
    return None if code == 0 else Ending(code, daemon.said(), started=True)


class Case:
    """One plan on one store: the day with the fault, while it lasts, and after it."""

    def __init__(self, daemon, injector, plan):
        self.daemon = daemon
        self.injector = injector
        self.plan = plan
        self.day = Day()
        self.seen = None
        self.ending = None
        #: Seconds from the failed sync to the end.
        self.took = None

    def run(self):
        """Plays all of it; returns the class of the outcome."""
        self.injector.arm(self.daemon, self.plan)
        self.ending = live(self.daemon, self.play)
        self.seen = self.injector.seen()
        sold = self.day.is_over
        if self.ending:
            self.check_ending()
            self.injector.lose()
        persists = self.plan and self.plan.mode == "persistent"
        refuses = [self.is_refused() for _ in range(2)] if persists and self.ending else []
        self.recover()
        if sold:
            return SELLS_ON
        return REFUSES if refuses and all(refuses) else ENDS

    def play(self, client):
        self.day.connect(client)
        self.day.live()

    def check_ending(self):
        self.ending.check(self.plan)
        self.check_no_retry(self.seen)
        if self.seen.lost_syncs:
            expect((self.daemon.state / MARK).exists(), "a failed medium leaves a mark",
                   str(self.plan))
            self.took = self.seen.ended_at - self.seen.failed_at

    def check_no_retry(self, seen):
        """After a failed sync nothing more was done to that file."""
        # A database in the making is an empty file, which SQLite takes back: nothing is in it.
        is_new = seen.where.endswith("till.db") and not self.day.writes
        expect(is_new or seen.touched_after == 0, "nothing is tried again after a failed sync",
               f"{self.plan}: {seen.touched_after} more operations on {seen.where}")

    def is_refused(self):
        """Starts again while the fault lasts; whether nothing could be sold."""
        self.injector.arm(self.daemon, self.plan.lasting)
        count = sum(1 for write in self.day.writes if write.result)
        ending = live(self.daemon, self.try_again)
        if ending:
            ending.check(self.plan)
            self.check_no_retry(self.injector.seen())
            self.injector.lose()
        return sum(1 for write in self.day.writes if write.result) == count

    def try_again(self, client):
        self.day.connect(client)
        self.day.one_more()

    def recover(self):
        """The disk is well again: everything is there, the same, and the till sells."""
        self.injector.arm(self.daemon)
        ending = live(self.daemon, self.check_all)
        expect(ending is None, "the till sells when the fault is gone",
               f"{self.plan}: {ending and ending.sentence}")
        expect(not (self.daemon.state / MARK).exists(),
               "the mark of a failed medium goes with a good start")

    def check_all(self, client):
        day = self.day
        day.connect(client)
        chain = client.call("journal.verify", timeout=60)
        expect(chain["ok"], "the chain is whole", str(chain))
        day.repeat()
        expect(day.one_more().get("receipt"), "the till sells again")
        mirror = judge.Mirror()
        mirror.read_on(client)
        judge.check_commands(mirror, day.writes)
        judge.check_strangers(mirror, day.writes)
        judge.check_money(judge.fold_sales(mirror))
        judge.check_receipts(mirror)
        shift = client.call("till.status").get("shift")
        judge.check_reports(mirror, client.call("report.x") if shift else None)
        views = client.call("journal.audit", timeout=60)
        expect(views["ok"], "the views are what the events say", str(views))
