"""A wall clock that a test may set, and who lives by it: a subscriber and a cashier."""

import mmap
import struct
import threading
import time
from pathlib import Path

from beside import HERE
from injector import compile_library
from tillclient import sell

SECOND = 10**9


class Wall:
    """The wall clock of a daemon, which the test may set: see clocks.c."""

    def __init__(self, folder):
        self.path = Path(folder) / "clock"
        self.path.write_bytes(bytes(16))
        self._file = open(self.path, "r+b")
        self._page = mmap.mmap(self._file.fileno(), 16)
        library = compile_library(folder, HERE / "clocks.c")
        self.environment = {"LD_PRELOAD": str(library), "CLOCKS_PAGE": str(self.path)}

    def shift(self, nanoseconds):
        """The clock is wrong by this much from now on, and runs."""
        self._page[:] = struct.pack("=qq", nanoseconds, 0)

    def stop(self):
        """The clock stands still at what it reads now."""
        offset, = struct.unpack_from("=q", self._page)
        self._page[8:] = struct.pack("=q", max(1, time.time_ns() + offset))

    def move_to(self, moment):
        """The clock reads this many seconds since 1970 now, and runs."""
        self.shift(int(moment * SECOND) - time.time_ns())


class Listener(threading.Thread):
    """A subscriber that notes when it was told what of the clock."""

    def __init__(self, daemon):
        super().__init__(daemon=True)
        self.client = daemon.client(timeout=60)
        self.client.call("events.subscribe", {"topics": ["print"]})
        self.told = []
        self.ended = False
        self._changed = threading.Condition()
        self.start()

    def run(self):
        try:
            while not self.ended:
                event = self.client.next_event()
                if event["type"] == "tick":
                    with self._changed:
                        self.told.append((time.monotonic(), event["data"].get("clock")))
                        self._changed.notify_all()
        except Exception:  # noqa: BLE001 - the daemon ended, and with it this connection
            pass

    def wait(self, word, since, patience):
        """When it was told this word first after a moment; None if not in time."""
        def found():
            return next((at for at, said in self.told if at >= since and said == word), None)
        with self._changed:
            self._changed.wait_for(found, patience)
            return found()


class Seller(threading.Thread):
    """Sells basket after basket, or rests."""

    def __init__(self, daemon, shelf):
        super().__init__(daemon=True)
        self.client = daemon.client()
        self.shelf = shelf
        self.works = threading.Event()
        self.ended = False
        self.sold = 0
        self.failure = None
        self.start()

    def run(self):
        try:
            while not self.ended:
                if not self.works.wait(0.1):
                    continue
                sell(self.client, self.shelf[:3], tender="card")
                self.sold += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, the sale was not sold
            self.failure = error
