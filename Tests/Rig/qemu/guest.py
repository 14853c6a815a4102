"""What the checks inside the machine share: simulated hardware, udev's view, users, and waiting.

Nothing here waits for a while and hopes: an emulated processor may take seconds for what takes
milliseconds, so everything polls for a condition, with a time limit that only a fault reaches.
"""

import grp
import json
import os
import pwd
import subprocess
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import hardware  # noqa: E402

#: Seconds that a condition may take at most; on an idle host the slowest takes six.
PATIENCE = 90
RESULTS = Path("/run/rig")

# These checks change users, rules and units: never on a machine that somebody lives on.
if not RESULTS.is_mount():
    sys.exit("this runs inside the machine: Tests/Rig/qemu/run -- python3 " + sys.argv[0])


class Failed(Exception):
    """A check that does not hold."""


def expect(condition, words):
    """Raises unless the condition holds; the words are shown as they are."""
    if not condition:
        raise Failed(words)


def wait(condition, words, seconds=PATIENCE):
    """Polls until the condition gives something true, and returns that."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Failed(f"not within {seconds} s: {words() if callable(words) else words}")
        time.sleep(0.05)


def run(*command, **options):
    """The output of a program that must succeed."""
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


# --- Simulated hardware -----------------------------------------------------------------------


class Hardware(hardware.Hardware):
    """Devices at the kernel's virtual host controller, as `tillrig` makes them.

    They are a process of their own: a program that serves a device and also opens it would wait for
    itself when the device is pulled out.
    """

    def __init__(self):
        super().__init__("/usr/bin/tillrig", RESULTS, "vhci")

    def order(self, line, timeout=PATIENCE):
        return super().order(line, timeout)

    def plug(self, kind, port, **options):
        """Plugs a device in; the kernel finds it some time later."""
        words = [f"{key}={str(value).replace(' ', '%20')}" for key, value in options.items()]
        return self.order(" ".join(["plug", kind, f"port=1-{port}", *words]))["name"]

    def remove(self, *names):
        """Unplugs devices for good, and waits until the kernel has noticed."""
        ports = [self.status(name)["port"].split("-")[1] for name in names]
        for name in names:
            self.order(f"remove {name}")
        for port in ports:
            wait(lambda port=port: at_port(port) is None, f"nothing at port {port}")
        settle()

    def __exit__(self, *_):
        """Unplugs everything; what came back from the devices stays with the results."""
        self.stop()
        with open(RESULTS / "events", "a", encoding="utf-8") as log:
            log.writelines(json.dumps(event) + "\n" for event in self.events)


# --- The kernel's and udev's view ----------------------------------------------------------------


def settle():
    run("udevadm", "settle", f"--timeout={PATIENCE}")


def sysfs(path, name):
    """An attribute of a device, or an empty text."""
    try:
        return (Path(path) / name).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def usb_devices():
    """The folders in sysfs of the USB devices that are no hubs, by their port path."""
    return {
        folder.name: folder for folder in Path("/sys/bus/usb/devices").iterdir()
        if ":" not in folder.name and not folder.name.startswith("usb")}


def at_port(port):
    """The folder of the device at the controller's port, or None; the kernel numbers the buses."""
    return next((folder for name, folder in usb_devices().items()
                 if name.split("-")[1] == str(port)), None)


def nodes(port, subsystem):
    """The device nodes of a subsystem that belong to the device at a port."""
    device = at_port(port)
    if device is None:
        return []
    if subsystem == "usb":
        return [f"/dev/bus/usb/{int(sysfs(device, 'busnum')):03}/{int(sysfs(device, 'devnum')):03}"]
    # Below the device lie its classes: input/input3/event1, hidraw/hidraw0, tty/ttyACM0.
    names = {"input": "event*", "hidraw": "hidraw*", "tty": "ttyACM*", "usbmisc": "lp*"}
    prefix = {"input": "/dev/input/", "usbmisc": "/dev/usb/"}.get(subsystem, "/dev/")
    return sorted(prefix + found.name for found in device.rglob(names[subsystem])
                  if (found / "dev").exists())


def node(port, subsystem):
    """Waits for the one node of this kind, and until udev is done with it."""
    found = wait(lambda: nodes(port, subsystem), lambda: f"a {subsystem} node at port {port}")
    settle()
    return found[0]


def properties(path):
    """What udev's database says of a node."""
    lines = run("udevadm", "info", "--query=property", f"--name={path}").splitlines()
    return dict(line.split("=", 1) for line in lines)


def access(path):
    """Mode, owner and group of a node as words: `0660 root lp`."""
    status = os.stat(path)
    return (f"{status.st_mode & 0o7777:04o} {pwd.getpwuid(status.st_uid).pw_name} "
            f"{grp.getgrgid(status.st_gid).gr_name}")


def links():
    """The names in /dev/till and the nodes behind them."""
    folder = Path("/dev/till")
    return {link.name: os.path.realpath(link) for link in sorted(folder.iterdir())} \
        if folder.is_dir() else {}


def can_open(user, path):
    """Whether a user, with the groups of the user and no more, may read and write the node."""
    test = ("import os, sys\n"
            "try: os.close(os.open(sys.argv[1], os.O_RDWR | os.O_NONBLOCK))\n"
            "except PermissionError: sys.exit(13)\n")
    entry = pwd.getpwnam(user)
    ended = subprocess.run(
        ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--init-groups",
         "--inh-caps=-all", "--bounding-set=-all", sys.executable, "-S", "-c", test, path],
        check=False)
    expect(ended.returncode in (0, 13), f"opening {path} as {user}: {ended.returncode}")
    return ended.returncode == 0


# --- Running checks ------------------------------------------------------------------------------


def run_checks(checks, words=()):
    """Runs every check, or those whose name holds one of the words; returns the exit code."""
    chosen = [check for check in checks if not words or any(w in check.__name__ for w in words)]
    broken = 0
    for check in chosen:
        began = time.monotonic()
        try:
            check()
            outcome = "ok    "
        except Exception as fault:  # A check that breaks must not hide those after it.
            if not isinstance(fault, Failed):
                traceback.print_exc()
            broken += 1
            outcome = f"FAILED ({fault})"
        title = check.__name__.replace("_", " ")
        print(f"{outcome} {title} ({time.monotonic() - began:.1f} s)", flush=True)
    print(f"{len(chosen) - broken} of {len(chosen)} hold", flush=True)
    return 1 if broken else 0
