"""A daemon under measurement, and a client of its socket: Python's standard library only."""

import json
import os
import signal
import socket
import subprocess
import time

PATIENCE_SECONDS = 30


class Daemon:
    """One run of `tilld` on a state folder."""

    def __init__(self, program, state, path):
        self.path = path
        start = time.monotonic_ns()
        self.process = subprocess.Popen(
            [program, "--state", state, "--socket", path, "--virtual"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        line = self.process.stdout.readline().decode()
        self.ready_ns = time.monotonic_ns() - start
        if not line.startswith("ready "):
            self.process.wait()
            raise RuntimeError(f"tilld did not become ready: {line!r}")

    def stop(self, how=signal.SIGTERM):
        """Ends the daemon; after SIGKILL the next run finds what a crash leaves."""
        self.process.send_signal(how)
        code = self.process.wait(PATIENCE_SECONDS)
        self.process.stdout.close()
        if how == signal.SIGTERM and code != 0:
            raise RuntimeError(f"tilld ended with {code} on SIGTERM")

    def memory(self):
        """Resident bytes now, and the most there ever were."""
        fields = {}
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            for line in status:
                name, _, rest = line.partition(":")
                fields[name] = rest.split()
        return tuple(int(fields[name][0]) * 1024 for name in ("VmRSS", "VmHWM"))


class Client:
    """One connection: calls that wait for their answer, and events in between."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE_SECONDS)
        self.socket.connect(path)
        self.lines = self.socket.makefile("rb")
        self.number = 0

    def call(self, method, **params):
        """The result of a call; events that come before it are dropped."""
        self.number += 1
        request = {"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}
        self.socket.sendall(json.dumps(request).encode() + b"\n")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def write(self, method, **params):
        """A call that changes something."""
        return self.call(method, cmd=uuid7(), **params)

    def wait(self, kind):
        """The next event of a type."""
        while True:
            event = self.read().get("params", {})
            if event.get("type") == kind:
                return event

    def read(self):
        line = self.lines.readline()
        if not line:
            raise RuntimeError("the daemon closed the connection")
        return json.loads(line)

    def close(self):
        self.lines.close()
        self.socket.close()


def uuid7():
    """A UUIDv7 (RFC 9562, section 5.7)."""
    random = int.from_bytes(os.urandom(10), "big")
    bits = (time.time_ns() // 1_000_000) << 80 | random
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    text = f"{bits:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def ean13(index):
    """The code of a product that `tillbench fill` made."""
    body = f"40{index:010d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return body + str(-total % 10)
