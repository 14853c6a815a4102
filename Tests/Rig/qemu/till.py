"""The till in the machine: the shipped unit under systemd, and its socket."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from guest import PATIENCE, Failed, expect, run, wait

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Live"))
from tillclient import Client, Gone, eur, gtin13  # noqa: E402

SOCKET = "/run/tilld/tilld.sock"
UNIT = "tilld.service"
CODE, PRICE = gtin13("952000000001"), 349

#: The store lies in memory here, unless a test brings a disk.
SETTINGS = "allow:\n  volatile: true\n"
#: An emulated processor starts and answers late.
DROP_IN = "[Service]\nWatchdogSec=0\nTimeoutStartSec=infinity\n"


class Till:
    """The unit `tilld`, as installed, and what it says on its socket."""

    def __init__(self, settings=SETTINGS, environment=()):
        Path("/etc/tilld").mkdir(exist_ok=True)
        Path("/etc/tilld/tilld.yaml").write_text(settings, encoding="utf-8")
        drop_in = Path("/etc/systemd/system/tilld.service.d/slow.conf")
        drop_in.parent.mkdir(parents=True, exist_ok=True)
        drop_in.write_text(
            DROP_IN + "".join(f"Environment={pair}\n" for pair in environment), encoding="utf-8")
        run("systemctl", "daemon-reload")

    # --- The unit -------------------------------------------------------------------------------

    def start(self):
        """Starts the unit and waits until it says that it can sell."""
        ended = subprocess.run(["systemctl", "start", UNIT], check=False)
        if ended.returncode != 0:
            raise Failed("tilld did not start:\n" + self.journal())

    def stop(self):
        """Stops the unit; returns the seconds that took, systemctl's own start included."""
        last = f"_PID={self.pid}"
        began = time.monotonic()
        run("systemctl", "stop", UNIT)
        seconds = time.monotonic() - began
        said = run("journalctl", last, "--no-pager", "--output=cat")
        expect("ended in good order" in said, f"it ended by itself:\n{said}")
        return seconds

    def kill(self):
        """Kills the daemon as a fault would, and waits until systemd has started the next."""
        before = self.pid
        os.kill(before, signal.SIGKILL)
        wait(lambda: self.pid not in (0, before) and self.unit("SubState") == "running",
             "systemd starts the next")

    def unit(self, name):
        return run("systemctl", "show", "--property", name, "--value", UNIT).strip()

    @property
    def pid(self):
        return int(self.unit("MainPID"))

    def journal(self):
        return run("journalctl", "--unit", UNIT, "--no-pager", "--lines", "30", "--output=cat")

    def has_open(self, node):
        """Whether the daemon has this device node open."""
        folder = f"/proc/{self.pid}/fd"
        return any(os.path.realpath(f"{folder}/{name}") == node for name in os.listdir(folder))

    # --- The socket -----------------------------------------------------------------------------

    def call(self, method, **params):
        with Client(SOCKET, PATIENCE) as client:
            return client.call(method, params)

    def write(self, method, **params):
        with Client(SOCKET, PATIENCE) as client:
            return client.write(method, params)

    def devices(self):
        """The devices and how they are, by id."""
        try:
            return {device["id"]: device for device in self.call("device.list")["devices"]}
        except Gone:
            return {}

    def found(self, port):
        """Waits for a device at a port that is not in use; returns its id."""
        def look():
            return next((device["id"] for device in self.devices().values()
                         if not device.get("paired", True)
                         and device.get("address", "").endswith(f"-{port}")), None)
        return wait(look, lambda: f"a device found at port {port}: {self.devices()}")

    def pair(self, port, id, **params):
        """Takes the device at a port into use and waits until it is ready."""
        self.write("device.pair", device=self.found(port), id=id, **params)
        self.is_at(id, "ready")

    def is_at(self, id, *states):
        """Waits until a device is in one of the states; returns how it is."""
        def look():
            device = self.devices().get(id)
            return device if device and device["state"] in states else None
        return wait(look, lambda: f"{id} is {' or '.join(states)}: {self.devices().get(id)}")

    # --- Selling --------------------------------------------------------------------------------

    def open_shop(self):
        self.write("product.put", sku="S1", name="Rye loaf", barcodes=[CODE], price=eur(PRICE))
        self.write("shift.open", float=eur(10_000))

    def sale(self):
        """The open sale, or None."""
        sales = self.call("sale.list", state="open")["sales"]
        return sales[0] if sales else None

    def has_lines(self, count):
        """Waits until the open sale has so many lines."""
        wait(lambda: len((self.sale() or {"lines": []})["lines"]) >= count, f"{count} lines")

    def pay(self):
        """Pays the open sale in cash; returns the answer."""
        sale = self.sale()
        paid = self.write("sale.pay", sale=sale["id"], tender="cash", given=sale["due"])
        expect(paid.get("receipt"), f"the sale is paid: {paid}")
        return paid

    def sell(self):
        """A sale typed in by hand; returns the answer of its payment."""
        self.write("sale.scan", code=CODE)
        return self.pay()

    def job(self, name):
        """What `print.list` says of a job, whatever its state."""
        states = ("queued", "started", "printed", "failed", "unknown", "discarded")
        for state in states:
            for job in self.call("print.list", state=state)["jobs"]:
                if job["job"] == name:
                    return job
        return None

    def ended(self, name, *states):
        """Waits until a job is in one of the states; returns it."""
        def look():
            job = self.job(name)
            return job if job and job["state"] in states else None
        return wait(look, lambda: f"{name} is {' or '.join(states)}: {self.job(name)}")
