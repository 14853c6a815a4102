"""What was acknowledged, marked on the recorded disk itself.

A mark is one block that the client writes behind the file system as soon as it has an answer. It
stands in the disk's log among the writes of the store, so the log alone says which answers were
given before a cut. A mark is neither flushed nor needed by anything: it only has its place.
"""

import json
import mmap
import os
import struct
import threading

#: Where the file system ends and the marks are written; more than a till wants for its reserve.
FILE_SYSTEM_BYTES = 384 << 20
DISK_BYTES = FILE_SYSTEM_BYTES + (1 << 20)
BLOCK_BYTES = 4096

_MAGIC = b"TILLMARK"
_HEAD = struct.Struct("<8sI")


def packed(record):
    """A record as a block."""
    text = json.dumps(record).encode()
    if _HEAD.size + len(text) > BLOCK_BYTES:
        raise ValueError(f"a mark of {len(text)} bytes does not fit a block")
    return (_HEAD.pack(_MAGIC, len(text)) + text).ljust(BLOCK_BYTES, b"\0")


def unpacked(block):
    """The record in a block that was written there."""
    magic, length = _HEAD.unpack_from(block)
    if magic != _MAGIC:
        raise ValueError("something other than a mark was written behind the file system")
    return json.loads(block[_HEAD.size:_HEAD.size + length])


class Pen:
    """Writes marks to the device, numbered from 1, one after the other."""

    def __init__(self, device):
        # Straight to the device, so that a mark is never written later than it was made.
        self._device = os.open(device, os.O_WRONLY | os.O_DIRECT)
        self._block = mmap.mmap(-1, BLOCK_BYTES)  # O_DIRECT wants an aligned buffer.
        self._lock = threading.Lock()
        self.count = 0

    def mark(self, **record):
        """Writes a mark and waits until the disk has taken it; returns its number."""
        with self._lock:
            self.count += 1
            self._block[:] = packed({"n": self.count, **record})
            written = os.pwrite(self._device, self._block, FILE_SYSTEM_BYTES)
            if written != BLOCK_BYTES:
                raise OSError(f"a mark was written by {written} bytes only")
            return self.count
