"""A recording: a till's disk before it sold, and everything that was done to it since."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from disklog import Cut, Disk
from marks import BLOCK_BYTES, DISK_BYTES, FILE_SYSTEM_BYTES

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]


class Recording:
    """A till's disk before it sold, the log of what was done to it, and what its clients were told.

    `sabotage` is a promise that the daemon, of a debug build then, breaks on purpose.
    """

    def __init__(self, folder, tilld, sales, sabotage=None):
        self.name = folder.name
        self.tilld = tilld
        self.sales = sales
        self.sabotage = sabotage
        self.folder = folder
        self.disk = folder / self.name
        self.base = folder / "base"
        self.log = folder / f"{self.name}.log"
        self.writes = folder / "writes"

    def format(self):
        """Makes an empty file system, and room for the marks behind it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for path in (self.disk, self.log):
            path.touch()
        os.truncate(self.disk, DISK_BYTES)
        # A small journal comes round often, and nothing is left to be initialised while selling.
        subprocess.run(
            ["mkfs.ext4", "-q", "-F", "-b", str(BLOCK_BYTES), "-J", "size=4",
             "-E", "lazy_itable_init=0,nodiscard", self.disk, f"{FILE_SYSTEM_BYTES >> 10}k"],
            check=True)
        subprocess.run(["cp", "--sparse=always", self.disk, self.base], check=True)

    def order(self, seed):
        """The command that sells on this disk, inside the machine."""
        words = ["python3", HERE / "seller.py", self.name, "--sales", self.sales, "--seed", seed]
        if self.sabotage:
            # A till that rests empties its journal and so syncs it: this one is kept busy.
            words += ["--lives", 1, "--keepers", 4]
            words += ["--tilld", self.tilld.resolve(), "--sabotage", self.sabotage]
        return shlex.join(map(str, words))


def record(recordings, programs, seed):
    """Sells on all the disks in one machine; ends the test if that does not succeed."""
    disks = []
    for recording in recordings:
        recording.format()
        disks += ["--recorded-disk", recording.disk]
    ended = subprocess.run(
        [PROJECT / "Tests/Rig/qemu/run", "--name", "powercut", "--timeout", "1800", "--bin",
         programs, *disks, "--", " && ".join(one.order(seed) for one in recordings)], check=False)
    results = PROJECT / ".build/rig/powercut"
    if ended.returncode != 0:
        sys.exit(f"powercut: the machine did not sell (exit code {ended.returncode}); see "
                 f"{results}/console and {results}/journal")
    for recording in recordings:
        shutil.copy(results / f"writes-{recording.name}", recording.writes)
        recording.disk.unlink()


def room():
    """Where images are made: in memory if there is room, or where temporary files are."""
    memory = "/dev/shm"
    is_there = os.path.isdir(memory) and shutil.disk_usage(memory).free > 4 * DISK_BYTES
    return memory if is_there else None


def checkpoints(recording, log):
    """Where the log has writes to the store's database: only checkpoints make those."""
    with tempfile.TemporaryDirectory(prefix="powercut-", dir=room()) as place:
        image = Path(place, "image")
        Disk(recording.base, log).cut(Cut(0, log.selling[1], "all", ""), image)
        # Only with its own journal replayed does the file system say where its files are.
        subprocess.run(["e2fsck", "-p", image], check=False, stdout=subprocess.DEVNULL)
        said = subprocess.run(["debugfs", "-R", "blocks /till.db", image], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    blocks = {int(word) for word in said.split()}
    first, last = log.selling
    found = [index for index, entry in enumerate(log.entries[:last])
             if index >= first and entry.length and entry.offset // BLOCK_BYTES in blocks]
    if not found and not recording.sabotage:
        sys.exit(f"powercut: {recording.name} has no checkpoint: record more sales")
    return found
