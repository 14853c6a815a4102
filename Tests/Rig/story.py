#!/usr/bin/env python3
"""One fault script, three transports: what the till records must be the same.

A story is told to a till whose printer is in its own process, on umockdev, or on the kernel's own
virtual controller. README.md tells the words of a story. What was recorded is printed without
times, ids and names, so that two recordings can be compared as texts.
"""

import argparse
import difflib
import sys
import time
from pathlib import Path

from hardware import HERE, PROJECT, Hardware
from counter import Counter, Till, check_alive, soon
from daemon import Workplace

#: The printer of the other transports is made as the virtual one is.
LIKE_VIRTUAL = "serial=STORY1 dots=200 tells-at-power-on=yes"
#: What a job's events hold that is the same in every run.
KEPT = ("state", "evidence", "why", "copy", "asCopy", "attempt", "outcome")


class Process:
    """The printer is in the daemon: it is told its faults by a file."""

    def __init__(self, options, folder):
        self.till = Till(options.tilld, folder / "till", virtual=True)
        self.till.start()
        self.counter = Counter(self.till)
        self.printer = "virtual-printer"

    def faults(self, script):
        file = self.till.state / "virtual-printer" / "faults"
        soon(file.parent.is_dir, "the printer's folder is there")
        fresh = file.with_suffix(".new")
        fresh.write_text(script.replace(";", "\n") + "\n")
        fresh.rename(file)

    def stop(self):
        self.counter.close()
        self.till.terminate(15)


class Plugged:
    """The printer is plugged in, wherever that is."""

    def __init__(self, options, folder, transport):
        self.rig = Hardware(options.tillrig, folder, transport)
        self.till = Till(options.tilld, folder / "till", self.rig.environment)
        self.till.start()
        self.counter = Counter(self.till)
        self.name = self.rig.order(f"plug printer {LIKE_VIRTUAL}")["name"]
        self.printer = self.counter.pair("STORY1", state=None, profile="virtual")

    def faults(self, script):
        self.rig.order(f"faults {self.name} {script}")

    def stop(self):
        self.counter.close()
        self.till.terminate(15)
        self.rig.stop()


class Teller:
    """Tells a story and records what the till says."""

    def __init__(self, place):
        self.place = place
        self.counter = place.counter
        self.lines = []
        self.jobs = {}
        self.job = None
        self.position = 0

    def tell(self, text):
        self.counter.open_shop()
        for line in text.splitlines():
            words = line.split("#")[0].strip()
            if words:
                self.lines.append(f"> {words}")
                self.step(*words.split(" ", 1))
        self.read_journal()
        check_alive(self.place.till)
        return self.lines

    def step(self, verb, rest=""):
        if verb == "faults":
            self.place.faults(rest)
        elif verb == "sale":
            _, self.job = self.counter.sale()
        elif verb == "retry":
            retried = self.counter.client.write("print.retry", {"job": self.job})["print"]
            self.job = retried["job"]
        elif verb == "end":
            self.end()
        elif verb == "printer":
            self.await_printer(rest)
        else:
            sys.exit(f"a story has no step {verb}")

    def end(self):
        """The last job's end; one that failed and waits for its printer is not over."""
        job = self.counter.await_end(self.job, timeout=90)
        self.read_journal()
        self.lines.append(
            f"end {self.ordinal(self.job)} {job['state']} by {job.get('evidence', 'nothing')}")

    def await_printer(self, state):
        def look():
            name, why = self.counter.state(self.place.printer)
            is_gone = name == "absent" or "not connected" in why or "unplugged" in why
            return ("gone" if is_gone else name) == state
        soon(look, f"the printer is {state}", 60)
        self.lines.append(f"printer {state}")

    def ordinal(self, job):
        # The journal counts jobs, the methods name them: 77 is p77.
        return self.jobs.setdefault(str(job).lstrip("p"), f"job{len(self.jobs) + 1}")

    def read_journal(self):
        """What was recorded of print jobs since the last look."""
        while True:
            events = self.counter.client.call(
                "journal.read", {"from": self.position + 1, "limit": 500})["events"]
            for event in events:
                self.position = event["seq"]
                if event["type"].startswith("print."):
                    self.record(event)
            if not events:
                return

    def record(self, event):
        data = event.get("data") or event.get("body") or {}
        told = [f"{key}={data[key]}" for key in KEPT if data.get(key) not in (None, "", False)]
        job = data.get("job", event.get("subject"))
        self.lines.append(" ".join([event["type"], self.ordinal(job), *told]))


def recording(options, file, transport, spoilt=False):
    """What is recorded when a story is told on a transport; of a spoilt one, without its faults."""
    text = file.read_text()
    if spoilt:
        text = "\n".join(line.replace("faults", "faults at byte 999999999 paper-near-end #")
                         for line in text.splitlines() if not line.startswith("printer"))
    with Workplace(options, f"story-{transport}") as folder:
        folder = Path(folder)
        place = (Process(options, folder) if transport == "process"
                 else Plugged(options, folder, transport))
        try:
            return Teller(place).tell(text)
        finally:
            place.stop()


def compare(options, file, transports):
    """Tells a story on several transports; returns whether they agree."""
    first, *others = transports
    recordings = {first: recording(options, file, first)}
    for other in others:
        recordings[other] = recording(options, file, other, spoilt=options.spoil)
    agree = True
    for other in others:
        difference = list(difflib.unified_diff(
            recordings[first], recordings[other], first, other, lineterm="", n=1))
        if difference:
            agree = False
            print(*difference, sep="\n")
    return agree


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tilld", type=Path, required=True)
    parser.add_argument("--tillrig", type=Path)
    parser.add_argument("--transport", choices=("process", "umockdev", "vhci"))
    parser.add_argument("--compare", help="transports with commas between")
    parser.add_argument("--dir", default=str(PROJECT / ".build" / "rig"))
    parser.add_argument("--keep", action="store_true", help="keep the folders")
    parser.add_argument("--spoil", action="store_true",
                        help="leave the faults out on all but the first: it must be noticed")
    parser.add_argument("stories", nargs="*", type=Path, help="all when none is named")
    options = parser.parse_args()
    files = options.stories or sorted((HERE / "stories").glob("*.story"))
    if not options.compare:
        for file in files:
            print(f"== {file.stem}", *recording(options, file, options.transport or "process"),
                  sep="\n", flush=True)
        return 0
    failed = []
    for file in files:
        began = time.monotonic()
        try:
            agrees = compare(options, file, options.compare.split(","))
        except Exception as error:  # whatever it is, the other stories are told too
            print(f"{type(error).__name__}: {error}")
            agrees = False
        print(f"{'same  ' if agrees else 'DIFFER'} {time.monotonic() - began:6.1f} s  {file.stem}",
              flush=True)
        if not agrees:
            failed.append(file.stem)
    print(f"{len(files) - len(failed)} of {len(files)} stories are the same on {options.compare}")
    if options.spoil:
        return 0 if len(failed) == len(files) else 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
