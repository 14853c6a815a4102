"""Bad input, part four: stores that must not be opened, and stores that come from elsewhere."""

import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from bench import Skipped, case
from daemon import Daemon
from seal import PAGE, seal
from tillclient import Gone, Violation, eur, expect, sell, stock

SHELF = 4


def small_store(bench, name, sales=3):
    """Makes a store with a few sales in a folder of its own and ends its daemon well."""
    daemon = Daemon(bench.programs["tilld"], bench.folder / name)
    daemon.start()
    with daemon.client() as client:
        shelf = stock(client, SHELF)
        for _ in range(sales):
            sell(client, shelf[:2])
        client.write("product.put", {"sku": "PROBE", "name": "Damage probe", "price": eur(1)})
    code, _ = daemon.terminate()
    expect(code == 0, "SIGTERM ends the daemon well", str(code))
    return daemon


def refuses(daemon, code, *words, arguments=()):
    """The daemon ends at its start with this exit code and a sentence that holds these words."""
    refusal = daemon.refusal(*arguments)
    expect(refusal.code == code, "the start is refused", f"{refusal}, not exit code {code}")
    for word in words:
        expect(word in refusal.text, "the refusal says why", f"{word!r} is not in {refusal.text!r}")


@case("a store of a newer release is refused and left as it is")
def newer(bench):
    daemon = small_store(bench, "newer")
    path = daemon.state / "till.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    seal(path)
    before = path.read_bytes()
    refuses(daemon, 65, str(path), "99", "newer")
    expect(path.read_bytes() == before, "a refused store is left as it is")


@case("a second daemon on the same store is refused, the first sells on")
def second_daemon(bench):
    second = Daemon(bench.programs["tilld"], bench.folder / "second", state=bench.daemon.state)
    refuses(second, 75, "in use", str(bench.daemon.process.pid))
    third = Daemon(bench.programs["tilld"], bench.folder / "third")
    third.socket = bench.daemon.socket
    refuses(third, 75, "another daemon")


@case("a store with one wrong byte in an event is refused by its position")
def damaged(bench):
    daemon = small_store(bench, "damaged")
    path = daemon.state / "till.db"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        position, = db.execute(
            "SELECT pos FROM event WHERE instr(body, CAST('\"Damage probe\"' AS BLOB))").fetchone()
    db.close()
    data = bytearray(path.read_bytes())
    places = _places(bytes(data), b'"name":"Damage probe"')
    expect(places, "the test itself", "no event to damage")
    whole = bytes(data)
    for place in places:
        data[place + 9] ^= 1
    path.write_bytes(data)
    refuses(daemon, 65, str(path), "damaged", "page ", "is not what was written", "restore a backup")
    # Somebody who makes new seals meets the chain.
    expect(seal(path) == len({place // PAGE for place in places}), "the pages are sealed again")
    refuses(daemon, 65, str(path), "damaged", f"position {position}")
    path.write_bytes(whole)
    expect(seal(path) == 0, "every page of the store has its seal")
    daemon.start()
    with daemon.client() as client:
        expect(client.call("journal.verify")["ok"], "the mended store is whole")
    daemon.terminate()


@case("a price that changed in the store is not sold at, and the next start puts it right")
def rotten(bench):
    daemon = small_store(bench, "rotten")
    path = daemon.state / "till.db"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        page, = db.execute("SELECT pageno FROM dbstat WHERE name = 'product'").fetchone()
        sku, price = db.execute("SELECT sku, minor FROM product ORDER BY id").fetchone()
    db.close()
    data = bytearray(path.read_bytes())
    data[page * PAGE - 100] ^= 4
    path.write_bytes(data)
    daemon.start()
    with daemon.client() as client:
        try:
            sale = client.write("sale.add", {"sku": sku})["sale"]
            raise Violation("a broken page is not believed", str(sale))
        except Gone:
            pass
    code = daemon.process.wait(10)
    expect(code == 70, "a broken page ends the daemon", f"exit code {code}")
    expect(f"page {page} of {path}" in daemon.said(), "the page is named", daemon.said())
    daemon.kill()
    daemon.start()
    expect("redrawn from the events" in daemon.said(), "the log says what was done", daemon.said())
    kept = path.with_name("till.db.damaged-1").read_bytes()
    broken = slice((page - 1) * PAGE, page * PAGE)
    expect(kept[broken] == data[broken], "the damaged file is kept")
    with daemon.client() as client:
        sale = client.write("sale.add", {"sku": sku})["sale"]
        expect(sale["total"] == eur(price), "the price is right again", str(sale["total"]))
        expect(client.call("journal.audit")["ok"], "the views are what the events say")
    daemon.terminate()


def _places(data, needle):
    """Every place where the needle begins."""
    places, place = [], data.find(needle)
    while place >= 0:
        places.append(place)
        place = data.find(needle, place + 1)
    return places


@case("a file that is no store is refused and left as it is")
def foreign(bench):
    other = sqlite3.connect(":memory:")
    other.execute("CREATE TABLE shop(x)")
    for name, content in (("text", b"These are not the events you are looking for.\n" * 100),
                          ("database", other.serialize())):
        daemon = Daemon(bench.programs["tilld"], bench.folder / name)
        daemon.state.mkdir(parents=True)
        path = daemon.state / "till.db"
        path.write_bytes(content)
        refuses(daemon, 65, str(path), "not a till's database")
        expect(path.read_bytes() == content, "a foreign file is left as it is", name)
    other.close()


@case("a store on memory is refused unless it is asked for")
def volatile(bench):
    memory = Path("/dev/shm")
    if not memory.is_dir():
        raise Skipped("there is no /dev/shm")
    state = Path(tempfile.mkdtemp(prefix="tilld-", dir=memory))
    try:
        daemon = Daemon(bench.programs["tilld"], bench.folder / "volatile", state=state / "till")
        refuses(daemon, 78, "tmpfs")
        daemon.start("--allow-volatile")
        daemon.terminate()
    finally:
        shutil.rmtree(state)


@case("a folder that cannot be written is refused")
def read_only(bench):
    daemon = Daemon(bench.programs["tilld"], bench.folder / "read-only")
    daemon.folder.mkdir()
    (daemon.folder / "file").write_text("no folder")
    below = Daemon(bench.programs["tilld"], daemon.folder, state=daemon.folder / "file" / "till")
    refuses(below, 73, str(below.state))
    below.state = daemon.folder / "missing" / "till"
    refuses(below, 73, str(below.state))
    daemon.state.mkdir(0o500)
    if os.geteuid() != 0:
        refuses(daemon, 73, str(daemon.state))
        return
    # Root writes everywhere but on a file system that is mounted read-only.
    script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
    wrapper = daemon.folder / "wrapper"
    wrapper.write_text(
        "#!/bin/sh\nexec unshare -m sh -c "
        f"'{script}' sh '{daemon.state}' '{daemon.program}' \"$@\"\n")
    wrapper.chmod(0o700)
    probe = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False)
    if probe.returncode != 0:
        raise Skipped("root here may not mount, so only paths that cannot be made were tried")
    daemon.program = str(wrapper)
    refuses(daemon, 73, str(daemon.state))


@case("a socket that cannot be made is refused")
def sockets(bench):
    daemon = Daemon(bench.programs["tilld"], bench.folder / "sockets")
    daemon.socket = daemon.folder / ("s" * 120)
    refuses(daemon, 78, "107 bytes")
    daemon.socket = daemon.folder / "missing" / "sock"
    refuses(daemon, 73, "socket")
    daemon.socket = daemon.folder / "file"
    daemon.socket.write_text("no socket")
    refuses(daemon, 73, "no socket")
    expect(daemon.socket.read_text() == "no socket", "a file is no socket to remove")
    daemon.socket = daemon.folder / "sock"
    refuses(daemon, 64, "--nonsense", arguments=("--nonsense",))


@case("SIGTERM ends in time, with exit code 0 and everything in the database")
def sigterm(bench):
    for name in ("SIGTERM", "SIGINT"):
        listener = bench.daemon.client()
        listener.call("events.subscribe")
        code, seconds = bench.daemon.terminate(number=getattr(signal, name))
        expect(code == 0 and seconds < 3, "it ends well", f"{name}: {code}, {seconds:.1f} s")
        journal = bench.daemon.state / "till.db-wal"
        left = journal.stat().st_size if journal.exists() else 0
        expect(left == 0, "nothing is left in the write-ahead log", str(left))
        expect(not bench.daemon.socket.exists(), "the socket is gone")
        listener.close()
        bench.daemon.start()
        bench.still_sells()


@case("a backup goes on elsewhere: same head, same totals, no receipt number twice")
def restored(bench):
    client = bench.connect()
    bad = bench.folder / "no-backup"
    bad.write_text("no backup")
    expect(not client.call("backup.verify", {"path": str(bad)})["ok"], "a bad backup is not ok")
    bench.refused(1400, "invalid_path", "backup.now", {"path": "relative.db"}, cmd=False)
    path = bench.folder / "backup.db"
    head = client.call("session.hello")["head"]
    report = client.call("backup.now", {"path": str(path)}, timeout=60)
    expect(report["ok"] and path.stat().st_size == report["bytes"], "a backup is made", str(report))
    second = client.call("backup.now", {"path": str(path)})
    expect(not second["ok"], "a backup is not overwritten", str(second))
    x = client.call("report.x")
    last = client.call("journal.read", {"from": report["head"], "limit": 1})["events"][0]
    expect(report["hash"] == last["hash"] and report["head"] >= head,
           "the backup holds everything", f"{report} does not end with {last}")
    numbers = {event["data"]["number"] for event in client.journal()
               if event["type"] == "sale.completed"}

    elsewhere = Daemon(bench.programs["tilld"], bench.folder / "elsewhere")
    elsewhere.folder.mkdir()
    restore = [bench.programs["till"], "backup", "restore", str(path), "--state",
               str(elsewhere.state), "--yes"]
    done = subprocess.run(restore, capture_output=True, text=True, timeout=120, check=False)
    expect(done.returncode == 0, "the backup is restored", done.stdout + done.stderr)
    again = subprocess.run(restore, capture_output=True, text=True, timeout=120, check=False)
    expect(again.returncode != 0 and "already" in again.stderr, "a store is not overwritten",
           again.stdout + again.stderr)
    elsewhere.start()
    with elsewhere.client() as other:
        expect(other.call("journal.read", {"from": report["head"], "limit": 1})["events"] == [last],
               "the restored chain has the same head")
        expect(other.call("journal.verify")["ok"], "the restored chain is whole")
        expect(other.call("journal.audit")["ok"], "the restored views are right")
        theirs = other.call("report.x")
        expect(theirs["totals"] == x["totals"] and theirs["tenders"] == x["tenders"],
               "the totals are the same", f"{theirs['totals']} instead of {x['totals']}")
        for _ in range(3):
            number = sell(other, bench.shelf[:2])["receipt"]
            expect(number not in numbers, "no receipt number is given twice", number)
            numbers.add(number)
        expect(other.call("journal.verify")["ok"], "the restored chain goes on")
    elsewhere.terminate()
