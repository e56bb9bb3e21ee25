#!/usr/bin/env python3
"""Measure Vitrine's pages under load, side by side with the peer where it is there. See README.md.

    benches/run.py [--products 100000] [--rounds 2] [--quick] [--only list,detail] [--no-peer] [--keep]

Python's standard library, wrk and PostgreSQL's programs. Only 127.0.0.1; whatever it starts it stops.
"""
import argparse
import datetime as dt
import fcntl
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import measure  # noqa: E402
import pgbench  # noqa: E402
import report  # noqa: E402
import wrk  # noqa: E402
from machine import HERE, Cluster, Failed, Server, clean_env, digest, memory_mb, run, stop_all  # noqa: E402

ROOT = HERE.parent
RESULTS = HERE / "RESULTS.md"
PAGE_SIZE = 20
INTRO = "# Benchmark results\n\nWritten by `make bench`, newest first; `benches/README.md` says what is measured and how.\n"


def say(text):
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def arguments():
    env = os.environ.get
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--binary", type=pathlib.Path, default=pathlib.Path(env("VITRINE_BIN") or ROOT / env("CARGO_TARGET_DIR", "target") / "release" / "vitrine"))
    ap.add_argument("--peers", type=pathlib.Path, default=pathlib.Path(env("VITRINE_PEERS") or ROOT.parent / "shared" / "peers"))
    ap.add_argument("--scratch", type=pathlib.Path, help="folder for data, virtual environment and logs",
                    default=pathlib.Path(env("VITRINE_BENCH_DIR") or pathlib.Path(env("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "vitrine" / "bench"))
    ap.add_argument("--products", type=int, default=100_000)
    ap.add_argument("--rounds", type=int, default=7)
    ap.add_argument("--duration", type=int, default=3, metavar="S")
    ap.add_argument("--warmup", type=int, default=1, metavar="S")
    ap.add_argument("--connections", type=int, default=32)
    ap.add_argument("--wait-idle", type=int, default=30, metavar="S", help="before each run wait up to S seconds for a quiet machine")
    ap.add_argument("--quick", action="store_true", help="one round of 4 s, no waiting; not written to RESULTS.md")
    ap.add_argument("--only", help="comma-separated routes of routes.json; not written to RESULTS.md")
    ap.add_argument("--record", action="store_true", help="write to RESULTS.md also with --quick or --only")
    ap.add_argument("--no-peer", action="store_true", help="measure Vitrine alone, with its own demo products")
    ap.add_argument("--keep", action="store_true", help="keep the filled databases: the next run is ready sooner")
    ap.add_argument("--check", action="store_true", help="end with status 1 where a goal is missed")
    args = ap.parse_args()
    if args.quick:
        args.rounds, args.duration, args.warmup, args.wait_idle = 1, 4, 1, 0
    args.binary, args.peers, args.scratch = (p.expanduser().resolve() for p in (args.binary, args.peers, args.scratch))
    return args


def good_python():
    """A Python with venv that is built with optimisations: the distribution's (they all are, though not all say
    so), or one whose configuration says so. Plain source builds are slower, which would flatter Vitrine."""
    slow = None
    probe = "import ensurepip, sys, sysconfig; print(sys.version_info >= (3, 10), '--enable-optimizations' in (sysconfig.get_config_var('CONFIG_ARGS') or ''))"
    for name in filter(None, (os.environ.get("VITRINE_BENCH_PYTHON"), "/usr/bin/python3", shutil.which("python3"), sys.executable)):
        try:
            out = subprocess.run([name, "-c", probe], capture_output=True, text=True, timeout=20).stdout.split()
        except OSError:
            continue
        if out == ["True", "True"] or (out[:1] == ["True"] and os.path.realpath(name).startswith("/usr/bin/")):
            return name, None
        if out[:1] == ["True"]:
            slow = slow or name
    if slow:
        return slow, "the peer's Python is a plain source build without optimisations: the peer is slower than it could be"
    raise Failed("the peer needs Python 3.10 or newer with venv: apt-get install python3-venv python3-dev libpq-dev")


def virtual_environment(args):
    """The peer's packages, installed once. Returns the folder and a note."""
    python, note = good_python()
    venv, wanted = args.scratch / "venv", args.peers / "django" / "requirements.txt"
    mark = venv / ".requirements"
    if not (mark.exists() and mark.read_text() == digest(wanted)):
        say("installing the peer's packages (once)")
        shutil.rmtree(venv, ignore_errors=True)
        run([python, "-m", "venv", venv], 120)
        try:
            run([venv / "bin" / "pip", "install", "--disable-pip-version-check", "-q", "-r", wanted], 1200)
        except Failed as error:
            raise Failed(f"{error}\nDoes it miss headers? apt-get install python3-dev libpq-dev gcc") from None
        mark.write_text(digest(wanted))
    return venv, note


def csv_files(args):
    """The neutral CSV files, generated once for each number of products."""
    data, maker = args.scratch / "data" / str(args.products), args.peers / "seed_data.py"
    mark = data / ".made-by"
    if not (mark.exists() and mark.read_text() == digest(maker)):
        say(f"generating {args.products:,} products as CSV files (once)")
        half = data.with_name(data.name + ".part")
        shutil.rmtree(half, ignore_errors=True)
        run([sys.executable, maker, "--products", args.products, "--out", half], 1800)
        (half / ".made-by").write_text(digest(maker))
        shutil.rmtree(data, ignore_errors=True)
        half.rename(data)
    return data


def vitrine_server(args, cluster, cwd):
    env = clean_env(VITRINE_BIN=args.binary, DATABASE_URL=cluster.url("vitrine"))
    return Server("vitrine", ["sh", HERE / "serve.sh"], env, cwd, args.scratch / "vitrine.log", "vitrine")


def migrate(args, server):
    run([args.binary, "migrate"], 120, env=server.env | {"RUST_LOG": "warn"}, cwd=server.cwd)


def fill_vitrine(args, cluster, server, data):
    """Migrate and fill our database, unless a kept one holds just this."""
    sources = sorted((ROOT / "migrations").glob("*.up.sql"))
    mark = digest(*sources, *((HERE / "load.sql", data / ".made-by") if data else (args.binary,))) + f" {args.products}"
    if cluster.holds("vitrine", mark):
        say("vitrine's database is still filled")
        migrate(args, server)
    else:
        cluster.fresh_database("vitrine")
        migrate(args, server)
        began = time.time()
        if data:
            say(f"loading {args.products:,} products into vitrine's database")
            cluster.psql("vitrine", "-f", HERE / "load.sql", cwd=data)
        else:
            say(f"vitrine demo --products {args.products}")
            run([args.binary, "demo", "--products", args.products], 900, env=server.env | {"RUST_LOG": "warn"}, cwd=server.cwd)
        say(f"  {time.time() - began:.0f} s")
        cluster.set_holds("vitrine", mark)


def peer_server(args, cluster, venv):
    env = clean_env(DJANGO_VENV=venv, SECRET_KEY="bench-only-bench-only-bench-only-bench-only-bench-only", HTTPS=0, THROTTLE=0,
                    STATIC_ROOT=args.scratch / "static", MEDIA_ROOT=args.scratch / "media", PYTHONPYCACHEPREFIX=args.scratch / "pycache",
                    DB_HOST=cluster.dir / "run", DB_PORT=cluster.port, DB_NAME="shop", DB_USER="shop", DB_PASSWORD="")
    return Server("peer", ["sh", args.peers / "django" / "serve.sh"], env, args.peers / "django", args.scratch / "peer.log", "shop")


def fill_peer(args, cluster, server, data):
    def manage(*words):
        return run([pathlib.Path(server.env["DJANGO_VENV"]) / "bin" / "python", args.peers / "django" / "manage.py", *words],
                   1800, env=server.env, cwd=args.peers / "django")
    manage("collectstatic", "--noinput", "-v0")
    mark = digest(data / "products.csv", data / "reviews.csv", *sorted((args.peers / "django" / "apps").rglob("*.py")))
    if cluster.holds("shop", mark):
        say("the peer's database is still filled")
        return
    say("loading the same files into the peer's database")
    began = time.time()
    cluster.fresh_database("shop")
    manage("migrate", "-v0")
    manage("load_seed", data)
    say(f"  {time.time() - began:.0f} s")
    cluster.set_holds("shop", mark)


def clamp(routes, last_page):
    """Deep pages of a small shop: its last one instead of a page that is not there."""
    for route in routes.values():
        for part in ("path", "label"):
            route[part] = re.sub(r"((?:\?|&)page=|, page )(\d+)", lambda m: m[1] + str(min(int(m[2]), last_page)), route.get(part, ""))


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1))
    return path


def commit():
    def git(*words):
        out = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, timeout=20)
        return out.stdout.strip() if out.returncode == 0 else None
    try:
        head = git("rev-parse", "--short", "HEAD")
        changed = git("status", "--porcelain", "--", ".", ":!benches/RESULTS.md")
    except (OSError, subprocess.TimeoutExpired):
        return "no git"
    return ("commit " + head if head else "no commit yet") + (" with changes" if head and changed else "")


def versions(cluster, venv):
    tool = re.search(r"\d+\.\d+\.\d+", subprocess.run(["wrk", "-v"], capture_output=True, text=True).stdout)
    out = f"PostgreSQL {cluster.version}, wrk {tool[0] if tool else '?'}"
    if venv:
        code = "import django, gunicorn, platform; print(f'Django {django.__version__}, gunicorn {gunicorn.__version__}, Python {platform.python_version()}')"
        out += ", peer: " + run([venv / "bin" / "python", "-c", code], 60, env=clean_env()).strip()
    return out


def bench(args, cluster, with_peer):
    """Everything, on a running cluster. Returns the result that report.py prints."""
    cwd = args.scratch / "run"  # empty: no settings of the checkout apply
    shutil.rmtree(cwd, ignore_errors=True)
    cwd.mkdir(parents=True)
    for name in ("vitrine.log", "peer.log"):
        (args.scratch / name).unlink(missing_ok=True)
    notes, venv, data = [], None, None
    if with_peer:
        venv, note = virtual_environment(args)
        notes += [note] if note else []
        data = csv_files(args)
    ours = vitrine_server(args, cluster, cwd)
    systems = {"vitrine": ours}
    fill_vitrine(args, cluster, ours, data)
    if with_peer:
        peer = systems["peer"] = peer_server(args, cluster, venv)
        fill_peer(args, cluster, peer, data)
    for server in systems.values():
        note = cluster.settle(server.database)
        notes += [note] if note and note not in notes else []

    # The routes of each system, by the same names.
    published = int(cluster.sql("vitrine", "select count(*) from products where status = 'published' and deleted_at is null"))
    last_page = max(1, -(-published // PAGE_SIZE))
    ours_map = json.loads((HERE / "routes.json").read_text())
    clamp(ours_map["routes"], last_page)
    maps = {"vitrine": ours_map}
    if with_peer:
        theirs = json.loads((args.peers / "django" / "routes.json").read_text())
        known = theirs["routes"]
        listing = known["list"]["path"]
        known["home"] = {"path": "/"}
        known["last"] = {"path": f"{listing}?page=4400"}
        theirs["routes"] = {key: known[key] for key in ours_map["routes"] if key in known}  # it has no cursors
        clamp(theirs["routes"], last_page)
        maps["peer"] = theirs
        published_there = int(cluster.sql("shop", "select count(*) from products where status = 'published'"))
        if published_there != published:
            raise Failed(f"the two shops differ: {published} published products here, {published_there} at the peer")
        notes.append("the peer's home page is its product list")
    else:
        data = cwd.parent / "own"
        data.mkdir(exist_ok=True)
        (data / "products.csv").write_text("id,slug,status\n" + cluster.sql(
            "vitrine", "select id || ',' || slug || ',' || status from products where status = 'published' and deleted_at is null order by created_at") + "\n")
        word, category = cluster.sql("vitrine", "select (array_agg(lower(split_part(p.name, ' ', 2)) order by p.id))[1] || ' ' || c.slug from products p join categories c on c.id = p.category_id "
                                     "where p.status = 'published' and p.name ~ '^[A-Za-z]+ [A-Za-z]{4,}' group by c.slug order by count(*) desc, c.slug limit 1").split()
        for route in ours_map["routes"].values():
            route["path"] = route["path"].replace("q=walnut", f"q={word}").replace("category=premium-tables", f"category={category}")
        notes.append(f"Vitrine alone, with its own demo products; searched for “{word}” in “{category}”")
    if args.only:
        wanted = args.only.split(",")
        unknown = set(wanted) - set(ours_map["routes"])
        if unknown:
            raise Failed(f"--only: no route {', '.join(sorted(unknown))}; there are {', '.join(ours_map['routes'])}")
        for each in maps.values():
            each["routes"] = {k: r for k, r in each["routes"].items() if k in wanted}
    walked = None
    if "api_cursor" in ours_map["routes"]:
        say("vitrine: the whole list from cursor to cursor")
        ours.start(measure.answers(ours, ours_map["ready"]))
        walked = measure.walk(ours, ours_map["routes"]["api_cursor"]["path"], published // 2)
        ours.stop()
        ours_map["routes"]["api_cursor"]["path"] += walked.pop("cursor")
    files = {name: write_json(args.scratch / f"routes-{name}.json", each) for name, each in maps.items()}

    result = {"date": dt.datetime.now(dt.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"), "products": args.products, "cores": os.cpu_count(),
              "commit": commit(), "versions": versions(cluster, venv), "notes": notes, "systems": list(systems),
              "rounds_wanted": args.rounds, "duration": args.duration, "warmup": args.warmup, "connections": args.connections,
              "labels": {k: r["label"] for k, r in ours_map["routes"].items()},
              "rounds": {}, "failures": {}, "statements": {}, "weights": {}, "process": {}, "walk": walked, "pgbench": {}}

    for name, server in systems.items():
        say(f"{name}: statements of each page")
        more = {"WORKERS": "1"} if name == "peer" else {}  # one process, so that its caches and prepared statements are met again
        result["statements"][name], texts = measure.statements(server, cluster, maps[name]["routes"], data, **more)
        (args.scratch / f"statements-{name}.txt").write_text(texts)
    bare = pgbench.Bare(cluster, ours.database, (args.scratch / "statements-vitrine.txt").read_text(), args.scratch)
    for name, server in systems.items():
        say(f"{name}: start to first page")
        result["process"][name] = measure.starts(server, maps[name]["ready"], 1 if args.quick else 3)

    # Both serve all the time; the one that is not measured has nothing to do.
    for name, server in systems.items():
        server.start(measure.answers(server, maps[name]["ready"]))
    for name, server in systems.items():
        pages = {k: r["path"] if "csv" not in r else wrk.expand(r, data)[0] for k, r in maps[name]["routes"].items() if k in ("home", "list", "detail")}
        result["weights"][name] = {k: measure.weight(server, path, "br" if name == "vitrine" else "br, gzip") for k, path in pages.items()}
    tool = args.peers / "bench.py" if with_peer else HERE / "wrk.py"
    options = {"duration": args.duration, "warmup": args.warmup, "connections": args.connections,
               "wait_idle": args.wait_idle, "retries": 0 if args.quick else 1}
    for nth in range(args.rounds):
        order = list(systems) if nth % 2 == 0 else list(systems)[::-1]
        for key in ours_map["routes"]:
            round_ = {}
            for name in order:
                if key not in maps[name]["routes"]:
                    continue
                row, why = measure.load(tool, systems[name], files[name], data, key, cluster, options, args.scratch)
                round_[name] = row
                if why:
                    result["failures"].setdefault(key, []).append(f"{name}: {why}")
                say(f"round {nth + 1}, {key}, {name}: " + (f"{row['rps']:.0f} req/s, p50 {row['p50_ms']:.1f} ms, p99 {row['p99_ms']:.1f} ms" if row else why))
            result["rounds"].setdefault(key, []).append({name: round_[name] for name in systems if name in round_})
            if key in pgbench.ROUTES:
                rate = bare.rate(key, args.connections, args.duration)
                if rate:
                    result["pgbench"].setdefault(key, []).append(rate)
                    say(f"round {nth + 1}, {key}, pgbench: {rate:.0f} transactions/s")
    for name, server in systems.items():
        result["process"][name]["memory_after"] = memory_mb(server.proc.pid)
        server.stop()
    write_json(args.scratch / "last.json", result)
    return result


def record(text, args):
    for folder, name in ((args.scratch, "(scratch)"), (args.peers, "(peers)"), (ROOT, "."), (pathlib.Path.home(), "~")):
        text = text.replace(str(folder), name)  # a failure's message may name a file; nobody needs to know where it lay
    old = RESULTS.read_text() if RESULTS.exists() else INTRO
    at = old.find("\n## ")
    head, rest = (old, "") if at < 0 else (old[:at + 1], old[at + 1:])
    RESULTS.write_text(head.rstrip("\n") + "\n\n" + text.rstrip("\n") + "\n" + ("\n" + rest if rest else ""))


def main():
    args = arguments()

    def interrupted(number, frame):
        raise KeyboardInterrupt
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    cluster, keep = None, args.keep
    try:
        if not shutil.which("wrk"):
            raise Failed("wrk is missing: apt-get install wrk")
        if not os.access(args.binary, os.X_OK):
            raise Failed(f"no binary at {args.binary}: make bench builds it, --binary names another")
        with_peer = not args.no_peer and (args.peers / "bench.py").exists()
        if not with_peer and not args.no_peer:
            say("no peer found (VITRINE_PEERS names its folder): measuring Vitrine alone")
        args.scratch.mkdir(parents=True, exist_ok=True)
        lock = open(args.scratch / "lock", "w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Failed("another measurement is running") from None
        cluster = Cluster(args.peers / "pg.sh" if with_peer else HERE / "cluster.sh", args.scratch)
        say("starting PostgreSQL")
        result = bench(args, cluster.start(), with_peer)
        text = report.page(result)
        print(text)
        if (args.quick or args.only) and not args.record:
            say("not written to RESULTS.md (--record does)")
        else:
            record(text, args)
            say("written to benches/RESULTS.md")
        return 1 if args.check and not all(ok for ok, _ in report.goals(result)) else 0
    except Failed as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: interrupted, stopping what was started", file=sys.stderr)
        return 130
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop_all()
        if cluster:
            cluster.stop(keep)


if __name__ == "__main__":
    sys.exit(main())
