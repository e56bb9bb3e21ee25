"""What a measurement needs of the machine: processes, ports, memory, a private PostgreSQL cluster."""
import ctypes
import glob
import hashlib
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import time
from urllib.parse import quote

HERE = pathlib.Path(__file__).resolve().parent
STARTED = []  # every process of ours that may still run, stopped by stop_all()


class Failed(Exception):
    """Something that the measurement cannot go on without; its text is for the person who runs it."""


def clean_env(**more):
    """Our environment without settings that would steer psql or a server, and with UTF-8 text."""
    env = {k: v for k, v in os.environ.items()
           if not re.match(r"(PG|LEPTOS_|DB_|DJANGO_|VITRINE_|DATABASE_URL$|RUST_LOG$|PORT$|LC_|LANG$|LANGUAGE$)", k)}
    return env | {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"} | {k: str(v) for k, v in more.items()}


try:
    PRCTL = ctypes.CDLL(None).prctl
except (OSError, AttributeError):
    PRCTL = None


def end_with_parent():
    """Should we be killed outright, the kernel tells the child to end (PR_SET_PDEATHSIG)."""
    if PRCTL:
        PRCTL(1, signal.SIGTERM)


def spawn(command, **kw):
    """A process in a group of its own, so that it and its children can be stopped by id."""
    proc = subprocess.Popen([str(c) for c in command], start_new_session=True, stdin=subprocess.DEVNULL,
                            preexec_fn=end_with_parent, **kw)
    STARTED.append(proc)
    return proc


def signal_group(proc, number):
    try:
        os.killpg(proc.pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def stop(proc, seconds=20):
    if proc.poll() is None:
        proc.send_signal(signal.SIGTERM)
        try:
            proc.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
    signal_group(proc, signal.SIGKILL)  # and workers that outlived their master
    proc.wait()
    if proc in STARTED:
        STARTED.remove(proc)


def stop_all():
    for proc in list(STARTED):
        stop(proc, 5)


def run(command, timeout, log=None, **kw):
    """Run to the end, at most `timeout` seconds. Returns what was printed; failure shows its last lines."""
    proc = spawn(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **kw)
    try:
        out, _ = proc.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        raise Failed(f"{pathlib.Path(str(command[0])).name} took longer than {timeout} s") from None
    finally:
        stop(proc, 2)
    if log:
        with open(log, "a") as handle:
            handle.write(out)
    if proc.returncode:
        last = "\n  ".join(out.strip().splitlines()[-12:])
        raise Failed(f"{' '.join(str(c) for c in command)} failed:\n  {last}")
    return out


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def is_free(port):
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


def tree(pid):
    """pid and all its living descendants."""
    kids = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = open(f"/proc/{name}/stat").read()
        except OSError:
            continue
        kids.setdefault(int(stat.rsplit(") ", 1)[1].split()[1]), []).append(int(name))
    out, todo = [], [pid]
    while todo:
        out.append(todo.pop())
        todo += kids.get(out[-1], [])
    return out


def memory_mb(pid):
    """Resident memory of the tree: pages shared between processes counted once (PSS), and as often as seen (RSS)."""
    total = {"pss_mb": 0, "rss_mb": 0, "processes": 0}
    for member in tree(pid):
        try:
            text = open(f"/proc/{member}/smaps_rollup").read()
        except OSError:
            continue
        total["processes"] += 1
        for key, word in (("pss_mb", "Pss"), ("rss_mb", "Rss")):
            total[key] += int(re.search(rf"^{word}:\s+(\d+)", text, re.M)[1]) / 1024
    return total


def digest(*paths):
    """One hash over files, for "has anything changed since"."""
    h = hashlib.sha256()
    for path in paths:
        h.update(pathlib.Path(path).read_bytes())
    return h.hexdigest()[:16]


def postgres_bin():
    if os.environ.get("PG_BIN"):
        return pathlib.Path(os.environ["PG_BIN"])
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda p: int(re.search(r"/(\d+)/bin", p)[1]))
    initdb = found[-1] if found else shutil.which("initdb")
    if not initdb:
        raise Failed("PostgreSQL's server programs are missing: apt-get install postgresql, or set PG_BIN")
    return pathlib.Path(initdb).parent


class Cluster:
    """One PostgreSQL for both systems, made by a script with the interface of the peer's pg.sh."""

    def __init__(self, script, scratch):
        self.script, self.bin = script, postgres_bin()
        self.base = self.home(scratch)
        self.dir = self.base / "pg"
        self.conf = self.dir / "data" / "postgresql.conf"
        self.log = self.dir / "log"
        self.up = False

    @staticmethod
    def home(scratch):
        """PostgreSQL does not run as root, and the user it runs as must be able to reach its folder."""
        if os.getuid() != 0:
            base = scratch
        else:
            base = pathlib.Path(os.environ.get("VITRINE_BENCH_CLUSTER", "/var/tmp/vitrine-bench"))
            try:
                pwd.getpwnam(os.environ.get("PG_OS_USER", "postgres"))
            except KeyError:
                raise Failed("as root the cluster runs as the user postgres, which does not exist (PG_OS_USER names another)") from None
        base.mkdir(parents=True, exist_ok=True)
        if base.stat().st_uid != os.getuid():
            raise Failed("the folder for the database cluster belongs to another user")
        if len(f"{base}/pg/run/.s.PGSQL.65535") > 100:
            raise Failed("the scratch folder's name is too long for PostgreSQL's socket: set VITRINE_BENCH_DIR to a shorter one")
        return base

    def env(self):
        return clean_env(PEER_TMP=self.base, PG_BIN=self.bin, PG_PORT=self.port)

    def pg_ctl(self, *args):
        user = [] if os.getuid() else ["runuser", "-u", os.environ.get("PG_OS_USER", "postgres"), "--"]
        return run([*user, self.bin / "pg_ctl", "-D", self.dir / "data", *args], 120, env=self.env(), cwd="/")

    def start(self):
        self.port = free_port()
        if self.conf.exists():
            if (self.dir / "data" / "postmaster.pid").exists():  # of a run that was killed
                try:
                    self.pg_ctl("-m", "fast", "-w", "stop")
                except Failed:
                    pass  # a stale file: the start below sees to it
            self.port = int(re.findall(r"^port = (\d+)", self.conf.read_text(), re.M)[-1])
            if not is_free(self.port):
                self.port = free_port()
                with open(self.conf, "a") as handle:
                    handle.write(f"port = {self.port}\n")
        elif self.dir.exists():
            self.remove()  # half made
        self.up = True
        run(["sh", self.script, "up"], 180, env=self.env())
        self.pid = int((self.dir / "data" / "postmaster.pid").read_text().split()[0])
        self.version = self.sql("postgres", "show server_version").split()[0]
        self.sql("postgres", "alter system set log_line_prefix = 'db=%d '", "select pg_reload_conf()")
        return self

    def remove(self):
        run(["sh", self.script, "down"], 180, env=self.env())

    def stop(self, keep):
        if self.up:
            self.up = False
            self.pg_ctl("-m", "fast", "-w", "stop") if keep else self.remove()

    def psql(self, database, *args, timeout=900, **kw):
        return run([self.bin / "psql", "-X", "-qAt", "-v", "ON_ERROR_STOP=1", "-h", self.dir / "run", "-p", self.port,
                    "-U", "shop" if database != "postgres" else "postgres", "-d", database, *args], timeout, env=clean_env(), **kw)

    def sql(self, database, *statements):
        return self.psql(database, *(x for s in statements for x in ("-c", s))).strip()

    def fresh_database(self, name):
        self.sql("postgres", f"drop database if exists {name}", f"create database {name} owner shop")

    def url(self, database):
        return f"postgres:///{database}?host={quote(f'{self.dir}/run', safe='/')}&port={self.port}&user=shop"

    # Which data a database holds, so that a kept cluster is filled again only where something changed.
    def holds(self, database, mark):
        file = self.dir / f"{database}.holds"
        return file.exists() and file.read_text() == mark

    def set_holds(self, database, mark):
        (self.dir / f"{database}.holds").write_text(mark)

    def settle(self, database):
        """The same state for both: statistics, visibility map, nothing left to write, everything in memory."""
        self.sql(database, "vacuum analyze")
        self.sql("postgres", "checkpoint")
        try:
            self.sql(database, "create extension if not exists pg_prewarm",
                     "select count(pg_prewarm(oid::regclass)) from pg_class where relkind in ('r', 'i', 't', 'm') and relpersistence = 'p'")
        except Failed:
            return "pg_prewarm is missing: the first requests read from disk"
        return None


class Server:
    """One system under measurement: how to start it, and where it listens."""

    def __init__(self, name, command, env, cwd, log, database):
        self.name, self.command, self.env, self.cwd, self.log, self.database = name, command, env, cwd, log, database
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.proc = None

    def start(self, answered, **env):
        """Start; wait until `answered()`. Returns the seconds that took."""
        with open(self.log, "ab") as out:
            began = time.perf_counter()
            self.proc = spawn(self.command, env=self.env | {"PORT": str(self.port)} | env, cwd=self.cwd, stdout=out, stderr=out)
        while not answered():
            if self.proc.poll() is not None or time.perf_counter() - began > 60:
                why = "ended before it answered" if self.proc.poll() is not None else "did not answer within 60 s"
                last = "\n  ".join(pathlib.Path(self.log).read_text(errors="replace").strip().splitlines()[-8:])
                self.stop()
                raise Failed(f"{self.name} {why}:\n  {last}")
            time.sleep(0.005)
        return time.perf_counter() - began

    def listens(self):
        with socket.socket() as s:
            s.settimeout(1)
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        if self.proc:
            stop(self.proc)
            self.proc = None
