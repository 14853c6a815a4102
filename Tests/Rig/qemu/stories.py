#!/usr/bin/env python3
"""The real tilld under its shipped unit, with the kernel's own drivers: what a shop goes through.

Runs inside the machine: Tests/Rig/qemu/run -- python3 Tests/Rig/qemu/stories.py [WORD...]

Each story begins with a printer with a drawer and a keyboard scanner in use, at ports 1 and 2, and
leaves them so.
"""

import os
import subprocess
import sys
from pathlib import Path

from guest import Hardware, expect, node, run_checks, wait
from till import CODE, Till

PRINTER, SCANNER = "printer0", "scanner0"
USBLP = Path("/dev/usb/lp0")
hardware = None
till = None


def paper(printer="printer0", tear=True):
    """The bytes on a printer's paper."""
    return hardware.paper(printer, tear)


def on_paper(number, printer="printer0"):
    """Waits until the paper shows a receipt's number; returns the bytes, torn off."""
    wait(lambda: number.encode() in paper(printer, tear=False), f"{number} on paper")
    return paper(printer)


def printed(paid):
    """Waits until a sale's receipt is printed, and sees it on the paper."""
    job = till.ended(paid["print"]["job"], "printed")
    expect(job["evidence"] == "fence", f"the printer itself says so: {job}")
    return on_paper(paid["receipt"])


def stuck(at=300):
    """Sells to a printer that takes so many bytes and no more; returns the payment's answer."""
    before = hardware.status("printer0")["taken"]
    hardware.order(f"faults printer0 at byte {at} hung 3600000")
    paid = till.sell()
    wait(lambda: hardware.status("printer0")["taken"] >= before + at, "the receipt is begun")
    return paid


def freed():
    """The stuck printer is switched off and on; its paper is torn off."""
    hardware.order("fault printer0 power-cut 100")
    till.is_at(PRINTER, "ready")
    return paper()


# --- The unit -----------------------------------------------------------------------------------


def the_daemon_is_nobody_but_itself():
    status = dict(
        line.split(":\t", 1) for line in
        Path(f"/proc/{till.pid}/status").read_text(encoding="utf-8").splitlines()
        if ":\t" in line)
    group = {line.split(":")[0]: line.split(":")[2] for line in
             Path("/etc/group").read_text(encoding="utf-8").splitlines()}
    expect(status["Uid"].split()[0] != "0", "it is not root")
    members = {line.split()[2] for line in
               Path("/usr/lib/sysusers.d/tilld.conf").read_text(encoding="utf-8").splitlines()
               if line.startswith("m tilld ")}
    groups = {group[name] for name in members | {"till"}}
    expect(set(status["Groups"].split()) == groups, f"its groups: {status['Groups']}")
    expect(int(status["CapEff"], 16) == 0 and status["NoNewPrivs"] == "1", "no power of root's")
    expect(status["Seccomp"] == "2", "the unit's filter is on")


# --- Selling ------------------------------------------------------------------------------------


def a_scanned_sale_is_printed_and_opens_the_drawer():
    expect(not USBLP.exists(), "the kernel's printer driver gave way")
    expect(till.has_open(node(1, "usb")) and till.has_open(node(2, "input")), "both are held")
    kicks = hardware.status("printer0")["kicks"]
    hardware.order(f"scan keyboard0 {CODE}")
    till.has_lines(1)
    paid = till.pay()
    wait(lambda: hardware.status("printer0")["kicks"] == kicks + 1, "the drawer is kicked once")
    printed(paid)
    expect(hardware.status("printer0")["kicks"] == kicks + 1, "and no second time")


def unplugged_in_a_receipt_and_plugged_in_again():
    hardware.order("faults printer0 at byte 300 unplugged")
    cut_off = till.sell()
    job = till.ended(cut_off["print"]["job"], "unknown")
    expect(job.get("why"), f"it says why: {job}")
    till.is_at(PRINTER, "absent")
    hardware.order(f"scan keyboard0 {CODE}")
    till.has_lines(1)
    waiting = till.pay()
    hardware.order("replug printer0")
    till.is_at(PRINTER, "ready")
    whole = printed(waiting)
    expect(cut_off["receipt"].encode() not in whole.split(waiting["receipt"].encode())[1],
           "nothing of the cut-off receipt comes after the next one")
    expect(till.job(cut_off["print"]["job"])["state"] == "unknown", "nobody repeats it unasked")
    till.write("print.retry", job=cut_off["print"]["job"])
    copy = printed(cut_off)
    expect(b"COPY" in copy, "what may be on paper already is headed COPY")


def killed_in_a_receipt():
    paid = stuck()
    till.kill()
    job = till.ended(paid["print"]["job"], "started", "unknown")
    # It is asked about as soon as the printer speaks again, and is in sight until then.
    freed()
    job = till.ended(paid["print"]["job"], "unknown")
    expect(job.get("why"), f"nobody can know, and it says why: {job}")
    following = till.sell()
    printed(following)
    expect(till.job(paid["print"]["job"])["state"] == "unknown", "and it stays visible")
    till.write("print.discard", job=paid["print"]["job"], reason="the customer left")


def a_hung_printer_holds_nobody_up():
    paid = stuck()
    for count in range(1, 21):
        hardware.order(f"scan keyboard0 {CODE}")
        till.has_lines(count)
    following = till.pay()
    expect(till.job(paid["print"]["job"])["state"] != "printed", "the printer hung all the time")
    expect(till.job(following["print"]["job"])["state"] == "queued", "the next receipt waits")
    hardware.order("fault printer0 power-cut 100")
    printed(following)
    till.ended(paid["print"]["job"], "unknown")


def told_to_end_while_the_printer_takes_nothing():
    paid = stuck()
    seconds = till.stop()
    print(f"       ended after {seconds:.1f} s", flush=True)
    expect(seconds < 10, f"it ends long before systemd loses patience: {seconds} s")
    wait(USBLP.exists, "the kernel's printer driver has it back")
    hardware.order("fault printer0 power-cut 100")
    wait(USBLP.exists, "the printer is back")
    till.start()
    till.is_at(PRINTER, "ready")
    till.is_at(SCANNER, "ready")
    job = till.ended(paid["print"]["job"], "unknown", "printed", "failed")
    expect(job["state"] == "unknown", f"one that was begun is not known: {job}")
    paper()
    printed(till.sell())


# --- More than one, and others ------------------------------------------------------------------


def two_equal_printers_are_told_apart_by_their_port():
    for port in (3, 4):
        hardware.plug("printer", port, name=f"twin{port}", serial="")
        till.pair(port, f"twin{port}", kind="printer")
    for port, other in ((4, 3), (3, 4)):
        answer = till.write("device.test", device=f"twin{port}")
        till.ended(answer["print"]["job"], "printed")
        expect(paper(f"twin{port}"), f"the paper of port {port}")
        expect(not paper(f"twin{other}"), f"nothing at port {other}")
    for port in (3, 4):
        till.write("device.forget", device=f"twin{port}")
    hardware.remove("twin3", "twin4")


#: Claims a printer's interface, or grabs a scanner; says so, and keeps it until its input ends.
HOLDER = """
import fcntl, os, sys
open("/proc/self/comm", "w").write("otherpos")
held = os.open(sys.argv[1], os.O_RDWR)
if sys.argv[2] == "claim":
  fcntl.ioctl(held, 0x8004550F, bytes(4))  # USBDEVFS_CLAIMINTERFACE: 0
else:
  fcntl.ioctl(held, 0x40044590, 1)  # EVIOCGRAB
print("held", flush=True)
sys.stdin.read()
"""


def held(path, how):
    """Another program that has a device."""
    holder = subprocess.Popen(
        [sys.executable, "-S", "-c", HOLDER, path, how],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    expect(holder.stdout.readline() == "held\n", f"another program has {path}")
    return holder


def who_holds_a_device_is_told():
    till.stop()
    wait(USBLP.exists, "the kernel's printer driver has it back")
    # usblp would have to give way to it as well.
    driver = Path("/sys/bus/usb/drivers/usblp")
    (driver / "unbind").write_text(next(driver.glob("*-*:*")).name, encoding="ascii")
    holders = [held(node(1, "usb"), "claim"), held(node(2, "input"), "grab")]
    try:
        till.start()
        printer, scanner = till.is_at(PRINTER, "failed"), till.is_at(SCANNER, "failed")
        for device in (printer, scanner):
            print(f"       {device['why']}", flush=True)
            expect("another program" in device["why"] or "otherpos" in device["why"],
                   f"it says what is wrong: {device}")
    finally:
        for holder in holders:
            holder.stdin.close()
            holder.wait()
    till.is_at(PRINTER, "ready")
    till.is_at(SCANNER, "ready")


def without_the_rules_it_says_what_is_missing():
    """The negative control: what the daemon may open is the rules' doing, and nobody else's."""
    till.stop()
    wait(USBLP.exists, "the kernel's printer driver has it back")
    rights = {path: os.stat(path).st_mode & 0o777 for path in (node(1, "usb"), node(2, "input"))}
    for path in rights:
        os.chmod(path, 0o600)
    try:
        till.start()
        for id in (PRINTER, SCANNER):
            device = till.is_at(id, "failed")
            print(f"       {device['why']}", flush=True)
            expect("rule" in device["why"], f"it says what helps: {device}")
    finally:
        for path, mode in rights.items():
            os.chmod(path, mode)
    till.is_at(PRINTER, "ready")
    till.is_at(SCANNER, "ready")


def main():
    global hardware, till
    till = Till()
    with Hardware() as hardware:
        till.start()
        till.open_shop()
        hardware.plug("printer", 1, serial="TILL0001")
        hardware.plug("keyboard", 2, serial="S4711")
        till.pair(1, PRINTER, drawer={"pin": 2, "sensor": "open_is_high"})
        till.pair(2, SCANNER)
        code = run_checks([
            the_daemon_is_nobody_but_itself,
            a_scanned_sale_is_printed_and_opens_the_drawer,
            unplugged_in_a_receipt_and_plugged_in_again,
            killed_in_a_receipt,
            a_hung_printer_holds_nobody_up,
            told_to_end_while_the_printer_takes_nothing,
            two_equal_printers_are_told_apart_by_their_port,
            who_holds_a_device_is_told,
            without_the_rules_it_says_what_is_missing,
        ], sys.argv[1:])
        till.stop()
    sys.exit(code)


if __name__ == "__main__":
    main()
