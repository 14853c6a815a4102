"""The bench on which bad input is tried: a daemon that sells, and after each try sells again."""

from tillclient import Fault, Violation, eur, expect, sell, stock, uuid7

#: Every case in the order of its file: its sentence and what tries it.
CASES = []


def case(sentence):
    """Registers a function of the bench as a case; the sentence says what must be true."""
    def register(function):
        CASES.append((sentence, function))
        return function
    return register


class Skipped(Exception):
    """A case that cannot be tried on this machine, and why."""


class Bench:
    """A daemon with a shelf of products and an open shift."""

    def __init__(self, daemon, programs):
        self.daemon = daemon
        self.programs = programs
        self.client = None
        self.shelf = []
        self.serial = 0

    @property
    def folder(self):
        return self.daemon.folder

    def connect(self):
        """A fresh connection, for a case may have closed the one before."""
        if self.client:
            self.client.close()
        self.client = self.daemon.client()
        return self.client

    def set_up(self):
        self.shelf = stock(self.connect())

    def still_sells(self):
        """Nothing was lost: the next sale has the next number, and the chain is whole."""
        client = self.connect()
        open_sale = client.call("till.status").get("sale")
        expect(open_sale is None, "a case leaves no sale open", str(open_sale))
        self.serial += 1
        paid = sell(client, self.shelf[:2], "card")
        expect(paid["receipt"] == f"T1-{self.serial:06d}", "no receipt number is lost",
               f"{paid['receipt']} instead of number {self.serial}")
        chain = client.call("journal.verify")
        expect(chain["ok"], "the chain is whole", str(chain))

    # --- Trying

    def refused(self, code, kind, method, params=None, cmd=True):
        """Calls a method that must be refused with this code and kind; returns the fault."""
        params = {**({"cmd": uuid7()} if cmd else {}), **(params or {})}
        head = self.client.call("session.hello")["head"]
        try:
            result = self.client.call(method, params)
        except Fault as fault:
            expect((fault.code, fault.kind) == (code, kind), "the refusal is clear",
                   f"{method}: {fault} instead of {code} {kind}")
            expect(len(fault.message) > 10, "the refusal is a sentence", fault.message)
            # Printers and drawers may write meanwhile; this command may not.
            written = [event["type"] for event in self.client.journal(head + 1)
                       if "cmd" in params and event.get("cmd") == params["cmd"]]
            expect(not written or kind == "command_reused", "a refusal writes nothing",
                   f"{method}: {written}")
            return fault
        raise Violation("bad input is refused", f"{method} {params} gave {str(result)[:200]}")

    def invalid(self, method, params, field):
        """Calls a method with parameters of the wrong shape; the fault names the field.

        A number that is no 64-bit integer may be told as such, without its field.
        """
        fault = self.refused(-32602, "invalid_params", method, params)
        expect((fault.field or "").startswith(field) or "number" in fault.message.lower(),
               "the fault names the field",
               f"{method} {params}: {fault.field} instead of {field}: {fault.message}")

    def line(self, data):
        """Sends one line of bytes on a connection of its own; returns the answer's error code."""
        with self.daemon.client() as client:
            client.send_bytes(data + b"\n")
            answer = client.read(timeout=20)
            expect("error" in answer, "a bad line is refused", f"{data[:80]!r}: {answer}")
            expect(answer["id"] is None, "what cannot be read has no id", str(answer)[:200])
            status = client.call("till.status")
            expect(status["state"] == "selling", "a bad line harms nobody", str(status))
            return answer["error"]["code"]

    # --- Sales

    def scan(self, index=0, **more):
        """Scans a product of the shelf; returns the sale."""
        return self.client.write("sale.scan", {"code": self.shelf[index][1], **more})["sale"]

    def void(self, sale):
        self.client.write("sale.void", {"sale": sale["id"], "reason": "end of the case"})

    def pay(self, sale, tender="card"):
        """Settles a sale and counts its receipt."""
        paid = self.client.write("sale.pay", {"sale": sale["id"], "tender": tender})
        self.serial += 1
        expect(paid["receipt"] == f"T1-{self.serial:06d}", "the payment settles", str(paid))
        return paid

    def product(self, sku, price, **more):
        self.client.write("product.put", {"sku": sku, "name": sku, "price": eur(price), **more})
