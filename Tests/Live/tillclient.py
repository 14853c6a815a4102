"""A client that speaks JSON-RPC lines to the daemon, and goes on calling after it died.

Also the values of the protocol and the few steps of a sale that every live test needs.
"""

import json
import secrets
import socket
import threading
import time
from collections import deque

LINE_LIMIT = 1 << 20


# --- Values ---------------------------------------------------------------------------------


def uuid7():
    """A UUIDv7 (RFC 9562 section 5.7) as text."""
    value = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80
    value |= 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def eur(minor):
    """An amount on the wire."""
    return {"minor": minor, "cur": "EUR"}


def line_total(milli, price):
    """Quantity in thousandths times unit price in cents, rounded half away from zero."""
    whole, rest = divmod(abs(milli * price), 1000)
    total = whole + (1 if rest * 2 >= 1000 else 0)
    return total if milli * price >= 0 else -total


def percentile(values, share):
    """The value below which this share of the values lies; 0 of none."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else 0.0


def gtin13(stem):
    """Twelve digits and their check digit."""
    odd, even = (sum(int(digit) for digit in stem[start::2]) for start in (0, 1))
    return stem + str(-(odd + 3 * even) % 10)


# --- Faults ---------------------------------------------------------------------------------


class Violation(Exception):
    """A promise of the till that was seen broken: which check, and what it saw."""

    def __init__(self, check, detail=""):
        super().__init__(f"{check}: {detail}" if detail else check)
        self.check = check


class Fault(Exception):
    """An error that the daemon answered."""

    def __init__(self, error):
        super().__init__(f"{error['code']} {error['data']['kind']}: {error['message']}")
        self.code = error["code"]
        self.message = error["message"]
        self.kind = error["data"]["kind"]
        self.retry = error["data"].get("retry")
        self.field = error["data"].get("field")


class Gone(Exception):
    """The daemon closed the connection, or is not there."""


class Over(Exception):
    """The test ended: nobody is to be called any more."""


def expect(condition, check, detail=""):
    """Raises a violation unless the condition holds."""
    if not condition:
        raise Violation(check, detail)


# --- One connection -------------------------------------------------------------------------


class Client:
    """One connection: calls one after the other; events that arrive meanwhile are kept."""

    def __init__(self, path, timeout=20.0):
        self.timeout = timeout
        self.events = deque()
        self._buffer = bytearray()
        self._next_id = 0
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(timeout)
        try:
            self.socket.connect(str(path))
        except OSError as error:
            self.socket.close()
            raise Gone(str(error)) from error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send_bytes(self, data):
        """Sends bytes as they are."""
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise Gone(str(error)) from error

    def send(self, method, params=None):
        """Sends a request without waiting for its answer; returns its id."""
        self._next_id += 1
        request = {"jsonrpc": "2.0", "id": self._next_id, "method": method, "params": params or {}}
        self.send_bytes(json.dumps(request).encode() + b"\n")
        return self._next_id

    def read(self, timeout=None):
        """The next line as an object."""
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        while (end := self._buffer.find(b"\n")) < 0:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("no line from the daemon")
            self.socket.settimeout(left)
            try:
                data = self.socket.recv(1 << 18)
            except TimeoutError:
                raise TimeoutError("no line from the daemon") from None
            except OSError as error:
                raise Gone(str(error)) from error
            if not data:
                raise Gone("the daemon closed the connection")
            self._buffer += data
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return json.loads(line)

    def answer(self, request, timeout=None):
        """The result of a request that was sent; other answers on the way are a violation."""
        while True:
            message = self.read(timeout)
            if message.get("method") == "event":
                self.events.append(message["params"])
                continue
            if message.get("id") != request:
                raise Violation("answers in order", f"{message} instead of {request}")
            if "error" in message:
                raise Fault(message["error"])
            return message["result"]

    def call(self, method, params=None, timeout=None):
        """Sends a request and waits for its result."""
        return self.answer(self.send(method, params), timeout)

    def write(self, method, params=None, timeout=None):
        """Calls a writing method with a fresh command id."""
        return self.call(method, {"cmd": uuid7(), **(params or {})}, timeout)

    def next_event(self, timeout=None):
        """The next event, kept or read."""
        while not self.events:
            message = self.read(timeout)
            if message.get("method") == "event":
                self.events.append(message["params"])
        return self.events.popleft()

    def journal(self, first=1):
        """Every event of the journal from a position on."""
        events = []
        while True:
            page = self.call("journal.read", {"from": first, "limit": 1000})["events"]
            events += page
            if len(page) < 1000:
                return events
            first = page[-1]["seq"] + 1


# --- Calls that outlive the daemon ----------------------------------------------------------


class Door:
    """Where the daemon is, and whether it may be called: closed while it is dead."""

    def __init__(self, path):
        self.path = path
        self.finishing = threading.Event()
        self._condition = threading.Condition()
        self._life = 0
        self._abandoned = False

    def open(self):
        """A new life of the daemon began."""
        with self._condition:
            self._life += 1
            self._condition.notify_all()

    def abandon(self):
        """There will be no further life: whoever waits gives up."""
        with self._condition:
            self._abandoned = True
            self.finishing.set()
            self._condition.notify_all()

    def wait(self, after):
        """Waits for a later life than this; returns its number."""
        with self._condition:
            self._condition.wait_for(lambda: self._abandoned or self._life > after)
            if self._abandoned:
                raise Over
            return self._life


class SteadyClient:
    """Calls until they are answered, over reconnects, always with the same parameters."""

    def __init__(self, door, name, notice=lambda: None):
        self.door = door
        self.name = name
        self.notice = notice
        self.client = None
        self.head = 0
        self._life = 0

    def call(self, method, params):
        """Returns the result, and how often the request was sent.

        `notice` is called after each request is sent and after each answer. A refusal that says
        when to try again is tried again; any other is raised.
        """
        attempts = 0
        while True:
            attempts += 1
            try:
                client = self.connected()
                request = client.send(method, params)
                self.notice()
                result = client.answer(request)
                self.notice()
                return result, attempts
            except (Gone, TimeoutError):
                self.drop()
            except Fault as fault:
                if not isinstance(fault.retry, int):
                    raise
                self.door.finishing.wait(fault.retry / 1000)

    def connected(self):
        """The connection; a new one says hello and remembers where the journal stands."""
        while self.client is None:
            self._life = self.door.wait(after=self._life)
            try:
                self.client = Client(self.door.path)
                hello = self.client.call("session.hello", {"client": self.name, "proto": [1]})
                self.head = hello["head"]
            except (Gone, TimeoutError):
                self.drop()
        return self.client

    def drop(self):
        if self.client:
            self.client.close()
            self.client = None


# --- Selling --------------------------------------------------------------------------------


def stock(client, count=10):
    """Puts products on the shelf and opens a shift; returns (sku, code, price) of each."""
    shelf = []
    for number in range(1, count + 1):
        item = (f"S{number}", gtin13(f"95200000{number:04d}"), 50 + 37 * number)
        client.write("product.put", {
            "sku": item[0], "name": f"Article {number}", "barcodes": [item[1]],
            "price": eur(item[2])})
        shelf.append(item)
    client.write("shift.open", {"float": eur(10_000)})
    return shelf


def sell(client, items, tender="cash"):
    """Scans items and pays exactly; returns the answer of the payment, checked."""
    total = 0
    for _, code, price in items:
        total += price
        sale = client.write("sale.scan", {"code": code})["sale"]
        expect(sale["total"] == eur(total), "the sale adds up", f"{sale['total']} for {total}")
    paid = client.write("sale.pay", {"tender": tender, "given": eur(total)})
    expect(paid.get("receipt") and paid["due"] == eur(0), "the payment settles", str(paid))
    expect(len(paid["sale"]["lines"]) == len(items), "every line is there", str(paid["sale"]))
    return paid
