"""Bad input, part one: what is no request, or a request that cannot be read."""

import json

from bench import case
from tillclient import LINE_LIMIT, Gone, Violation, expect

STATUS = b'{"jsonrpc":"2.0","id":7,"method":"till.status"}'


@case("garbage is no JSON")
def garbage(bench):
    for data in (b"hello", b"\x01\x02\x03", b"{", b"}{", b'"till.status"x', b"{'id':1}",
                 STATUS + b"}", STATUS[:-1], bytes(range(128, 256))):
        expect(bench.line(data) == -32700, "garbage is -32700", repr(data))


@case("a NUL is no JSON")
def nul(bench):
    for data in (b"\0", b"\0" * 1000, STATUS[:20] + b"\0" + STATUS[20:], STATUS + b"\0"):
        expect(bench.line(data) == -32700, "a NUL is -32700", repr(data[:60]))


@case("text that is not UTF-8 is no JSON")
def encoding(bench):
    for text in (b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"caf\xe9"):
        data = STATUS.replace(b"till.status", b"till." + text)
        expect(bench.line(data) == -32700, "bad UTF-8 is -32700", repr(data))


@case("a hundred thousand brackets neither crash nor slow the daemon")
def nesting(bench):
    for opening in (b"[", b'{"a":'):
        for head in (b"", STATUS[:-1] + b',"params":'):
            data = head + opening * 100_000
            expect(bench.line(data) in (-32700, -32600), "deep nesting is refused", repr(head))
    whole = STATUS[:-1] + b',"params":{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
    expect(bench.line(whole) in (-32700, -32600), "deep nesting is refused", "balanced")


@case("batches are refused, whatever is in them")
def batch(bench):
    expect(bench.line(b"[" + STATUS + b"," + STATUS + b"]") == -32600, "a batch is -32600")
    expect(bench.line(b"[]") == -32600, "an empty batch is -32600")


@case("a request says jsonrpc 2.0 and a method")
def envelope(bench):
    for data in (b'{"id":1,"method":"till.status"}', b'{"jsonrpc":"1.0","id":1,"method":"x"}',
                 b'{"jsonrpc":2.0,"id":1,"method":"x"}', b'{"jsonrpc":"2.0","id":1}',
                 b'{"jsonrpc":"2.0","id":1,"method":7}', b'{"jsonrpc":"2.0","id":1.5,"method":"x"}',
                 b'{"jsonrpc":"2.0","id":{},"method":"x"}', b"null", b"17", b"{}", b'"text"'):
        expect(bench.line(data) == -32600, "it is no request", repr(data))


@case("an unknown method is named in the refusal")
def unknown_method(bench):
    for method in ("till.explode", "", "sale.scan ", "SALE.SCAN", "rpc.", "x" * 10_000):
        fault = bench.refused(-32601, "unknown_method", method)
        expect(method[:20] in fault.message, "the refusal names the method", fault.message[:200])
        expect(len(fault.message) < 400, "the refusal is short", str(len(fault.message)))


@case("parameters of the wrong shape are refused")
def shape(bench):
    with bench.daemon.client() as client:
        for params in (b"[1]", b'"x"', b"7"):
            line = b'{"jsonrpc":"2.0","id":3,"method":"sale.scan","params":' + params + b"}\n"
            client.send_bytes(line)
            answer = client.read()
            expect(answer["id"] == 3 and answer["error"]["code"] == -32602,
                   "the parameters are refused", str(answer))
    bench.invalid("sale.scan", {}, "code")
    bench.invalid("sale.scan", {"code": 4006381333931}, "code")
    bench.invalid("sale.scan", {"code": None}, "code")
    bench.invalid("sale.scan", {"code": "x", "cmd": "no-uuid"}, "cmd")
    bench.invalid("sale.scan", {"code": "x", "cmd": 17}, "cmd")
    fault = bench.refused(-32602, "invalid_params", "sale.scan", {"code": "x"}, cmd=False)
    expect(fault.field == "cmd", "a write needs a command id", str(fault.field))


@case("half a line is nothing, until its other half comes")
def half_line(bench):
    with bench.daemon.client() as client:
        client.send_bytes(STATUS[:25])
    with bench.daemon.client() as client:
        for byte in STATUS:
            client.send_bytes(bytes([byte]))
        client.send_bytes(b"\r\n\n\r\n" + STATUS + b"\n" + STATUS + b"\n")
        for _ in range(3):
            expect(client.read()["result"]["state"] == "selling", "each line is answered once")


@case("a request without an id is carried out and not answered")
def notification(bench):
    with bench.daemon.client() as client:
        client.send_bytes(b'{"jsonrpc":"2.0","method":"till.status"}\n' + STATUS + b"\n")
        expect(client.read()["id"] == 7, "a notification is not answered")


@case("a line of 1 MiB is read, one byte more ends the connection with one error")
def giant_line(bench):
    padding = LINE_LIMIT - len(STATUS)
    with bench.daemon.client() as client:
        client.send_bytes(STATUS + b" " * padding + b"\n")
        expect(client.read()["result"]["state"] == "selling", "1 MiB is read")
        try:
            client.send_bytes(STATUS + b" " * (padding + 1) + b"\n" + STATUS + b"\n")
        except Gone:
            pass
        error = client.read()["error"]
        expect((error["code"], error["data"]["kind"]) == (-32600, "line_too_long"),
               "a line too long is named", str(error))
        try:
            raise Violation("a line too long closes the connection", str(client.read()))
        except Gone:
            pass


@case("ids come back as they were sent, odd text leaves as JSON")
def ids(bench):
    with bench.daemon.client() as client:
        for identity in (0, -1, 2**53, "", "ü\u2028\"\\", "x" * 1000):
            request = {"jsonrpc": "2.0", "id": identity, "method": "till.status"}
            client.send_bytes(json.dumps(request).encode() + b"\n")
            expect(client.read()["id"] == identity, "the id comes back", repr(identity)[:60])


@case("unknown fields are ignored, as a newer client may send them")
def unknown_fields(bench):
    bench.client.call("till.status", {"colour": "blue", "deep": {"er": [1, 2]}})


@case("subscriptions to nothing, or to what is not yet, are refused")
def subscriptions(bench):
    bench.refused(1400, "unknown_topic", "events.subscribe", {"topics": ["weather"]})
    bench.refused(1410, "history_gone", "events.subscribe", {"since": 10**12})
    bench.refused(1410, "history_gone", "events.subscribe", {"since": -1})
    bench.refused(1404, "no_such_subscription", "events.unsubscribe", {"sub": "s99"})
    with bench.daemon.client() as client:
        for _ in range(16):
            client.call("events.subscribe", {"topics": ["config"]})
        try:
            client.call("events.subscribe", {"topics": ["config"]})
            raise Violation("subscriptions are bounded")
        except Exception as fault:
            expect(getattr(fault, "kind", None) == "too_many_subscriptions",
                   "subscriptions are bounded", str(fault))


@case("history from 0 is the journal, event for event")
def history(bench):
    with bench.daemon.client() as client:
        journal = client.journal()
        client.call("events.subscribe", {"since": 0})
        previous = 0
        for event in journal:
            while (told := client.next_event()).get("eph"):
                expect(told["type"] != "stream.lost", "a reader that reads keeps its stream",
                       f"{told} of {len(journal)} events")
            expect(told["prev"] == previous, "history has no gap", str(told))
            for key in ("seq", "type", "subject", "rev", "data", "at", "by"):
                expect(told[key] == event[key], "history is the journal", f"{told} for {event}")
            previous = told["seq"]
