#!/usr/bin/env python3
"""The same work done by well-known Python libraries, measured in the same run as ours.

    peers.py make FOLDER      writes what both sides get: lines.txt, picture.png, scans.txt
    peers.py escpos FOLDER    python-escpos: text lines with automatic code page, a picture
    peers.py scans FOLDER     biip: element strings

Each figure is one line of JSON like those of tillbench: nanoseconds a turn.
"""

import contextlib
import io
import json
import pathlib
import random
import sys
import time

TURNS = 15


def figure(name, work, turns=TURNS):
    """The median and the 99th percentile of some turns of the same work."""
    samples = []
    for _ in range(turns):
        # python-escpos tells its user about missing profiles on standard output.
        with contextlib.redirect_stdout(io.StringIO()):
            start = time.perf_counter_ns()
            work()
            samples.append(time.perf_counter_ns() - start)
    samples.sort()
    print(json.dumps({
        "name": name, "count": turns, "p50": samples[turns // 2],
        "p99": samples[min(turns - 1, turns * 99 // 100)], "max": samples[-1]}))


def make(folder):
    from PIL import Image

    pick = random.Random(576)
    words = ("Brötchen Käse Crème Jalapeño Smørrebrød Milk Bread 2,49 € Äpfel Żurek Tee Garçon "
             "Queso Pão Läkerol Cidre Ananas").split()
    lines = [" ".join(pick.choices(words, k=7))[:48] for _ in range(1000)]
    (folder / "lines.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    # A logo's slope of gray, and the worst there is: a photograph that is mostly noise.
    slope = Image.linear_gradient("L").rotate(90).resize((576, 2000))
    slope.save(folder / "picture.png")
    Image.effect_noise((576, 2000), 60).save(folder / "photograph.png")
    scans = []
    for _ in range(5000):
        body = f"0{pick.randrange(10 ** 12):012d}"
        total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(body))
        gtin = body + str(-total % 10)
        expiry = f"{pick.randrange(24, 35):02d}{pick.randrange(1, 13):02d}{pick.randrange(1, 29):02d}"
        scans.append(f"01{gtin}17{expiry}3103{pick.randrange(10 ** 6):06d}10LOT{pick.randrange(10 ** 5)}"
                     f"\x1d21{pick.randrange(10 ** 9)}")
    (folder / "scans.txt").write_text("\n".join(scans) + "\n", encoding="utf-8")


def escpos(folder):
    import logging

    from escpos.printer import Dummy

    logging.disable(logging.WARNING)

    lines = (folder / "lines.txt").read_text(encoding="utf-8").splitlines()

    def text():
        printer = Dummy()
        for line in lines:
            printer.textln(line)

    def picture(name):
        return lambda: Dummy().image(str(folder / name), impl="bitImageRaster")

    figure("peer.lines", text)
    figure("peer.picture", picture("picture.png"))
    figure("peer.photograph", picture("photograph.png"))


def scans(folder):
    from biip.gs1_messages import GS1Message

    lines = (folder / "scans.txt").read_text(encoding="utf-8").splitlines()

    def parse():
        for line in lines:
            GS1Message.parse(line)

    figure("peer.scans", parse, 5)


def main():
    what, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    {"make": make, "escpos": escpos, "scans": scans}[what](folder)


if __name__ == "__main__":
    main()
