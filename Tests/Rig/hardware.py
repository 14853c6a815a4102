"""The simulated hardware of a test: `tillrig`, and the host that it hangs on.

Starts both, sends commands, keeps the events that come back, and leaves no process behind.
"""

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "Live"))

PRELOAD = "libumockdev-preload.so.0"


class Refused(Exception):
    """A command that the rig did not do."""


def compiled_bridge(folder=PROJECT / ".build" / "rig"):
    """The bridge to umockdev, compiled if a source is newer."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "umockbridge"
    sources = [HERE / "umockbridge.c", HERE / "umockinput.h"]
    if program.exists() and all(
            source.stat().st_mtime < program.stat().st_mtime for source in sources):
        return program
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "umockdev-1.0"], check=True, text=True,
        stdout=subprocess.PIPE).stdout.split()
    subprocess.run(
        ["cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-o", program, sources[0],
         *flags], check=True)
    return program


class Bridge:
    """A testbed of umockdev that devices can be plugged into."""

    def __init__(self, folder):
        self.socket = str(Path(folder) / "bridge")
        # Uevents are made of what the testbed's sysfs says, so the bridge looks through it too.
        self.process = subprocess.Popen(
            [compiled_bridge(), self.socket], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env=environment_with({"LD_PRELOAD": PRELOAD}))
        atexit.register(self.stop)
        words = self.process.stdout.readline().split()
        if not words or words[0] != "ready":
            raise Refused("the bridge did not start")
        self.root = words[1]

    @property
    def environment(self):
        """What a program needs in its environment to see the devices."""
        return {"UMOCKDEV_DIR": self.root, "LD_PRELOAD": PRELOAD}

    def stop(self):
        """Unplugs everything; the testbed's folder goes with the process."""
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        atexit.unregister(self.stop)


class Hardware:
    """The devices: `tillrig` hanging on a bridge, or on the kernel's virtual controller."""

    def __init__(self, tillrig, folder, transport="umockdev"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.folder = Path(folder)
        self.bridge = Bridge(folder) if transport == "umockdev" else None
        self.events = []
        self.answers = queue.Queue()
        self._changed = threading.Condition()
        self._ended = False
        self.process = subprocess.Popen(
            [str(tillrig), "--attach", self.bridge.socket if self.bridge else "vhci"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        atexit.register(self.stop)
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def environment(self):
        return self.bridge.environment if self.bridge else {}

    def _listen(self):
        for line in self.process.stdout:
            message = json.loads(line)
            if "answer" in message:
                self.answers.put(message)
            else:
                with self._changed:
                    self.events.append(message)
                    self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self.answers.put({"ok": False, "why": "the rig ended"})

    def order(self, line, timeout=30):
        """Sends one command; returns what it was answered."""
        try:
            self.process.stdin.write(line + "\n")
        except OSError:
            raise Refused("the rig ended") from None
        answer = self.answers.get(timeout=timeout)
        if not answer["ok"]:
            raise Refused(f"{line}: {answer['why']}")
        return answer

    def mark(self):
        """A place in the events, from which `wait` and `seen` look on."""
        with self._changed:
            return len(self.events)

    def seen(self, event, device=None, since=0, **fields):
        """The events of a kind so far."""
        with self._changed:
            return [message for message in self.events[since:]
                    if message["event"] == event and device in (None, message["device"])
                    and all(message.get(name) == value for name, value in fields.items())]

    def wait(self, event, device=None, since=0, count=1, timeout=20, **fields):
        """Waits until so many events of a kind were seen; returns the last of them."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                found = [message for message in self.events[since:]
                         if message["event"] == event and device in (None, message["device"])
                         and all(message.get(name) == value for name, value in fields.items())]
                if len(found) >= count:
                    return found[count - 1]
                left = deadline - time.monotonic()
                if left <= 0 or self._ended:
                    raise TimeoutError(f"no {event} of {device} {fields}: {self.events[since:]}")
                self._changed.wait(left)

    def status(self, device):
        return self.order(f"status {device}")

    def deeds(self, device, since=0):
        """What a printer did, as words."""
        return [message["what"] for message in self.seen("deed", device, since)]

    def paper(self, device, tear=False):
        """The bytes that are on a printer's paper."""
        file = self.folder / f"{device}.paper"
        self.order(f"paper {device} {file}{' tear' if tear else ''}")
        return file.read_bytes()

    def stop(self):
        if self.process.poll() is None:
            try:
                self.process.stdin.close()
                self.process.wait(5)
            except (OSError, subprocess.TimeoutExpired):
                self.process.kill()
                self.process.wait()
        if self.bridge:
            self.bridge.stop()
        atexit.unregister(self.stop)


def environment_with(more):
    """This process's environment with more in it, as a program under test gets it."""
    return {**os.environ, "SWIFT_BACKTRACE": "enable=no", **more}
