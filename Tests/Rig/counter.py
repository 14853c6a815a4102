"""A till at its counter: a daemon that sees the simulated hardware, a shop, and its questions."""

import subprocess
import time
from pathlib import Path

from hardware import environment_with
from daemon import Daemon, _running
from tillclient import Violation, eur, expect

#: All states that a print job can be in, those that are an end last.
STATES = ("queued", "started", "printed", "sent", "failed", "unknown", "discarded")
ENDS = ("printed", "sent", "failed", "unknown", "discarded")

CODE = "4006381333931"


class Till(Daemon):
    """A `tilld` with real devices; `virtual` adds those in its folder."""

    def __init__(self, program, folder, environment=None, virtual=False):
        super().__init__(program, folder, environment=environment)
        self.virtual = virtual
        self.arguments = ()

    def spawn(self, *arguments):
        if self.virtual:
            return super().spawn(*arguments)
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as log:
            self._log_start = log.tell()
            self._began = time.monotonic()
            self.process = subprocess.Popen(
                [self.program, "--state", str(self.state), "--socket", str(self.socket),
                 *arguments],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                env=environment_with(self.environment))
        _running.add(self)
        return self


def soon(question, what, timeout=30, every=0.05):
    """Asks until the answer is true; returns it."""
    end = time.monotonic() + timeout
    while not (answer := question()):
        if time.monotonic() > end:
            raise Violation(what, f"not within {timeout} s")
        time.sleep(every)
    return answer


class Counter:
    """One connection to a till, and what a cashier does over it."""

    def __init__(self, till):
        self.till = till
        self.client = till.client()
        self.client.call("events.subscribe", {"topics": ["device", "scan", "print", "drawer"]})

    def close(self):
        self.client.close()

    def open_shop(self):
        """Two products and a shift."""
        self.client.write("product.put", {
            "sku": "tea", "name": "Green tea 250 g", "barcodes": [CODE], "price": eur(499)})
        self.client.write("product.put", {
            "sku": "cup", "name": "Cup with handle", "price": eur(1250)})
        self.client.write("shift.open", {"float": eur(10_000)})

    # --- Devices

    def devices(self):
        return {view["id"]: view for view in self.client.call("device.list")["devices"]}

    def found(self, address_part, timeout=20):
        """The id of a device that is plugged in and not in use."""
        def look():
            return next((view for view in self.devices().values()
                         if address_part in (view.get("address") or view["id"])), None)
        return soon(look, f"{address_part} is found", timeout)["id"]

    def pair(self, address_part, state="ready", **more):
        """Takes a found device into use and waits until it is as it should be."""
        device = self.client.write("device.pair", {"device": self.found(address_part), **more})
        name = device["device"]["id"]
        if state:
            self.await_state(name, state)
        return name

    def state(self, name):
        view = self.devices().get(name, {})
        return view.get("state"), view.get("why") or ""

    def await_state(self, name, state, why="", timeout=30):
        """Waits until a device is in a state, with such a reason; returns the reason."""
        seen = []

        def look():
            seen[:] = self.state(name)
            return seen[0] == state and why in seen[1]
        try:
            soon(look, name, timeout)
        except Violation:
            raise Violation(f"{name} is {state} ({why})", f"it is {seen}") from None
        return seen[1]

    # --- Sales

    def sale(self, sku="tea"):
        """Sells one thing for cash; returns the receipt's number and its print job."""
        sale = self.client.write("sale.add", {"sku": sku})["sale"]
        paid = self.client.write("sale.pay", {
            "sale": sale["id"], "tender": "cash", "given": sale["due"]})
        return paid["receipt"], paid["print"]["job"]

    def job(self, name):
        """A print job as `print.list` shows it."""
        for state in STATES:
            try:
                jobs = self.client.call("print.list", {"state": state, "limit": 500})["jobs"]
            except Exception as error:  # a state that this daemon does not know
                if "state" not in str(error):
                    raise
                continue
            for job in jobs:
                if job["job"] == name:
                    return job
        return None

    def await_end(self, name, timeout=60):
        """Waits until a job is over; one that waits for its printer is not."""
        def look():
            job = self.job(name)
            return job if job and job["state"] in ENDS else None
        return soon(look, f"job {name} ends", timeout)

    def await_job(self, name, *states, timeout=60):
        """Waits until a job is in one of the states."""
        seen = [None]

        def look():
            seen[0] = self.job(name)
            return seen[0] if seen[0] and seen[0]["state"] in states else None
        try:
            return soon(look, name, timeout)
        except Violation:
            raise Violation(f"job {name} is {states}", f"it is {seen[0]}") from None

    # --- Events

    def events(self, kind, count, timeout=20):
        """The next events of a type, so many."""
        found, end = [], time.monotonic() + timeout
        while len(found) < count:
            left = end - time.monotonic()
            if left <= 0:
                raise Violation(f"{count} events {kind}", f"only {len(found)} came")
            try:
                event = self.client.next_event(left)
            except TimeoutError:
                continue
            if event["type"] == kind:
                found.append(event)
        return found

    def quiet_events(self, kind, seconds=0.5):
        """Events of a type that come within a time in which none should."""
        found, end = [], time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                event = self.client.next_event(left)
            except TimeoutError:
                break
            if event["type"] == kind:
                found.append(event)
        return found


def check_alive(till, descriptors=None, slack=4):
    """The daemon runs, answers, and holds about as many descriptors as before."""
    expect(till.process and till.process.poll() is None, "tilld is alive", till.said()[-2000:])
    with till.client() as client:
        client.call("till.status")
    if descriptors is not None:
        soon(lambda: till.descriptors <= descriptors + slack, "no descriptor is left open", 10)


def printed_text(data):
    """The printable part of paper or of a job."""
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else "\n" if byte == 10 else ""
                   for byte in data)
