#!/usr/bin/env python3
"""Gives the daemon every kind of bad input; each must be refused clearly, and nothing be lost.

After each case the same daemon sells again: the receipt has the next number and the chain of
hashes is whole. `--only TEXT` tries the cases whose sentence holds the text; `--list` lists all.
"""

import sys
import traceback

import bad_imports  # noqa: F401 - importing registers the cases
import bad_lines  # noqa: F401
import bad_sales  # noqa: F401
import bad_stores  # noqa: F401
from bench import CASES, Bench, Skipped
from daemon import Daemon, Workplace, arguments, program, progress


def attempt(bench, sentence, function):
    """Tries one case and sells afterwards; returns why it failed, or None."""
    try:
        bench.connect()
        function(bench)
        bench.still_sells()
        return None
    except Skipped:
        bench.still_sells()
        raise
    except Exception as error:  # noqa: BLE001 - any failure is told, and the next case tried
        place = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in place if frame.name == function.__name__]
        where = f" ({function.__module__}.py:{ours[-1].lineno})" if ours else ""
        return f"{sentence}{where}: {type(error).__name__}: {error}"


def try_all(options, folder):
    """Tries every chosen case; returns the failures, the skipped ones and the sales made."""
    programs = {name: str(program(options, name)) for name in ("tilld", "till")}
    cases = [one for one in CASES if options.only is None or options.only in one[0]]
    failures, skipped, sold = [], [], 0
    bench = None
    for number, (sentence, function) in enumerate(cases, 1):
        if bench is None:
            bench = Bench(Daemon(programs["tilld"], folder / f"bench{number}").start(), programs)
            bench.set_up()
        progress(f"badinput: {number} of {len(cases)}: {sentence}")
        try:
            failure = attempt(bench, sentence, function)
        except Skipped as reason:
            failure = None
            skipped.append(f"{sentence}: {reason}")
        if failure:
            # What failed may have left anything behind: the next case gets a daemon of its own.
            failures.append(failure)
            sold += bench.serial
            bench.daemon.kill()
            bench = None
    if bench:
        sold += bench.serial
        bench.daemon.terminate()
    return cases, failures, skipped, sold


def main():
    parser = arguments(__doc__.split("\n")[0])
    parser.add_argument("--only", help="only cases whose sentence holds this text")
    parser.add_argument("--list", action="store_true", help="list the cases and end")
    options = parser.parse_args()
    if options.list:
        print("\n".join(sentence for sentence, _ in CASES))
        return
    with Workplace(options, "badinput") as folder:
        cases, failures, skipped, sold = try_all(options, folder)
    for reason in skipped:
        print(f"skipped: {reason}", file=sys.stderr)
    for failure in failures:
        print(f"failed: {failure}"[:1000], file=sys.stderr)
    print(f"badinput: {len(cases)} cases, {len(failures)} failed, {len(skipped)} skipped, "
          f"{sold} sales between them{'' if failures else ', none lost'}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
