#!/usr/bin/env python3
"""The shipped udev rules with the real udevd: nodes, links, groups, and who can open them.

Runs inside the machine: Tests/Rig/qemu/run -- python3 Tests/Rig/qemu/nodes.py [WORD...]
"""

import os
import sys
from pathlib import Path

from guest import (
    Hardware, access, at_port, can_open, expect, links, node, nodes,
    properties, run, run_checks)

RULES = Path("/usr/lib/udev/rules.d/99-tilld.rules")
hardware = None


def a_class_printer_is_the_till_s_and_still_the_system_s():
    name = hardware.plug("printer", 1, serial="TILL0001")
    path = node(1, "usb")
    expect(node(1, "usbmisc") == "/dev/usb/lp0", "usblp takes it first, as everywhere")
    expect(links() == {"printer-TILL0001": path}, f"one link: {links()}")
    expect(access(path) == "0660 root lp", access(path))
    expect(properties(path).get("TILLD_DEVICE") == "printer", "the mark that tilld looks for")
    expect(can_open("tilld", path), "the daemon's user opens it")
    expect(not can_open("nobody", path), "nobody does not")
    hardware.remove(name)
    expect(links() == {}, f"the link goes with the printer: {links()}")


def a_printer_of_vendor_class_is_found_by_its_ids():
    name = hardware.plug("printer", 1, **{"class": "epson"}, serial="TILL0002")
    path = node(1, "usb")
    expect(not nodes(1, "usbmisc"), "no driver of the kernel takes it")
    expect(links() == {"printer-TILL0002": path}, f"one link: {links()}")
    expect(access(path) == "0660 root tilld-devices", access(path))
    expect(can_open("tilld", path), "the daemon's user opens it")
    expect(not can_open("nobody", path), "nobody does not")
    hardware.remove(name)


def two_equal_printers_without_serial_differ_by_their_port():
    names = [hardware.plug("printer", port, serial="") for port in (2, 3)]
    paths = {port: node(port, "usb") for port in (2, 3)}
    found = links()
    expect(sorted(found.values()) == sorted(paths.values()), f"a link for each: {found}")
    for port, path in paths.items():
        device = at_port(port).name
        expect(found.get(f"printer-port-{device}") == path, f"port {port}: {found}")
    hardware.remove(*names)


def a_keyboard_scanner_is_kept_from_the_desktop():
    name = hardware.plug("keyboard", 1, serial="S4711")
    path = node(1, "input")
    expect(links() == {"scanner": path, "scanner-S4711": path}, f"two links: {links()}")
    expect(access(path) == "0660 root tilld-devices", access(path))
    known = properties(path)
    expect(known.get("LIBINPUT_IGNORE_DEVICE") == "1", "the desktop leaves it alone")
    expect(known.get("TILLD_DEVICE") == "scanner", "the mark that tilld looks for")
    expect(can_open("tilld", path), "the daemon's user opens it")
    expect(not can_open("nobody", path), "nobody does not")
    hardware.remove(name)


def a_keyboard_of_people_stays_theirs():
    name = hardware.plug("keyboard", 1, serial="K1", vid="046d", pid="c31c")
    path = node(1, "input")
    expect(links() == {}, f"no link: {links()}")
    expect(access(path) == "0660 root input", access(path))
    known = properties(path)
    expect("LIBINPUT_IGNORE_DEVICE" not in known and "TILLD_DEVICE" not in known, str(known))
    expect(not can_open("tilld", path), "not even the daemon's user can listen to it")
    hardware.remove(name)


def a_hid_pos_scanner_is_opened_by_its_raw_node():
    name = hardware.plug("pos", 1)
    path = node(1, "hidraw")
    expect(access(path) == "0660 root tilld-devices", access(path))
    expect(properties(path).get("TILLD_DEVICE") == "scanner", "the mark that tilld looks for")
    expect(can_open("tilld", path), "the daemon's user opens it")
    expect(not can_open("nobody", path), "nobody does not")
    hardware.remove(name)


def a_serial_scanner_is_kept_from_the_modem_manager():
    name = hardware.plug("acm", 1)
    path = node(1, "tty")
    expect(access(path) == "0660 root tilld-devices", access(path))
    expect(properties(path).get("ID_MM_DEVICE_IGNORE") == "1", "no AT commands into it")
    expect(properties(path).get("TILLD_DEVICE") == "scanner", "the mark that tilld looks for")
    expect(can_open("tilld", path), "the daemon's user opens it")
    expect(not can_open("nobody", path), "nobody does not")
    hardware.remove(name)


def a_serial_number_cannot_name_another_file():
    name = hardware.plug("printer", 1, serial="../../null $attr{x}")
    path = node(1, "usb")
    found = links()
    expect(list(found.values()) == [path], f"one link, in the till's folder: {found}")
    expect(os.path.realpath("/dev/null") == "/dev/null", "/dev/null is what it was")
    hardware.remove(name)


def without_the_rules_there_is_nothing():
    """The negative control: what the checks above see is the rules' doing."""
    aside = RULES.with_suffix(".aside")
    RULES.rename(aside)
    run("udevadm", "control", "--reload")
    try:
        names = [hardware.plug("printer", 1, **{"class": "epson"}, serial="TILL0003"),
                 hardware.plug("keyboard", 2, serial="S4712")]
        printer, keyboard = node(1, "usb"), node(2, "input")
        expect(links() == {}, f"no link: {links()}")
        for path in (printer, keyboard):
            expect(not can_open("tilld", path), f"the daemon's user cannot open {path}")
        hardware.remove(*names)
    finally:
        aside.rename(RULES)
        run("udevadm", "control", "--reload")


def main():
    global hardware
    with Hardware() as hardware:
        code = run_checks([
            a_class_printer_is_the_till_s_and_still_the_system_s,
            a_printer_of_vendor_class_is_found_by_its_ids,
            two_equal_printers_without_serial_differ_by_their_port,
            a_keyboard_scanner_is_kept_from_the_desktop,
            a_keyboard_of_people_stays_theirs,
            a_hid_pos_scanner_is_opened_by_its_raw_node,
            a_serial_scanner_is_kept_from_the_modem_manager,
            a_serial_number_cannot_name_another_file,
            without_the_rules_there_is_nothing,
        ], sys.argv[1:])
    sys.exit(code)


if __name__ == "__main__":
    main()
