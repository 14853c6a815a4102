#!/usr/bin/env python3
"""Checks the rig itself: libusb and evdev see what is plugged in, and no tilld is needed.

Run without `--inside` it starts the hardware and, under the preload, itself once more: that second
process is the program that the devices are shown to.
"""

import argparse
import ctypes
import errno
import fcntl
import glob
import os
import select
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hardware import Hardware, environment_with

EVIOCGRAB = 0x40044590
HIDIOCGRDESCSIZE = 0x80044801


def expect(condition, what, seen=""):
    if not condition:
        sys.exit(f"not so: {what}: {seen}")
    print(f"  {what}", flush=True)


# --- The program: libusb by hand --------------------------------------------------------------


class Usb:
    """As much of libusb as is needed here."""

    IO, ABSENT, BUSY, TIMEOUT, PIPE = -1, -4, -6, -7, -9

    def __init__(self):
        self.lib = ctypes.CDLL("libusb-1.0.so.0")
        self.lib.libusb_open_device_with_vid_pid.restype = ctypes.c_void_p
        self.context = ctypes.c_void_p()
        expect(self.lib.libusb_init(ctypes.byref(self.context)) == 0, "libusb starts")
        self.handle = None

    def open(self, vendor, product):
        handle = self.lib.libusb_open_device_with_vid_pid(self.context, vendor, product)
        self.handle = ctypes.c_void_p(handle)
        if handle:
            self.lib.libusb_set_auto_detach_kernel_driver(self.handle, 1)
        return bool(handle)

    def close(self):
        self.lib.libusb_close(self.handle)

    def claim(self):
        return self.lib.libusb_claim_interface(self.handle, 0)

    def out(self, data, timeout=2000):
        moved = ctypes.c_int()
        code = self.lib.libusb_bulk_transfer(
            self.handle, 0x01, data, len(data), ctypes.byref(moved), timeout)
        return code, moved.value

    def read(self, timeout=1000):
        moved, buffer = ctypes.c_int(), ctypes.create_string_buffer(64)
        code = self.lib.libusb_bulk_transfer(
            self.handle, 0x82, buffer, 64, ctypes.byref(moved), timeout)
        return code, buffer.raw[:moved.value]

    def control(self, kind, request, value=0, index=0, length=64):
        buffer = ctypes.create_string_buffer(length)
        code = self.lib.libusb_control_transfer(
            self.handle, kind, request, value, index, buffer, length, 500)
        return code, buffer.raw[:max(code, 0)]

    def count(self):
        """How many devices are seen, root hubs too."""
        devices = ctypes.c_void_p()
        count = self.lib.libusb_get_device_list(self.context, ctypes.byref(devices))
        self.lib.libusb_free_device_list(devices, 1)
        return count


def soon(question, timeout=10):
    """Asks until the answer is true."""
    end = time.monotonic() + timeout
    while not (answer := question()):
        if time.monotonic() > end:
            sys.exit("not in time")
        time.sleep(0.01)
    return answer


def order(line):
    """Has the other process give the rig a command."""
    print("order", line, flush=True)
    answer = sys.stdin.readline().strip()
    if answer != "done":
        sys.exit(f"{line}: {answer}")


def check_printer():
    usb = Usb()
    order("plug printer serial=A1")
    soon(lambda: usb.open(0x04B8, 0x0E15))
    expect(usb.claim() == 0, "the interface is claimed")
    name = ctypes.create_string_buffer(64)
    usb.lib.libusb_get_string_descriptor_ascii(usb.handle, 3, name, 64)
    expect(name.value == b"A1", "the serial number is told", name.value)
    code, answer = usb.control(0xA1, 0)
    expect(b"MFG:EPSON;" in answer, "GET_DEVICE_ID is answered", (code, answer))
    code, answer = usb.control(0xA1, 1, length=1)
    expect(answer == b"\x18", "GET_PORT_STATUS says well", (code, answer))
    job = b"\x1b@" + b"0123456789012345678901234567890\n" * 156 + b"\n" * 6
    code, moved = usb.out(job, 20000)
    expect((code, moved) == (0, len(job)), f"{len(job)} bytes go out", (code, moved))
    usb.out(b"\x10\x04\x01")
    code, answer = usb.read()
    expect(answer[:1] in (b"\x12", b"\x16"), "DLE EOT 1 is answered", (code, answer))
    code, answer = usb.read(200)
    expect(code == Usb.TIMEOUT, "a silent printer times out", code)

    order("fault printer0 cover-opened")
    code, moved = usb.out(b"x" * 200, 300)
    expect((code, moved) == (Usb.TIMEOUT, 0), "an open cover takes no byte", (code, moved))
    code, answer = usb.control(0xA1, 1, length=1)
    expect(answer == b"\x08", "and the port says offline meanwhile", (code, answer))
    order("fault printer0 cover-closed")
    order("faults printer0 at byte 128 hung 60000")
    code, moved = usb.out(b"x" * 200, 300)
    expect((code, moved) == (Usb.TIMEOUT, 128), "a time-out tells what went", (code, moved))
    usb.control(0x21, 2)
    order("fault printer0 power-cut 1")
    expect(usb.out(b"x", 2000)[0] == Usb.ABSENT, "a power cut is the end of the device")
    usb.close()
    soon(lambda: usb.open(0x04B8, 0x0E15))
    expect(usb.claim() == 0, "and it comes back")

    order("stall printer0 out")
    expect(usb.out(b"x" * 10)[0] == Usb.PIPE, "a halted endpoint stalls")
    usb.lib.libusb_clear_halt(usb.handle, 0x01)
    expect(usb.out(b"x" * 10) == (0, 10), "until it is cleared")
    order("stall printer0 control 1")
    expect(usb.control(0xA1, 1, length=1)[0] == Usb.PIPE, "a class request can be refused")

    order("faults printer0 at byte 64 unplugged")
    code, moved = usb.out(b"x" * 300, 5000)
    expect(code == Usb.ABSENT, "unplugged in the middle of a job", (code, moved))
    usb.close()
    soon(lambda: usb.count() == 1)
    order("replug printer0")
    soon(lambda: usb.open(0x04B8, 0x0E15))
    order("busy printer0 on")
    expect(usb.claim() == Usb.BUSY, "a claimed interface is busy")
    order("busy printer0 off")
    expect(usb.claim() == 0, "and free again")
    usb.close()
    before = usb.count()
    order("plug printer class=epson serial=B2 port=1-2")
    soon(lambda: usb.count() == before + 1)
    expect(usb.open(0x04B8, 0x0202) and usb.claim() == 0, "the vendor class is there")
    usb.close()
    order("unplug printer0")
    order("unplug printer1")
    soon(lambda: usb.count() == 1)


def keys(descriptor, want, timeout=5):
    """Codes of keys that went down, until so many came."""
    codes, end = [], time.monotonic() + timeout
    while len(codes) < want and time.monotonic() < end:
        if not select.select([descriptor], [], [], 0.2)[0]:
            continue
        data = os.read(descriptor, 24 * 64)
        for at in range(0, len(data), 24):
            _, _, kind, code, value = struct.unpack("qqHHi", data[at:at + 24])
            if (kind, value) == (1, 1):
                codes.append(code)
            if (kind, code) == (0, 3):
                codes.append("dropped")
    return codes


def check_scanners():
    order("plug keyboard port=1-3")
    node = soon(lambda: glob.glob("/dev/input/event*"))[0]
    first = os.open(node, os.O_RDWR | os.O_NONBLOCK)
    second = os.open(node, os.O_RDONLY | os.O_NONBLOCK)
    fcntl.ioctl(first, EVIOCGRAB, 1)
    try:
        fcntl.ioctl(second, EVIOCGRAB, 1)
        refused = 0
    except OSError as error:
        refused = error.errno
    expect(refused == errno.EBUSY, "a second grab is refused", refused)
    os.close(second)
    order("scan keyboard0 4006381333931")
    expect(keys(first, 14) == [5, 11, 11, 7, 4, 9, 2, 4, 4, 4, 10, 4, 2, 28], "a scan is typed")
    for _ in range(50):
        order("scan keyboard0 4006381333931")
    expect(len(keys(first, 700)) == 700, "fifty scans lose no key")
    order("drop keyboard0")
    expect(keys(first, 1) == ["dropped"], "the ring can overflow")
    order("unplug keyboard0")
    soon(lambda: select.select([first], [], [], 0)[0])
    try:
        os.read(first, 24)
        gone = 0
    except OSError as error:
        gone = error.errno
    expect(gone == errno.ENODEV, "an unplugged node reads as gone", gone)
    os.close(first)
    soon(lambda: not glob.glob("/dev/input/event*"))
    expect(True, "and the node goes")

    order("plug pos port=1-4")
    node = soon(lambda: glob.glob("/dev/hidraw*"))[0]
    raw = os.open(node, os.O_RDWR)
    size = bytearray(4)
    fcntl.ioctl(raw, HIDIOCGRDESCSIZE, size)
    expect(struct.unpack("i", size)[0] == 68, "a report descriptor is told", size)
    order("scan pos0 ]Q1" + "https://id.gs1.org/01/09506000134352/10/ABC?17=270101&3103=001250")
    reports = []
    while len(reports) < 2 and select.select([raw], [], [], 5)[0]:
        reports.append(os.read(raw, 256))
    expect([len(report) for report in reports] == [64, 64], "a long scan is two reports")
    expect(reports[0][2:5] == b"]Q1" and reports[0][63] == 1 and reports[1][63] == 0,
           "the first says that more follows", reports)
    os.close(raw)
    order("plug acm port=1-5")
    node = soon(lambda: glob.glob("/dev/ttyACM*"))[0]
    line = os.open(node, os.O_RDWR | os.O_NOCTTY)
    order("scan acm0 4006381333931")
    expect(os.read(line, 64) == b"4006381333931\r", "a serial scanner sends its line")
    os.close(line)


def check_lies():
    usb = Usb()
    for lie in ("short-config", "long-config", "zero-endpoints", "zero-length", "no-config",
                "interface-255", "max-packet-0", "no-bulk", "huge-config", "short-device",
                "endpoint-flood"):
        order(f"plug hostile lie={lie} name=liar port=1-6")
        usb.count()
        order("remove liar")
    expect(usb.count() >= 1, "no lie ends libusb or the bridge")


# --- The other process: the hardware ----------------------------------------------------------


def outside(options):
    with tempfile.TemporaryDirectory() as folder:
        with Hardware(options.tillrig, folder) as hardware:
            began = time.monotonic()
            program = subprocess.Popen(
                [sys.executable, __file__, "--inside"], text=True, bufsize=1,
                env=environment_with(hardware.environment), stdin=subprocess.PIPE,
                stdout=subprocess.PIPE)
            for line in program.stdout:
                if not line.startswith("order "):
                    print(line, end="", flush=True)
                    continue
                try:
                    hardware.order(line[6:].strip())
                    program.stdin.write("done\n")
                except Exception as error:  # whatever it is, the program is to say so
                    program.stdin.write(f"{error}\n")
            code = program.wait()
            print(f"probe: {'passed' if code == 0 else 'FAILED'}, "
                  f"{time.monotonic() - began:.1f} s")
            if code:
                print(*hardware.events[-20:], sep="\n")
            return code


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tillrig", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside:
        return outside(options)
    check_printer()
    check_scanners()
    check_lies()
    return 0


if __name__ == "__main__":
    sys.exit(main())
