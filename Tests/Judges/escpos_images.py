#!/usr/bin/env python3
"""Holds the commands for pictures to those of python-escpos, byte for byte.

    python3 escpos_images.py --till PATH [--seed N] [--pictures N]

Needs `pip install python-escpos==3.1` (and with it Pillow). The command is run as `till escpos image`
with a threshold: black where a picture is below half bright.

Bytes are the same but for what is listed in `DIFFERENCES`, each of which is looked for by name:
whatever else differs ends the run with exit code 1.
"""

import argparse
import io
import random
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path

from escpos.printer import Dummy
from PIL import Image, ImageChops

#: What till calls each way.
NAMES = {"rasterBitImage": "GS v 0", "graphics": "GS ( L", "columns": "ESC *",
         "shortColumns": "ESC * 1"}

DIFFERENCES = {
    "nudged": "python-escpos sends live real-time commands; here one dot each is changed",
    "spacing": "the lines of ESC * are set 24 units apart and not 16, which leaves no gap either "
    "where a unit is a dot",
}

RASTERS = {
    "rasterBitImage": {"impl": "bitImageRaster"},
    "graphics": {"impl": "graphics"},
    "columns": {"impl": "bitImageColumn"},
    "shortColumns": {"impl": "bitImageColumn", "high_density_vertical": False},
}

LIVE = {0x04: {1, 2, 3, 4, 5, 6, 7, 8, 18}, 0x05: {0, 1, 2}, 0x14: {1, 2, 3, 7, 8}}


def live(data):
    """Where real-time commands begin."""
    return [
        at
        for at in range(len(data) - 2)
        if data[at] == 0x10 and data[at + 2] in LIVE.get(data[at + 1], ())
    ]


def pictures(chance, count):
    """Pictures of one bit a dot: noise, sparse noise, slopes, and plain ones."""
    for number in range(count):
        width = chance.choice([1, 7, 8, 9, 24, 100, 384, 512, 576, chance.randint(1, 640)])
        height = chance.choice([1, 8, 23, 24, 25, chance.randint(1, 300)])
        kind = number % 4
        if kind == 0:
            data = chance.randbytes((width + 7) // 8 * height)
            yield Image.frombytes("1", (width, height), data)
        elif kind == 1:
            some = [0x10, 0x04, 0x05, 0x14, 1, 2, 0, 7, 0xFF]
            data = bytes(chance.choice(some) for _ in range((width + 7) // 8 * height))
            # Black dots are 0 in Pillow.
            yield ImageChops.invert(Image.frombytes("1", (width, height), data))
        elif kind == 2:
            slope = Image.linear_gradient("L").rotate(chance.choice([0, 90, 180]))
            yield slope.resize((width, height)).convert("1")
        else:
            yield Image.new("1", (width, height), chance.randint(0, 1))


def theirs(picture, raster, band_rows):
    printer = Dummy()
    # It tells its user about a missing profile on standard output.
    with redirect_stdout(io.StringIO()):
        printer.image(picture, fragment_height=band_rows, **RASTERS[raster])
    return printer.output


def ours(till, path, raster, band_rows):
    done = subprocess.run(
        [till, "escpos", "image", path, "--dither", "threshold", "--raster", NAMES[raster],
         "--bands", str(band_rows)], capture_output=True, timeout=60, check=True)
    return done.stdout


def compare(mine, other, raster):
    """The names of the differences, or None if there is one that is not known."""
    found = set()
    if raster == "columns" and other.startswith(b"\x1b3\x10") and mine.startswith(b"\x1b3\x18"):
        other = b"\x1b3\x18" + other[3:]
        found.add("spacing")
    if live(mine) or len(mine) != len(other):
        return None
    expected = live(other)
    changed = [at for at in range(len(mine)) if mine[at] != other[at]]
    # Each changed byte breaks a command of its own by a single bit.
    for at in changed:
        if (mine[at] ^ other[at]).bit_count() != 1:
            return None
        start = next((start for start in expected if start <= at <= start + 2), None)
        if start is None:
            return None
        expected.remove(start)
    if expected:
        return None
    if changed:
        found.add("nudged")
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--till", required=True)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--pictures", type=int, default=120)
    options = arguments.parse_args()
    chance = random.Random(options.seed)
    counts, wrong, compared, commands = Counter(), 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        for number, picture in enumerate(pictures(chance, options.pictures)):
            picture.save(path)
            for raster in RASTERS:
                # python-escpos cuts lines of ESC * into bands too; ours are never cut.
                band_rows = 960 if "olumns" in raster else chance.choice([8, 100, 255, 256])
                mine = ours(options.till, path, raster, band_rows)
                other = theirs(picture, raster, band_rows)
                found = compare(mine, other, raster)
                compared += 1
                commands += len(live(other))
                if found is None:
                    wrong += 1
                    print(f"different: picture {number} {picture.size} by {raster}", file=sys.stderr)
                else:
                    counts.update(found or {"same"})
    for name, text in DIFFERENCES.items():
        print(f"{counts[name]:5} {name}: {text}")
    print(
        f"{compared} compared, {counts['same']} the same to the byte, {wrong} wrong; "
        f"{commands} live commands in theirs, 0 in ours"
    )
    sys.exit(1 if wrong or not counts["same"] or not counts["nudged"] else 0)


if __name__ == "__main__":
    main()
