"""Bad input, part two: what cannot be sold, priced, paid or moved."""

from bench import case
from tillclient import Fault, eur, expect, uuid7

#: Test numbers that every card scheme publishes; they pass the Luhn check.
CARDS = ("4111111111111111", "5500005555555559", "340000000000009", "6011000000000004")


@case("nothing is sold while no shift is open, and there is one shift at a time")
def shifts(bench):
    client = bench.client
    bench.refused(1422, "shift_already_open", "shift.open", {"float": eur(1)})
    client.write("shift.close")
    _, code, _ = bench.shelf[0]
    bench.refused(1422, "no_open_shift", "sale.scan", {"code": code})
    bench.refused(1422, "no_open_shift", "sale.add", {"sku": "S1"})
    bench.refused(1422, "no_open_shift", "sale.pay", {"tender": "cash"})
    bench.refused(1422, "no_open_shift", "drawer.open", {"reason": "why not"})
    bench.refused(1422, "no_open_shift", "shift.close")
    bench.refused(1422, "no_open_shift", "report.x")
    bench.refused(1422, "wrong_currency", "shift.open", {"float": {"minor": 1, "cur": "USD"}})
    bench.refused(1400, "amount_out_of_range", "shift.open", {"float": eur(-1)})
    bench.refused(1400, "amount_out_of_range", "shift.open", {"float": eur(10**15)})
    bench.invalid("shift.open", {}, "float")
    bench.invalid("shift.open", {"float": 100}, "float")
    client.write("shift.open", {"float": eur(10_000)})


@case("cash moves need a kind, an amount and a reason")
def moves(bench):
    bench.refused(1400, "amount_missing", "shift.move", {"kind": "pay_in", "reason": "x"})
    bench.refused(1400, "amount_missing", "shift.move",
                  {"kind": "drop", "amount": eur(0), "reason": "x"})
    bench.refused(1400, "amount_out_of_range", "shift.move",
                  {"kind": "pay_out", "amount": eur(-5), "reason": "x"})
    bench.refused(1422, "wrong_currency", "shift.move",
                  {"kind": "drop", "amount": {"minor": 5, "cur": "GBP"}, "reason": "x"})
    bench.refused(1400, "invalid_text", "shift.move",
                  {"kind": "drop", "amount": eur(5), "reason": "  "})
    bench.refused(1400, "invalid_text", "drawer.open", {"reason": "a\u0007b"})
    bench.refused(1400, "count_missing", "shift.count")
    bench.refused(1400, "denomination_out_of_range", "shift.count",
                  {"denominations": [{"minor": -100, "count": 1}]})
    bench.invalid("shift.move", {"kind": "steal", "amount": eur(5), "reason": "x"}, "kind")


@case("an unknown code is a line that blocks payment until it is voided")
def unknown_code(bench):
    client = bench.client
    bench.scan()
    sale = client.write("sale.scan", {"code": "NOBODY-KNOWS"})["sale"]
    line = sale["lines"][-1]
    expect((line["kind"], line["code"]) == ("unknown", "NOBODY-KNOWS"), "it is an unknown line")
    fault = bench.refused(1422, "unknown_lines", "sale.pay", {"tender": "cash"})
    expect("NOBODY-KNOWS" in fault.message, "the refusal names the code", fault.message)
    client.write("sale.line",
                 {"sale": sale["id"], "line": line["line"], "void": {"reason": "not ours"}})
    bench.pay(sale)


@case("codes that are empty, endless or unprintable are refused")
def codes(bench):
    for code in ("", "   ", "x" * 600, "y" * 5000, "a\nb", "a\0b", "\x1b[2J"):
        bench.refused(1400, "invalid_code", "sale.scan", {"code": code})
    bench.refused(1404, "no_such_product", "sale.add", {"sku": "NO-SUCH"})
    bench.refused(1404, "no_such_product", "product.get", {"code": "NO-SUCH"})
    bench.refused(-32602, "invalid_params", "product.get")


@case("quantities are 1 to a thousand million thousandths, whole numbers")
def quantities(bench):
    _, code, _ = bench.shelf[0]
    sale = bench.scan()
    for qty in (0, -1, -1000, 10**9 + 1, 2**63 - 1, -2**63):
        bench.refused(1400, "quantity_out_of_range", "sale.scan", {"code": code, "qty": qty})
        bench.refused(1400, "quantity_out_of_range", "sale.line",
                      {"sale": sale["id"], "line": 1, "qty": qty})
    for qty in (1.5, "1000", "1", True, [], {}, 2**63, 10**30):
        bench.invalid("sale.scan", {"code": code, "qty": qty}, "qty")
    bench.void(sale)


@case("prices are whole cents of the till's currency, from nothing up")
def prices(bench):
    def put(price, **more):
        return {"sku": "BAD", "name": "Bad", "price": price, **more}

    bench.refused(1400, "price_out_of_range", "product.put", put(eur(-1)))
    bench.refused(1400, "price_out_of_range", "product.put", put(eur(10**12 + 1)))
    bench.refused(1422, "wrong_currency", "product.put", put({"minor": 1, "cur": "USD"}))
    for price in (eur(1.5), eur("100"), eur(2**63), 100, "1.00", {"minor": 1}, {"cur": "EUR"},
                  {"minor": 1, "cur": "EURO"}, {"minor": 1, "cur": ""}, eur(None)):
        bench.invalid("product.put", put(price), "price")
    bench.refused(1400, "unknown_tax_class", "product.put", put(eur(1), taxClass="luxury"))
    bench.refused(1400, "unknown_category", "product.put", put(eur(1), category="nowhere"))
    bench.refused(1400, "invalid_barcode", "product.put", put(eur(1), barcodes=["4006381333932"]))
    bench.refused(1409, "barcode_taken", "product.put", put(eur(1), barcodes=[bench.shelf[0][1]]))
    bench.refused(1400, "invalid_text", "product.put", {**put(eur(1)), "name": ""})
    bench.refused(1400, "invalid_text", "product.put", {**put(eur(1)), "sku": "s" * 65})
    bench.refused(1404, "no_such_product", "product.get", {"sku": "BAD"}, cmd=False)


@case("totals that would overflow refuse the line and keep the sale")
def overflow(bench):
    bench.product("GOLD", 10**12)
    bench.refused(1400, "amount_out_of_range", "sale.add", {"sku": "GOLD", "qty": 10**9})
    sale = bench.client.write("sale.add", {"sku": "GOLD", "qty": 500_000})["sale"]
    sale = bench.client.write("sale.add", {"sku": "GOLD", "qty": 400_000})["sale"]
    total = sale["total"]
    for _ in range(3):
        bench.refused(1400, "amount_out_of_range", "sale.add", {"sku": "GOLD", "qty": 200_000})
    bench.refused(1400, "amount_out_of_range", "sale.line",
                  {"sale": sale["id"], "line": 1, "qty": 10**9})
    shown = bench.client.call("sale.get", {"sale": sale["id"]})["sale"]
    expect((shown["total"], len(shown["lines"])) == (total, 2), "the sale stays", str(shown))
    bench.void(sale)


@case("a sale has at most a thousand lines")
def lines(bench):
    sku = bench.shelf[0][0]
    for _ in range(100):
        requests = [bench.client.send("sale.add", {"cmd": uuid7(), "sku": sku}) for _ in range(10)]
        for request in requests:
            sale = bench.client.answer(request)["sale"]
    expect(len(sale["lines"]) == 1000, "a thousand lines fit", str(len(sale["lines"])))
    bench.refused(1422, "too_many_lines", "sale.add", {"sku": sku})
    bench.pay(sale)


@case("changes are for lines and sales that are there")
def changes(bench):
    sale = bench.scan()
    line = {"sale": sale["id"], "line": 1}
    bench.refused(1404, "no_such_line", "sale.line", {**line, "line": 2, "qty": 1000})
    bench.refused(1404, "no_such_line", "sale.line", {**line, "line": 0, "qty": 1000})
    bench.refused(1400, "one_change", "sale.line", line)
    bench.refused(1400, "one_change", "sale.line", {**line, "qty": 1, "void": {"reason": "x"}})
    bench.refused(1400, "invalid_text", "sale.line", {**line, "void": {"reason": ""}})
    bench.refused(1404, "no_such_sale", "sale.line", {**line, "sale": uuid7(), "qty": 1000})
    bench.refused(1422, "sale_not_parked", "sale.recall", {"sale": sale["id"]})
    bench.refused(1404, "no_such_sale", "sale.get", {"sale": uuid7()})
    bench.client.write("sale.line", {**line, "void": {"reason": "x"}})
    bench.refused(1422, "line_voided", "sale.line", {**line, "void": {"reason": "x"}})
    bench.refused(1422, "nothing_to_pay", "sale.pay", {"tender": "cash", "given": eur(100)})
    bench.void(sale)
    bench.refused(1422, "sale_voided", "sale.line", {**line, "qty": 1000})
    bench.refused(1422, "sale_voided", "sale.pay", {"sale": sale["id"], "tender": "cash"})


@case("a stale revision is refused and says to look again")
def stale(bench):
    first = bench.scan()
    second = bench.scan(1)
    fault = bench.refused(1409, "stale_revision", "sale.line",
                          {"sale": first["id"], "rev": first["rev"], "line": 1, "qty": 2000})
    expect(fault.retry == "snapshot", "the client is told to look again", str(fault.retry))
    bench.refused(1409, "stale_revision", "sale.pay",
                  {"sale": first["id"], "rev": second["rev"] + 1, "tender": "cash"})
    bench.pay(second)


@case("a command id answers the same again, and nothing else")
def repeated(bench):
    cmd = uuid7()
    params = {"cmd": cmd, "code": bench.shelf[0][1], "qty": 2000}
    first = bench.client.call("sale.scan", params)
    again = bench.client.call("sale.scan", params)
    expect(again.pop("replayed") is True and again == first, "a repetition is answered alike")
    bench.refused(1409, "command_reused", "sale.scan", {**params, "qty": 3000})
    bench.refused(1409, "command_reused", "drawer.open", {"cmd": cmd, "reason": "x"})
    pay = {"cmd": uuid7(), "sale": first["sale"]["id"], "tender": "card"}
    requests = [bench.client.send("sale.pay", pay) for _ in range(5)]
    answers = [bench.client.answer(request) for request in requests]
    expect(len({answer["receipt"] for answer in answers}) == 1, "paid once, however often sent")
    expect([answer.get("replayed", False) for answer in answers] == [False] + [True] * 4,
           "repetitions say so", str([answer.get("replayed") for answer in answers]))
    bench.serial += 1


@case("a sale is paid once")
def paid_twice(bench):
    sale = bench.scan()
    bench.pay(sale)
    for tender in ("cash", "card"):
        bench.refused(1422, "sale_completed", "sale.pay", {"sale": sale["id"], "tender": tender})
    bench.refused(1422, "sale_completed", "sale.line", {"sale": sale["id"], "line": 1, "qty": 1})
    bench.refused(1422, "sale_completed", "sale.void", {"sale": sale["id"], "reason": "x"})
    bench.refused(1404, "no_such_sale", "sale.pay", {"tender": "cash"})


@case("payments are of the right tender, currency and amount; only cash gives change")
def payments(bench):
    sale = bench.scan()
    due = sale["due"]["minor"]
    pay = {"sale": sale["id"], "tender": "cash"}
    bench.refused(1422, "change_from_card", "sale.pay",
                  {**pay, "tender": "card", "given": eur(due + 1)})
    bench.refused(1422, "wrong_currency", "sale.pay", {**pay, "given": {"minor": 1, "cur": "USD"}})
    for minor in (0, -1, 10**12 + 1, -2**63):
        bench.refused(1400, "amount_out_of_range", "sale.pay", {**pay, "given": eur(minor)})
    for given in (eur(1.5), eur("1"), due, eur(2**63)):
        bench.invalid("sale.pay", {**pay, "given": given}, "given")
    bench.refused(1422, "tender_not_offered", "sale.pay", {**pay, "tender": "seashells"})
    bench.refused(1400, "text_too_long", "sale.pay", {**pay, "ref": "r" * 65})
    bench.pay(sale)


@case("paying less leaves the rest due and the lines fixed")
def split(bench):
    sale = bench.scan(9)
    due = sale["due"]["minor"]
    part = bench.client.write("sale.pay", {"tender": "cash", "given": eur(100)})
    expect(part["due"] == eur(due - 100) and "receipt" not in part, "the rest is due", str(part))
    bench.refused(1422, "sale_part_paid", "sale.add", {"sku": "S1"})
    bench.refused(1422, "sale_part_paid", "sale.line",
                  {"sale": sale["id"], "line": 1, "qty": 2000})
    bench.refused(1422, "sale_part_paid", "sale.hold", {"sale": sale["id"]})
    bench.refused(1422, "sale_part_paid", "shift.close")
    paid = bench.client.write("sale.pay", {"tender": "card", "given": eur(due - 100)})
    bench.serial += 1
    expect(paid["receipt"] == f"T1-{bench.serial:06d}", "the rest settles it", str(paid))
    second = bench.scan(8)
    bench.client.write("sale.pay", {"tender": "cash", "given": eur(50)})
    voided = bench.client.write("sale.void", {"sale": second["id"], "reason": "changed his mind"})
    expect([one["applied"] for one in voided["refund"]] == [eur(50)], "the part goes back",
           str(voided.get("refund")))


@case("receipts and jobs that are not there cannot be printed")
def prints(bench):
    bench.refused(1404, "no_such_receipt", "receipt.get", {"number": "T1-999999"}, cmd=False)
    bench.refused(1404, "no_such_receipt", "receipt.print", {"number": "T1-0"})
    for job in ("p999999", "x", "", "p-1", "p99999999999999999999"):
        bench.refused(1404, "no_such_job", "print.retry", {"job": job})


@case("settings are known, of their kind, and fixed while a shift counts on them")
def settings(bench):
    bench.refused(1404, "unknown_setting", "config.set", {"key": "colour", "value": "blue"})
    bench.refused(1404, "unknown_setting", "config.get", {"key": "colour"})
    bench.refused(1400, "invalid_setting", "config.set", {"key": "shop.name", "value": 7})
    bench.refused(1422, "shift_open", "config.set", {"key": "currency", "value": "USD"})


@case("card numbers are refused and kept nowhere")
def cards(bench):
    number = CARDS[0]
    spaced = " ".join(number[start:start + 4] for start in range(0, 16, 4))
    tracks = (f"%B{number}^DOE/JOHN^2912101000?", f";{number}=29121010000000?")
    for code in (*CARDS, spaced, *tracks):
        bench.refused(1422, "card_number", "sale.scan", {"code": code})
    sale = bench.scan()
    for ref in (*CARDS, spaced, number.replace("1111", "1111-"), f"no. {number}", *tracks):
        bench.refused(1422, "card_number", "sale.pay",
                      {"sale": sale["id"], "tender": "card", "ref": ref})
    bench.pay(sale)
    with bench.daemon.client() as listener:
        listener.call("events.subscribe", {"topics": ["scan"]})
        with open(bench.daemon.state / "virtual-scanner", "w", encoding="ascii") as scanner:
            scanner.write(f"{tracks[1]}\n")
        event = listener.next_event(timeout=10)
        expect(event["type"] == "scan.refused" and number not in str(event),
               "a swiped card is refused without its number", str(event))
    bench.client.call("journal.verify")
    files = [path for path in bench.daemon.state.rglob("*") if path.is_file()]
    expect(any(path.name == "till.db" for path in files), "the test itself", "no store found")
    for path in [*files, bench.daemon.log]:
        try:
            kept = path.read_bytes()
        except FileNotFoundError:
            continue  # The printer has given its file the final name meanwhile.
        for card in (*CARDS, spaced):
            expect(card.encode() not in kept, "no card number is kept", path.name)


@case("a refusal has a code, a kind, a text key and says when to try again")
def faults(bench):
    try:
        bench.client.call("sale.get", {"sale": uuid7()})
    except Fault as fault:
        expect(fault.retry == "never", "the fault says when to try again", str(fault.retry))
