#!/usr/bin/env python3
"""Tier A: the real tilld, libusb, libudev and libevdev, against hardware that is a program.

Each story ends with the right state in device.list, the right outcome in print.list, a daemon that
is alive, and no descriptor left behind.
"""

import argparse
import os
import re
import sys
import time
import traceback
from pathlib import Path

from hardware import PROJECT, Hardware
from counter import CODE, Counter, Till, check_alive, printed_text, soon
from daemon import Workplace
from tillclient import Violation, expect

STORIES = []


def story(function):
    STORIES.append(function)
    return function


class Scene:
    """The hardware, a daemon and a connection, set up and taken down for one story."""

    def __init__(self, options, folder):
        self.options = options
        self.folder = Path(folder)
        self.rig = Hardware(options.tillrig, self.folder)
        self.till = Till(options.tilld, self.folder / "till", self.rig.environment)
        self.till.start()
        self.counter = Counter(self.till)
        self.counter.open_shop()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.counter.close()
        if self.till.process:
            code, seconds = self.till.terminate(15)
            if kind is None:
                expect(code == 0, "SIGTERM ends tilld well", f"{code}: {self.till.said()[-1500:]}")
                expect(seconds < 5, "SIGTERM ends tilld within 5 s", f"{seconds:.1f} s")
        self.rig.stop()

    def restart(self):
        """Kills the daemon as a power cut would, and starts it again."""
        self.counter.close()
        self.till.kill()
        self.till.start()
        self.counter = Counter(self.till)

    def printer(self, options="serial=A1", **pairing):
        """Plugs a printer in and takes it into use; returns its names here and there."""
        name = self.rig.order(f"plug printer {options}")["name"]
        port = self.rig.status(name)["port"]
        return name, self.counter.pair(port, **pairing)

    def scanner(self, kind="keyboard", options=""):
        name = self.rig.order(f"plug {kind} {options}")["name"]
        port = self.rig.status(name)["port"]
        paired = self.counter.pair(port)
        # What comes at the moment of opening may be the rest of a scan, and is not read.
        soon(lambda: scan_is_read(self, name), f"{paired} reads")
        return name, paired

    def receipts(self, printer, tear=False):
        """The receipt numbers on a printer's paper, in their order."""
        return re.findall(r"T1-\d{6}", printed_text(self.rig.paper(printer, tear)))

    def await_idle(self, printer):
        soon(lambda: self.rig.status(printer)["idle"], f"{printer} is idle")

    def check(self, descriptors=None):
        check_alive(self.till, descriptors)


def sold(scene, state="printed", timeout=60):
    """Sells one thing and waits for its receipt's end; returns the number and the job."""
    number, name = scene.counter.sale()
    job = scene.counter.await_job(name, state, timeout=timeout)
    return number, job


# --- Printers -----------------------------------------------------------------------------------


@story
def a_printer_is_found_paired_and_prints_a_sale(scene):
    printer, name = scene.printer()
    number, job = sold(scene)
    expect(job["evidence"] == "fence", "a fence is the evidence", str(job))
    expect(job["printer"] == name, "the job tells its printer", str(job))
    scene.await_idle(printer)
    expect(number in scene.receipts(printer), "the receipt is on the paper", number)
    deeds = scene.rig.deeds(printer)
    expect("cut" in deeds and not any("urgent-in-data" in deed for deed in deeds),
           "it is cut, and nothing in it was taken for a command", str(deeds[-20:]))
    host = [event["what"] for event in scene.rig.seen("host", printer)]
    expect("set-configuration" not in host and "reset" not in host,
           "an open printer is neither configured nor reset", str(host))
    expect(scene.rig.seen("host", printer, what="claim 0"), "its interface was claimed")
    scene.check()


@story
def the_vendor_class_and_a_mute_printer_print_too(scene):
    epson, first = scene.printer("class=epson serial=E1", id="epson")
    number, _ = sold(scene)
    scene.await_idle(epson)
    expect(number in scene.receipts(epson), "the vendor class prints", first)
    scene.rig.order(f"unplug {epson}")
    scene.counter.await_state("epson", "absent")
    mute, _ = scene.printer("mute=yes serial=M1", profile="generic58", state=None)
    name, job = scene.counter.sale()
    ended = scene.counter.await_end(job, timeout=60)
    expect(ended["state"] in ("sent", "unknown", "printed"), "a mute printer proves nothing",
           str(ended))
    expect(ended.get("evidence") != "fence", "least of all by a fence", str(ended))
    soon(lambda: name in scene.receipts(mute), "it prints all the same")
    scene.check()


@story
def paper_that_ends_in_the_middle_of_a_job_is_never_called_printed(scene):
    printer, name = scene.printer()
    scene.rig.order(f"faults {printer} at dot 100 paper-end")
    number, job = sold(scene, "unknown")
    scene.counter.await_state(name, "degraded", "paper")
    scene.rig.order(f"fault {printer} paper-loaded")
    scene.counter.await_state(name, "ready")
    scene.rig.paper(printer, tear=True)
    second, _ = sold(scene)
    scene.await_idle(printer)
    expect(set(scene.receipts(printer)) == {second}, "the next receipt comes whole and alone",
           f"{number} {second} {scene.receipts(printer)}")
    expect(scene.counter.job(job["job"])["state"] == "unknown", "nobody printed the first again")
    scene.check()


@story
def an_open_cover_is_named_while_the_printer_takes_no_byte(scene):
    printer, name = scene.printer()
    scene.rig.order(f"fault {printer} cover-opened")
    scene.counter.await_state(name, "degraded", "cover")
    _, job = scene.counter.sale()
    time_taken = scene.rig.status(printer)["taken"]
    scene.rig.order(f"fault {printer} cover-closed")
    scene.counter.await_state(name, "ready")
    scene.counter.await_job(job, "printed")
    expect(scene.rig.status(printer)["taken"] > time_taken, "it printed after the cover closed")
    scene.check()


@story
def a_cover_opened_between_two_lines_only_delays(scene):
    printer, name = scene.printer()
    scene.rig.order(f"faults {printer} at byte 120 cover-opened")
    number, job = scene.counter.sale()
    scene.counter.await_state(name, "degraded", "cover")
    scene.rig.order(f"fault {printer} cover-closed")
    ended = scene.counter.await_job(job, "printed", "unknown")
    scene.await_idle(printer)
    whole = scene.receipts(printer).count(number)
    expect(ended["state"] == "unknown" or whole == 1, "what is called printed is on paper",
           f"{ended} {whole}")
    scene.counter.await_state(name, "ready")
    sold(scene)
    scene.check()


@story
def a_stalled_endpoint_is_cleared(scene):
    printer, name = scene.printer()
    descriptors = scene.till.descriptors
    for endpoint in ("out", "in"):
        mark = scene.rig.mark()
        scene.rig.order(f"stall {printer} {endpoint}")
        number, job = scene.counter.sale()
        ended = scene.counter.await_job(job, "printed", "unknown")
        scene.counter.await_state(name, "ready")
        scene.await_idle(printer)
        if ended["state"] == "printed":
            expect(scene.receipts(printer).count(number) == 1, "what is called printed is on paper",
                   str(ended))
        expect(scene.rig.seen("cleared", printer, mark), "the host cleared the halt")
    scene.rig.order(f"stall {printer} control 3")
    sold(scene)
    scene.check(descriptors)


@story
def a_printer_that_takes_nothing_for_ever_delays_no_sale(scene):
    printer, name = scene.printer()
    scene.rig.order(f"fault {printer} hung 3600000")
    began = time.monotonic()
    jobs = [scene.counter.sale()[1] for _ in range(5)]
    expect(time.monotonic() - began < 20, "five sales go on beside it",
           f"{time.monotonic() - began:.1f} s")
    soon(lambda: scene.counter.state(name)[0] in ("degraded", "failed"), f"{name} is not ready")
    states = [scene.counter.job(job)["state"] for job in jobs]
    expect("printed" not in states, "nothing is called printed", str(states))
    scene.check()


@story
def a_fence_that_never_comes_ends_as_unknown(scene):
    printer, name = scene.printer("serial=A1 silent=yes", state=None)
    _, job = scene.counter.sale()
    ended = scene.counter.await_job(job, "unknown", "sent", timeout=90)
    expect(ended.get("evidence") != "fence", "silence is no success", str(ended))
    scene.check()
    expect(scene.counter.state(name)[0] != "absent", "it is still there")


@story
def a_power_cut_in_the_middle_ends_as_unknown_and_the_next_receipt_prints(scene):
    printer, name = scene.printer()
    scene.rig.order(f"faults {printer} at byte 200 power-cut 300")
    _, job = scene.counter.sale()
    scene.counter.await_job(job, "unknown")
    scene.counter.await_state(name, "ready")
    scene.rig.paper(printer, tear=True)
    number, _ = sold(scene)
    scene.await_idle(printer)
    expect(set(scene.receipts(printer)) == {number}, "the next one comes alone", number)
    scene.check()


@story
def a_knife_that_jams_after_the_receipt_is_no_lost_receipt(scene):
    printer, name = scene.printer()
    scene.rig.order(f"fault {printer} cutter-jammed")
    number, job = scene.counter.sale()
    ended = scene.counter.await_job(job, "printed", "unknown")
    expect(ended["state"] == "printed", "the paper is printed, the cut is not", str(ended))
    expect(number in scene.receipts(printer), "and there it is", number)
    scene.check()


@story
def unplugged_at_any_byte_nothing_is_lost_in_silence_or_printed_twice(scene):
    printer, name = scene.printer()
    length = receipt_length(scene, printer)
    step = scene.options.every
    descriptors = scene.till.descriptors
    points = list(range(scene.options.first, length + 80, step))
    counts = {}
    for point in points:
        scene.rig.paper(printer, tear=True)
        scene.rig.order(f"faults {printer} at byte {point} unplugged")
        number, job = scene.counter.sale()
        ended = soon(lambda: over(scene, job), f"job {job} ends at byte {point}")
        if ended["state"] == "printed":
            expect(ended["evidence"] == "fence", "printed is proved", f"{point}: {ended}")
            expect(number in scene.receipts(printer), "printed is on paper", f"{point}: {ended}")
        scene.rig.order(f"faults {printer}")
        if not scene.rig.status(printer)["attached"]:
            scene.counter.await_state(name, "absent")
            scene.rig.order(f"replug {printer}")
        scene.counter.await_state(name, "ready")
        # What had no byte out goes on by itself; what had one never does.
        if ended["state"] in ("failed", "queued"):
            ended = scene.counter.await_job(job, "printed")
        counts[ended["state"]] = counts.get(ended["state"], 0) + 1
        scene.await_idle(printer)
        expect(scene.receipts(printer).count(number) <= 1, "no receipt comes twice", f"{point}: {scene.receipts(printer)}")
        scene.rig.paper(printer, tear=True)
        after, _ = sold(scene)
        scene.await_idle(printer)
        expect(set(scene.receipts(printer)) == {after}, "the next one comes whole and alone",
               f"{point}: {scene.receipts(printer)}, not {after}")
    scene.check(descriptors)
    return f"{len(points)} bytes of {length}: {counts}"


def over(scene, job):
    """The job once it is over or waits for its printer to come back; until then nothing."""
    shown = scene.counter.job(job)
    waits = shown["state"] == "queued" and shown["attempts"] > 0
    return shown if shown["state"] in ("printed", "sent", "failed", "unknown") or waits else None


def receipt_length(scene, printer):
    """How many bytes go to the printer for one sale; its paper bears its number exactly once."""
    number, _ = sold(scene)
    scene.await_idle(printer)
    expect(scene.receipts(printer) == [number], "a receipt bears its number once",
           str(scene.receipts(printer)))
    before = scene.rig.status(printer)["taken"]
    sold(scene)
    scene.await_idle(printer)
    return scene.rig.status(printer)["taken"] - before


@story
def a_busy_printer_is_named_and_used_once_it_is_free(scene):
    printer = scene.rig.order("plug printer serial=A1")["name"]
    scene.counter.found("1-1")
    scene.rig.order(f"busy {printer} on")
    name = scene.counter.pair("1-1", state=None)
    scene.counter.await_state(name, "failed")
    _, job = scene.counter.sale()
    scene.rig.order(f"busy {printer} off")
    scene.counter.await_state(name, "ready")
    scene.counter.await_job(job, "printed")
    scene.check()


@story
def two_equal_printers_are_told_apart_by_their_ports(scene):
    first, one = scene.printer("serial=0 port=1-1", id="one")
    second, two = scene.printer("serial=0 port=1-2", id="two")
    for printer, name in ((first, one), (second, two)):
        scene.counter.client.write("device.test", {"device": name, "what": "print"})
        soon(lambda: scene.rig.status(printer)["paper"] > 0, f"{name} prints its own test page")
        scene.await_idle(printer)
    scene.rig.paper(first, tear=True)
    scene.rig.paper(second, tear=True)
    scene.rig.order(f"unplug {first}")
    scene.counter.await_state(one, "absent")
    expect(scene.counter.state(two)[0] == "ready", "the other one stays", two)
    number, job = sold(scene)
    expect(job["printer"] == two, "and prints", str(job))
    scene.rig.order(f"replug {first}")
    scene.counter.await_state(one, "ready")
    expect(number not in scene.receipts(first), "nothing comes out of the first")
    scene.check()


@story
def a_printer_that_moved_to_another_port_is_known_by_its_serial_number(scene):
    printer, name = scene.printer("serial=TILL77 port=1-1")
    scene.rig.order(f"unplug {printer}")
    scene.counter.await_state(name, "absent")
    scene.rig.order(f"replug {printer} port=1-4")
    scene.counter.await_state(name, "ready")
    sold(scene)
    scene.check()


@story
def descriptors_that_lie_are_refused_with_a_reason(scene):
    descriptors = scene.till.descriptors
    printer, name = scene.printer("port=1-1 serial=A1")
    for number, lie in enumerate((
            "short-config", "long-config", "zero-endpoints", "zero-length", "no-config",
            "interface-255", "max-packet-0", "no-bulk", "huge-config", "short-device",
            "endpoint-flood")):
        scene.rig.order(f"plug hostile lie={lie} name=liar port=1-5")
        scene.rig.wait("plugged", "liar", count=number + 1)
        liar = scene.counter.client.write("device.pair", {
            "address": "usb:0416:5011:666:1-5", "kind": "printer"})["device"]["id"]
        soon(lambda: scene.counter.state(liar)[0] in ("failed", "absent", "degraded"),
             f"{lie} is refused")
        state, why = scene.counter.state(liar)
        expect(why or state == "absent", "with a reason", f"{lie}: {state} {why}")
        scene.counter.client.write("device.forget", {"device": liar})
        scene.rig.order("remove liar")
        expect(scene.counter.state(name)[0] == "ready", "others go on", lie)
    sold(scene)
    scene.check(descriptors + 8)


@story
def endless_packets_neither_spin_nor_grow(scene):
    # Each at a port of its own: one that has just left must not be taken for the next.
    for port, chatter in enumerate(("zero", "short", "garbage"), 1):
        printer, name = scene.printer(
            f"chatter={chatter} serial=C{chatter} port=1-{port}", state=None)
        _, job = scene.counter.sale()
        before, began = cpu(scene.till), time.monotonic()
        memory = scene.till.resident
        ended = scene.counter.await_end(job, timeout=90)
        while time.monotonic() - began < 3:
            scene.counter.client.call("till.status")
        share = (cpu(scene.till) - before) / (time.monotonic() - began)
        expect(share < 0.9, "it does not spin", f"{chatter}: {share:.2f} of a core")
        expect(scene.till.resident < memory + (32 << 20), "it does not grow", chatter)
        expect(ended["state"] in ("printed", "unknown", "sent", "failed"), "a job ends", str(ended))
        scene.counter.client.write("device.forget", {"device": name})
        scene.rig.order(f"remove {printer}")
    scene.check()


def cpu(till):
    """Seconds of processor time that the daemon has used."""
    fields = Path(f"/proc/{till.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@story
def a_printer_that_answers_fences_early_harms_nothing(scene):
    printer, name = scene.printer("early-fence=yes")
    scene.rig.order(f"faults {printer} at dot 60 paper-end")
    _, job = scene.counter.sale()
    scene.counter.await_end(job)
    scene.counter.await_state(name, "degraded", "paper")
    scene.rig.order(f"fault {printer} paper-loaded")
    scene.counter.await_state(name, "ready")
    scene.check()


@story
def a_kick_is_seen_by_the_switch(scene):
    printer, name = scene.printer(
        "serial=A1", drawer={"pin": 2, "sensor": "open_is_high"})
    scene.rig.order(f"fault {printer} drawer-shut")
    kicks = scene.rig.status(printer)["kicks"]
    sold(scene)
    soon(lambda: scene.rig.status(printer)["kicks"] == kicks + 1, "a cash sale kicks once")
    expect(scene.rig.status(printer)["drawer"] == "open", "and the drawer opens")
    soon(lambda: scene.counter.events("drawer.state", 1)[0]["data"]["open"],
         "the till sees it open")
    scene.rig.order(f"fault {printer} drawer-shut")
    soon(lambda: not scene.counter.events("drawer.state", 1)[0]["data"]["open"],
         "the till sees it shut")
    answer = scene.counter.client.write("drawer.open", {"reason": "change"})
    expect(answer["drawer"] == "opened", "an opening is verified", str(answer))
    scene.check()


@story
def killed_in_the_middle_of_a_job_it_never_prints_twice_by_itself(scene):
    printer, name = scene.printer()
    length = receipt_length(scene, printer)
    for point in range(60, length, max(length // 4, 1)):
        scene.rig.paper(printer, tear=True)
        scene.rig.order(f"faults {printer} at byte {point} hung 1500")
        before = scene.rig.status(printer)["taken"]
        number, job = scene.counter.sale()
        soon(lambda: scene.rig.status(printer)["taken"] >= before + point, "the job is under way")
        scene.restart()
        scene.counter.await_state(name, "ready")
        ended = scene.counter.await_job(job, "unknown", "printed", "failed")
        scene.await_idle(printer)
        text = printed_text(scene.rig.paper(printer))
        expect(text.count(number) <= 1 or "COPY" in text,
               "no unlabelled second copy", f"{ended} {text}")
        sold(scene)
    scene.check()


# --- Scanners -----------------------------------------------------------------------------------


@story
def fifty_scans_in_a_burst_arrive_whole_and_in_order(scene):
    scanner, name = scene.scanner()
    codes = [f"95200000{number:04d}" for number in range(50)]
    for code in codes:
        scene.rig.order(f"scan {scanner} {code}")
    reads = [event["data"]["code"] for event in scene.counter.events("scan.read", 50)]
    expect(reads == codes, "each scan once, in its order", str(reads))
    expect(scene.rig.seen("host", scanner, what="grab"), "the node was grabbed")
    scene.check()


@story
def a_lost_key_is_a_lost_scan_and_never_half_of_one(scene):
    scanner, name = scene.scanner("keyboard", "gap=2")
    # Half a code, the overflow, and the other half.
    scene.rig.order(f"key {scanner} 5 11 11 7")
    soon(lambda: scene.rig.status(scanner)["idle"], "half of it is typed")
    scene.rig.order(f"drop {scanner}")
    scene.rig.order(f"key {scanner} 4 9 2 4 28")
    reads = scene.counter.quiet_events("scan.read", 1.5)
    expect(reads == [], "nothing of it is sold", str(reads))
    scene.rig.order(f"scan {scanner} {CODE}")
    read = scene.counter.events("scan.read", 1)[0]
    expect(read["data"]["code"] == CODE, "the next scan is read", str(read))
    scene.check()


@story
def a_scanner_unplugged_in_the_middle_comes_back(scene):
    scanner, name = scene.scanner()
    descriptors = scene.till.descriptors
    for _ in range(5):
        scene.rig.order(f"key {scanner} 5 11 11")
        scene.rig.order(f"unplug {scanner}")
        scene.counter.await_state(name, "absent")
        scene.rig.order(f"replug {scanner}")
        scene.counter.await_state(name, "ready")
        soon(lambda: scan_is_read(scene, scanner), "it reads again")
    scene.check(descriptors)


def scan_is_read(scene, scanner):
    scene.rig.order(f"scan {scanner} {CODE}")
    try:
        return scene.counter.events("scan.read", 1, 2)[0]["data"]["code"] == CODE
    except Violation:
        return False


@story
def a_scanner_that_somebody_else_holds_is_said_so(scene):
    scanner = scene.rig.order("plug keyboard port=1-3")["name"]
    scene.counter.found("1-3")
    scene.rig.order(f"busy {scanner} on")
    name = scene.counter.pair("1-3", state=None)
    scene.counter.await_state(name, "failed", "hold")
    scene.rig.order(f"busy {scanner} off")
    scene.counter.await_state(name, "ready")
    scene.check()


@story
def scanners_of_all_kinds_read(scene):
    for kind in ("pos", "acm", "keyboard"):
        scanner, name = scene.scanner(kind)
        soon(lambda: scan_is_read(scene, scanner), f"a {kind} scanner reads")
    scene.check()


@story
def a_keyboard_of_people_is_never_taken_unasked(scene):
    keyboard = scene.rig.order("plug keyboard person=yes gap=90 port=1-2")["name"]
    scene.rig.wait("plugged", keyboard)
    time.sleep(1)  # long enough for a daemon that would take it; nothing is waited for
    expect(not scene.rig.seen("host", keyboard, what="grab"), "nobody grabbed it")
    name = scene.counter.pair("1-2")
    scene.rig.wait("host", keyboard, what="grab")
    # Escape, Backspace and arrows, at the pace of a hand: no scanner sends them.
    scene.rig.order(f"key {keyboard} 1 14 103 108 105 106 1 14")
    scene.counter.await_state(name, "degraded", "keyboard")
    scene.check()


# --- All of them ----------------------------------------------------------------------------------


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tilld", type=Path, required=True)
    parser.add_argument("--tillrig", type=Path, required=True)
    parser.add_argument("--dir", default=str(PROJECT / ".build" / "rig"))
    parser.add_argument("--keep", action="store_true", help="keep the folders")
    parser.add_argument("--every", type=int, default=16, help="unplug at every n-th byte")
    parser.add_argument("--first", type=int, default=1, help="and first at this one")
    parser.add_argument("-k", dest="words", action="append", default=[], help="only such stories")
    options = parser.parse_args()
    failed = []
    began = time.monotonic()
    chosen = [function for function in STORIES
              if not options.words or any(word in function.__name__ for word in options.words)]
    for function in chosen:
        name = function.__name__.replace("_", " ")
        start = time.monotonic()
        scene = None
        try:
            with Workplace(options, "tier-a") as folder:
                with Scene(options, folder) as scene:
                    more = function(scene)
            print(f"ok     {time.monotonic() - start:6.1f} s  {name}"
                  + (f" ({more})" if more else ""), flush=True)
        except Exception as error:  # whatever it is, the other stories are told too
            failed.append(name)
            print(f"FAILED {time.monotonic() - start:6.1f} s  {name}: {error}", flush=True)
            if not isinstance(error, Violation):
                traceback.print_exc()
            if scene:
                print(*scene.rig.events[-12:], sep="\n")
    print(f"tier A: {len(chosen) - len(failed)} of {len(chosen)} stories, "
          f"{time.monotonic() - began:.0f} s")
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
