"""What the Python tests share: cases told in TAP, free ports, a whole small instance, or a schema for the programs."""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.environ.get("MUSTER_BIN", "bin")
told = 0
failed = 0
registered = []


class Skip(Exception):
    """Not here."""


def tell(text, is_right, detail=""):
    """One case that was tried."""
    global told, failed
    told += 1
    failed += not is_right
    print(f"{'ok' if is_right else 'not ok'} {told} - {text}", flush=True)
    if not is_right and detail:
        print("# " + str(detail)[:3000].replace("\n", "\n# "), flush=True)


def plan():
    print(f"1..{told}")


def case(title):
    """A function that is a case of its own, for run_cases."""
    def register(function):
        registered.append((title, function))
        return function
    return register


def run_cases():
    for title, function in registered:
        try:
            function()
            tell(title, True)
        except Skip as why:
            tell(f"{title} # SKIP {why}", True)
        except Exception:  # pylint: disable=broad-except
            tell(title, False, traceback.format_exc())
    plan()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(ask, seconds=90):
    """The first true answer, or the last one."""
    until = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer or time.monotonic() > until:
            return answer
        time.sleep(0.1)


class Instance:
    """Everything that runs, without the demo organisation; with secrets ({name: text}) and settings as in muster.ini."""

    def __init__(self, secrets=None, **settings):
        self.var = tempfile.mkdtemp(prefix="muster-instance.")
        self.port = free_port()
        self.environment = dict(os.environ, MUSTER_VAR=self.var, MUSTER_PORT=str(self.port), MUSTER_DEMO="off",
                                **{"MUSTER_" + name.upper(): str(value) for name, value in settings.items()})
        os.makedirs(f"{self.var}/secret", mode=0o700)
        for name, text in (secrets or {}).items():
            with open(f"{self.var}/secret/{name}", "w", encoding="ascii") as file:
                file.write(text)
        self.service("start")

    def service(self, *arguments, text=None, check=True):
        """What it says; without `check` its exit status and that."""
        done = subprocess.run([f"{ROOT}/tools/muster-service", *arguments], env=self.environment, input=text,
                              capture_output=True, text=True, cwd=ROOT, check=False)
        if check and done.returncode:
            raise SystemExit(f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout if check else (done.returncode, done.stdout + done.stderr)

    def sql(self, text):
        return self.service("sql", "muster", "--batch", "--skip-column-names", "-e", text).strip()

    def stop(self):
        self.service("stop")
        shutil.rmtree(self.var, ignore_errors=True)


def run(program, *options, text=True):
    """One of our programs, in the schema of with_schema."""
    return subprocess.run([os.path.join(BIN, program), *options], capture_output=True, text=text, check=False)


def sql(statement):
    """Rows of columns, in that schema."""
    done = subprocess.run(["mariadb", "--no-defaults", "--socket=" + os.environ["MUSTER_DATABASE_SOCKET"], "--batch",
                           "--skip-column-names", os.environ["MUSTER_DATABASE_NAME"], "-e", statement],
                          capture_output=True, text=True, check=True)
    return [line.split("\t") for line in done.stdout.splitlines()]


def with_schema(work):
    """Calls work(FOLDER) with a schema of this process on the server of MUSTER_TEST_DATABASE, or on one of its own."""
    given = os.environ.get("MUSTER_TEST_DATABASE")
    if not given:
        os.execvp("tools/test-database", ["tools/test-database", "run", "/usr/bin/python3", *sys.argv])
    name = f"test_{os.getpid()}"
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({
            "MUSTER_PATHS_VAR": folder, "MUSTER_DATABASE_SOCKET": given + "/db.sock", "MUSTER_DATABASE_NAME": name,
            "MUSTER_OWNER_USER": "", "MUSTER_OWNER_PASSWORD": "", "MUSTER_REPORT_USER": "", "MUSTER_REPORT_PASSWORD": ""})
        try:
            if run("muster", "migrate").returncode:
                raise SystemExit("the schema could not be made")
            work(folder)
        finally:
            subprocess.run(["mariadb", "--no-defaults", "--socket=" + given + "/db.sock", "-e",
                            f"DROP DATABASE IF EXISTS {name}; DROP DATABASE IF EXISTS {name}_archive"], check=True)
    sys.exit(failed > 0)
