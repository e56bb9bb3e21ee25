"""From the measurements to one page of Markdown: tables, and the shop's goals beside what was reached."""

GOALS = {"home": 8, "list": 8, "detail": 8, "search": 10, "search_category": 10}  # times the peer's requests a second
GOALS |= {"api_list": 12, "api_detail": 6}
# Page one and the page far away that must not cost much more; with each what it is compared with.
DEEP = {"deep": "list", "last": "list", "api_deep": "api_list", "api_cursor": "api_first"}
DEEP_GOAL, STATEMENTS_GOAL, WASM_GOAL = 1.5, 3, 330_000
BARE_GOAL = 0.5  # of what PostgreSQL alone does with the same statements


def num(value, digits=0):
    return "–" if value is None else f"{value:.{digits}f}"


def latency(value):
    return "–" if value is None else f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def kb(value):
    return f"{value / 1000:.1f}"


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def choose(rounds):
    """The round that stands for a route: the one whose ratio to the peer is the middle one, since a machine that
    is shared is not as fast in each round; without a peer the one in the middle by requests a second."""
    rounds = [r for r in rounds if all(r.values())]
    if not rounds:
        return None
    rounds = sorted(rounds, key=lambda r: r["vitrine"]["rps"] / (r["peer"]["rps"] if "peer" in r else 1))
    return rounds[(len(rounds) - 1) // 2]


def ratios(rounds, top, below):
    return [r[top]["rps"] / r[below]["rps"] for r in rounds if r.get(top) and r.get(below) and r[below]["rps"]]


def span(values, digits=1):
    if not values:
        return "–"
    return num(values[0], digits) if len(values) == 1 else f"{num(min(values), digits)}–{num(max(values), digits)}"


def table(head, rows):
    return ["| " + " | ".join(head) + " |", "|" + "|".join("---" if i == 0 else "---:" for i in range(len(head))) + "|",
            *("| " + " | ".join(row) + " |" for row in rows), ""]


def deep_ratio(result, system, key):
    """Requests a second of page one over those of a deep page, round by round."""
    pairs = zip(result["rounds"].get(DEEP[key], []), result["rounds"].get(key, []))
    return [a[system]["rps"] / b[system]["rps"] for a, b in pairs if a.get(system) and b.get(system) and b[system]["rps"]]


def bare_share(result, key):
    """Requests a second over what PostgreSQL alone does with the same statement, round by round."""
    pairs = zip(result["rounds"].get(key, []), result.get("pgbench", {}).get(key, []))
    return [row["vitrine"]["rps"] / rate for row, rate in pairs if row.get("vitrine") and rate]


def walk_growth(walk):
    """The median time of the last tenth of a walk over that of the first tenth; the first part of all is left out."""
    times = walk["ms"][1:]
    tenth = len(times) // 10
    return median(times[-tenth:]) / median(times[:tenth]) if tenth else None


def page(result):
    peer = "peer" in result["systems"]
    lines = [f"## {result['date']}: {result['products']:,} products, {result['cores']} cores, {result['commit']}", ""]
    lines += [f"{result['rounds_wanted']} round(s) of {result['duration']} s for each route and system, after {result['warmup']} s of warm-up; "
              f"{result['connections']} connections; {result['versions']}.", ""]
    lines += [f"- {note}" for note in result["notes"]] + ([""] if result["notes"] else [])

    head = ["route", "req/s", "p50 ms", "p99 ms"]
    if peer:
        head += ["peer req/s", "peer p50", "peer p99", "times the peer", "all rounds", "p99 below peer's p50"]
    head += ["statements cold / warm"] + (["peer's"] if peer else []) + ["HTML kB", "gzip", "br"]
    rows, failed = [], []
    for key, label in result["labels"].items():
        rounds = result["rounds"].get(key, [])
        best = choose(rounds)
        if not best:
            failed.append(f"{label}: {'; '.join(sorted(set(result['failures'].get(key, ['not measured']))))}")
            continue
        ours = best["vitrine"]
        row = [label, num(ours["rps"]), latency(ours["p50_ms"]), latency(ours["p99_ms"])]
        theirs = best.get("peer")
        if peer and not theirs:
            row += ["–"] * 6
        if theirs:
            row += [num(theirs["rps"]), latency(theirs["p50_ms"]), latency(theirs["p99_ms"]), f"**{ours['rps'] / theirs['rps']:.1f}**",
                    span(ratios(rounds, "vitrine", "peer")), "yes" if ours["p99_ms"] < theirs["p50_ms"] else "no"]
        for system in result["systems"]:
            count = result["statements"].get(system, {}).get(key)
            row.append(f"{count[0]} / {count[1]}" if count else "–")
        size = ours["bytes"]
        row += [kb(size[e]) if e in size else "–" for e in ("identity", "gzip", "br")]
        rows.append(row)
        for system, r in best.items():
            errors = r["non_2xx"] + r["socket_errors"]
            if errors:
                failed.append(f"{label}: {errors} errors ({system})")
    lines += table(head, rows) if rows else []
    lines += [f"- Not measured or with errors: {text}" for text in failed] + ([""] if failed else [])

    body = []
    for key, rates in result.get("pgbench", {}).items():
        share = bare_share(result, key)
        body.append([result["labels"][key], span(rates, 0), span([r["vitrine"]["rps"] for r in result["rounds"].get(key, []) if r.get("vitrine")], 0), span(share, 2)])
    lines += table(["pgbench, the same SQL", "transactions/s", "Vitrine, req/s", "share"], body) if body else []
    walk = result.get("walk")
    if walk:
        lines += [f"From cursor to cursor: {walk['rows']:,} products in {len(walk['ms'])} parts, {median(walk['ms']):.1f} ms each (median).", ""]

    if result["weights"]:
        names = {"vitrine": "Vitrine", "peer": "peer"}
        body = [[f"{names[system]} {key}", *(kb(w[k]) for k in ("html", "css", "js", "wasm", "sum")), ", ".join(sorted(set(w["plain"]))) or "–"]
                for system, pages in result["weights"].items() for key, w in pages.items() if w]
        lines += [] if not body else table(["page weight on the wire, kB", "HTML", "CSS", "JS", "wasm", "sum", "not compressed"], body)

    body = []
    for system, name in (("vitrine", "Vitrine"), ("peer", "peer")):
        if system not in result["systems"]:
            continue
        r = result["process"][system]
        memory = [f"{num(m['pss_mb'])} / {num(m['rss_mb'])}" if m else "–" for m in (r.get("memory_idle"), r.get("memory_after"))]
        body.append([name, num(r.get("start_ms")), *memory, num((r.get("memory_after") or r.get("memory_idle") or {}).get("processes")),
                     span(deep_ratio(result, system, "deep"), 2), span(deep_ratio(result, system, "last"), 2)])
    lines += table(["system", "start to first page, ms", "memory when started, MB (PSS / RSS)", "after the load", "processes",
                    "page one / deep page", "page one / last page"], body)

    calm = [row for rounds in result["rounds"].values() for r in rounds for row in r.values() if row and "probe_ms" in row]
    if calm:
        full = min(row["probe_min_ms"] for row in calm)
        shown = [row for rounds in result["rounds"].values() if choose(rounds) for row in choose(rounds).values()]
        others, slow = max(r["others_pct"] for r in shown), max(r["probe_ms"] for r in shown) / full
        lines += [("**The machine was busy: do not quote these figures.** " if others > 10 or slow > 1.6 else "") +
                  f"In the runs shown others took at most {others:.0f}% of the machine, and its cores were at most {slow:.1f} times slower than at their best.", ""]
    lines += [f"- {'reached' if ok else '**missed**'}: {text}" for ok, text in goals(result)] + [""]
    return "\n".join(lines)


def goals(result):
    """The goals that this run can judge: (reached, what)."""
    out = []
    if "peer" in result["systems"]:
        late = []
        for key, times in GOALS.items():
            best = choose(result["rounds"].get(key, []))
            if best and best.get("peer"):
                got = best["vitrine"]["rps"] / best["peer"]["rps"]
                out.append((got >= times, f"{result['labels'][key]}: {got:.1f} times the peer's requests a second, wanted {times}"))
        for key, label in result["labels"].items():
            best = choose(result["rounds"].get(key, []))
            if best and best.get("peer") and best["vitrine"]["p99_ms"] >= best["peer"]["p50_ms"]:
                late.append(label)
        out.append((not late, "99th percentile below the peer's median" + (f", but not on: {'; '.join(late)}" if late else " on every route")))
    for key in DEEP:
        got = deep_ratio(result, "vitrine", key)
        if got:
            out.append((median(got) <= DEEP_GOAL, f"{result['labels'][key]} costs {median(got):.2f} times page one, wanted at most {DEEP_GOAL}"))
    growth = walk_growth(result["walk"]) if result.get("walk") else None
    if growth:
        out.append((growth <= DEEP_GOAL, f"the last tenth of a walk by cursors takes {growth:.2f} times the first, wanted at most {DEEP_GOAL}"))
    for key in result.get("pgbench", {}):
        share = bare_share(result, key)
        if share:
            out.append((median(share) >= BARE_GOAL, f"{result['labels'][key]}: {median(share):.2f} of what PostgreSQL alone does, wanted {BARE_GOAL}"))
    counts = {k: c for k, c in result["statements"].get("vitrine", {}).items() if c}
    if counts:
        for at, what in ((0, "the first request of a page after a start"), (1, "a warm page")):
            worst = max(counts, key=lambda k: counts[k][at])
            out.append((counts[worst][at] <= STATEMENTS_GOAL, f"at most {counts[worst][at]} statements for {what} "
                        f"({result['labels'][worst]}), wanted {STATEMENTS_GOAL}"))
    wasm = [w["wasm"] for w in result["weights"].get("vitrine", {}).values() if w and w["wasm"]]
    if wasm:
        out.append((max(wasm) <= WASM_GOAL, f"wasm {kb(max(wasm))} kB on the wire, wanted at most {kb(WASM_GOAL)}"))
    return out
