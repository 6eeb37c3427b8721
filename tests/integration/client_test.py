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

PROGRAM = "build/" + os.environ.get("MODE", "release") + "/tests/integration/client_program"
os.chdir(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
folder = tempfile.TemporaryDirectory(prefix="muster-client.")
cases = 0
seen = []


def case(text, is_right, detail=""):
    global cases
    cases += 1
    print(f"{'ok' if is_right else 'not ok'} {cases} - {text}", flush=True)
    if not is_right and detail:
        print("# " + str(detail)[:2000].replace("\n", "\n# "), flush=True)


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
    case("a request arrives as it was meant, and its answer comes back",
         got["rc"] == "RC_OK" and got["status"] == "200" and got["body"] == '{"a":1}' and got["type"] == "application/json"
         and seen[-1][0] == "POST" and seen[-1][1] == "/hook?x=1" and seen[-1][3] == b'{"b":2}'
         and seen[-1][2]["X-Muster"] == "yes" and seen[-1][2]["X-Empty"] == "" and got["peer"] == "127.0.0.1"
         and seen[-1][2]["User-Agent"].startswith("Muster/"), (got, seen[-1:]))
    for method in ("GET", "PUT", "DELETE"):
        got = run("http", method, here + "/", "-")
        case(f"{method} is sent as {method}", got["rc"] == "RC_OK" and seen[-1][0] == method, (got, seen[-1:]))

    before = len(seen)
    for url, allow in ((here, "public"), (here, "localhost"), (here, ""), (here, "127.0.0.0/8:1"), (here, "0.0.0.0/0"),
                       (f"http://localhost:{port}", "public, localhost"), (f"http://127.1:{port}", "public"),
                       (f"http://2130706433:{port}", "public"), (f"http://[::ffff:127.0.0.1]:{port}", "public"),
                       (f"http://0.0.0.0:{port}", "public"), ("http://169.254.169.254/", "public, 0.0.0.0/0")):
        got = run("http", "GET", url + "/", allow)
        case(f"{url.replace(str(port), 'PORT')} with the list \"{allow}\" is refused, without a connection",
             got["rc"] == "RC_DENIED" and "client.allow" in got["failure"] and len(seen) == before, got)
    # This machine's own address is as near to its database as loopback.
    own = socket.gethostbyname(socket.gethostname())
    got = run("http", "GET", f"http://{own}:{port}/", "public, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16")
    case("so is an address of this machine that a listed range covers", got["rc"] == "RC_DENIED", got)
    got = run("http", "GET", here + "/", f"127.0.0.1:{port}")
    case("an exact entry lets even this machine through", got["rc"] == "RC_OK", got)

    got = run("http", "GET", here + "/away", loopback + ", 127.0.0.1")
    case("a redirect is an answer and is not followed", got["status"] == "302" and seen[-1][1] == "/away", got)
    got = run("http", "GET", here + "/later", "-")
    case("Retry-After in seconds", got["status"] == "429" and got["retry_after"] == "120", got)
    got = run("http", "GET", here + "/date", "-")
    case("Retry-After as a date", got["status"] == "503" and 3500 <= int(got["retry_after"]) <= 3600, got)
    got = run("http", "GET", here + "/", "-")
    case("no Retry-After", got["retry_after"] == "-1", got)
    got = run("http", "GET", here + "/large", "-", client_most_bytes=2048)
    case("a large answer is cut", got["rc"] == "RC_OK" and got["cut"] == "1" and got["length"] == "2048", got)
    got = run("http", "GET", here + "/slow", "-", client_timeout=1)
    case("a slow one is given up", got["rc"] == "RC_UNAVAILABLE" and "timed out" in got["failure"].lower(), got)
    got = run("http", "GET", here + "/header-bomb", "-")
    case("headers without end are given up", got["rc"] == "RC_UNAVAILABLE", got)
    got = run("http", "GET", here + "/garbage", "-")
    case("what is no HTTP is no answer", got["rc"] == "RC_UNAVAILABLE" and got["status"] == "0", got)
    got = run("http", "GET", "http://127.0.0.1:9/", "-")
    case("nobody there", got["rc"] == "RC_UNAVAILABLE" and got["failure"] != "", got)
    got = run("http", "GET", "http://no-such-host.invalid/", "public")
    case("no such name", got["rc"] == "RC_UNAVAILABLE", got)
    got = run("http", "GET", "file:///etc/passwd", "-")
    case("no other scheme", got["rc"] == "RC_INVALID", got)
    got = run("http", "GE T", here + "/", "-")
    case("no malformed method", got["rc"] == "RC_INVALID", got)


def tls_cases():
    right, right_file = certificate("right", "IP:127.0.0.1,DNS:localhost")
    wrong, wrong_file = certificate("wrong", "DNS:elsewhere.example")
    right_port, wrong_port = serve(right), serve(wrong)

    got = run("http", "GET", f"https://127.0.0.1:{right_port}/", "-")
    case("a certificate of nobody known is refused", got["rc"] == "RC_UNAVAILABLE" and "certificate" in got["failure"], got)
    got = run("http", "GET", f"https://127.0.0.1:{right_port}/", "-", client_ca_file=right_file)
    case("client.ca_file makes its authority known", got["rc"] == "RC_OK" and got["status"] == "200", got)
    got = run("http", "GET", f"https://127.0.0.1:{wrong_port}/", "-", client_ca_file=wrong_file)
    case("a certificate for another name is refused", got["rc"] == "RC_UNAVAILABLE", got)


http_cases()
tls_cases()
print(f"1..{cases}")
