#!/usr/bin/env python3
"""`./dev bench`: measures the release build and prints a table."""

import argparse
import datetime
import os
import platform

import federation
import own
import pages
import scenarios
import search
import streaming
from load import wrk
from process import ROOT, Server


def usual() -> scenarios.Rows:
    """The runs on 1,000 accounts and 20,000 posts."""
    with Server() as server:
        server.sample(1000, scenarios.FOLLOWS, 20_000)
        server.start()
        server.wait_until_idle()
        rows = scenarios.memory(server)
        rows += scenarios.reads(server)
        rows += scenarios.posting(server)
        rows += scenarios.memory_after(server)
        rows += scenarios.size(server)
        return rows


def large() -> scenarios.Rows:
    with Server() as server:
        server.sample(50_100, 0, 1000, 0.0)
        server.start()
        server.wait_until_idle()
        return scenarios.large_author(server)


def growth() -> scenarios.Rows:
    """The same reads at 10⁴, 10⁵ and 10⁶ posts."""
    rows, first = [], {}
    for statuses in (10_000, 100_000, 1_000_000):
        with Server() as server:
            took = server.sample(1000, scenarios.FOLLOWS, statuses)
            started = server.start()
            server.wait_until_idle()
            token = server.token(scenarios.a_reader(server))
            scenarios.fill_home(server, token)
            server.wait_until_idle()
            author = server.query("SELECT account_id FROM account_stats ORDER BY statuses_count DESC LIMIT 1")[0][0]
            for what, path in (("home", "/api/v1/timelines/home?limit=20"),
                               ("account", f"/api/v1/accounts/{author}/statuses")):
                measured = wrk(server, path, token)
                first.setdefault(what, measured.cpu)
                rows.append((f"{what} at {statuses:,} posts", f"{measured.cpu:.1f} µs CPU, "
                             f"{measured.cpu / first[what]:.2f}× the first ({measured.kilobytes:.0f} KB)", "≤ 1.3×"))
            rows.append((f"sample of {statuses:,} posts", f"{took:.0f} s", "minutes"))
            if statuses == 1_000_000:
                server.stop()
                started = server.start()
            rows.append((f"start to first answer with {statuses:,} posts", f"{started:.2f} s", "≤ 0.3 s"))
    return rows


RUNS = {"usual": usual, "large": large, "growth": growth, "federation": federation.all_rows,
        "streaming": streaming.all_rows, "search": search.all_rows, "own": own.all_rows, "pages": pages.all_rows}


def table(rows: scenarios.Rows) -> str:
    lines = ["| work | measured | reach |", "|---|---|---|"]
    return "\n".join(lines + [f"| {what} | {measured} | {reach} |" for what, measured, reach in rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="*", choices=[[], *RUNS], help="all when none is named")
    parser.add_argument("--write", action="store_true", help="put the table into bench/RESULTS.md")
    wanted = parser.parse_args()
    rows: scenarios.Rows = []
    for name in wanted.runs or RUNS:
        rows += RUNS[name]()
        print(table(rows), flush=True)
    if wanted.write:
        text = (f"# Results\n\nMeasured on {datetime.date.today()}, {os.cpu_count()} cores, "
                f"{platform.machine()}, load generator on the same cores. `README.md` says how to read them.\n\n")
        (ROOT / "bench/RESULTS.md").write_text(text + table(rows) + "\n")


main()
