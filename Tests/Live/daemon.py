"""A daemon in a folder of its own: starting, killing and measuring it.

Also the options and the temporary folder that every live test has. No process is left behind,
however a test ends.
"""

import argparse
import atexit
import os
import random
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tillclient import Client, Violation

PROJECT = Path(__file__).resolve().parents[2]


class NotReady(Exception):
    """The daemon ended, or took too long, before it said that it is ready."""

    def __init__(self, code, text):
        super().__init__(f"exit code {code}: {text.strip()}")
        self.code = code
        self.text = text


# --- The daemon -----------------------------------------------------------------------------

_running = set()


@atexit.register
def _kill_the_rest():
    for daemon in list(_running):
        daemon.kill()


def _end(*_):
    sys.exit(1)


signal.signal(signal.SIGTERM, _end)


class Daemon:
    """A `tilld` on a folder; it can be started, killed and started again."""

    def __init__(self, program, folder, *, state=None, environment=None):
        self.program = str(program)
        self.folder = Path(folder)
        self.state = Path(state) if state else self.folder / "state"
        self.socket = self.folder / "sock"
        self.log = self.folder / "tilld.log"
        self.environment = environment or {}
        self.process = None
        self._began = 0.0

    def spawn(self, *arguments):
        """Starts the process without waiting for it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", **self.environment}
        command = [self.program, "--state", str(self.state), "--socket", str(self.socket)]
        with open(self.log, "ab") as log:
            self._log_start = log.tell()
            self._began = time.monotonic()
            self.process = subprocess.Popen(
                [*command, "--virtual", *arguments],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, env=environment)
        _running.add(self)
        return self

    def wait_ready(self, timeout=30.0):
        """Waits for the line that says ready; returns the milliseconds since the spawn."""
        descriptor = self.process.stdout.fileno()
        text = b""
        while b"ready socket=" not in text or b"\n" not in text.split(b"ready socket=", 1)[1]:
            left = self._began + timeout - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                self.kill()
                raise NotReady(None, "no ready line in time: " + self.said())
            data = os.read(descriptor, 4096)
            if not data:
                code = self.process.wait()
                self._forget()
                raise NotReady(code, text.decode(errors="replace") + self.said())
            text += data
        return (time.monotonic() - self._began) * 1000

    def start(self, *arguments, timeout=30.0):
        """Starts the process and waits until it can sell."""
        self.spawn(*arguments).wait_ready(timeout)
        return self

    def refusal(self, *arguments):
        """Starts a daemon that must not become ready; returns why it ended."""
        try:
            self.start(*arguments)
        except NotReady as refusal:
            return refusal
        self.kill()
        raise Violation("start refused", "the daemon became ready")

    def said(self):
        """What this run wrote to stderr."""
        with open(self.log, "rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")

    def kill(self):
        """Kills the process at once, as a power cut would end it."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self._forget()

    def shoot(self):
        """Sends the kill and returns without waiting; `kill` collects the process."""
        process = self.process
        if process and process.returncode is None:
            try:
                os.kill(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def terminate(self, timeout=10.0, number=signal.SIGTERM):
        """Asks the process to end; returns its exit code and the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Violation("SIGTERM ends the daemon", f"not within {timeout} s") from None
        self._forget()
        return code, time.monotonic() - began

    def _forget(self):
        if self.process and self.process.stdout:
            self.process.stdout.close()
        self.process = None
        _running.discard(self)

    def client(self, timeout=20.0):
        return Client(self.socket, timeout)

    @property
    def resident(self):
        """Bytes of memory in use."""
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()

    @property
    def descriptors(self):
        """How many descriptors are open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


# --- Running a test -------------------------------------------------------------------------


def arguments(description, *, seed=False):
    """The options that every live test has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--tilld", default=os.environ.get("TILLD"), help="the daemon to test")
    parser.add_argument("--dir", default=str(PROJECT / ".build" / "live"), help="on a real disk")
    parser.add_argument("--keep", action="store_true", help="keep the folder of the run")
    if seed:
        parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    return parser


def program(options, name="tilld"):
    """The named program: beside the given daemon, or what was built last."""
    if options.tilld:
        found = [Path(options.tilld).resolve().parent / name]
        if name == "tilld":
            found = [Path(options.tilld).resolve()]
    else:
        found = [PROJECT / ".build" / kind / name for kind in ("release", "debug")]
    built = [path for path in found if path.exists()]
    if not built:
        sys.exit(f"there is no {name}: build the project first, or say --tilld")
    return max(built, key=lambda path: path.stat().st_mtime)


class Workplace:
    """A temporary folder for one run; kept if the run fails or was asked to keep it."""

    def __init__(self, options, name):
        Path(options.dir).mkdir(parents=True, exist_ok=True)
        self.path = Path(tempfile.mkdtemp(prefix=name + "-", dir=options.dir))
        self.keep = options.keep
        self.keeps_failed = not getattr(options, "expect_failure", False)

    def __enter__(self):
        return self.path

    def __exit__(self, kind, *_):
        _kill_the_rest()
        if self.keep or (kind and self.keeps_failed and kind is not KeyboardInterrupt):
            print(f"kept: {self.path}", file=sys.stderr)
        else:
            shutil.rmtree(self.path, ignore_errors=True)


def progress(text):
    """Shows how far it is, on a terminal's last line or as lines of a log."""
    end = "\r" if sys.stderr.isatty() else "\n"
    print(f"{text:<78}", end=end, file=sys.stderr, flush=True)


def raise_descriptor_limit(wanted=8192):
    """Allows this process and its children more open files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, limit), hard))
