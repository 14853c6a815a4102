"""A small real disk: an ext4 file system in a file, mounted while a test needs it."""

import os
import subprocess

MEBI = 1 << 20


class Mounted:
    """An ext4 file system in a file, mounted while the block lasts."""

    def __init__(self, folder, mebibytes):
        self.image = folder / f"{mebibytes}.img"
        self.path = folder / f"{mebibytes}"
        self.mebibytes = mebibytes

    def __enter__(self):
        with open(self.image, "wb") as image:
            image.truncate(self.mebibytes * MEBI)
        self.path.mkdir()
        # No blocks kept for root: the daemon under test is root, and would have them.
        subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", self.image], check=True)
        subprocess.run(["mount", "-o", "loop", self.image, self.path], check=True)
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.path], check=False)
        self.image.unlink()
        self.path.rmdir()

    @property
    def free(self):
        info = os.statvfs(self.path)
        return info.f_bavail * info.f_frsize

    @property
    def filler(self):
        return self.path / "filler"

    def fill(self, leaving):
        """Takes room until only so many bytes are left."""
        with open(self.filler, "ab") as filler:
            size = filler.tell()
            # An estimate first, then block by block: the file system needs some for itself.
            while self.free - leaving > MEBI:
                size += self.free - leaving - MEBI // 2
                os.posix_fallocate(filler.fileno(), 0, size)
            block = b"x" * 4096
            while self.free > leaving:
                try:
                    filler.write(block)
                    filler.flush()
                except OSError:
                    return

    def empty(self):
        self.filler.unlink()
