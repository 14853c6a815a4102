#!/usr/bin/env python3
"""Writes the methods of docs/protocol.md from the document that a running till answers.

    till rpc rpc.discover | python3 docs/methods.py docs/protocol.md

Everything between the two marks is replaced: names, rights, parameters, results and examples come
from the daemon; the kinds of faults that a method has of its own come from the table below.
"""

import json
import sys

BEGIN, END = "<!-- methods: begin -->", "<!-- methods: end -->"

SALE = "no_open_shift no_such_sale stale_revision sale_parked sale_completed sale_voided"
ADD = SALE + (" product_inactive unknown_tax_class quantity_out_of_range too_many_lines"
              " sale_part_paid amount_out_of_range wrong_currency disk_full")
PRODUCT = ("invalid_text invalid_barcode too_many_barcodes barcode_taken price_out_of_range"
           " wrong_currency unknown_tax_class unknown_category import_running")
JOB = "no_such_job job_queued job_started job_printed job_discarded"
SCALE = ("no_scale which_scale no_such_scale busy scale_unstable scale_overload scale_negative"
         " scale_silent scale_empty scale_failed")
CASH = "no_open_shift wrong_currency amount_out_of_range"

#: What a method can be refused with, beyond what every method can.
KINDS = {
    "session.hello": "protocol",
    "events.subscribe": "unknown_topic history_gone too_many_subscriptions",
    "events.unsubscribe": "no_such_subscription",
    "sale.scan": "invalid_code card_number expired recalled quantity_on_label unusable_measure"
                 " scanned_coupon scanned_gift_card scanned_receipt scanned_staff"
                 " scanned_customer scanned_drawer scanned_function " + ADD,
    "sale.add": "no_such_product one_quantity not_by_weight " + SCALE + " " + ADD,
    "scale.read": SCALE,
    "sale.get": "no_such_sale",
    "sale.list": "busy",
    "sale.line": SALE + " one_change invalid_text no_such_line line_voided quantity_out_of_range"
                 " sale_part_paid amount_out_of_range",
    "sale.hold": SALE + " sale_part_paid",
    "sale.recall": "no_open_shift no_such_sale stale_revision sale_not_parked sale_open",
    "sale.void": "no_open_shift no_such_sale stale_revision invalid_text sale_completed"
                 " sale_voided",
    "sale.pay": SALE + " unknown_lines nothing_to_pay tender_not_offered card_number"
                " text_too_long wrong_currency amount_out_of_range change_from_card",
    "receipt.get": "no_such_receipt busy",
    "receipt.print": "no_such_receipt print_queue_full",
    "label.print": "no_such_product label_count print_queue_full",
    "device.pair": "no_device two_places no_such_device invalid_address kind_needed unknown_profile"
                   " invalid_id id_taken already_paired invalid_drawer invalid_name"
                   " invalid_settings virtual_device too_many_devices",
    "device.forget": "no_such_device virtual_device",
    "device.test": "no_such_device cannot_test drawer_busy print_queue_full",
    "device.listen": "listening invalid_params",
    "print.list": "busy",
    "print.retry": JOB,
    "print.discard": JOB + " invalid_text",
    "drawer.open": "no_open_shift invalid_text drawer_busy",
    "scan.claim": "scanner_claimed no_such_scanner",
    "scan.ack": "no_such_claim",
    "scan.release": "no_such_claim",
    "shift.open": "shift_already_open wrong_currency amount_out_of_range",
    "shift.move": CASH + " invalid_text amount_missing",
    "shift.count": CASH + " count_missing denomination_out_of_range",
    "shift.close": "no_open_shift sale_part_paid amount_out_of_range",
    "report.x": "no_open_shift",
    "report.z": "no_such_z busy",
    "product.put": PRODUCT,
    "product.get": "no_such_product",
    "product.find": "busy",
    "product.import": "see *Imports* below",
    "category.put": "invalid_text unknown_category category_cycle unknown_tax_class",
    "config.get": "unknown_setting",
    "config.set": "unknown_setting invalid_setting shift_open",
    "journal.read": "busy", "journal.verify": "busy", "journal.audit": "busy",
    "backup.now": "invalid_path backup_failed busy",
    "backup.verify": "invalid_path backup_unreadable busy",
}


def shape(schema, depth=0):
    """A schema in a few words: M is money, `?` stands behind what may be missing."""
    kind = schema.get("type")
    if kind == "array":
        return shape(schema["items"], depth) + "[]"
    if kind != "object":
        words = schema.get("enum")
        return "|".join(words) if words else {
            "uuid": "id", "date-time": "time", "date": "day", "sha256": "hash",
        }.get(schema.get("format"), kind or "any")
    fields = schema.get("properties", {})
    names = set(fields)
    if names == {"minor", "cur"}:
        return "M"
    if {"subtotal", "lines", "due"} <= names:
        return "Sale"
    if {"barcodes", "taxClass"} <= names:
        return "Product"
    if depth > 2 or not fields:
        return "{…}"
    return "{" + describe(fields, schema.get("required", []), depth + 1) + "}"


def describe(fields, required, depth=0):
    return ", ".join(
        f"{name}{'' if name in required else '?'}: {shape(field, depth)}"
        for name, field in fields.items())


def section(method):
    fields = {p["name"]: p["schema"] for p in method["params"]}
    required = [p["name"] for p in method["params"] if p["required"]]
    result = method["result"]["schema"]
    kinds = KINDS.get(method["name"], "")
    if kinds and not kinds.startswith("see "):
        kinds = " ".join(f"`{kind}`" for kind in kinds.split())
    example = {p["name"]: p["value"] for p in method["examples"][0]["params"]}
    lines = [
        f"#### {method['name']}", "", method["summary"], "",
        f"- right: {method['x-right']}",
        f"- params: {describe(fields, required) or 'none'}",
        "- result: " + (describe(result.get("properties", {}), result.get("required", []))
                        or "an OpenRPC document"),
    ]
    if kinds:
        lines.append(f"- faults: {kinds}")
    if example:
        lines += ["", "```json", json.dumps(example, separators=(",", ":"), ensure_ascii=False),
                  "```"]
    return "\n".join(lines) + "\n"


def main():
    answer = json.load(sys.stdin)
    methods = answer.get("result", answer)["methods"]
    unknown = set(KINDS) - {method["name"] for method in methods}
    if unknown:
        sys.exit(f"methods.py names methods that the till does not serve: {sorted(unknown)}")
    with open(sys.argv[1], encoding="utf-8") as file:
        head, rest = file.read().split(BEGIN)
    tail = rest.split(END)[1]
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write(head + BEGIN + "\n\n" + "\n".join(map(section, methods)) + "\n" + END + tail)


main()
