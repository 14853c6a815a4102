#!/usr/bin/env python3
"""Cuts the power of a selling till at random moments, and looks what is left of it.

  Tests/PowerCut/powercut.py --images 1000

The real tilld sells under its shipped unit, in a machine with Debian's kernel, on a disk of which
every write and flush is recorded. Then images of that disk are made as a power cut at a random
place of the recording leaves them, with torn, reordered and lost writes since the last flush. On
each of them the till must start and have everything that it had acknowledged. The same with a
daemon that commits without waiting for the disk must lose something, or nothing was shown.
"""

import argparse
import ctypes
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "Tests/Live"))
from daemon import progress  # noqa: E402
from disklog import Cut, Disk, DiskLog  # noqa: E402
from recording import Recording, checkpoints, record, room  # noqa: E402
from tillclient import Violation  # noqa: E402
from verify import Lost, Notes, Unreadable, Volume, mount, verify  # noqa: E402

SKIPPED = 77
#: The second control: images of a disk that lies, and how much it forgets.
LYING_IMAGES, FORGOTTEN_FLUSHES = 12, 40
NEEDED = {"mkfs.ext4": "e2fsprogs", "e2fsck": "e2fsprogs", "debugfs": "e2fsprogs",
          "mount": "mount"}


# --- The cuts -------------------------------------------------------------------------------


def judged(cut, disk, log, notes, tilld, place):
    """Makes one image and has it verified; returns what was found as a dictionary."""
    image = place / "image"
    disk.cut(cut, image)
    marks = log.marked(cut.at)
    found = {"number": cut.number, "at": cut.at, "way": cut.way,
             "pending": len(cut.pending(log)),
             "sales": sum("receipt" in mark for mark in marks), "lost": 0, "lost_answers": 0,
             "repaired": False, "why": None}
    try:
        with Volume(image, place / "state") as volume:
            found["repaired"] = volume.repaired
            verify(tilld, volume, notes, marks)
    except Lost as lost:
        found.update(lost=lost.sales, lost_answers=lost.answers, why=str(lost))
    except (Violation, Unreadable) as fault:
        found["why"] = str(fault)
    except Exception as error:  # A till that answers nonsense must not end the other cuts.
        found["why"] = f"{type(error).__name__}: {error}"
    return found


def work(cuts, recording, results):
    """One process: its share of the cuts, in the order of the log."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    log = DiskLog(recording.log)
    disk, notes = Disk(recording.base, log), Notes(recording.writes)
    with tempfile.TemporaryDirectory(prefix="powercut-", dir=room()) as place:
        for cut in cuts:
            results.put(judged(cut, disk, log, notes, recording.tilld, Path(place)))


def cut_all(recording, cuts, jobs):
    """Judges all cuts in several processes; returns what was found."""
    results = multiprocessing.Queue()
    workers = [multiprocessing.Process(
        target=work, args=(cuts[first::jobs], recording, results)) for first in range(jobs)]
    for worker in workers:
        worker.start()
    found, bad = [], 0
    try:
        while len(found) < len(cuts):
            try:
                found.append(results.get(timeout=5))
            except multiprocessing.queues.Empty:
                if not any(worker.is_alive() for worker in workers):
                    sys.exit("powercut: the processes that judge ended before their work")
                continue
            bad += bool(found[-1]["why"])
            if len(found) % 50 == 0:
                progress(f"powercut: {recording.name}: {len(found)} of {len(cuts)} images, "
                         f"{bad} with something wrong")
    finally:
        for worker in workers:
            if len(found) < len(cuts):
                worker.terminate()
            worker.join()
    return found


def keep(recording, cut, folder):
    """Keeps the image of a cut, as it was before anybody looked."""
    log = DiskLog(recording.log)
    image = folder / f"{recording.name}-{cut.number}.img"
    Disk(recording.base, log).cut(cut, image)
    return image


# --- The verdict ----------------------------------------------------------------------------


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--images", type=int, default=1000, help="cuts of the real daemon")
    parser.add_argument("--control", type=int, default=None, metavar="IMAGES",
                        help="cuts of the daemon that must lose something; 0 leaves the "
                             "controls out")
    parser.add_argument("--sales", type=int, help="to record; a longer run has more checkpoints")
    parser.add_argument("--control-sales", type=int, default=15)
    parser.add_argument("--release", type=Path, default=PROJECT / ".build/release")
    parser.add_argument("--debug", type=Path, default=PROJECT / ".build/debug")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count()), help="at once")
    parser.add_argument("--dir", type=Path, default=PROJECT / ".build/powercut",
                        help="of the recordings, on a disk")
    parser.add_argument("--reuse", action="store_true", help="cut the recordings that are there")
    parser.add_argument("--image", type=int, help="this cut only, of those that --seed gives")
    parser.add_argument("--report", type=Path, help="where to write the figures as JSON")
    chosen = parser.parse_args()
    # Many images of a short recording would be much the same image.
    chosen.sales = chosen.sales or min(300, max(45, chosen.images // 8))
    chosen.control = min(60, max(25, chosen.images // 10)) \
        if chosen.control is None else chosen.control
    return chosen


def check_machine():
    """Ends with code 77, loudly, where images cannot be mounted."""
    missing = sorted({package for program, package in NEEDED.items() if not shutil.which(program)})
    why = None
    if os.geteuid() != 0:
        why = "only root may mount the images: run it as root"
    elif missing:
        why = f"programs are missing: apt-get install {' '.join(missing)}"
    else:
        with tempfile.TemporaryDirectory() as folder:
            image = Path(folder, "image")
            image.touch()
            os.truncate(image, 8 << 20)
            subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
            try:
                mount(image, folder)
                subprocess.run(["umount", folder], check=True)
            except Unreadable as fault:
                why = f"this machine mounts no images of ext4 ({fault}): it needs loop devices"
    if why:
        print(f"powercut: SKIPPED, nothing was tested: {why}", file=sys.stderr)
        sys.exit(SKIPPED)


def part(chosen, recording, count):
    """Cuts one recording; returns its log, the cuts and what was found on each image."""
    log = DiskLog(recording.log)
    database = checkpoints(recording, log)
    # Anywhere, but often where most is at stake; one that must lose sales is cut at these.
    aims = [log.paid] if recording.sabotage else \
        [range(*log.selling), log.paid, range(*log.selling), database]
    cuts = Cut.plan(log, aims, count, chosen.seed)
    if chosen.image:
        cuts = [cut for cut in cuts if cut.number == chosen.image]
    began = time.monotonic()
    found = cut_all(recording, cuts, chosen.jobs)
    for one in found:
        # Amid a checkpoint: a page of the database may be lost or torn.
        first, end = log.last_flush(one["at"]), one["at"]
        one["amid"] = bisect_left(database, end) > bisect_left(database, first)
    each = (time.monotonic() - began) / max(1, len(found))
    print(f"powercut: {recording.name}: {len(log.paid)} sales, {len(log.marks) - 2} answers, "
          f"{len(log.entries)} writes and flushes recorded; {len(found)} images, {each:.2f} s each")
    return log, cuts, found


def show_faults(chosen, recording, cuts, found):
    """Says what is wrong with which image, and how to see it again."""
    for one in sorted((one for one in found if one["why"]), key=lambda one: one["number"])[:10]:
        cut = next(cut for cut in cuts if cut.number == one["number"])
        image = keep(recording, cut, chosen.dir)
        print(f"powercut: FAILED: cut {one['number']} before request {one['at']} ({one['way']}), "
              f"{one['sales']} sales acknowledged: {one['why'][:600]}\n"
              f"  the image: {image}\n"
              f"  again: powercut.py --reuse --control 0 --images {chosen.images} "
              f"--seed {chosen.seed} --image {one['number']}")


def main():
    chosen = options()
    check_machine()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    full = Recording(chosen.dir / "full", chosen.release / "tilld", chosen.sales)
    normal = Recording(chosen.dir / "normal", chosen.debug / "tilld", chosen.control_sales,
                       "synchronous-normal")
    if not chosen.reuse:
        record([full, normal] if chosen.control else [full], chosen.release, chosen.seed % 1000)
    log, cuts, found = part(chosen, full, chosen.images)
    show_faults(chosen, full, cuts, found)
    wrong = sum(bool(one["why"]) for one in found)
    counts = [
        ["sales recorded", len(log.paid)],
        ["acknowledged commands recorded", len(log.marks) - 2],
        ["disk writes and flushes recorded", len(log.entries)],
        ["images cut", len(found)],
        ["images with writes that may be lost", sum(bool(one["pending"]) for one in found)],
        ["images amid a checkpoint", sum(one["amid"] for one in found)],
        ["images with a file system to repair", sum(one["repaired"] for one in found)],
        ["images with anything wrong", wrong],
        ["acknowledged commands lost", sum(one["lost_answers"] for one in found)],
        ["acknowledged sales lost", sum(one["lost"] for one in found)],
    ]
    words, proven = controls(chosen, full, normal) if chosen.control else ("left out", True)
    print("powercut: " + ", ".join(f"{count:,} {what}" for what, count in counts))
    print(f"powercut: {len(found)} images, {wrong} with anything wrong; control: {words} "
          f"(seed {chosen.seed}, ways {dict(Counter(one['way'] for one in found))})")
    ok = not wrong and bool(found) and proven
    if chosen.report:
        chosen.report.write_text(json.dumps({
            "part": "powercut", "title": "Power cuts",
            "command": f"make powercut IMAGES={chosen.images}", "counts": counts,
            "seconds": round(time.monotonic() - began, 1), "ok": ok, "control": words}) + "\n",
            encoding="utf-8")
    sys.exit(0 if ok else 1)


def controls(chosen, full, normal):
    """What must be caught, or nothing was shown; returns words, and whether both were."""
    *_, found = part(chosen, normal, chosen.control)
    lost = [one["lost"] for one in found if one["lost"]]
    log = DiskLog(full.log)
    cuts = Cut.plan(log, [log.paid], LYING_IMAGES, chosen.seed, lies=FORGOTTEN_FLUSHES)
    lies = cut_all(full, cuts, chosen.jobs)
    caught = sum(bool(one["why"]) for one in lies)
    words = (f"with synchronous=NORMAL {len(lost)} of {len(found)} images lost a sale (up to "
             f"{max(lost, default=0)}); of a disk that forgets {FORGOTTEN_FLUSHES} flushes, "
             f"{caught} of {len(lies)} images were found wanting")
    if not lost or not caught:
        print(f"powercut: FAILED: {words}: a loss would not be seen")
    return words, bool(lost and caught)


if __name__ == "__main__":
    main()
