#!/usr/bin/env python3
"""Judges the scanner's decoding by biip, an independent reader of the same codes.

Makes thousands of right and broken codes from a seed, has both read them, and compares what they say:
whether the code is right, its GTIN, its elements, its measure, its key and its canonical link. A
difference that biip_differences.txt does not list with its reason fails.

    biip_judge.py --till PATH [--count 4000] [--seed 1] [--bench]

PATH is the `till` command; it is run as `till scan explain --batch --json`. Needs biip 5.2.0 from PyPI.
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import time
from decimal import Decimal

import biip
from biip import ParseConfig, ParseError
from biip.checksums import gs1_price_weight_check_digit, gs1_standard_check_digit
from biip.gs1_application_identifiers import _GS1_APPLICATION_IDENTIFIERS as IDENTIFIERS
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_messages import GS1Message

GS = "\x1d"
LABEL = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
PART = "#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
DATES = {"11", "12", "13", "15", "16", "17", "4324", "4325", "4326", "7003", "7006", "7007",
         "7011", "8008"}
COUNTRIES = ["DE", "GB", "DK", "SE", "NO", "FI", "EE", "LV", "LT"]


class Maker:
    """Codes from a seed, most of them right and some broken in one place."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def digits(self, count):
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def checked(self, count):
        body = self.digits(count - 1)
        return body + str(gs1_standard_check_digit(body))

    def date(self):
        return f"{self.random.randint(0, 99):02}{self.random.randint(1, 12):02}" \
            f"{self.random.randint(0, 28):02}"

    def value(self, identifier):
        """A value of the published format; its finer checks may still fail it."""
        number = identifier.ai
        if number in DATES:
            tail = {"7003": "1430", "4324": "0815", "4325": "2359", "8008": "14"}
            return self.date() + tail.get(number, "")
        if number in {"00", "8017", "8018"}:
            return self.checked(18)
        if number in {"01", "02", "03"}:
            return self.checked(14)
        if number in {"8006", "8026"}:
            return self.checked(14) + "0203"
        if number.startswith("41") or number in {"253", "255"}:
            return self.checked(13)
        if number == "402":
            return self.checked(17)
        if number == "8003":
            return "0" + self.checked(13)
        parts = re.findall(r"([NXYZ])(\.\.)?(\d+)", identifier.format)[1:]
        value = ""
        for kind, variable, most in parts:
            count = self.random.randint(1, int(most)) if variable else int(most)
            characters = {"N": "0123456789", "X": LABEL, "Y": PART, "Z": BASE64}[kind]
            value += "".join(self.random.choice(characters) for _ in range(count))
        if number[:3] in {"391", "393"}:
            value = "978" + value[3:]
        return value

    def row(self):
        chosen = self.random.sample(sorted(IDENTIFIERS), self.random.randint(1, 4))
        if self.random.random() < 0.6:
            chosen = ["01"] + [c for c in chosen if c != "01"]
        return [(IDENTIFIERS[c], self.value(IDENTIFIERS[c])) for c in chosen]

    def element_string(self):
        row = self.row()
        text = ""
        for index, (identifier, value) in enumerate(row):
            text += identifier.ai + value
            if identifier.separator_required and index + 1 < len(row):
                text += GS
        return text

    def broken(self, text):
        if not text:
            return text
        place = self.random.randrange(len(text))
        return self.random.choice([
            text[:place] + self.random.choice("0123456789Aa-^") + text[place + 1:],
            text[:place] + text[place + 1:],
            text[:place] + self.random.choice("0123456789") + text[place:],
            text.replace(GS, "", 1),
            text[:place],
        ])

    def gtin(self):
        return self.checked(self.random.choice([8, 12, 13, 14]))

    def measured(self, country):
        prefix = self.random.choice(["02"] + [str(n) for n in range(20, 30)])
        body = prefix + self.digits(10)
        if country == "DE" and self.random.random() < 0.8:
            body = body[:6] + str(gs1_price_weight_check_digit(body[7:])) + body[7:]
        if country == "GB" and self.random.random() < 0.8:
            body = body[:7] + str(gs1_price_weight_check_digit(body[8:])) + body[8:]
        return body + str(gs1_standard_check_digit(body))

    def link(self):
        gtin = self.checked(14)
        text = f"https://id.gs1.org/01/{gtin}"
        if self.random.random() < 0.5:
            text += "/10/" + "".join(self.random.choice("ABC123-._") for _ in range(8))
        if self.random.random() < 0.5:
            text += "/21/" + self.digits(6)
        if self.random.random() < 0.5:
            text += f"?17={self.date()}&3103={self.digits(6)}"
        return text


def elements_by_biip(message):
    return [[element.ai.ai, element.value] for element in message.element_strings]


def faults_within(message):
    """Whether a GTIN, GLN or SSCC in it is wrong, which biip only notes beside it."""
    return any(element.gtin_error or element.gln_error or element.sscc_error
               for element in message.element_strings)


def judge_elements(text):
    try:
        message = GS1Message.parse(text)
    except (ParseError, ValueError) as error:
        return {"right": False, "why": str(error)}
    if not message.element_strings:
        return {"right": False, "why": "empty"}
    if faults_within(message):
        return {"right": False, "why": "a key's check digit"}
    return {"right": True, "elements": elements_by_biip(message), "hri": message.as_hri()}


def judge_number(text, country=None):
    try:
        gtin = biip.gtin.Gtin.parse(text, config=ParseConfig(rcn_region=country and country.lower()))
    except ParseError as error:
        return {"right": False, "why": str(error)}
    said = {"right": True, "gtin": gtin.as_gtin_14()}
    if country and getattr(gtin, "region", None):
        for kind in ("price", "weight", "count"):
            value = getattr(gtin, kind)
            if value is not None:
                said["measure"] = [kind, str(value.normalize() if kind != "count" else value)]
                said["gtin"] = gtin.without_variable_measure().as_gtin_14()
    return said


def judge_link(text):
    try:
        link = GS1DigitalLinkURI.parse(text)
    except (ParseError, ValueError) as error:
        return {"right": False, "why": str(error)}
    if faults_within(link):
        return {"right": False, "why": "a key's check digit"}
    return {"right": True, "elements": elements_by_biip(link), "link": link.as_canonical_uri()}


def ours(what, reading, wants):
    """What our reading says in the judge's words."""
    if "error" in reading:
        return {"right": False, "why": reading["error"]["kind"]}
    if what in {"number", "measured"} and reading["kind"] == "own":
        return {"right": False, "why": "a text of the shop's own"}
    if what == "link" and "digitalLink" not in reading:
        return {"right": False, "why": "no link"}
    said = {"right": True}
    if "elements" in wants:
        said["elements"] = [[e["ai"], e["value"]] for e in reading["elements"]]
    if "hri" in wants:
        said["hri"] = reading.get("hri")
    if "gtin" in wants:
        candidates = reading["candidates"]
        said["gtin"] = wants["gtin"] if wants["gtin"] in candidates else candidates
    if "elements" not in wants:
        measure = reading.get("measure")
        if measure:
            value = Decimal(measure["value"]).scaleb(-measure["decimals"])
            text = str(value.normalize()) if measure["kind"] != "count" else str(measure["value"])
            said["measure"] = [measure["kind"], text]
    if "link" in wants:
        said["link"] = reading.get("digitalLink")
    return said


def escaped(raw):
    return raw.replace("\\", "\\\\").replace(GS, "\\x1d")


def read_by_till(till, raws, country=None):
    command = till + ["scan", "explain", "--batch", "--json"]
    if country:
        command += ["--country", country]
    answer = subprocess.run(
        command, input="".join(escaped(raw) + "\n" for raw in raws), text=True,
        capture_output=True, check=True)
    lines = answer.stdout.splitlines()
    if len(lines) != len(raws):
        sys.exit(f"{len(raws)} codes gave {len(lines)} answers: {answer.stderr}")
    return [json.loads(line) for line in lines]


def listed_differences(path):
    rules = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            pattern, _, reason = line.partition(" :: ")
            if not reason:
                sys.exit(f"{path.name}: a line needs a reason: {line}")
            rules.append((re.compile(pattern), reason))
    return rules


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--till", required=True, help="the command")
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bench", action="store_true", help="also tell how long biip takes")
    options = parser.parse_args()
    rules = listed_differences(pathlib.Path(__file__).with_name("biip_differences.txt"))
    maker = Maker(options.seed)

    batches = []  # (what, country, raws, what biip says)
    rows = [maker.element_string() for _ in range(options.count)]
    rows += [maker.broken(maker.element_string()) for _ in range(options.count)]
    rows = [row for row in rows if row.strip(GS + " ") and "\n" not in row]
    batches.append(("elements", None, ["]C1" + row for row in rows],
                    [judge_elements(row.strip(GS)) for row in rows]))
    numbers = [maker.gtin() for _ in range(options.count)]
    numbers += [maker.broken(maker.gtin()) for _ in range(options.count // 2)]
    numbers = [number for number in numbers if number]
    batches.append(("number", None, numbers, [judge_number(number) for number in numbers]))
    links = [maker.link() for _ in range(options.count // 4)]
    links += [maker.broken(maker.link()) for _ in range(options.count // 4)]
    batches.append(("link", None, ["]Q1" + link for link in links],
                    [judge_link(link) for link in links]))
    for country in COUNTRIES:
        codes = [maker.measured(country) for _ in range(options.count // 8)]
        batches.append(("measured", country, codes,
                        [judge_number(code, country) for code in codes]))

    compared = unlisted = 0
    used = [0] * len(rules)
    for what, country, raws, said in batches:
        for raw, theirs, reading in zip(raws, said, read_by_till([options.till], raws, country)):
            compared += 1
            mine = ours(what, reading, theirs)
            if mine["right"] == theirs["right"] and (
                    not mine["right"] or mine == theirs):
                continue
            line = f"{what}{':' + country if country else ''} {raw!r} " \
                f"ours {json.dumps(mine)} biip {json.dumps(theirs)}"
            for index, (pattern, _) in enumerate(rules):
                if pattern.search(line):
                    used[index] += 1
                    break
            else:
                unlisted += 1
                if unlisted <= 20:
                    print("UNLISTED", line)
    for (pattern, reason), count in zip(rules, used):
        print(f"{count:6}  {reason}")
    print(f"{compared} codes compared, {sum(used)} listed differences, {unlisted} unlisted")

    if options.bench:
        sample = rows[:1000]
        start = time.perf_counter()
        for row in sample:
            judge_elements(row)
        took = (time.perf_counter() - start) / len(sample) * 1e6
        print(f"biip takes {took:.1f} us for an element string")
    print(f"{compared - unlisted} passed, {unlisted} failed")
    sys.exit(1 if unlisted else 0)


if __name__ == "__main__":
    main()
