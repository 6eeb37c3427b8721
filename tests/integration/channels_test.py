#!/usr/bin/python3
"""Mail, short messages and web push of a whole instance, against servers of others that take, refuse and hesitate. TAP."""
import email
import email.policy
import hashlib
import http.server
import json
import os
import re
import subprocess
import threading
import time

import dkim
from aiosmtpd.controller import Controller

from tap import ROOT, Instance, free_port, plan, tell, wait_for


class Mailbox:
    """Refuses each address in `answers` with the next of its replies, then takes it."""

    def __init__(self):
        self.answers = {}
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, parsed, envelope.content))
        return "250 2.0.0 taken"

    def to(self, address):
        return [mail for mail in self.mails if mail[1] == [address]]


class Receiver(http.server.BaseHTTPRequestHandler):
    """Provider of short messages (/sms) and push service (/push/NAME); answers with what is queued for the path, else 201."""

    requests = []
    answers = {}

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        Receiver.requests.append((self.path, dict(self.headers), body))
        queued = Receiver.answers.get(self.path)
        status, headers, text = queued.pop(0) if queued else (201, {}, "fine")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


def requests_to(path):
    return [request for request in Receiver.requests if request[0] == path]


def prepare(instance):
    people = [("E1", "Ria", "ria@example.com"), ("E2", "Gone", "gone@example.com"), ("E3", "Full", "full@example.com"),
              ("E4", "Left", "left@example.com")]
    instance.sql("INSERT INTO organization (code, name, zone, created_at) VALUES ('CH', 'Channel Works', 'America/Chicago', NOW(6))")
    for number, name, address in people:
        instance.sql("INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)"
                     f" VALUES (1, UUID(), '{number}', '{name}', 'Person', '{address}', NOW(6), NOW(6))")
        instance.service("exec", "muster", "user", "add", "--organization", "CH", "--employee", number, "--password-stdin",
                         text="correct horse battery\n")
    return {name: int(instance.sql(f"SELECT a.id FROM account a JOIN person p ON p.id = a.person_id WHERE p.given_name = '{name}'"))
            for _, name, _ in people}


def envelope(uuid, to):
    return f"bounce+{uuid.replace('-', '')}-{hashlib.sha256(to.encode()).hexdigest()[:8]}@muster.example.com"


def deliver(instance, channel, account=0, **columns):
    """Adds one as a consumer does and returns its uuid."""
    columns = {"organization_id": 1, "channel": channel, "account_id": account or None, "recipient": os.urandom(8).hex(), **columns}
    values = ", ".join("NULL" if value is None else f"'{value}'" if isinstance(value, str) else str(value)
                       for value in columns.values())
    return instance.sql(f"SET @u = UUID(); INSERT INTO delivery (uuid, created_at, due_at, {', '.join(columns)})"
                        f" VALUES (@u, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), {values}); SELECT @u")


def ended(instance, uuid, state="sent"):
    return wait_for(lambda: instance.sql(f"SELECT CONCAT(state, ' ', reason) FROM delivery WHERE uuid = '{uuid}' AND state = '{state}'"))


def again(instance, uuid):
    instance.sql(f"UPDATE delivery SET due_at = UTC_TIMESTAMP(6) WHERE channel = (SELECT channel FROM delivery d WHERE d.uuid = '{uuid}')"
                 " AND state = 'waiting' AND lease_owner IS NULL")


def mail_cases(instance, box, accounts):
    thread = "incident-0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
    uuid = deliver(instance, "mail", accounts["Ria"], subject="INC-1: asignación", thread=thread,
                   body_text="You manage INC-1 now.\n\nhttp://localhost/incidents/INC-1",
                   data='{"locale":"es","why":"You are its manager."}')
    tell("a mail is delivered", ended(instance, uuid), instance.sql(f"SELECT state, reason FROM delivery WHERE uuid = '{uuid}'"))
    sender, _, mail, raw = box.to("ria@example.com")[0]
    tell("its id is that of the delivery, and so is the envelope sender",
         mail["Message-ID"] == f"<{uuid}@muster.example.com>" and sender == envelope(uuid, "ria@example.com"),
         (mail.items(), sender))
    tell("headers: thread, automatic, subject, a way to end it, one recipient",
         mail["References"] == mail["In-Reply-To"] == f"<{thread}@muster.example.com>" and mail["Auto-Submitted"] == "auto-generated"
         and mail["Subject"] == "INC-1: asignación" and mail["List-Unsubscribe"].endswith("/account/notifications>")
         and mail["To"] == "ria@example.com" and "Precedence" not in mail and "Bcc" not in mail, mail.items())
    plain, rich = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    tell("both bodies say the same, with why one gets it, and nothing is fetched from elsewhere",
         plain.startswith("You manage INC-1 now.\n") and "You are its manager." in plain and 'lang="es"' in rich
         and '<a href="http://localhost/incidents/INC-1"' in rich and "You are its manager." in rich
         and not re.search(r"<img|<link|<script|url\(", rich), plain + rich)
    record = re.search(r's1\._domainkey\.muster\.example\.com is to say "([^"]+)"', instance.service("exec", "muster", "doctor", check=False)[1]).group(1)
    tell("it is signed for the domain of the sender, as muster doctor says that the name server has to tell",
         dkim.verify(raw, dnsfunc=lambda name, timeout=5: record.encode() if name == b"s1._domainkey.muster.example.com." else b""), raw[:800])
    tell("lines are short and end as they must", all(len(line) <= 998 for line in raw.split(b"\r\n")) and b"\n" not in raw.replace(b"\r\n", b""))

    uuid = deliver(instance, "mail", accounts["Ria"], subject="Exercise", body_text="Text", environment="sandbox", data='{"mandatory":true}')
    ended(instance, uuid)
    mail = box.to("ria@example.com")[-1][2]
    tell("what is not of production says so above everything",
         mail["Subject"] == "[Sandbox] Exercise" and mail.get_body(("plain",)).get_content().startswith("*** Sandbox")
         and "Sandbox: this is an exercise" in mail.get_body(("html",)).get_content() and "List-Unsubscribe" not in mail, mail.items())

    box.answers["full@example.com"] = ["452 4.2.2 <full@example.com> mailbox full"]
    uuid = deliver(instance, "mail", accounts["Full"], subject="s", body_text="t")
    why = wait_for(lambda: instance.sql(f"SELECT reason FROM delivery WHERE uuid = '{uuid}' AND state = 'waiting' AND attempts = 1"))
    tell("not now is later, and no address is noted", why == "RCPT: 452 4.2.2 (address) mailbox full", why)
    again(instance, uuid)
    tell("the next attempt is the same mail", ended(instance, uuid)
         and box.to("full@example.com")[0][2]["Message-ID"] == f"<{uuid}@muster.example.com>")

    box.answers["gone@example.com"] = ["550 5.1.1 <gone@example.com>: no such user"]
    uuid = deliver(instance, "mail", accounts["Gone"], subject="s", body_text="t")
    why = ended(instance, uuid, "dead")
    tell("an unknown address is refused for good", why == "dead RCPT: 550 5.1.1 (address) no such user", why)
    uuid = deliver(instance, "mail", accounts["Gone"], subject="s", body_text="t")
    why = ended(instance, uuid, "dead")
    tell("and nothing more is sent there", why and "came back" in why and not box.to("gone@example.com"), why)

    instance.sql(f"UPDATE account SET is_active = FALSE WHERE id = {accounts['Left']}")
    uuid = deliver(instance, "mail", accounts["Left"], address="left@example.com", subject="s", body_text="t")
    why = ended(instance, uuid, "dead")
    tell("nor to somebody whose account is closed", why == "dead the account is closed" and not box.to("left@example.com"), why)
    uuid = deliver(instance, "mail", address="a@b.example>\r\nRCPT TO:<c@d.example", subject="s", body_text="t")
    tell("nor to what is no address", ended(instance, uuid, "dead"))


def bounce(instance, uuid, to, status, action="failed"):
    text = (f"From: MAILER-DAEMON@mx.example.com\r\nTo: {envelope(uuid, to)}\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nno\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; x@example.com\r\n"
            f"Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 <ria@example.com> unknown\r\n\r\n--b--\r\n")
    return instance.service("exec", "muster", "bounce", text=text, check=False)


def bounce_cases(instance, box, accounts):
    stopped = "SELECT COUNT(*) FROM mail_bounce WHERE address = 'full@example.com' AND stopped_at IS NOT NULL"
    for n in range(3):
        uuid = deliver(instance, "mail", accounts["Full"], subject="s", body_text="t")
        ended(instance, uuid)
        status, said = bounce(instance, uuid, "full@example.com", "4.4.7")
        tell(f"soft bounce {n + 1} of 3", status == 0 and said.startswith(f"soft bounce 4.4.7 of mail {uuid}\n")
             and instance.sql(stopped) == ("1" if n == 2 else "0"), said)
    uuid = deliver(instance, "mail", accounts["Ria"], subject="s", body_text="t")
    ended(instance, uuid)
    status, said = bounce(instance, uuid, "ria@example.com", "4.4.1", "delayed")
    tell("a delay stops nothing", status == 0 and instance.sql("SELECT COUNT(*) FROM mail_bounce WHERE address = 'ria@example.com'") == "0", said)
    status, said = bounce(instance, uuid, "former@example.com", "5.1.1")
    tell("what an address before this one did is not this one's", status == 0 and "changed since" in said
         and instance.sql("SELECT COUNT(*) FROM mail_bounce WHERE address = 'ria@example.com'") == "0", said)
    status, said = bounce(instance, uuid, "ria@example.com", "5.1.1")
    kept = instance.sql("SELECT reason FROM mail_bounce WHERE address = 'ria@example.com' AND stopped_at IS NOT NULL")
    tell("a hard one stops the mails at once", status == 0 and kept == "550 (address) unknown", (said, kept))
    status, said = bounce(instance, "0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", "ria@example.com", "5.1.1")
    tell("one of a mail that is not ours is passed over", status == 0 and said.startswith("no mail of ours"), said)
    status, said = instance.service("exec", "muster", "bounce", text="Subject: hello\r\n\r\nhello\r\n", check=False)
    tell("so is an ordinary mail", status == 0 and said == "not a bounce\n", said)
    instance.sql("DELETE FROM mail_bounce")


def sms_cases(instance, accounts):
    uuid = deliver(instance, "sms", accounts["Ria"], body_text="t")
    tell("no short message without a confirmed number", "no mobile number" in (ended(instance, uuid, "dead") or ""))
    instance.sql(f"INSERT INTO account_phone (account_id, organization_id, number) VALUES ({accounts['Ria']}, 1, '+12025550123')")
    uuid = deliver(instance, "sms", accounts["Ria"], body_text="t")
    tell("nor to one that waits for its code", "no mobile number" in (ended(instance, uuid, "dead") or "") and not requests_to("/sms"))
    instance.sql("UPDATE account_phone SET confirmed_at = UTC_TIMESTAMP(6)")

    uuid = deliver(instance, "sms", accounts["Ria"], body_text='INC-1 “overdue”\n{"a":1} – \\\\ ' + "x" * 400)
    tell("a short message is taken", ended(instance, uuid), instance.sql(f"SELECT reason FROM delivery WHERE uuid = '{uuid}'"))
    _, headers, body = requests_to("/sms")[0]
    sent = json.loads(body)
    tell("as the provider wants it", sent["to"] == "+12025550123" and sent["id"] == uuid and headers["Authorization"] == "Bearer t0ken"
         and headers["Content-Type"] == "application/json", (headers, body))
    tell("on one line, in plain characters, cut to its parts",
         sent["text"].startswith('INC-1 "overdue" {"a":1} - \\ xxx') and sent["text"].endswith("...") and len(sent["text"]) <= 306, sent)

    Receiver.answers["/sms"] = [(429, {"Retry-After": "3600"}, "slow down +12025550123"), (400, {}, "bad number 12025550123")]
    uuid = deliver(instance, "sms", accounts["Ria"], body_text="later")
    row = wait_for(lambda: instance.sql("SELECT TIMESTAMPDIFF(MINUTE, UTC_TIMESTAMP(), due_at), reason FROM delivery"
                                        f" WHERE uuid = '{uuid}' AND attempts = 1 AND lease_owner IS NULL"))
    tell("a provider that asks for patience gets it, and no number is noted",
         row and 55 <= int(row.split("\t")[0]) <= 61 and "2025550" not in row and "HTTP 429" in row, row)
    again(instance, uuid)
    why = ended(instance, uuid, "dead")
    tell("a message that it refuses is dead", why and "HTTP 400: bad number 12025######" in why, why)
    tell("every attempt had the same id", [json.loads(r[2])["id"] for r in requests_to("/sms")[1:]] == [uuid, uuid])

    first = deliver(instance, "sms", accounts["Ria"], body_text="2")
    ended(instance, first)
    uuid = deliver(instance, "sms", accounts["Ria"], body_text="3")
    row = wait_for(lambda: instance.sql("SELECT due_at = DATE(UTC_TIMESTAMP()) + INTERVAL 1 DAY, attempts, reason FROM delivery"
                                        f" WHERE uuid = '{uuid}' AND state = 'waiting' AND reason LIKE '%daily_cap%'"))
    tell("over the daily cap a message is held until the next day", row and row.startswith("1\t0\t")
         and instance.sql("SELECT sent, held FROM sms_day") == "2\t1" and len(requests_to("/sms")) == 4, row)
    code = deliver(instance, "sms", accounts["Ria"], body_text="4 {secret}", data='{"sealed":"x"}')
    why = ended(instance, code, "dead")
    tell("a code that would have expired by then is not", why and "expired" in why, why)
    old = deliver(instance, "sms", accounts["Ria"], body_text="5")
    wait_for(lambda: instance.sql("SELECT held FROM sms_day") == "2")
    tell("administrators are told once", instance.sql("SELECT COUNT(*) FROM event WHERE kind = 'sms.held'") == "1")
    instance.sql(f"UPDATE delivery SET created_at = created_at - INTERVAL 2 DAY WHERE uuid = '{old}'")
    again(instance, old)
    why = ended(instance, old, "dead")
    tell("what would be too old by then is dropped with that reason", why and "too old" in why, why)
    instance.sql("UPDATE sms_day SET day_on = day_on - INTERVAL 1 DAY")
    again(instance, uuid)
    tell("the next day it goes out, under the same id",
         ended(instance, uuid) and json.loads(requests_to("/sms")[-1][2])["id"] == uuid, instance.sql("SELECT * FROM sms_day"))
    instance.sql("DELETE FROM sms_day")


def decrypt(private, auth, body):
    """By the package http_ece, which others use for the same."""
    script = ("const ece = require('http_ece'), crypto = require('crypto');"
              "const key = crypto.createECDH('prime256v1'); key.setPrivateKey(process.argv[1], 'base64url');"
              "process.stdout.write(ece.decrypt(Buffer.from(process.argv[3], 'base64'), { version: 'aes128gcm', privateKey: key,"
              " authSecret: process.argv[2] }));")
    import base64
    return subprocess.run(["node", "-e", script, private, auth, base64.b64encode(body).decode()], capture_output=True, text=True,
                          cwd=ROOT, check=True).stdout


def browser_keys():
    script = ("const crypto = require('crypto'); const key = crypto.createECDH('prime256v1'); key.generateKeys();"
              "console.log(JSON.stringify([key.getPrivateKey('base64url'), key.getPublicKey('hex'),"
              " crypto.randomBytes(16).toString('hex')]))")
    return json.loads(subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True).stdout)


def jwt_is_right(authorization, origin):
    """Signature by the key that the header brings, checked with Node; claims by hand."""
    script = ("const [t, k] = process.argv.slice(1), crypto = require('crypto'), p = Buffer.from(k, 'base64url');"
              "const key = crypto.createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256',"
              " x: p.subarray(1, 33).toString('base64url'), y: p.subarray(33).toString('base64url') } });"
              "const [h, c, s] = t.split('.');"
              "console.log(JSON.stringify([crypto.verify('sha256', Buffer.from(`${h}.${c}`), { key, dsaEncoding: 'ieee-p1363' },"
              " Buffer.from(s, 'base64url')), JSON.parse(Buffer.from(h, 'base64url')), JSON.parse(Buffer.from(c, 'base64url'))]));")
    token, key = re.fullmatch(r"vapid t=([\w.-]+), k=([\w-]+)", authorization).groups()
    right, header, claims = json.loads(subprocess.run(["node", "-e", script, token, key], capture_output=True, text=True,
                                                      check=True).stdout)
    return (right and header["alg"] == "ES256" and claims["aud"] == origin and claims["sub"] == "mailto:safety@example.com"
            and 0 < claims["exp"] - time.time() <= 24 * 3600), key


def push_cases(instance, accounts, port):
    uuid = deliver(instance, "push", accounts["Ria"], subject="s", body_text="t")
    tell("no push without a browser", "no browser" in (ended(instance, uuid, "dead") or ""))
    browsers = {}
    for name in ("desk", "phone", "sold"):
        private, public, auth = browser_keys()
        browsers[name] = (private, auth)
        instance.sql("INSERT INTO push_subscription (organization_id, account_id, endpoint, endpoint_hash, p256dh, auth, created_at)"
                     f" VALUES (1, {accounts['Ria']}, 'http://127.0.0.1:{port}/push/{name}', UNHEX(SHA2('{name}', 256)),"
                     f" UNHEX('{public}'), UNHEX('{auth}'), UTC_TIMESTAMP(6))")
    Receiver.answers["/push/phone"] = [(503, {}, "busy")]
    Receiver.answers["/push/sold"] = [(410, {}, "gone")]
    uuid = deliver(instance, "push", accounts["Ria"], subject="Overdue: INC-1", body_text="Open it", thread="incident-1",
                   data='{"url":"/incidents/INC-1","urgent":true,"locale":"es"}')
    ended(instance, uuid)
    wait_for(lambda: len(Receiver.requests) and all(requests_to(f"/push/{name}") for name in browsers))
    import base64
    _, headers, body = requests_to("/push/desk")[0]
    private, auth = browsers["desk"]
    got = json.loads(decrypt(private, base64.urlsafe_b64encode(bytes.fromhex(auth)).decode().rstrip("="), body))
    tell("a browser can read it, and only what may stand on a locked screen is in it",
         got == {"title": "Overdue: INC-1", "body": "Open it", "path": "/incidents/INC-1", "tag": "incident-1", "lang": "es"}, got)
    right, key = jwt_is_right(headers["Authorization"], f"http://127.0.0.1:{port}")
    with open(f"{instance.var}/keys/push.key.pub", encoding="ascii") as file:
        tell("we say who we are, by the key that pages offer", right and file.read().strip() == key, headers)
    tell("the service is told how to treat it", headers["Content-Encoding"] == "aes128gcm" and headers["TTL"] == "86400"
         and headers["Urgency"] == "high" and re.fullmatch(r"[\w-]{32}", headers["Topic"]), headers)
    rows = wait_for(lambda: instance.sql("SELECT COUNT(*) FROM push_subscription WHERE endpoint LIKE '%sold'") == "0")
    tell("a browser that is gone is forgotten", rows)
    row = wait_for(lambda: instance.sql("SELECT reason FROM delivery WHERE channel = 'push' AND state = 'waiting' AND attempts = 1"))
    tell("a service that is busy is asked again, the others are not", row == "HTTP 503 busy", row)
    instance.sql("UPDATE delivery SET due_at = UTC_TIMESTAMP(6) WHERE state = 'waiting'")
    tell("until it takes it", wait_for(lambda: len(requests_to("/push/phone")) == 2) and len(requests_to("/push/desk")) == 1)

    private, public, auth = browser_keys()
    instance.sql("INSERT INTO push_subscription (organization_id, account_id, endpoint, endpoint_hash, p256dh, auth, created_at)"
                 f" VALUES (1, {accounts['Full']}, 'http://169.254.169.254/push', UNHEX(SHA2('evil', 256)), UNHEX('{public}'),"
                 f" UNHEX('{auth}'), UTC_TIMESTAMP(6))")
    deliver(instance, "push", accounts["Full"], subject="s", body_text="t")
    why = wait_for(lambda: instance.sql("SELECT reason FROM delivery WHERE channel = 'push' AND state = 'dead' AND reason LIKE '%client.allow%'"))
    tell("a subscription cannot lead to where requests may not go", why, why)


def verb_cases(instance, box):
    status, said = instance.service("exec", "muster", "channel", "test", "mail", "test@example.com", check=False)
    tell("muster channel test mail", status == 0 and said.startswith("mail: taken: 2.0.0 taken")
         and box.to("test@example.com")[0][2]["Subject"] == "Test message of Muster", said)
    box.answers["test@example.com"] = ["550 5.7.1 not from here"]
    status, said = instance.service("exec", "muster", "channel", "test", "mail", "test@example.com", check=False)
    tell("it tells what the server said", status == 1 and "mail: refused: RCPT: 550 5.7.1 not from here" in said, said)
    status, said = instance.service("exec", "muster", "channel", "test", "sms", "+12025550199", check=False)
    tell("muster channel test sms", status == 0 and "sms: taken: HTTP 201" in said
         and json.loads(requests_to("/sms")[-1][2])["to"] == "+12025550199", said)
    status, said = instance.service("exec", "muster", "channel", "test", "push", "ria@example.com", check=False)
    tell("muster channel test push", status == 0 and said.count("push: taken: HTTP 201") == 2, said)
    status, said = instance.service("exec", "muster", "channel", "test", "pigeon", "x", check=False)
    tell("no other channel", status == 2, said)


def happen(instance, kind, incident, actor="NULL"):
    """Something that the consumers of events take."""
    instance.sql("INSERT INTO event (organization_id, uuid, actor_account_id, kind, subject, subject_id, payload, environment, created_at, due_at)"
                 f" VALUES (1, UUID(), {actor}, '{kind}', 'incident', {incident}, '{{}}', 'prod', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))")


def own_text_cases(instance, box):
    """Words of the organization, from the rule to the mailbox."""
    instance.sql("INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at, updated_at)"
                 " VALUES (1, UUID(), 'P1', 'Place', 'UTC', NOW(6), NOW(6))")
    for number, reporting in (("INC-20260301-0001", "named"), ("INC-20260301-0002", "confidential"), ("INC-20260301-0003", "anonymous")):
        reporter = "NULL" if reporting == "anonymous" else 1
        instance.sql("INSERT INTO incident (organization_id, uuid, number, register, status, title, description, occurred_at, reported_at,"
                     " establishment_id, severity, reporting, reporter_id, manager_id, source, created_at, updated_at) VALUES (1, UUID(),"
                     f" '{number}', 'safety', 'new', 'A hand was crushed', 'x', '2026-03-01', '2026-03-01', 1, 'low', '{reporting}', {reporter},"
                     " 1, 'wizard', '2026-03-01', '2026-03-01')")
    for kind in ("incident.report_edited", "incident.reporter_wrote"):
        instance.sql("INSERT INTO message_text (organization_id, event_kind, family, language, version, subject, body, reason, created_at) VALUES"
                     f" (1, '{kind}', 'mail', 'en', 1, 'Look: {{{{number}}}}', 'Mind {{{{number}}}} <b>now</b>.\n\n- {{{{severity}}}}', 'x', '2026-01-01')")
    instance.sql("INSERT INTO notify_policy (organization_id, texts_version) VALUES (1, 1)")
    before = len(box.to("ria@example.com"))
    happen(instance, "incident.report_edited", 1)
    arrived = wait_for(lambda: box.to("ria@example.com")[before:])
    mail = arrived[0][2] if arrived else email.message_from_string("", policy=email.policy.default)
    plain, rich = (mail.get_body((part,)).get_content() if arrived else "" for part in ("plain", "html"))
    tell("a mail says the organization's own words", mail["Subject"] == "Look: INC-20260301-0001"
         and plain.startswith("Mind INC-20260301-0001 <b>now</b>.\n\n- Low\n"), plain)
    tell("its HTML is made of them and escaped", "Mind INC-20260301-0001 &lt;b" in rich and "<b>now" not in rich
         and re.search(r"<li[^>]*>Low</li>", rich) is not None, rich)
    tell("with the link, why one gets it and a way to end it", "/notifications/" in plain and "You get this as reporter." in plain
         and mail["List-Unsubscribe"] and "Which messages you get" in rich, plain)
    before = len(box.to("ria@example.com"))
    happen(instance, "incident.report_edited", 2)
    instance.sql("UPDATE delivery SET due_at = UTC_TIMESTAMP(6) WHERE state = 'waiting' AND channel = 'mail'")
    arrived = wait_for(lambda: box.to("ria@example.com")[before:])
    words = arrived[0][3].decode() + str(arrived[0][2].get_body(("plain",)).get_content()) if arrived else "Mind"
    tell("to who reported in confidence they say nothing of it", arrived and "0002" not in words and "Mind" not in words, words)
    happen(instance, "incident.reporter_wrote", 3)
    row = wait_for(lambda: instance.sql("SELECT subject, body_text FROM delivery WHERE incident_id = 3 AND channel = 'mail'"))
    tell("of an anonymous report neither", row and "0003" not in row and "Mind" not in row and "Look" not in row, row)


def main():
    box = Mailbox()
    smtp = Controller(box, hostname="127.0.0.1", port=free_port())
    smtp.start()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    key = subprocess.run(["openssl", "genpkey", "-algorithm", "ED25519"], check=True, capture_output=True, text=True)
    instance = Instance(secrets={"sms.secret": "t0ken\n", "dkim.pem": key.stdout}, mail_host="127.0.0.1", mail_port=smtp.port, mail_security="none", mail_from="muster@muster.example.com",
                        mail_bounce="bounce@muster.example.com", mail_dkim_keys="s1=secret/dkim.pem", mail_soft_bounces=3, sms_url=f"http://127.0.0.1:{port}/sms",
                        sms_headers="Authorization: Bearer {secret}", sms_daily_cap=2, push_contact="mailto:safety@example.com",
                        client_allow=f"public, 127.0.0.1:{port}")
    try:
        accounts = prepare(instance)
        mail_cases(instance, box, accounts)
        bounce_cases(instance, box, accounts)
        sms_cases(instance, accounts)
        push_cases(instance, accounts, port)
        verb_cases(instance, box)
        own_text_cases(instance, box)
    finally:
        instance.stop()
        smtp.stop()
    plan()


main()
