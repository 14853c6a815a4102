"""A scripted shop day over the socket: whoever plays it knows every command and its answer."""

import time

import beside  # noqa: F401
from shop import Write, lasting
from tillclient import Fault, eur, expect, gtin13, uuid7

SHELF = [(f"S{number}", gtin13(f"95200000{number:04d}"), 50 + 37 * number)
         for number in range(1, 7)]


class Day:
    """The writes of a day, in order, with what was answered; one connection at a time."""

    def __init__(self):
        self.writes = []
        self.client = None
        self.head = 0
        #: Questions that the till refused to answer, because it could not read.
        self.refused = []
        self.is_over = False

    def connect(self, client):
        self.client = client
        self.head = client.call("session.hello", {"client": "day", "proto": [1]})["head"]

    def write(self, method, **params):
        """Carries out a command and remembers it, answered or not."""
        write = Write(uuid7(), method, params)
        self.writes.append(write)
        return self.send(write)

    def send(self, write):
        try:
            write.result = self.client.call(write.method, {"cmd": write.cmd, **write.params})
        except Fault as fault:
            write.refusal = fault
            raise
        write.head = self.head
        return write.result

    def ask(self, method, **params):
        try:
            return self.client.call(method, params)
        except Fault as fault:
            self.refused.append(fault)
            return None

    # --- The day

    def live(self):
        """Plays the whole day; raises Gone where the till ends."""
        self.open()
        self.morning()
        # Long enough for the till to move its journal into the database by itself.
        time.sleep(0.25)
        self.noon()
        self.write("shift.count", counted=eur(10_500))
        self.write("shift.close")
        self.is_over = True

    def open(self):
        for number, (sku, code, price) in enumerate(SHELF, 1):
            self.write("product.put", sku=sku, name=f"Article {number}", barcodes=[code],
                       price=eur(price))
        self.write("shift.open", float=eur(10_000))

    def morning(self):
        first = self.scan(0, 1, 2)
        self.write("sale.line", sale=first, line=1, qty=3000)
        self.pay(first, "cash")
        held = self.scan(3, 4)
        self.write("sale.line", sale=held, line=2, void={"reason": "not wanted"})
        self.write("sale.hold", sale=held)
        self.pay(self.scan(5), "card")
        self.write("sale.recall", sale=held)
        paid = self.pay(held, "cash")
        self.ask("receipt.get", number=paid["receipt"])
        self.ask("product.find", text="Article")

    def noon(self):
        self.write("sale.void", sale=self.scan(1), reason="the customer left")
        self.write("shift.move", kind="pay_in", amount=eur(500), reason="petty cash")
        self.write("drawer.open", reason="change for a note")
        self.write("receipt.print", number="T1-000001")
        self.ask("sale.list")
        self.ask("report.x")
        self.pay(self.scan(2, 3), "cash")

    def scan(self, *items):
        """A new sale of these items; returns its id."""
        for item in items:
            sale = self.write("sale.scan", code=SHELF[item][1])["sale"]
        return sale["id"]

    def pay(self, sale, tender):
        due = self.client.call("sale.get", {"sale": sale})["sale"]["due"]
        return self.write("sale.pay", sale=sale, tender=tender, given=due)

    # --- After a restart

    def repeat(self):
        """Sends every command again: the same answer for what was answered, an end to the rest."""
        for write in self.writes:
            if write.refusal:
                continue
            if write.result is None:
                try:
                    self.send(write)
                except Fault:
                    # It was on its way when the till ended, and what it needed is not there.
                    continue
            else:
                again = self.client.call(write.method, {"cmd": write.cmd, **write.params})
                expect(again.get("replayed") is True, "what was acknowledged is still there",
                       f"{write.method} {write.cmd}")
                expect(lasting(again) == lasting(write.result), "an answer stays the same",
                       f"{write.method}: {again} instead of {write.result}")

    def one_more(self):
        """Sells once more, whatever of the day is there; raises Gone where the till ends."""
        shift = self.client.call("till.status").get("shift")
        self.write("product.put", sku="LAST", name="Last", price=eur(100))
        if not shift:
            self.write("shift.open", float=eur(0))
        open_sale = self.client.call("till.status").get("sale")
        sale = open_sale["id"] if open_sale else None
        given = self.write("sale.add", sku="LAST")["sale"]
        expect(sale in (None, given["id"]), "an open sale goes on", given["id"])
        return self.pay(given["id"], "cash")
