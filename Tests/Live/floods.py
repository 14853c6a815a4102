"""Clients that misbehave, each in its own way, until they are told to stop.

Run as a process of its own: `floods.py SOCKET COUNT SEED`; it prints `ready`, floods until its
standard input ends, and prints what it did as JSON.
"""

import json
import random
import socket
import sys
import threading
from collections import Counter

from tillclient import LINE_LIMIT, Client, Fault, Gone, Violation

REQUEST = b'{"jsonrpc":"2.0","id":1,"method":"till.status"}\n'


class Flood:
    """One misbehaving client after the other, over one thread."""

    def __init__(self, path, kind, seed, stop, counts):
        self.path, self.kind, self.stop, self.counts = path, kind, stop, counts
        self.chance = random.Random(seed)
        self.wrong = None

    def run(self):
        while not self.stop.is_set():
            try:
                with Client(self.path, timeout=2.0) as client:
                    self.counts["connections"] += 1
                    KINDS[self.kind](self, client)
            except (Gone, TimeoutError):
                continue
            except Violation as violation:
                self.wrong = str(violation)
                return

    def send(self, client, data):
        """Sends what there is room for; false once the test stops."""
        view = memoryview(data)
        while view and not self.stop.is_set():
            try:
                view = view[client.socket.send(view):]
            except TimeoutError:
                continue
            except OSError as error:
                raise Gone(str(error)) from error
        self.counts[self.kind] += 1
        return not self.stop.is_set()

    def never_reads(self, client):
        """Good requests without end, whose answers nobody reads."""
        client.socket.settimeout(0.2)
        while self.send(client, REQUEST * 50):
            pass

    def garbage(self, client):
        """Bytes of all kinds, lines or not; what is answered is thrown away."""
        client.socket.settimeout(0.2)
        for _ in range(200):
            if not self.send(client, self.chance.randbytes(self.chance.randint(1, 2000))):
                return
            try:
                client.socket.recv(1 << 16, socket.MSG_DONTWAIT)
            except BlockingIOError:
                continue

    def half_line(self, client):
        """A line that never ends, then silence, then nobody."""
        self.send(client, REQUEST[:self.chance.randint(1, 40)])
        self.stop.wait(self.chance.uniform(0, 0.2))

    def giant_line(self, client):
        """One byte too many: told once, then closed."""
        client.socket.settimeout(0.2)
        if not self.send(client, b" " * (LINE_LIMIT + 1)):
            return
        try:
            answer = client.read(5)
            if answer["error"]["code"] != -32600:
                raise Violation("a line too long is refused", str(answer))
            client.read(5)
            raise Violation("a line too long closes the connection")
        except (Gone, TimeoutError):
            pass

    def unknown_method(self, client):
        """Methods that do not exist, one after the other."""
        while not self.stop.is_set():
            try:
                client.call(f"nothing.{self.chance.randrange(1000)}")
            except Fault as fault:
                self.counts[self.kind] += 1
                if fault.code != -32601:
                    raise Violation("an unknown method is refused", str(fault)) from None

    def search(self, client):
        """Searches as fast as they are answered."""
        while not self.stop.is_set():
            try:
                client.call("product.find", {"query": "art", "limit": 100})
            except Fault as fault:
                if fault.kind != "busy":
                    raise Violation("a search is answered", str(fault)) from None
            self.counts[self.kind] += 1


KINDS = {
    "never_reads": Flood.never_reads, "garbage": Flood.garbage, "half_line": Flood.half_line,
    "giant_line": Flood.giant_line, "unknown_method": Flood.unknown_method,
    "search": Flood.search,
}


def main():
    path, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    stop, counts, names = threading.Event(), Counter(), list(KINDS)
    floods = [Flood(path, names[number % len(names)], seed + number, stop, counts)
              for number in range(count)]
    threads = [threading.Thread(target=flood.run) for flood in floods]
    for thread in threads:
        thread.start()
    print("ready", flush=True)
    sys.stdin.read()
    stop.set()
    for thread in threads:
        thread.join()
    wrong = [flood.wrong for flood in floods if flood.wrong]
    print(json.dumps({"counts": counts, "wrong": wrong}), flush=True)


if __name__ == "__main__":
    main()
