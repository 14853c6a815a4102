"""Loses what a killed daemon had not synced, as a power cut would: see unsynced.c."""

import os
import struct
import subprocess
from pathlib import Path

NAMES = ("till.db", "till.db-wal")
HEAD = struct.Struct("=QQQ")


class Unsynced:
    """The preloaded library and the undo files it keeps for one state folder."""

    def __init__(self, folder, state):
        self.state = Path(state).resolve()
        self.undo = Path(folder).resolve() / "undo"
        self.undo.mkdir(parents=True)
        self.undone = 0
        library = self.undo / "unsynced.so"
        source = Path(__file__).with_name("unsynced.c")
        subprocess.run(
            ["cc", "-O2", "-Wall", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
        self.environment = {
            "LD_PRELOAD": str(library), "UNSYNCED_STATE": str(self.state),
            "UNSYNCED_UNDO": str(self.undo)}

    def lose(self, chance):
        """Undoes unsynced writes, newest first: all of them, or a part that chance decides.

        Each file loses a part of its own, for a disk keeps no order between two syncs.
        """
        for name in NAMES:
            path = self.undo / f"{name}.undo"
            if not path.exists():
                continue
            records = list(self._records(path.read_bytes()))
            count = len(records) if chance.random() < 0.5 else chance.randint(0, len(records))
            for offset, size, old in reversed(records[len(records) - count:]):
                self._restore(name, offset, size, old)
            self.undone += count
            path.unlink()
        (self.state / "till.db-shm").unlink(missing_ok=True)

    @staticmethod
    def _records(data):
        """Whole records: one that was being written when the daemon died undoes nothing."""
        position = 0
        while position + HEAD.size <= len(data):
            offset, length, size = HEAD.unpack_from(data, position)
            begin = position + HEAD.size
            if begin + length > len(data):
                return
            yield offset, size, data[begin:begin + length]
            position = begin + length

    def _restore(self, name, offset, size, old):
        path = self.state / name
        if not path.exists():
            if size == 0:
                return
            path.touch(0o600)
        descriptor = os.open(path, os.O_WRONLY)
        try:
            os.pwrite(descriptor, old, offset)
            os.ftruncate(descriptor, size)
        finally:
            os.close(descriptor)
