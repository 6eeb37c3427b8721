#!/usr/bin/python3
"""src/client against real servers of others: what is sent, what is refused, and what is made of every answer. TAP."""
import http.server
import os
import socket
import ssl
import subprocess
import tempfile
import threading
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tap import free_port, plan, tell

PROGRAM = "build/" + os.environ.get("MODE", "release") + "/tests/integration/client_program"
os.chdir(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
folder = tempfile.TemporaryDirectory(prefix="muster-client.")
seen = []


class Mailbox:
    """What an SMTP server took, and how it answers: refusals are {"RCPT": "550 ..."}."""

    def __init__(self, **refusals):
        self.refusals = refusals
        self.mails = []
        self.sessions = set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        if "MAIL" in self.refusals:
            return self.refusals["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "RCPT" in self.refusals:
            return self.refusals["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "DATA" in self.refusals:
            return self.refusals["DATA"]
        self.sessions.add(session.peer)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content, session))
        return "250 2.0.0 taken as 4711"


def mail_server(mailbox, implicit=None, **options):
    controller = Controller(mailbox, hostname="localhost", port=free_port(), ssl_context=implicit, server_kwargs=options)
    controller.start()
    return controller.port


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status=200, body=b"fine", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        seen.append((self.command, self.path, dict(self.headers), body))
        if self.path == "/away":
            self.answer(302, b"", Location="/arrived")
        elif self.path == "/later":
            self.answer(429, b"", Retry_After="120")
        elif self.path == "/date":
            self.answer(503, b"", Retry_After=time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 3600)))
        elif self.path == "/large":
            self.answer(200, b"x" * 5_000_000)
        elif self.path == "/slow":
            time.sleep(4)
            self.answer()
        elif self.path == "/header-bomb":
            self.answer(200, b"", **{f"X-{i}": "y" * 1000 for i in range(90)})
        elif self.path == "/garbage":
            self.wfile.write(b"\x00\x01\x02 no http\r\n\r\n")
            self.close_connection = True
        else:
            self.answer(200, b'{"a":1}', Content_Type="Application/JSON; charset=utf-8")

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def log_message(self, *_):
        pass


def serve(tls=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def certificate(name, names):
    """A certificate of its own authority for these names."""
    key, cert = f"{folder.name}/{name}.key", f"{folder.name}/{name}.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", f"/CN={name}", "-addext", "subjectAltName=" + names, "-keyout", key, "-out", cert],
                   check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, cert


def run(*arguments, **settings):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MUSTER_") and "proxy" not in k.lower()}
    environment.update({"MUSTER_" + k.upper(): str(v) for k, v in settings.items()})
    # Never used, whatever it says.
    environment["http_proxy"] = "http://127.0.0.1:9"
    done = subprocess.run([PROGRAM, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"rc": f"exit {done.returncode}: {done.stderr}"}
    return dict((line.split(" ", 1) + [""])[:2] for line in done.stdout.splitlines())


def http_cases():
    port = serve()
    here, loopback = f"http://127.0.0.1:{port}", "127.0.0.0/8"

    got = run("http", "POST", here + "/hook?x=1", "-", '{"b":2}')
    tell("a request arrives as it was meant, and its answer comes back",
         got["rc"] == "RC_OK" and got["status"] == "200" and got["body"] == '{"a":1}' and got["type"] == "application/json"
         and seen[-1][0] == "POST" and seen[-1][1] == "/hook?x=1" and seen[-1][3] == b'{"b":2}'
         and seen[-1][2]["X-Muster"] == "yes" and seen[-1][2]["X-Empty"] == "" and got["peer"] == "127.0.0.1"
         and seen[-1][2]["User-Agent"].startswith("Muster/"), (got, seen[-1:]))
    for method in ("GET", "PUT", "DELETE"):
        got = run("http", method, here + "/", "-")
        tell(f"{method} is sent as {method}", got["rc"] == "RC_OK" and seen[-1][0] == method, (got, seen[-1:]))

    before = len(seen)
    for url, allow in ((here, "public"), (here, "localhost"), (here, ""), (here, "127.0.0.0/8:1"), (here, "0.0.0.0/0"),
                       (f"http://localhost:{port}", "public, localhost"), (f"http://127.1:{port}", "public"),
                       (f"http://2130706433:{port}", "public"), (f"http://[::ffff:127.0.0.1]:{port}", "public"),
                       (f"http://0.0.0.0:{port}", "public"), ("http://169.254.169.254/", "public, 0.0.0.0/0")):
        got = run("http", "GET", url + "/", allow)
        tell(f"{url.replace(str(port), 'PORT')} with the list \"{allow}\" is refused, without a connection",
             got["rc"] == "RC_DENIED" and "client.allow" in got["failure"] and len(seen) == before, got)
    # This machine's own address is as near to its database as loopback.
    own = socket.gethostbyname(socket.gethostname())
    got = run("http", "GET", f"http://{own}:{port}/", "public, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16")
    tell("so is an address of this machine that a listed range covers", got["rc"] == "RC_DENIED", got)
    got = run("http", "GET", here + "/", f"127.0.0.1:{port}")
    tell("an exact entry lets even this machine through", got["rc"] == "RC_OK", got)

    got = run("http", "GET", here + "/away", loopback + ", 127.0.0.1")
    tell("a redirect is an answer and is not followed", got["status"] == "302" and seen[-1][1] == "/away", got)
    got = run("http", "GET", here + "/later", "-")
    tell("Retry-After in seconds", got["status"] == "429" and got["retry_after"] == "120", got)
    got = run("http", "GET", here + "/date", "-")
    tell("Retry-After as a date", got["status"] == "503" and 3500 <= int(got["retry_after"]) <= 3600, got)
    got = run("http", "GET", here + "/", "-")
    tell("no Retry-After", got["retry_after"] == "-1", got)
    got = run("http", "GET", here + "/large", "-", client_most_bytes=2048)
    tell("a large answer is cut", got["rc"] == "RC_OK" and got["cut"] == "1" and got["length"] == "2048", got)
    got = run("http", "GET", here + "/slow", "-", client_timeout=1)
    tell("a slow one is given up", got["rc"] == "RC_UNAVAILABLE" and "timed out" in got["failure"].lower(), got)
    got = run("http", "GET", here + "/header-bomb", "-")
    tell("headers without end are given up", got["rc"] == "RC_UNAVAILABLE", got)
    got = run("http", "GET", here + "/garbage", "-")
    tell("what is no HTTP is no answer", got["rc"] == "RC_UNAVAILABLE" and got["status"] == "0", got)
    got = run("http", "GET", "http://127.0.0.1:9/", "-")
    tell("nobody there", got["rc"] == "RC_UNAVAILABLE" and got["failure"] != "", got)
    got = run("http", "GET", "http://no-such-host.invalid/", "public")
    tell("no such name", got["rc"] == "RC_UNAVAILABLE", got)
    got = run("http", "GET", "file:///etc/passwd", "-")
    tell("no other scheme", got["rc"] == "RC_INVALID", got)
    got = run("http", "GE T", here + "/", "-")
    tell("no malformed method", got["rc"] == "RC_INVALID", got)


def proxy_cases():
    port, proxy = serve(), serve()
    # As a proxy it is asked for whole addresses, which tells the ways apart.
    settings = {"client_proxy": f"http://127.0.0.1:{proxy}", "client_direct": "127.0.0.1, *.plant.example"}
    got = run("http", "GET", "http://hooks.invalid/x?y", "public", **settings)
    tell("names go to the proxy", got["rc"] == "RC_OK" and seen[-1][1] == "http://hooks.invalid/x?y", (got, seen[-1:]))
    got = run("http", "GET", "http://hooks.invalid/z", "-", **settings)
    tell("so do those of the settings file", got["rc"] == "RC_OK" and seen[-1][1] == "http://hooks.invalid/z", got)
    got = run("http", "GET", f"http://127.0.0.1:{port}/direct", "127.0.0.1", **settings)
    tell("what is listed is reached without it", got["rc"] == "RC_OK" and seen[-1][1] == "/direct", got)
    before = len(seen)
    for url, allow in (("http://hooks.invalid/", "10.0.0.0/8"), ("http://localhost/", "public"), ("http://a.localhost./", "public"),
                       ("http://169.254.169.254/", "public, 0.0.0.0/0"), ("http://10.1.2.3/", "public"), ("http://0x7f.2/", "public"),
                       (f"http://127.0.0.1:{port}/", "public")):
        got = run("http", "GET", url, allow, **settings)
        tell(f"{url.replace(str(port), 'PORT')} with the list \"{allow}\" is refused with a proxy, too",
             got["rc"] == "RC_DENIED" and len(seen) == before, got)
    got = run("http", "GET", "http://hooks.invalid/", "public", client_proxy="http://127.0.0.1:9")
    tell("a proxy that is away", got["rc"] == "RC_UNAVAILABLE", got)


def tls_cases():
    right, right_file = certificate("right", "IP:127.0.0.1,DNS:localhost")
    wrong, wrong_file = certificate("wrong", "DNS:elsewhere.example")
    right_port, wrong_port = serve(right), serve(wrong)

    got = run("http", "GET", f"https://127.0.0.1:{right_port}/", "-")
    tell("a certificate of nobody known is refused", got["rc"] == "RC_UNAVAILABLE" and "certificate" in got["failure"], got)
    got = run("http", "GET", f"https://127.0.0.1:{right_port}/", "-", client_ca_file=right_file)
    tell("client.ca_file makes its authority known", got["rc"] == "RC_OK" and got["status"] == "200", got)
    got = run("http", "GET", f"https://127.0.0.1:{wrong_port}/", "-", client_ca_file=wrong_file)
    tell("a certificate for another name is refused", got["rc"] == "RC_UNAVAILABLE", got)


def log_in(server, session, envelope, mechanism, auth_data):
    right = isinstance(auth_data, LoginPassword) and auth_data.login == b"muster" and auth_data.password == b"s3cret %"
    return AuthResult(success=right, handled=False)


def mail(port, security="none", user="", password="", to="ann@example.com", sender="muster@example.com", count=1, **settings):
    file = f"{folder.name}/message"
    with open(file, "wb") as out:
        out.write(b"Subject: dots\r\n\r\n.\r\n..two\r\nend\r\n")
    return run("smtp", str(port), security, user, password, sender, to, file, str(count), **settings)


def smtp_cases():
    box = Mailbox()
    port = mail_server(box)
    got = mail(port)
    tell("a mail goes to one recipient, byte by byte",
         got["rc"] == "RC_OK" and got["status"] == "250" and "4711" in got["said"]
         and box.mails[0][:3] == ("muster@example.com", ["ann@example.com"], b"Subject: dots\r\n\r\n.\r\n..two\r\nend\r\n")
         and box.mails[0][3].host_name == "muster.example.com", (got, box.mails))
    got = mail(port, count=5)
    tell("several go through one connection", got["rc"] == "RC_OK" and len(box.mails) == 6 and len(box.sessions) == 2,
         (got, len(box.sessions)))
    got = mail(port, "starttls")
    tell("required encryption that is not offered: no mail",
         got["rc"] == "RC_UNAVAILABLE" and got["away"] == "1" and len(box.mails) == 6, got)
    got = mail(port, "if-offered")
    tell("encryption if offered: without it where there is none", got["rc"] == "RC_OK" and len(box.mails) == 7, got)
    for bad in ("a@b.example>\r\nRCPT TO:<c@d.example", "", "a b@example.com", "<a@b.example>"):
        got = mail(port, to=bad)
        tell(f"{bad!r} is no recipient", got["rc"] == "RC_INVALID" and len(box.mails) == 7, got)

    for stage, reply, rc, away, enhanced in (
            ("RCPT", "550 5.1.1 No such user", "RC_DENIED", "0", "5.1.1"), ("RCPT", "450 4.2.1 Greylisted", "RC_UNAVAILABLE", "0", "4.2.1"),
            ("RCPT", "421 4.3.2 Closing", "RC_UNAVAILABLE", "1", "4.3.2"), ("RCPT", "530 5.7.0 Authentication required", "RC_UNAVAILABLE", "1", "5.7.0"),
            ("DATA", "554 5.7.1 Spam", "RC_DENIED", "0", "5.7.1"), ("DATA", "452 4.3.1 Full", "RC_UNAVAILABLE", "0", "4.3.1"),
            ("MAIL", "550 5.1.8 Bad sender", "RC_UNAVAILABLE", "1", "5.1.8"), ("MAIL", "552 5.3.4 Too big", "RC_DENIED", "0", "5.3.4")):
        refusing = Mailbox(**{stage: reply})
        got = mail(mail_server(refusing))
        tell(f"{reply} to {stage} is {rc}",
             got["rc"] == rc and got["status"] == reply[:3] and got["away"] == away and got["enhanced"] == enhanced
             and got["stage"] == stage and got["failure"] == f"{stage}: {reply}" and not refusing.mails, got)
    got = mail(9)
    tell("no server", got["rc"] == "RC_UNAVAILABLE" and got["status"] == "0" and got["away"] == "1" and got["failure"], got)

    box = Mailbox()
    port = mail_server(box, enable_SMTPUTF8=True)
    got = mail(port, to="josé@example.com")
    tell("an address beyond ASCII where the server takes it", got["rc"] == "RC_OK" and box.mails[-1][1] == ["josé@example.com"], (got, box.mails))
    strict = Mailbox(RCPT="553 5.6.7 non-ASCII")
    got = mail(mail_server(strict, enable_SMTPUTF8=False), to="josé@example.com")
    tell("and where it does not", got["rc"] == "RC_DENIED" and got["away"] == "0" and "SMTPUTF8" in got["failure"] and not strict.mails, got)
    got = mail(port, to="jos\u00e9\r\n@example.com")
    tell("which carries no commands", got["rc"] == "RC_INVALID", got)

    right, right_file = certificate("mail", "DNS:localhost")
    wrong, wrong_file = certificate("mail-wrong", "DNS:elsewhere.example")
    box = Mailbox()
    port = mail_server(box, tls_context=right, require_starttls=True)
    got = mail(port, "starttls", client_ca_file=right_file)
    tell("STARTTLS", got["rc"] == "RC_OK" and box.mails[-1][3].ssl is not None, got)
    got = mail(port, "if-offered", client_ca_file=right_file)
    tell("STARTTLS where it is offered", got["rc"] == "RC_OK" and box.mails[-1][3].ssl is not None, got)
    got = mail(port, "starttls")
    tell("STARTTLS with a certificate of nobody known: no mail", got["rc"] == "RC_UNAVAILABLE" and len(box.mails) == 2, got)
    got = mail(mail_server(box, tls_context=wrong), "starttls", client_ca_file=wrong_file)
    tell("STARTTLS with a certificate for another name: no mail", got["rc"] == "RC_UNAVAILABLE" and len(box.mails) == 2, got)
    got = mail(mail_server(box, right), "tls", client_ca_file=right_file)
    tell("TLS from the first byte", got["rc"] == "RC_OK" and len(box.mails) == 3, got)

    box = Mailbox()
    port = mail_server(box, tls_context=right, authenticator=log_in, auth_required=True)
    got = mail(port, "starttls", "muster", "s3cret %", client_ca_file=right_file)
    tell("AUTH", got["rc"] == "RC_OK" and box.mails[-1][3].authenticated, got)
    got = mail(port, "starttls", "muster", "wrong", client_ca_file=right_file)
    tell("a wrong password is a fault of the settings, not of the mail",
         got["rc"] == "RC_UNAVAILABLE" and got["away"] == "1" and "wrong" not in str(got) and got["status"] == "535", got)
    got = mail(port, "starttls", client_ca_file=right_file)
    tell("so is a missing one", got["rc"] == "RC_UNAVAILABLE" and got["away"] == "1" and len(box.mails) == 1, got)


http_cases()
proxy_cases()
tls_cases()
smtp_cases()
plan()
