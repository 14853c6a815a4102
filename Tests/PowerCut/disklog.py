"""The log of a recorded disk, and what may be on that disk when the power is cut.

QEMU's `blklogwrites` keeps the format of Linux's dm-log-writes: a superblock, then for each
request a header and its data, all in whole sectors, little endian.

What was written before the last flush that came to its end is on the disk. Of what was written
after it anything may be there, in any order, down to single sectors of 512 bytes.
"""

import mmap
import os
import random
import struct
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

from marks import DISK_BYTES, FILE_SYSTEM_BYTES, unpacked

SECTOR_BYTES = 512
MAGIC, VERSION = 0x6A736677736872, 1
FLUSH, FUA, DISCARD = 1, 2, 4
#: What becomes of the writes since the last flush, and of how many cuts in a hundred.
WAYS = {"torn": 45, "some": 35, "none": 10, "all": 10}

_SUPER = struct.Struct("<QQQI")
_ENTRY = struct.Struct("<QQQQ")
_CHUNK_BYTES = 1 << 16


@dataclass(frozen=True)
class Entry:
    """One request: where on the disk, and where in the log its data are."""

    offset: int
    length: int
    flags: int
    position: int


class DiskLog:
    """Every request of a recording, and the marks among them."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, count, sector = _SUPER.unpack_from(self._bytes)
        if (magic, version) != (MAGIC, VERSION):
            raise ValueError(f"{path} is no log of a disk")
        self.entries = []
        position = sector
        for _ in range(count):
            first, sectors, flags, _ = _ENTRY.unpack_from(self._bytes, position)
            position += sector
            length = 0 if flags & DISCARD else sectors * sector
            self.entries.append(Entry(first * sector, length, flags, position))
            position += length
        self.flushes = [index for index, entry in enumerate(self.entries) if entry.flags & FLUSH]
        #: Index in the log and record of each mark.
        self.marks = [(index, unpacked(self.data(entry)))
                      for index, entry in enumerate(self.entries)
                      if entry.length and entry.offset >= FILE_SYSTEM_BYTES]

    def data(self, entry):
        return self._bytes[entry.position:entry.position + entry.length]

    @property
    def selling(self):
        """The first and the last place for a cut."""
        return self.marks[0][0] + 1, self.marks[-1][0]

    @property
    def paid(self):
        """Where the sales were acknowledged."""
        return [index for index, record in self.marks if "receipt" in record]

    def last_flush(self, cut, lies=0):
        """The index of the last flush before a cut; everything before it is on the disk.

        A disk that lies has forgotten as many flushes before the cut.
        """
        found = bisect_left(self.flushes, cut) - lies
        return self.flushes[found - 1] if found > 0 else 0

    def marked(self, cut):
        """The marks that were made before a cut."""
        return [record for index, record in self.marks if index < cut]


@dataclass(frozen=True)
class Cut:
    """One power cut: before which request, what is lost, and the seed of it."""

    number: int
    at: int
    way: str
    seed: str
    lies: int = 0

    @staticmethod
    def plan(log, aims, count, seed, lies=0):
        """Random cuts, in the order of the log; number n is always the same for a seed.

        The aims take turns: each is a list of places, and the cut falls just behind one of them.
        """
        cuts = []
        for number in range(1, count + 1):
            name = f"{seed}-{number}"
            chance = random.Random(name)
            way = chance.choices(list(WAYS), list(WAYS.values()))[0]
            at = chance.choice(aims[number % len(aims)]) + chance.randint(1, 3)
            cuts.append(Cut(number, min(at, log.selling[1]), way, name, lies))
        return sorted(cuts, key=lambda cut: cut.at)

    def pending(self, log):
        """The writes since the last flush: those that may be lost."""
        return [entry for entry in log.entries[log.last_flush(self.at, self.lies):self.at]
                if 0 < entry.length and entry.offset < FILE_SYSTEM_BYTES]

    def survivors(self, log):
        """What reached the disk since the last flush, as (offset, bytes), in the order it did."""
        pending = self.pending(log)
        chance = random.Random(self.seed + self.way)
        if self.way == "none":
            pending = [entry for entry in pending if entry.flags & FUA]
        if self.way in ("torn", "some"):
            chance.shuffle(pending)
        share = chance.random()
        for entry in pending:
            data = log.data(entry)
            if self.way in ("none", "all") or entry.flags & FUA:
                yield entry.offset, data
            elif self.way == "some":
                if chance.random() < share:
                    yield entry.offset, data
            else:
                for start in range(0, len(data), SECTOR_BYTES):
                    if chance.random() < share:
                        yield entry.offset + start, data[start:start + SECTOR_BYTES]


class Disk:
    """The disk as it surely is at a place in the log; it only moves forward."""

    def __init__(self, base, log):
        self._log = log
        self._at = 0
        self._bytes = mmap.mmap(-1, DISK_BYTES)
        self._touched = set()
        with open(base, "rb") as file:
            end = 0
            while True:
                try:
                    start = os.lseek(file.fileno(), end, os.SEEK_DATA)
                except OSError:  # Only a hole is left.
                    break
                end = os.lseek(file.fileno(), start, os.SEEK_HOLE)
                file.seek(start)
                self._put(start, file.read(end - start))

    def _put(self, offset, data):
        self._bytes[offset:offset + len(data)] = data
        self._touched.update(
            range(offset // _CHUNK_BYTES, (offset + len(data) - 1) // _CHUNK_BYTES + 1))

    def advance(self, to):
        """Brings everything before a place in the log to the disk."""
        for entry in self._log.entries[self._at:to]:
            if entry.length:
                self._put(entry.offset, self._log.data(entry))
        self._at = max(self._at, to)

    def cut(self, cut, path):
        """Writes the image that a power cut leaves behind."""
        self.advance(self._log.last_flush(cut.at, cut.lies))
        Path(path).unlink(missing_ok=True)
        with open(path, "wb", buffering=0) as image:
            image.truncate(DISK_BYTES)
            view = memoryview(self._bytes)
            for first, last in _runs(self._touched):
                os.pwrite(image.fileno(), view[first * _CHUNK_BYTES:last * _CHUNK_BYTES],
                          first * _CHUNK_BYTES)
            for offset, data in cut.survivors(self._log):
                os.pwrite(image.fileno(), data, offset)


def _runs(numbers):
    """Numbers that follow each other as (first, behind the last)."""
    runs = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number:
            runs[-1][1] = number + 1
        else:
            runs.append([number, number + 1])
    return runs
