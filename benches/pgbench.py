"""PostgreSQL alone, by the very statements of the API: how much of what it can do reaches a client."""
import re

from machine import Failed, clean_env, run

ROUTES = ("api_list", "api_detail")


class Bare:
    """The warm statements of some routes, ready for pgbench."""

    def __init__(self, cluster, database, texts, scratch):
        self.cluster, self.database, self.scripts = cluster, database, {}
        found = {key: statement(texts, key) for key in ROUTES}
        if not any(found.values()):
            return
        # The ids that are asked for, so that no single row stays in the caches of the processor.
        ids = int(cluster.sql(database, "drop table if exists bench_ids", "create table bench_ids (n int primary key, id uuid not null)",
                              "insert into bench_ids select row_number() over (order by id), id from products where status = 'published' "
                              "and deleted_at is null", "analyze bench_ids", "select count(*) from bench_ids").splitlines()[-1])
        for key, text in found.items():
            if text:
                draw = f"\\set n random(1, {ids})\n" if "$1" in text else ""
                file = scratch / f"pgbench-{key}.sql"
                file.write_text(draw + text.replace("$1", "(select id from bench_ids where n = :n)") + ";\n")
                self.scripts[key] = file

    def rate(self, key, connections, seconds):
        """Transactions a second over prepared statements, while nothing else runs; None where there is no statement."""
        if key not in self.scripts:
            return None
        out = run([self.cluster.bin / "pgbench", "-n", "-M", "prepared", "-c", connections, "-j", 1, "-T", seconds, "-f", self.scripts[key],
                   "-h", self.cluster.dir / "run", "-p", self.cluster.port, "-U", "shop", self.database], seconds + 120, env=clean_env())
        rate = re.search(r"^tps = ([\d.]+)", out, re.M)
        if not rate:
            raise Failed("pgbench said no rate")
        return float(rate[1])


def statement(texts, key):
    """The one statement of a warm request; None where there are none or several, or more parameters than the id."""
    lines = re.search(rf"^== {key}: warm\n((?:  .*\n?)*)", texts, re.M)
    found = [line.strip() for line in lines[1].splitlines() if line.strip()] if lines else []
    return found[0] if len(found) == 1 and "$2" not in found[0] else None
