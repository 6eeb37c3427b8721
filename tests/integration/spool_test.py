#!/usr/bin/python3
"""200 people send reports while MariaDB is killed (-9) and comes back: every acknowledged one is exactly one incident.

The whole stack: nginx, the portal's processes, MariaDB, the worker. Prints TAP."""
import html
import http.client
import os
import re
import signal
import threading
import time
import urllib.parse
import uuid

from tap import Instance, plan, tell, wait_for

SENDERS = 200
PASSWORD = "correct horse battery"


class Spooling(Instance):
    def database_pid(self):
        with open(f"{self.var}/run/mariadbd.pid", encoding="ascii") as file:
            return int(file.read())

    def kill_database(self):
        os.kill(self.database_pid(), signal.SIGKILL)

    def wait_for_database(self):
        for _ in range(300):
            try:
                self.sql("DO 0")
                return
            except SystemExit:
                time.sleep(0.1)
        raise SystemExit("the database did not come back")

    def waiting(self):
        folder = f"{self.var}/spool/reports"
        return os.listdir(folder) if os.path.isdir(folder) else []


class Browser:
    """One signed-in session; every request has a connection of its own."""

    def __init__(self, port):
        self.port = port
        self.cookies = {}

    def ask(self, method, path, fields=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": f"localhost:{self.port}", "Accept": "text/html"}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://localhost:{self.port}"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie = value.split(";")[0].split("=", 1)
                self.cookies[cookie[0]] = cookie[1]
        location = answer.getheader("Location") or ""
        connection.close()
        return answer.status, text, location


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return html.unescape(found.group(1)) if found else ""


def prepare(instance):
    instance.sql("INSERT INTO organization (code, name, zone, created_at) VALUES ('SPOOL', 'Spooling Works', 'America/Chicago', NOW(6));"
                 "SET @o = LAST_INSERT_ID();"
                 "INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at, updated_at)"
                 " VALUES (@o, UUID(), 'DAY', 'Dayton', 'America/New_York', NOW(6), NOW(6));"
                 "INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)"
                 " VALUES (@o, UUID(), 'E1', 'Ria', 'Reporter', 'ria@example.com', NOW(6), NOW(6))")
    instance.service("exec", "muster", "user", "add", "--organization", "SPOOL", "--employee", "E1", "--password-stdin",
                     text=PASSWORD + "\n")
    browser = Browser(instance.port)
    page = browser.ask("GET", "/sign-in")[1]
    browser.ask("POST", "/sign-in", {"login": "ria@example.com", "password": PASSWORD, "csrf": hidden(page, "csrf")})
    return browser


class Sender(threading.Thread):
    """Sends one report, half of them by the short form and half from the wizard's read-back."""

    def __init__(self, browser, form, n):
        super().__init__()
        self.browser, self.n = browser, n
        self.submission = str(uuid.uuid4())
        self.words = f"Spool marker {n:04d} end. Something fell."
        self.path = "/report/short" if n % 2 else f"/report/draft/{uuid.uuid4()}/review"
        self.fields = dict(form, submission=self.submission, description=self.words, report_type="near_miss",
                           occurred_at="2026-03-02T10:00", register="safety", is_time_known="1", severity="low",
                           title=f"Marker {n}", reporting="named")
        self.status, self.location, self.receipt = 0, "", ""

    def run(self):
        try:
            self.status, text, self.location = self.browser.ask("POST", self.path, self.fields)
            found = re.search(r'data-receipt="([^"]+)"', text)
            self.receipt = found.group(1) if found else ""
        except OSError:
            self.status = 0

    def is_acknowledged(self):
        return (self.status == 303 and self.location.startswith("/report/sent/INC-")) or (self.status == 200 and self.receipt)


def main():
    instance = Spooling()
    try:
        browser = prepare(instance)
        page = browser.ask("GET", "/report/short")[1]
        place = instance.sql("SELECT MAX(id) FROM establishment")
        form = {"csrf": hidden(page, "csrf"), "claim": hidden(page, "claim"), "establishment_id": place}
        tell("the form carries a claim", bool(form["claim"]), page)

        senders = [Sender(browser, form, n) for n in range(SENDERS)]
        for n, sender in enumerate(senders):
            sender.start()
            if n == SENDERS // 3:
                instance.kill_database()
            time.sleep(0.002)
        for sender in senders:
            sender.join()
        direct = [s for s in senders if s.status == 303]
        kept = [s for s in senders if s.receipt]
        tell(f"all are acknowledged ({len(direct)} at once, {len(kept)} kept)", all(s.is_acknowledged() for s in senders),
             [(s.n, s.status) for s in senders if not s.is_acknowledged()])
        tell("some were filed at once and some kept", bool(direct) and bool(kept))

        instance.wait_for_database()
        wait_for(lambda: not instance.waiting())
        tell("the worker has filed all that was kept", not instance.waiting(), instance.waiting())
        counts = instance.sql("SELECT CONCAT(SUBSTRING(description, 14, 4), ' ', COUNT(*)) FROM incident"
                              " WHERE description LIKE 'Spool marker%' GROUP BY description").splitlines()
        wanted = [f"{s.n:04d} 1" for s in senders if s.is_acknowledged()]
        tell("each acknowledged report is exactly one incident", sorted(counts) == sorted(wanted),
             set(counts) ^ set(wanted))
        tell("numbers are given once", instance.sql("SELECT COUNT(*) - COUNT(DISTINCT number) FROM incident") == "0")
        tell("the claim told who had sent those that were kept",
             instance.sql("SELECT COUNT(*) FROM incident WHERE source = 'spool' AND (reporter_id IS NULL OR tags <> '')") == "0")
        tell("those that were kept keep the time typed at the place, not at the database",
             instance.sql("SELECT COUNT(DISTINCT occurred_at) FROM incident") == "1")

        # Sent once more, as by a browser that never saw the answer.
        again = [senders[0], kept[0]]
        for sender in again:
            sender.run()
        tell("a repeated send is answered with the first one's incident",
             all(s.status == 303 for s in again) and instance.sql("SELECT COUNT(*) FROM incident") == str(SENDERS),
             [(s.status, s.location) for s in again])
        status, _, location = browser.ask("GET", f"/report/receipt/{kept[0].submission}")
        tell("the receipt leads to the number", status == 303 and location.startswith("/report/sent/INC-"), (status, location))

        instance.kill_database()
        status, text, _ = browser.ask("GET", "/report")
        tell("while it is away the door says what still works", status == 503 and "What works meanwhile" in text, status)
        opened = []
        for _ in range(12):  # each process knows the places that it has shown
            status, text, _ = browser.ask("GET", "/report/short")
            if status == 200:
                opened.append(text)
        tell("a new short form opens from what the process knows", bool(opened), status)
        page = opened[0] if opened else ""
        fields = {name: found.group(1) for name in ("csrf", "submission")
                  for found in [re.search(rf'name="{name}" value="([^"]*)"', page)] if found}
        fresh = Sender(Browser(instance.port), dict(form, claim="", **fields), 9003)
        fresh.browser.cookies = dict(browser.cookies)
        fresh.run()
        tell("and what is sent from it is kept", bool(fresh.receipt), (fresh.status, fresh.location))
        stranger = Sender(Browser(instance.port), dict(form, claim=form["claim"]), 9001)
        stranger.run()
        tell("a claim without its session is acknowledged", bool(stranger.receipt), (stranger.status, stranger.location))
        instance.wait_for_database()
        wait_for(lambda: not instance.waiting())
        tell("and filed without a name",
             instance.sql("SELECT CONCAT_WS('|', reporting, IFNULL(reporter_id, '-'), tags) FROM incident"
                          " WHERE description LIKE 'Spool marker 9001%'") == "anonymous|-|unverified")
        tell("what was written into a form opened meanwhile is filed once",
             instance.sql("SELECT CONCAT_WS('|', COUNT(*), MAX(tags)) FROM incident WHERE description LIKE 'Spool marker 9003%'")
             == "1|unverified")
    finally:
        instance.stop()
        plan()


main()
