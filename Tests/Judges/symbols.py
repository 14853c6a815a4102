#!/usr/bin/env python3
"""Reads back every symbology from pictures that till draws of printer jobs.

Two questions are put to a reader that knows nothing of this code (zxing-cpp):
  1. The pages of `till escpos sample symbols`: does each hold what it says?
  2. Jobs whose bytes are made here, from the printer manuals alone: does the decoded page hold
     the content? Contents are random, the same for the same --seed.

Needs from PyPI: zxing-cpp, pillow. Run: Tests/Judges/symbols.py [--till PATH] [--each N] [--seed N]
Ends with 1 if anything was read wrong or not at all.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import zxingcpp
from PIL import Image

DIGITS = "0123456789"
CODE39 = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))


def pick(source, alphabet, least, most=None):
    return "".join(source.choice(alphabet) for _ in range(source.randint(least, most or least)))


def checked(digits):
    """The digits with the modulo 10 check digit of GS1 numbers."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def lengthened(six):
    """The eleven digits of the UPC-A that a UPC-E of number system 0 stands for."""
    last = six[5]
    if last in "012":
        return "0" + six[:2] + last + "0000" + six[2:5]
    if last == "3":
        return "0" + six[:3] + "00000" + six[3:5]
    if last == "4":
        return "0" + six[:4] + "00000" + six[4]
    return "0" + six[:5] + "0000" + last


# Each gives the payload of GS k and what a reader must report.


def upc_a(source):
    digits = pick(source, DIGITS, 11)
    return digits if source.random() < 0.5 else checked(digits), checked(digits)


def upc_e(source):
    six = pick(source, DIGITS, 6)
    full = checked(lengthened(six))
    return source.choice([six, "0" + six, "0" + six + full[-1]]), full


def ean_13(source):
    digits = pick(source, DIGITS, 12)
    return digits if source.random() < 0.5 else checked(digits), checked(digits)


def ean_8(source):
    digits = pick(source, DIGITS, 7)
    return digits if source.random() < 0.5 else checked(digits), checked(digits)


def code_39(source):
    text = pick(source, CODE39.replace(" ", ""), 1, 12)
    return text if source.random() < 0.5 else f"*{text}*", text


def itf(source):
    text = pick(source, DIGITS, 3, 8) * 2
    return text, text


def codabar(source):
    text = pick(source, "ABCD", 1) + pick(source, DIGITS + "-$:/.+", 3, 12) + pick(source, "ABCD", 1)
    return text if source.random() < 0.5 else text[0].lower() + text[1:-1] + text[-1].lower(), text


def code_93(source):
    text = pick(source, PRINTABLE, 1, 10)
    return text, text


def code_128(source):
    """Runs in code sets A, B and C with shifts and FNC1 to FNC4 by the manual's escapes."""
    payload, text, code_set = b"", b"", None
    for _ in range(source.randint(1, 3)):
        code_set = source.choice([s for s in "ABC" if s != code_set])
        payload += b"{" + code_set.encode()
        for _ in range(source.randint(1, 4)):
            if code_set == "C":
                pair = source.randint(0, 99)
                payload += bytes([pair])
                text += b"%02d" % pair
                continue
            low, high = (0x00, 0x5F) if code_set == "A" else (0x20, 0x7E)
            code = source.randint(low, high)
            how = source.random()
            if how < 0.1:
                code = source.randint(0x61, 0x7A) if code_set == "A" else source.randint(1, 0x1F)
                payload += b"{S"
            elif how < 0.2:
                payload += b"{4"
                text += bytes([code | 0x80])
                payload += b"{{" if code == 0x7B else bytes([code])
                continue
            payload += b"{{" if code == 0x7B else bytes([code])
            text += bytes([code])
    return payload, text


def gs1_128(source):
    serial, lot = pick(source, DIGITS + "ABC-/", 1, 8), pick(source, DIGITS + "xyz", 1, 6)
    gtin = checked(pick(source, DIGITS, 13))
    payload = f"(01){gtin}(21){serial}" + "{1" + f"(10){lot}"
    return payload, f"01{gtin}21{serial}\x1d10{lot}"


def data_bar(source):
    digits = pick(source, DIGITS, 13)
    return digits, "01" + checked(digits)


def data_bar_limited(source):
    digits = pick(source, "01", 1) + pick(source, DIGITS, 12)
    return digits, "01" + checked(digits)


def data_bar_expanded(source):
    gtin, weight = checked("9" + pick(source, DIGITS, 12)), pick(source, DIGITS, 6)
    # Longer ones are wider than the paper, and a printer prints none of them.
    lot = pick(source, DIGITS + "AB", 1, 4)
    return f"(01){gtin}(3103){weight}(10){lot}", f"01{gtin}3103{weight}10{lot}"


BARS = [
    ("UPC-A", 65, upc_a), ("UPC-E", 66, upc_e), ("EAN-13", 67, ean_13), ("EAN-8", 68, ean_8),
    ("Code 39", 69, code_39), ("ITF", 70, itf), ("Codabar", 71, codabar), ("Code 93", 72, code_93),
    ("Code 128", 73, code_128), ("GS1-128", 74, gs1_128), ("GS1 DataBar", 75, data_bar),
    ("GS1 DataBar Truncated", 76, data_bar), ("GS1 DataBar Limited", 77, data_bar_limited),
    ("GS1 DataBar Expanded", 78, data_bar_expanded), ("Code 128 automatic", 79, code_93),
]


def function(cn, fn, *parameters, data=b""):
    """GS ( k pL pH cn fn parameters data."""
    body = bytes([cn, fn, *parameters]) + data
    return b"\x1d(k" + len(body).to_bytes(2, "little") + body


def matrix_job(source, name):
    """The commands of one two-dimensional code and what it holds."""
    # Enough bytes that no reader takes them for another encoding than they are.
    data = pick(source, PRINTABLE, 5, 60).encode()
    if name == "QR Code":
        head = function(49, 65, 50, 0) + function(49, 67, 4)
        head += function(49, 69, source.randint(48, 51))
        return 49, head, data
    if name == "Micro QR Code":
        data = pick(source, DIGITS + "ABC", 1, 9).encode()
        return 49, function(49, 65, 51, 0) + function(49, 67, 4) + function(49, 69, 48), data
    if name in ("PDF417", "Truncated PDF417"):
        head = function(48, 65, source.randint(2, 5)) + function(48, 67, 2) + function(48, 68, 3)
        head += function(48, 69, 48, source.randint(49, 52))
        return 48, head + function(48, 70, int(name != "PDF417")), data
    if name in ("Data Matrix", "Data Matrix rectangular"):
        shape = 49 if name.endswith("rectangular") else 48
        return 54, function(54, 66, shape, 0, 0) + function(54, 67, 4), data[:30]
    compact = name == "Compact Aztec Code"
    head = function(53, 66, 49 if compact else 48, 0) + function(53, 67, 4)
    return 53, head + function(53, 69, 23), data[:40] if compact else data


MATRICES = [
    "QR Code", "Micro QR Code", "PDF417", "Truncated PDF417", "Data Matrix",
    "Data Matrix rectangular", "Aztec Code", "Compact Aztec Code",
]


def jobs(source, each):
    """(name, job, content) of jobs made from the manuals alone."""
    for name, kind, make in BARS:
        for _ in range(each):
            payload, content = make(source)
            payload = payload.encode("latin-1") if isinstance(payload, str) else payload
            content = content.encode("latin-1") if isinstance(content, str) else content
            modules = 2 if len(payload) > 6 else 3
            job = b"\x1b@\x1dhP\x1dw" + bytes([modules]) + b"\x1dH\x00\x1ba\x01"
            if kind < 72 and source.random() < 0.3:
                job += b"\x1dk" + bytes([kind - 65]) + payload + b"\x00"
            else:
                job += b"\x1dk" + bytes([kind, len(payload)]) + payload
            yield name, job + b"\x1bd\x02", content
    for name in MATRICES:
        for _ in range(each):
            cn, head, data = matrix_job(source, name)
            job = b"\x1b@\x1ba\x01" + head + function(cn, 80, 48, data=data)
            yield name, job + function(cn, 81, 48) + b"\x1bd\x02", data


def sheet(till):
    """(name, job, content) of the pages that till makes itself."""
    lines = subprocess.run(
        [till, "escpos", "sample", "symbols"], check=True, capture_output=True, text=True
    ).stdout
    for line in lines.splitlines():
        name, job, content = line.split("\t")
        yield f"sample {name}", bytes.fromhex(job), bytes.fromhex(content)


def picture(till, job, folder):
    """The page of a job with white around it, twice its size, or nothing if there is none."""
    source, target = folder / "job.bin", folder / "page.png"
    source.write_bytes(job)
    target.unlink(missing_ok=True)
    subprocess.run([till, "escpos", "decode", source, "--png", target], check=True)
    if not target.exists():
        return None
    page = Image.open(target).convert("L")
    canvas = Image.new("L", (page.width + 80, page.height + 80), 255)
    canvas.paste(page, (40, 40))
    return canvas.resize((canvas.width * 2, canvas.height * 2), Image.NEAREST)


def formats(name):
    """The one symbology that the reader may find."""
    known = zxingcpp.BarcodeFormat
    name = name.removeprefix("sample ")
    return {
        "UPC-A": known.UPCA, "UPC-E": known.UPCE, "EAN-13": known.EAN13, "EAN-8": known.EAN8,
        # Pairs such as $R would be taken for control characters of the extended set.
        "Code 39": known.Code39Std, "ITF": known.ITF, "Codabar": known.Codabar,
        "Code 93": known.Code93, "Code 128": known.Code128, "Code 128 automatic": known.Code128,
        "GS1-128": known.Code128, "GS1 DataBar": known.DataBarOmni,
        "GS1 DataBar Truncated": known.DataBarOmni, "GS1 DataBar Limited": known.DataBarLtd,
        "GS1 DataBar Expanded": known.DataBarExp, "QR Code": known.QRCode,
        "Micro QR Code": known.MicroQRCode, "PDF417": known.PDF417,
        "Truncated PDF417": known.CompactPDF417, "Data Matrix": known.DataMatrix,
        "Data Matrix rectangular": known.DataMatrix, "Aztec Code": known.Aztec,
        "Compact Aztec Code": known.Aztec,
    }[name]


def same(name, content, data):
    if data == content:
        return True
    if "UPC" in name:
        # A reader may report a UPC as the EAN-13 with a leading zero, and a UPC-E in full.
        if len(content) == 8:
            content = checked(lengthened(content.decode()[1:7])).encode()
        return data.lstrip(b"0") == content.lstrip(b"0")
    if "DataBar" in name:
        # The identifier of a DataBar's number is not in its bars.
        return b"01" + data == content
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--till", default=".build/debug/till")
    parser.add_argument("--each", type=int, default=20, help="contents of each symbology")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    source = random.Random(options.seed)
    wrong, count = [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for name, job, content in [*sheet(options.till), *jobs(source, options.each)]:
            count += 1
            page = picture(options.till, job, folder)
            codes = zxingcpp.read_barcodes(page, formats=formats(name)) if page else []
            found = [bytes(code.bytes) for code in codes if code.valid]
            if not any(same(name, content, data) for data in found):
                wrong.append(name)
                print(f"{name}: {content!r} was read as {found}; job {job.hex()}")
    print(f"{count} symbols drawn, {count - len(wrong)} read right, seed {options.seed}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
