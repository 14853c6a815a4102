#!/usr/bin/env python3
"""Writes docs/proof.md from what the proofs reported.

  docs/proof.py .build/proof docs/proof.md

Each proof writes one JSON file with --report; this puts them in order and adds nothing of its own.
A proof that did not end well makes this fail, and the page stays as it was.
"""

import json
import sys
from pathlib import Path

#: In the order of the page, with what each one shows.
PARTS = {
    "sim": "A whole shop in one thread: the real decisions, the real store on a disk that lies, the "
           "strict printer emulator, clients that send everything several times. A second, naive shop "
           "works out every sale again, and laws are checked after every step.",
    "bugs": "Each breaks one promise. The simulator has to find every one within 200 seeds.",
    "faults": "A scripted shop day is lived through once for every fault of every disk operation, as "
              "often as it takes to come to its end. What was answered once is answered the same for ever, "
              "and the books in the end are those of the day without a fault.",
    "rot": "One bit of the stored bytes is flipped, and the till is started.",
    "powercut": "The shipped daemon sells under systemd in a machine of its own, whose disk is recorded. "
                "Images are cut from the record with torn and reordered writes, repaired, mounted, and "
                "the daemon is started on them.",
    "disk": "The shipped daemon with the system's SQLite, whose system calls fail.",
    "traced": "The main faults again, made by strace, which shares nothing with the library above.",
    "room": "Small disks that are filled to the last byte while the shipped daemon sells.",
    "clock": "The shipped daemon while its clock jumps.",
}

HEAD = """# Proofs

Made by `make proof`; each line is what a run reported, on two cores. Nothing here was written by hand.
How each one works is said where it lives: `Sources/tillsim`, `Tests/Bugs`, `Tests/PowerCut`, `Tests/Disk`.
CI runs a share of each.
"""


def number(value):
    return f"{value:,}" if isinstance(value, int) else str(value)


def section(report):
    lines = [f"## {report['title']}", "", PARTS[report["part"]], "", f"`{report['command']}`", "",
             "| | |", "|---|---:|"]
    lines += [f"| {name} | {number(value)} |" for name, value in report["counts"]]
    lines += [f"| seconds | {number(report['seconds'])} |"]
    if report.get("control"):
        lines += ["", f"What must fail, and did: {report['control']}."]
    return "\n".join(lines) + "\n"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    reports = [json.loads(path.read_text()) for path in sorted(Path(sys.argv[1]).glob("*.json"))]
    bad = [report["part"] for report in reports if not report["ok"]]
    if bad:
        sys.exit(f"not written: {', '.join(bad)} did not end well")
    unknown = [report["part"] for report in reports if report["part"] not in PARTS]
    if unknown:
        sys.exit(f"not written: nobody said what {', '.join(unknown)} shows; add it to PARTS")
    known = {report["part"]: report for report in reports}
    missing = [part for part in PARTS if part not in known]
    if missing:
        print(f"not on the page, since they were not run: {', '.join(missing)}")
    page = "\n".join([HEAD] + [section(known[part]) for part in PARTS if part in known])
    Path(sys.argv[2]).write_text(page)


if __name__ == "__main__":
    main()
