"""The measurements: load, statements, start, memory, page weight."""
import html.parser
import json
import pathlib
import re
import sys
import time
from urllib.parse import parse_qs, urljoin, urlsplit

import wrk
from machine import Failed, memory_mb, run


def answers(server, path):
    def check():
        try:
            return wrk.request(server.base, path, timeout=5)[0] == 200
        except OSError:
            return False
    return check


def starts(server, ready, times):
    """Seconds from starting the program to the first 200 on a page, the median; and the memory then."""
    seconds, memory = [], None
    for _ in range(times):
        seconds.append(server.start(answers(server, ready)))
        memory = memory_mb(server.proc.pid)
        server.stop()
    return {"start_ms": sorted(seconds)[len(seconds) // 2] * 1000, "memory_idle": memory}


def load(tool, server, routes_file, data, route, cluster, options, scratch):
    """One run of one route: the numbers, or None and why there are none."""
    out = pathlib.Path(scratch) / "load.json"
    out.unlink(missing_ok=True)
    tries = 1 + options["retries"]
    limit = options["warmup"] + tries * (options["duration"] + options["wait_idle"] + 10) + 240
    try:
        run([sys.executable, tool, "--routes", routes_file, "--base", server.base, "--data", data, "--only", route,
             "--pid", server.proc.pid, "--pg-pid", cluster.pid, "--connections", options["connections"], "--threads", 2,
             "--duration", options["duration"], "--warmup", options["warmup"], "--wait-idle", options["wait_idle"],
             "--idle-below", 15, "--retries", options["retries"], "--retry-above", 8, "--json", out], limit)
        return json.loads(out.read_text())["routes"][route], None
    except Failed as error:
        if server.proc.poll() is not None:
            raise
        return None, str(error).strip().splitlines()[-1].strip()


def statements(server, cluster, routes, data, warm=64, look=9, **env):
    """SQL statements of single requests, as PostgreSQL logs them: (of the first request after a start, the
    most of the last `look` of `warm` more). Begin and commit count. Returns {route: (cold, warm)} and the texts."""
    counts, texts = {}, []
    cluster.sql("postgres", f"alter database {server.database} set log_statement = 'all'")
    try:
        for key, route in routes.items():
            paths = wrk.expand(route, data)
            server.start(server.listens, **env)
            time.sleep(0.7)  # what the server asks for itself when it starts
            seen = []
            for i in range(1 + warm):
                with open(cluster.log, "rb") as log:
                    log.seek(0, 2)
                    status = wrk.request(server.base, paths[i % len(paths)], route.get("headers"))[0]
                    time.sleep(0.02 if i == 0 or i > warm - look else 0)
                    lines = logged(log.read().decode("utf-8", "replace"), server.database)
                if status != 200:
                    break
                seen.append(lines)
            server.stop()
            if len(seen) <= warm:
                counts[key] = None
                continue
            counts[key] = (len(seen[0]), max(map(len, seen[-look:])))
            texts += [f"== {key}: first request", *seen[0], f"== {key}: warm", *max(seen[-look:], key=len), ""]
    finally:
        server.stop()
        cluster.sql("postgres", f"alter database {server.database} reset log_statement")
    return counts, "\n".join(texts)


def logged(text, database):
    """The statements in a piece of PostgreSQL's log; continued lines begin with a tab."""
    out, mine = [], False
    for line in text.splitlines():
        head = re.match(r"db=(\S*) LOG:  (?:statement|execute [^:]*): (.*)", line)
        if head:
            mine = head[1] == database
            if mine:
                out.append("  " + head[2])
        elif line.startswith("\t") and mine:
            out[-1] += " " + line.strip()
        else:
            mine = False
    return out


def walk(server, path, after):
    """The whole list from cursor to cursor, a hundred at a time: the milliseconds of each part, the rows met, and
    the first cursor behind `after` rows."""
    times, rows, cursor, found = [], 0, "", ""
    while True:
        began = time.perf_counter()
        status, _, body = wrk.request(server.base, f"{path}{cursor}&page_size=100")
        times.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise Failed(f"a part of the list answered {status}")
        part = json.loads(body)
        rows += len(part["results"])
        if not part["next"]:
            return {"ms": times, "rows": rows, "cursor": found}
        cursor = parse_qs(urlsplit(part["next"]).query)["cursor"][0]
        if rows >= after and not found:
            found = cursor


class Links(html.parser.HTMLParser):
    """Addresses of the style sheets, scripts and wasm that a page loads."""

    def __init__(self, page):
        super().__init__()
        self.page, self.found, self.script = page, set(), False

    def add(self, address):
        at = urlsplit(urljoin(self.page, address))
        if at.netloc == urlsplit(self.page).netloc and re.search(r"\.(css|m?js|wasm)$", at.path):
            self.found.add(at.path + ("?" + at.query if at.query else ""))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.script = tag == "script"
        if tag == "link" and set((attributes.get("rel") or "").split()) & {"stylesheet", "modulepreload", "preload"}:
            self.add(attributes.get("href") or "")
        if tag == "script":
            self.add(attributes.get("src") or "")

    def handle_endtag(self, tag):
        self.script = False

    def handle_data(self, text):
        if self.script:
            for address in re.findall(r"""["'`]([^"'`\s<>{}]+\.(?:css|m?js|wasm))["'`]""", text):
                self.add(address)


def weight(server, path, accept="br"):
    """Bytes on the wire of a page and of what it needs to be complete, by kind; pictures left out."""
    status, headers, body = wrk.request(server.base, path, {"Accept-Encoding": accept})
    if status != 200:
        return None
    out = {"html": len(body), "css": 0, "js": 0, "wasm": 0, "plain": []}
    if not headers.get("Content-Encoding"):
        out["plain"].append("html")
    links = Links(server.base + path)
    links.feed(wrk.request(server.base, path)[2].decode("utf-8", "replace"))
    todo, seen = sorted(links.found), set()
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        status, headers, body = wrk.request(server.base, address, {"Accept-Encoding": accept})
        kind = re.search(r"\.(css|m?js|wasm)$", urlsplit(address).path)[1].replace("mjs", "js")
        if status != 200:
            out["plain"].append(f"{kind} answered {status}")
            continue
        out[kind] += len(body)
        if not headers.get("Content-Encoding"):
            out["plain"].append(kind)
        if kind == "js":  # modules that modules load
            source = wrk.request(server.base, address)[2].decode("utf-8", "replace")
            for found in re.findall(r"""(?:from|import)\s*\(?\s*["'](\.{0,2}/[^"']+\.m?js)["']""", source):
                todo.append(urlsplit(urljoin(server.base + address, found)).path)
    out["sum"] = out["html"] + out["css"] + out["js"] + out["wasm"]
    return out
