"""Clients that sell without pause while the daemon dies under them, and remember what they did.

Each remembers every write with its command id and what was answered. A write that was not
answered is sent again with the same id after the restart; now and then one that was answered is
sent again too, and must get the same answer, marked as a repetition.
"""

import threading
from dataclasses import dataclass, field

from tillclient import Fault, Gone, Over, SteadyClient, Violation, eur, expect, line_total, uuid7


@dataclass
class Write:
    """One command as its client knows it."""

    cmd: str
    method: str
    params: dict
    result: dict | None = None
    refusal: Fault | None = None
    #: Where the journal stood when the connection that brought the answer was made.
    head: int = 0

    @property
    def replayed(self):
        return bool(self.result and self.result.get("replayed"))


class Ledger:
    """Every write of every client."""

    def __init__(self):
        self.writes = []
        self.repeated = 0
        self._lock = threading.Lock()

    def begin(self, method, params):
        write = Write(uuid7(), method, params)
        with self._lock:
            self.writes.append(write)
        return write

    def note(self, write):
        """Told of every answer as it arrives."""

    @property
    def answered(self):
        return [write for write in self.writes if write.result is not None]


def lasting(result):
    """What every repetition of an answer must say again: all but what a device did meanwhile."""
    return {key: value for key, value in result.items() if key not in ("replayed", "drawer")}


class Teller(SteadyClient):
    """A client that remembers its writes."""

    def __init__(self, door, name, ledger, chance, notice=lambda: None):
        super().__init__(door, name, notice)
        self.ledger = ledger
        self.chance = chance

    def write(self, method, **params):
        """Carries out a command once, however often the daemon dies; returns its result."""
        write = self.ledger.begin(method, params)
        try:
            result, _ = self.call(method, {"cmd": write.cmd, **params})
        except Fault as fault:
            write.refusal = fault
            raise
        write.head = self.head
        write.result = result
        self.ledger.note(write)
        if self.chance.random() < 0.04:
            self.repeat(self.chance.choice(self.ledger.writes[-100:]))
        return result

    def repeat(self, write):
        """Sends an answered command again: the same answer, and nothing done twice."""
        if write.result is None:
            return
        result, _ = self.call(write.method, {"cmd": write.cmd, **write.params})
        expect(result.get("replayed") is True, "a repeated command is recognised",
               f"{write.method} {write.cmd}")
        expect(lasting(result) == lasting(write.result), "a repeated command has the same answer",
               f"{write.method} {write.cmd}: {result} instead of {write.result}")
        self.ledger.repeated += 1

    def run(self, report):
        """Works until the test finishes; tells `report` what went wrong, if anything did."""
        try:
            while not self.door.finishing.is_set():
                self.step()
        except Over:
            pass
        except Violation as violation:
            report(violation)
        except Fault as fault:
            report(Violation("no refusal out of place", f"{self.name}: {fault}"))
        except Exception as error:  # noqa: BLE001 - a defect of the test must end it too
            report(Violation("the test itself", f"{self.name}: {error!r}"))
        finally:
            self.drop()

    def step(self):
        raise NotImplementedError


@dataclass
class Line:
    name: str
    qty: int
    price: int
    voided: bool = False


@dataclass
class Sale:
    """One sale as the cashier's own notes have it."""

    id: str = ""
    rev: int = 0
    state: str = "open"
    lines: dict = field(default_factory=dict)
    payments: list = field(default_factory=list)
    number: str | None = None

    @property
    def live(self):
        return [number for number, line in self.lines.items() if not line.voided]

    @property
    def total(self):
        return sum(line_total(self.lines[number].qty, self.lines[number].price)
                   for number in self.live)

    def agree(self, view):
        """Checks the daemon's answer against the notes."""
        seen = {line["line"]: Line(line["sku"] if line["kind"] == "item" else line["code"],
                                   line["qty"], line["unitPrice"]["minor"], line["voided"])
                for line in view["lines"]}
        expect(seen == self.lines, "a sale is what its client made it",
               f"{view['id']}: {seen} instead of {self.lines}")
        expect(view["total"] == eur(self.total), "a sale adds up",
               f"{view['id']}: {view['total']} instead of {self.total}")
        expect(view["state"] == self.state, "a sale is in the state its client left it in",
               f"{view['id']}: {view['state']} instead of {self.state}")
        paid = [(one["tender"], one["applied"]["minor"]) for one in view["payments"]]
        expect(paid == self.payments, "payments are what was paid",
               f"{view['id']}: {paid} instead of {self.payments}")
        self.id, self.rev = view["id"], view["rev"]


class Cashier(Teller):
    """Drives the open sale: the only client that does."""

    def __init__(self, *details, shelf, done):
        super().__init__(*details)
        self.shelf = shelf
        #: Receipt numbers and their sales as last answered, shared with the keeper.
        self.done = done
        self.sales = []
        self.parked = []
        self.since_z = 0

    def step(self):
        sale = self.recall() if self.parked and self.chance.random() < 0.3 else self.new()
        for _ in range(self.chance.randint(1, 5)):
            self.add(sale)
        if self.chance.random() < 0.25:
            self.change_quantity(sale)
        if len(sale.live) > 1 and self.chance.random() < 0.2:
            self.void_line(sale, self.chance.choice(sale.live))
        what = self.chance.random()
        if what < 0.08:
            self.answer(sale, "sale.hold", "parked", sale=sale.id)
            self.parked.append(sale)
        elif what < 0.12:
            self.answer(sale, "sale.void", "voided", sale=sale.id, reason="the customer left")
        else:
            self.pay(sale)
        self.since_z += 1
        if self.since_z > 40 and self.chance.random() < 0.2:
            self.close_shift()

    def new(self):
        sale = Sale()
        self.sales.append(sale)
        return sale

    def recall(self):
        sale = self.parked.pop(self.chance.randrange(len(self.parked)))
        self.answer(sale, "sale.recall", "open", sale=sale.id)
        return sale

    def answer(self, sale, method, state=None, /, **params):
        """Does something to a sale, half of the time for the revision that was seen."""
        if sale.id and self.chance.random() < 0.5:
            params["rev"] = sale.rev
        view = self.write(method, **params)["sale"]
        sale.state = state or sale.state
        sale.agree(view)
        return view

    def add(self, sale):
        sku, code, price = self.chance.choice(self.shelf)
        qty = self.chance.choice((1000, 1000, 1000, 2000, 3000, 250, 1375))
        number = len(sale.lines) + 1
        if self.chance.random() < 0.05:
            unknown = f"X{self.chance.randrange(10**6)}"
            sale.lines[number] = Line(unknown, 1000, 0)
            self.answer(sale, "sale.scan", code=unknown)
            self.void_line(sale, number)
            number += 1
        sale.lines[number] = Line(sku, qty, price)
        if self.chance.random() < 0.5:
            self.answer(sale, "sale.scan", code=code, qty=qty)
        else:
            self.answer(sale, "sale.add", sku=sku, qty=qty)

    def change_quantity(self, sale):
        number = self.chance.choice(sale.live)
        sale.lines[number].qty = 1000 * self.chance.randint(1, 9)
        self.answer(sale, "sale.line", sale=sale.id, line=number, qty=sale.lines[number].qty)

    def void_line(self, sale, number):
        sale.lines[number].voided = True
        self.answer(sale, "sale.line", sale=sale.id, line=number, void={"reason": "not wanted"})

    def pay(self, sale):
        due = sale.total
        way = self.chance.choice(("cash", "note", "card", "split"))
        if way == "split" and due > 1:
            part = self.chance.randrange(1, due)
            self.take(sale, "cash", part, part)
            self.take(sale, "card", due - part, due - part, last=True)
        elif way == "card":
            self.take(sale, "card", due, due, last=True)
        else:
            given = due if way == "cash" else (due // 1000 + 1) * 1000
            self.take(sale, "cash", given, due, last=True)

    def take(self, sale, tender, given, applied, last=False):
        sale.payments.append((tender, applied))
        sale.state = "completed" if last else "open"
        result = self.write("sale.pay", sale=sale.id, tender=tender, given=eur(given))
        sale.agree(result["sale"])
        if last:
            sale.number = result.get("receipt")
            expect(sale.number, "the last payment completes the sale", sale.id)
            expect(result["change"] == eur(given - applied), "the change is right", sale.number)
            self.done.append((sale.number, result["sale"]))

    def close_shift(self):
        self.write("shift.count", counted=eur(10_000))
        self.write("shift.close")
        self.write("shift.open", float=eur(10_000))
        self.since_z = 0


def refused_without_shift(work):
    """Does something that needs a shift; the cashier may be between two."""
    try:
        work()
    except Fault as fault:
        if fault.kind != "no_open_shift":
            raise


class Buyer(Teller):
    """Keeps the catalogue: writes products that nobody sells."""

    def step(self):
        number = self.chance.randrange(50)
        sku = f"{self.name}-{number}"
        name, price = f"Ware {self.chance.randrange(10**6)}", self.chance.randrange(1, 10**5)
        product = self.write("product.put", sku=sku, name=name, price=eur(price))["product"]
        expect((product["name"], product["price"]) == (name, eur(price)),
               "a product is as it was written", sku)
        shown, _ = self.call("product.get", {"sku": sku})
        expect(shown["product"] == product, "a product is shown as it was written", sku)
        self.door.finishing.wait(self.chance.uniform(0, 0.01))


class Keeper(Teller):
    """Opens the drawer, moves cash, prints copies and looks at old sales."""

    def __init__(self, *details, done):
        super().__init__(*details)
        self.done = done

    def step(self):
        what = self.chance.random()
        if what < 0.2:
            refused_without_shift(lambda: self.write("drawer.open", reason="change for a note"))
        elif what < 0.5:
            kind = self.chance.choice(("pay_in", "pay_out", "drop"))
            amount = eur(self.chance.randrange(1, 5000))
            refused_without_shift(
                lambda: self.write("shift.move", kind=kind, amount=amount, reason="petty cash"))
        elif self.done:
            number, sale = self.chance.choice(self.done)
            if what < 0.6:
                self.write("receipt.print", number=number)
            else:
                shown, _ = self.call("sale.get", {"sale": sale["id"]})
                expect(shown["sale"] == sale, "a completed sale stays as it is", number)
        self.door.finishing.wait(self.chance.uniform(0, 0.01))


class Watcher(SteadyClient):
    """Follows the events over all restarts and checks that none is missing."""

    def __init__(self, door, name):
        super().__init__(door, name)
        self.last = 0
        self.seen = []
        #: Set at the end: where the journal stands, so that the watcher can catch up and stop.
        self.goal = None

    def run(self, report):
        try:
            while self.goal is None or self.last < self.goal:
                self.follow()
        except Over:
            pass
        except Violation as violation:
            report(violation)
        except Fault as fault:
            report(Violation("what was published stays", str(fault)))
        finally:
            self.drop()

    def follow(self):
        """Subscribes from where it stands and reads until the connection ends."""
        try:
            client = self.connected()
            sub = client.call("events.subscribe", {"since": self.last})
            expect(sub["at"] == self.last, "a subscription begins where it was asked to", str(sub))
            while self.goal is None or self.last < self.goal:
                try:
                    self.take(client.next_event(timeout=0.2))
                except TimeoutError:
                    continue
        except (Gone, TimeoutError):
            self.drop()

    def take(self, event):
        if event.get("eph"):
            expect(event["type"] != "stream.lost", "a reader that reads keeps its stream")
            return
        expect(event["prev"] == self.last and event["seq"] == self.last + 1,
               "the stream has no gap", f"{event['prev']} -> {event['seq']} after {self.last}")
        self.last = event["seq"]
        self.seen.append((event["seq"], event["type"], event["subject"], event["rev"]))
