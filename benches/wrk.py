#!/usr/bin/env python3
"""wrk for one or all routes of a JSON route map, for measurements without the peer: the part of the
peer's bench.py that run.py uses, with the same arguments and the same JSON. Standard library and `wrk`.
"""
import argparse
import csv
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
from urllib.parse import quote, urlsplit


def request(base, path, headers=None, timeout=60):
    at = urlsplit(base)
    conn = http.client.HTTPConnection(at.hostname, at.port, timeout=timeout)
    try:
        conn.request("GET", path, headers=headers or {})
        reply = conn.getresponse()
        return reply.status, reply.headers, reply.read()
    finally:
        conn.close()


def expand(route, data):
    """The addresses of a route: one, or one for each of `take` rows of its CSV file."""
    if "csv" not in route:
        return [route["path"]]
    with open(os.path.join(data, route["csv"]), newline="", encoding="utf-8") as handle:
        rows = [r for r in csv.DictReader(handle) if all(r[k] == v for k, v in route.get("where", {}).items())]
    take = route.get("take", 500)
    rows = rows[:: max(1, len(rows) // take)][:take]
    return [re.sub(r"\{(\w+)\}", lambda m: quote(row[m[1]], safe=""), route["path"]) for row in rows]


def lua(route, paths):
    """A script for wrk that visits the addresses in turn, each thread from its own place."""
    def q(text):
        return "[==[" + text + "]==]"
    head = ", ".join(f"[ {q(k)} ] = {q(v)}" for k, v in route.get("headers", {}).items())
    return "\n".join([
        "local prepared, at, threads = {}, 0, 0",
        "function setup(thread) thread:set('nr', threads); threads = threads + 1 end",
        "function init(args)",
        f"  local headers = {{{head}}}",
        *(f"  prepared[#prepared + 1] = wrk.format('GET', {q(p)}, headers)" for p in paths),
        "  at = nr * math.floor(#prepared / 2)", "end",
        "function request() at = at % #prepared + 1; return prepared[at] end", ""])


def ms(text):
    number, unit = re.match(r"([\d.]+)(us|ms|s|m)$", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[unit]


def load(base, script, args, seconds):
    ran = subprocess.run(["wrk", f"-c{args.connections}", f"-t{args.threads}", f"-d{seconds}s", "--timeout", "60s",
                          "--latency", "-s", script, base], capture_output=True, text=True, check=True)
    if ran.stderr.strip():
        sys.exit(ran.stderr)
    percent = dict(re.findall(r"^\s+(\d+)%\s+(\S+)\s*$", ran.stdout, re.M))
    done, took = re.search(r"(\d+) requests in (\S+),", ran.stdout).groups()
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", ran.stdout)
    sock = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", ran.stdout)
    return {"requests": int(done), "rps": int(done) / (ms(took) / 1000), "p50_ms": ms(percent["50"]), "p99_ms": ms(percent["99"]),
            "non_2xx": int(bad[1]) if bad else 0, "socket_errors": sum(map(int, sock.groups())) if sock else 0}


def sizes(base, route, paths):
    """Mean bytes of up to 25 replies in each encoding that the server really uses."""
    out = {}
    for encoding in ("identity", "gzip", "br"):
        for path in paths[:: max(1, len(paths) // 25)][:25]:
            status, headers, body = request(base, path, route.get("headers", {}) | {"Accept-Encoding": encoding})
            if status != 200:
                sys.exit(f"{path} answered {status}")
            if encoding == "identity" or headers.get("Content-Encoding") == encoding:
                out.setdefault(encoding, []).append(len(body))
    return {encoding: round(sum(v) / len(v)) for encoding, v in out.items()}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--routes", required=True)
    ap.add_argument("--base", required=True)
    ap.add_argument("--data")
    ap.add_argument("--only")
    ap.add_argument("--connections", type=int, default=32)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--duration", type=int, default=10)
    ap.add_argument("--warmup", type=int, default=3)
    ap.add_argument("--json")
    args, _ = ap.parse_known_args()
    with open(args.routes, encoding="utf-8") as handle:
        config = json.load(handle)
    result = {"routes": {}}
    with tempfile.TemporaryDirectory() as tmp:
        for key, route in config["routes"].items():
            if args.only and key not in args.only.split(","):
                continue
            paths = expand(route, args.data)
            script = os.path.join(tmp, "route.lua")
            with open(script, "w", encoding="utf-8") as handle:
                handle.write(lua(route, paths))
            row = {"bytes": sizes(args.base, route, paths)}
            if args.warmup:
                load(args.base, script, args, args.warmup)
            result["routes"][key] = row | load(args.base, script, args, args.duration)
            print(f"{key}: {result['routes'][key]['rps']:.1f} req/s")
    if args.json:
        with open(args.json, "w", encoding="utf-8") as handle:
            json.dump(result, handle, indent=1)


if __name__ == "__main__":
    main()
