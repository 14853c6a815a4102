"""What must be true of a journal, whatever happened to the daemon meanwhile.

The judge knows the events' names and shapes and the clients' own notes, and nothing of how the
daemon works.
"""

import re
from collections import Counter, defaultdict

from tillclient import eur, expect, line_total

#: The event that each command makes exactly one of, by method.
ESSENCE = {
    "sale.scan": {"sale.line_added"}, "sale.add": {"sale.line_added"},
    "sale.line": {"sale.quantity_changed", "sale.line_voided"},
    "sale.hold": {"sale.held"}, "sale.recall": {"sale.recalled"}, "sale.void": {"sale.voided"},
    "sale.pay": {"payment.captured"}, "shift.open": {"shift.opened"},
    "shift.move": {"shift.cash_moved"}, "drawer.open": {"shift.cash_moved"},
    "shift.count": {"shift.counted"}, "shift.close": {"shift.closed"},
    "product.put": {"product.created", "product.changed"}, "receipt.print": {"print.requested"},
}
#: What may come with it, once at most.
COMPANY = {
    "sale.scan": {"sale.opened"}, "sale.add": {"sale.opened"},
    "sale.pay": {"sale.payment_applied", "sale.completed"}, "shift.close": {"sale.held"},
}


class Mirror:
    """A copy of the journal that grows with it, and notices if the journal ever shrinks."""

    def __init__(self):
        self.events = []
        self.by_command = defaultdict(list)

    def read_on(self, client):
        """Reads what is new; what was read before must still stand."""
        if self.events:
            last = self.events[-1]
            page = client.call("journal.read", {"from": last["seq"], "limit": 1})["events"]
            expect(page == [last], "what was read stays in the journal",
                   f"{page} instead of {last['seq']}")
        for event in client.journal(len(self.events) + 1):
            expect(event["seq"] == len(self.events) + 1, "positions have no gap", str(event["seq"]))
            self.events.append(event)
            if event.get("cmd"):
                self.by_command[event["cmd"]].append(event)

    def of_type(self, *types):
        return [event for event in self.events if event["type"] in types]


def check_commands(mirror, writes):
    """Each answered command is in the journal once, each refused one never."""
    for write in writes:
        events = mirror.by_command.get(write.cmd, [])
        types = Counter(event["type"] for event in events)
        count = sum(types[name] for name in ESSENCE[write.method])
        what = f"{write.method} {write.cmd}: {dict(types)}"
        expect(count <= 1, "nothing is done twice", what)
        if write.refusal:
            expect(not events, "what was refused is not in the journal", what)
        elif write.result is not None:
            expect(count == 1, "what was acknowledged is in the journal", what)
            known = events[0]["seq"] <= write.head
            expect(known == write.replayed, "a retry says whether the first try counted",
                   f"{what}, at {events[0]['seq']}, head was {write.head}, {write.replayed=}")
        else:
            expect(bool(events) == (count == 1), "nothing is half done", what)
        for name in set(types) - ESSENCE[write.method]:
            expect(name in COMPANY.get(write.method, ()) and types[name] == 1,
                   "a command makes its own events only", what)
        for event in events:
            check_content(write, event)


def check_content(write, event):
    """What the event says is what the command asked for."""
    params, data = write.params, event["data"]
    match event["type"]:
        case "sale.line_added":
            item = data["item"]
            asked = params.get("sku") or params["code"]
            right = asked in (item.get("sku"), item.get("code")) and \
                data["qty"] == params.get("qty", 1000)
        case "sale.quantity_changed":
            right = (data["line"], data["qty"]) == (params["line"], params["qty"])
        case "sale.line_voided":
            right = (data["line"], data["reason"]) == (params["line"], params["void"]["reason"])
        case "payment.captured":
            right = (data["sale"], data["tender"], data["tendered"]) == \
                (params["sale"], params["tender"], params["given"])
        case "shift.cash_moved":
            right = (data["kind"], data["amount"]) == \
                (params.get("kind", "no_sale"), params.get("amount", eur(0)))
        case "product.created" | "product.changed":
            right = (data["sku"], data["name"], data["price"]) == \
                (params["sku"], params["name"], params["price"])
        case "print.requested":
            right = data["number"] == params["number"]
        case _:
            right = True
    expect(right, "an event says what was asked for", f"{write} made {event}")


def check_strangers(mirror, writes):
    """No command is in the journal that no client sent."""
    known = {write.cmd for write in writes}
    strange = set(mirror.by_command) - known
    expect(not strange, "every command has a client", str(sorted(strange)[:5]))


def fold_sales(mirror):
    """Each sale as its events make it: lines, payments, state, and its completion."""
    sales = defaultdict(lambda: {"lines": {}, "payments": [], "state": "open", "done": None})
    states = {"sale.held": "parked", "sale.recalled": "open", "sale.voided": "voided"}
    for event in mirror.events:
        if not event["type"].startswith("sale."):
            continue
        sale, data = sales[event["subject"]], event["data"]
        match event["type"]:
            case "sale.line_added":
                item = data["item"]
                expect(data["line"] not in sale["lines"], "no line twice", str(event))
                name = item["sku"] if item["kind"] == "item" else item["code"]
                sale["lines"][data["line"]] = [name, data["qty"], item["price"]["minor"], False]
            case "sale.quantity_changed":
                sale["lines"][data["line"]][1] = data["qty"]
            case "sale.line_voided":
                sale["lines"][data["line"]][3] = True
            case "sale.payment_applied":
                sale["payments"].append(data)
            case "sale.completed":
                expect(sale["done"] is None, "a sale is completed once", str(event))
                sale["done"], sale["state"] = event, "completed"
            case name if name in states:
                sale["state"] = states[name]
    return sales


def check_sales(folded, notes):
    """Each sale is what its client noted, line by line and payment by payment."""
    expect({sale.id for sale in notes if sale.id} == set(folded), "no sale too many or too few",
           f"{len(notes)} noted, {len(folded)} in the journal")
    for note in notes:
        if not note.id:
            continue
        sale = folded[note.id]
        lines = {number: [line.name, line.qty, line.price, line.voided]
                 for number, line in note.lines.items()}
        expect(sale["lines"] == lines, "no line lost or doubled",
               f"{note.id}: {sale['lines']} instead of {lines}")
        paid = [(one["tender"], one["applied"]["minor"]) for one in sale["payments"]]
        expect(paid == note.payments, "no payment lost or doubled",
               f"{note.id}: {paid} instead of {note.payments}")
        expect(sale["state"] == note.state, "no sale half done", f"{note.id}: {sale['state']}")
        expect(note.number is None or sale["done"]["data"]["number"] == note.number,
               "a receipt keeps its number", note.number)


def check_money(folded):
    """Payments less change are the total, and the total is the sum of the lines."""
    for identity, sale in folded.items():
        if not sale["done"]:
            continue
        data = sale["done"]["data"]
        lines = sum(line_total(qty, price) for _, qty, price, voided in sale["lines"].values()
                    if not voided)
        kept = sum(one["tendered"]["minor"] - one["change"]["minor"] for one in sale["payments"])
        expect(data["total"]["minor"] == lines == kept - data["rounding"]["minor"],
               "payments less change are the total",
               f"{identity}: lines {lines}, kept {kept}, total {data['total']}")


def check_receipts(mirror):
    """Receipt numbers run from 1 without a gap, in the order of the journal; returns how many."""
    done = mirror.of_type("sale.completed")
    for serial, event in enumerate(done, 1):
        expect(event["data"]["serial"] == serial, "receipt numbers have no gap",
               f"{event['data']['number']} is the {serial}th")
        expect(event["data"]["number"] == f"T1-{serial:06d}", "receipt numbers have no gap",
               event["data"]["number"])
    jobs = [event["data"]["printJob"] for event in done]
    expect(len(set(jobs)) == len(jobs), "each receipt has a print job of its own")
    return len(done)


def shift_sums(events):
    """What one shift comes to by its events."""
    sums = Counter()
    tenders = defaultdict(lambda: [0, 0])
    for event in events:
        data = event["data"]
        match event["type"]:
            case "sale.completed":
                sums["sales"] += 1
                sums["gross"] += data["total"]["minor"]
                sums["lines"] += data["lines"]
            case "payment.captured":
                tenders[data["tender"]][0] += 1
                tenders[data["tender"]][1] += data["applied"]["minor"]
            case "payment.reversed":
                tenders[data["tender"]][0] -= 1
                tenders[data["tender"]][1] -= data["amount"]["minor"]
            case "shift.opened":
                sums["float"] += data["float"]["minor"]
            case "shift.cash_moved":
                name = {"pay_in": "payIns", "pay_out": "payOuts", "drop": "drops"}
                if data["kind"] == "no_sale":
                    sums["noSales"] += 1
                else:
                    sums[name[data["kind"]]] += data["amount"]["minor"]
            case "sale.voided":
                sums["voidedSales"] += 1
    sums["cash"] = tenders["cash"][1]
    sums["expected"] = (sums["float"] + sums["cash"] + sums["payIns"] - sums["payOuts"]
                        - sums["drops"])
    return sums, {name: tuple(pair) for name, pair in tenders.items() if pair != [0, 0]}


def check_shift(label, events, totals, tenders):
    """A report's figures are the sums of the shift's events."""
    sums, paid = shift_sums(events)
    for name in ("sales", "lines", "gross", "cash", "payIns", "payOuts", "drops", "noSales",
                 "voidedSales", "expected"):
        told = totals[name]["minor"] if isinstance(totals[name], dict) else totals[name]
        expect(told == sums[name], "a report says what the events say",
               f"{label}: {name} {told} instead of {sums[name]}")
    told = {one["tender"]: (one["count"], one["amount"]["minor"]) for one in tenders}
    expect(told == paid, "a report says what the events say", f"{label}: {told}, {paid}")


def check_reports(mirror, x):
    """Every Z, and the X of the open shift, are the sums of their shift's events."""
    shifts = defaultdict(list)
    for event in mirror.events:
        if event.get("shift"):
            shifts[event["shift"]].append(event)
    closed = mirror.of_type("shift.closed")
    for number, event in enumerate(closed, 1):
        expect(event["data"]["z"] == number, "Z numbers have no gap", str(event["data"]["z"]))
        report = event["data"]["report"]
        check_shift(f"Z {number}", shifts[event["subject"]],
                    {**report["tally"], "expected": report["expected"]},
                    report["tally"]["tenders"])
    if x:
        check_shift("X", shifts[x["shift"]], x["totals"], x["tenders"])
    return len(closed)


def check_stream(mirror, seen):
    """What a subscriber saw over all restarts is the journal, event for event."""
    events = [(event["seq"], event["type"], event["subject"], event["rev"])
              for event in mirror.events[:len(seen)]]
    expect(events == seen, "a subscriber sees the journal",
           str(next((pair for pair in zip(seen, events) if pair[0] != pair[1]), "")))


def check_prints(mirror, jobs, folder):
    """Each receipt's job is printed or visibly waiting, and no receipt has two originals.

    `jobs` is what `print.list` said, no later than the journal was read.
    """
    printed = {event["data"]["job"] for kind in ("print.printed", "print.sent")
               for event in mirror.of_type(kind)}
    waiting = {job["job"] for job in jobs}
    for event in mirror.of_type("sale.completed"):
        job = event["data"]["printJob"]
        expect(job in printed or f"p{job}" in waiting, "no receipt is lost without a trace",
               f"{event['data']['number']}: job p{job}")
    originals = Counter()
    for paper in sorted(folder.glob("*.escpos")):
        picture = paper.with_suffix(".txt")
        text = (picture if picture.exists() else paper).read_bytes().decode("latin-1")
        number = re.search(r"T1-\d{6}", text)
        if number and "Z REPORT" not in text and "COPY" not in text:
            originals[number.group()] += 1
    twice = [number for number, count in originals.items() if count > 1]
    expect(not twice, "no receipt has two originals", str(twice[:5]))
    return sum(originals.values()), len(waiting)
