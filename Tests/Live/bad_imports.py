"""Bad input, part three: tables of products that are broken in every way a table can be."""

import gzip

from bench import case
from tillclient import Fault, Gone, expect, gtin13, uuid7

HEADER = "sku,name,barcode,price\n"
GOOD = gtin13("952000008888")


def table(bench, name, content):
    """Writes a table; text as UTF-8, bytes as they are."""
    path = bench.folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def load(bench, content, name="table.csv", **more):
    """Imports a table; returns the result."""
    return bench.client.write("product.import", {"path": table(bench, name, content), **more},
                              timeout=120)


def unknown(bench, sku):
    """The product is not in the catalogue."""
    bench.refused(1404, "no_such_product", "product.get", {"sku": sku}, cmd=False)


@case("broken rows are named by row and column, and the good ones are sold")
def broken_rows(bench):
    content = HEADER + (
        f"I1,Good one,{GOOD},1.50\n"
        "I2,No price,,\n"
        "I3,Bad price,,12.5x\n"
        "I4,Too many decimals,,1.999\n"
        "I5,Bad check digit,4006381333932,1.00\n"
        ",,,2.00\n"
        "I7,Negative,,-1.00\n"
        "I8,too few cells\n"
        "I9,too many cells,,1.00,more\n"
        'I10,"quoted, with a comma and ""quotes""",,3.00\n'
        f"I1,Good one again,{GOOD},1.50\n"
        "\n"
        "I11,Ünïcödé 日本,,0\n")
    result = load(bench, content)
    rows = {error["row"] for error in result["errors"]}
    expect({3, 4, 5, 6, 7, 8, 9, 10} <= rows, "each broken row is named", str(result["errors"]))
    expect(all(error["reason"] for error in result["errors"]), "each error has a reason")
    columns = {error["row"]: error["column"] for error in result["errors"]}
    expect((columns[4], columns[6]) == ("price", "barcode"), "the column is named", str(columns))
    expect(result["counts"]["error"] == len(rows), "every error is counted", str(result["counts"]))
    for sku, price in (("I1", 150), ("I10", 300), ("I11", 0)):
        product = bench.client.call("product.get", {"sku": sku})["product"]
        expect(product["price"]["minor"] == price, "a good row is sold", str(product))
    unknown(bench, "I3")
    sale = bench.client.write("sale.scan", {"code": GOOD})["sale"]
    expect(sale["total"]["minor"] == 150, "an imported code is scanned", str(sale))
    bench.pay(sale)


@case("tables in another encoding are refused whole")
def encodings(bench):
    latin = (HEADER + "E1,Café,,1.00\n").encode("latin-1")
    utf16 = (HEADER + "E1,Cafe,,1.00\n").encode("utf-16")
    for kind, content in (
            ("csv_not_utf8", latin), ("csv_utf16", utf16),
            ("csv_nul", HEADER.encode() + b"E1,A\0B,,1.00\n"),
            ("csv_nul", (HEADER + "E1,Cafe,,1.00\n").encode("utf-16-le")),
            ("csv_unclosed_quote", HEADER + 'E1,"never closed,,1.00\nE2,x,,1.00\n'),
            ("csv_text_after_quote", HEADER + 'E1,"closed"but not over,,1.00\n'),
            ("csv_many_columns", "a," * 300 + "b\n"),
            ("csv_long_field", HEADER + "E1," + "n" * 70_000 + ",,1.00\n"),
            ("empty_table", ""), ("no_rows", HEADER), ("blank_header", ",,\n1,2,3\n"),
            ("gzip_truncated", gzip.compress((HEADER + "E1,x,,1.00\n" * 99).encode())[:60]),
            ("gzip_damaged", gzip.compress(b"a" * 999)[:-8] + b"\xff" * 8)):
        bench.refused(1400, kind, "product.import", {"path": table(bench, f"{kind}.csv", content)})
    unknown(bench, "E1")
    unknown(bench, "E2")


@case("files that are not there, or are none, are refused")
def files(bench):
    bench.refused(1404, "unreadable_file", "product.import",
                  {"path": str(bench.folder / "missing.csv")})
    bench.refused(1400, "not_a_file", "product.import", {"path": str(bench.folder)})
    bench.refused(1400, "not_a_file", "product.import", {"path": "/dev/zero"})
    bench.refused(1400, "not_a_file", "product.import",
                  {"path": str(bench.daemon.state / "virtual-scanner")})
    bench.refused(1400, "invalid_path", "product.import", {"path": ""})
    bench.refused(-32602, "invalid_params", "product.import")
    path = table(bench, "good.csv", HEADER + "F1,x,,1.00\n")
    bench.refused(-32602, "invalid_params", "product.import", {"path": path, "rows": [["sku"]]})


@case("a mapping names fields and columns that exist")
def mappings(bench):
    path = table(bench, "map.csv", "number,title,cents\nM1,x,100\n")
    whole = {"sku": "number", "name": "title", "priceMinor": "cents"}
    for kind, mapping in (
            ("unknown_column", {**whole, "sku": "nummer"}),
            ("unknown_field", {**whole, "size": "cents"}),
            ("two_columns_for_one", {**whole, "price": "cents"}),
            ("missing_field", {"sku": "number", "name": "title"})):
        fault = bench.refused(1400, kind, "product.import", {"path": path, "mapping": mapping})
        expect((fault.field or "").startswith("mapping") or kind == "two_columns_for_one",
               "the fault names the mapping", str(fault.field))
    unknown(bench, "M1")
    result = bench.client.write("product.import", {"path": path, "mapping": whole})
    expect(result["counts"]["new"] == 1, "the right mapping imports", str(result))


@case("a dry run reports and changes nothing")
def dry_run(bench):
    head = bench.client.call("session.hello")["head"]
    content = HEADER + "D1,New,,1.00\nD2,Bad,,x\n"
    result = load(bench, content, dryRun=True)
    expect(result["dryRun"] and (result["counts"]["new"], result["counts"]["error"]) == (1, 1),
           "a dry run counts", str(result))
    unknown(bench, "D1")
    written = [event["type"] for event in bench.client.journal(head + 1)
               if event["type"].startswith("product.")]
    expect(not written, "a dry run writes nothing", str(written))
    result = load(bench, content)
    expect(result["counts"]["new"] == 1, "the same in earnest", str(result))
    result = load(bench, content)
    expect((result["counts"]["same"], result["counts"]["new"]) == (1, 0),
           "a second import finds the same", str(result["counts"]))


@case("rows sent over the socket are checked as a file's are")
def rows(bench):
    sent = [["sku", "name", "price"], ["R1", "x", "1.00"], ["R2", "", "1.00"], ["R3"],
            ["R4", "y", "12,5x"]]
    result = bench.client.write("product.import", {"rows": sent})
    counts = result["counts"]
    expect((counts["new"], counts["error"]) == (2, 2),
           "rows are checked; one without a name sells under its number", str(result))
    bench.refused(1400, "empty_table", "product.import", {"rows": []})
    bench.invalid("product.import", {"rows": [[1, 2]]}, "rows")
    bench.invalid("product.import", {"rows": "x"}, "rows")


@case("an import that a kill interrupts leaves nothing, and the next one works")
def interrupted(bench):
    count = 20_000
    content = HEADER + "".join(f"K{number},Article K{number},,1.00\n" for number in range(count))
    cmd = uuid7()
    path = table(bench, "big.csv", content)
    head = bench.client.call("session.hello")["head"]
    bench.client.call("events.subscribe", {"topics": ["product"]})
    bench.client.send("product.import", {"cmd": cmd, "path": path})
    event = bench.client.next_event(timeout=120)
    expect(event["type"] == "product.import_rows", "the import has begun", event["type"])
    bench.daemon.kill()
    bench.daemon.start()
    client = bench.connect()
    for number in (0, 1, count // 2, count - 1):
        unknown(bench, f"K{number}")
    found = client.call("product.find", {"query": "article k"})["items"]
    expect(not [item for item in found if item["sku"].startswith("K")], "nothing is half imported",
           str(found)[:200])
    types = [entry["type"] for entry in client.journal(head + 1)]
    expect("product.import_abandoned" in types and "product.import_applied" not in types,
           "the journal says that the import was given up", str(set(types)))
    bench.still_sells()
    try:
        result = bench.client.call("product.import", {"cmd": cmd, "path": path}, timeout=300)
    except (Fault, Gone) as error:
        expect(False, "the same import works after the restart", str(error))
    expect(result["counts"]["new"] == count and not result.get("replayed"),
           "the same import works after the restart", str(result["counts"]))
    for number in (0, count - 1):
        bench.client.call("product.get", {"sku": f"K{number}"})
