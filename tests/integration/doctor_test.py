#!/usr/bin/python3
"""muster doctor and what stands around an installation: certificates that hold, end and are refused, mail servers. TAP."""
import http.server
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading

from aiosmtpd.controller import Controller

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.chdir(ROOT)
var = tempfile.mkdtemp(prefix="muster-doctor.")
cases = 0


def case(text, is_right, detail=""):
    global cases
    cases += 1
    print(f"{'ok' if is_right else 'not ok'} {cases} - {text}", flush=True)
    if not is_right and detail:
        print("# " + str(detail)[-2500:].replace("\n", "\n# "), flush=True)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


environment = dict(os.environ, MUSTER_VAR=var, MUSTER_PORT=str(free_port()), MUSTER_DEMO="off")


def service(*arguments, **settings):
    more = {"MUSTER_" + name.upper(): str(value) for name, value in settings.items()}
    return subprocess.run(["tools/muster-service", *arguments], env=dict(environment, **more), capture_output=True, text=True, check=False).stdout


def doctor(**settings):
    return service("exec", "muster", "doctor", **settings)


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def certificate(name, days, names):
    """Of the test's authority; for the address of this machine that is not loopback, as a name would be."""
    base = f"{var}/{name}"
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{base}.key", "-out", f"{base}.csr", "-subj", f"/CN={name}")
    with open(f"{base}.ext", "w", encoding="ascii") as file:
        file.write(f"subjectAltName={names}\n")
    openssl("x509", "-req", "-in", f"{base}.csr", "-CA", f"{var}/ca.pem", "-CAkey", f"{var}/ca.key", "-CAcreateserial", "-out", f"{base}.pem",
            "-days", str(days), "-extfile", f"{base}.ext")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{base}.pem", f"{base}.key")
    return context


class Site(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_HEAD(self):
        self.send_response(Site.status)
        self.end_headers()

    def log_message(self, *_):
        pass


def https(context):
    server = http.server.ThreadingHTTPServer(("0.0.0.0", 0), Site)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"https://{HOST}:{server.server_address[1]}"


with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
    probe.connect(("192.0.2.1", 9))
    HOST = probe.getsockname()[0]
openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{var}/ca.key", "-out", f"{var}/ca.pem", "-days", "30", "-subj", "/CN=Test authority")
try:
    service("start")
    trusted = {"client_ca_file": f"{var}/ca.pem"}
    good = https(certificate("good", 90, f"IP:{HOST}"))
    said = doctor(web_public_url=good, **trusted)
    case("a certificate that holds", "ok    web.public_url: its certificate holds until 20" in said, said)
    said = doctor(web_public_url=good)
    case("one of nobody known is refused, with its last day", "FAIL  web.public_url: its certificate, which ends on 20" in said, said)
    said = doctor(web_public_url=https(certificate("soon", 5, f"IP:{HOST}")), **trusted)
    case("one that ends soon", "warn  web.public_url: its certificate holds until 20" in said, said)
    said = doctor(web_public_url=https(certificate("ended", 0, f"IP:{HOST}")), **trusted)
    case("one that has ended", "FAIL  web.public_url: its certificate, which ends on 20" in said and "expired" in said, said)
    said = doctor(web_public_url=https(certificate("other", 90, "DNS:elsewhere.example")), **trusted)
    case("one for another name", "FAIL  web.public_url: its certificate" in said, said)
    Site.status = 502
    said = doctor(web_public_url=good, **trusted)
    case("a web server without its programs", "FAIL  web.public_url" in said and "HTTP 502" in said, said)
    said = doctor(web_public_url=f"https://{HOST}:{free_port()}")
    case("nobody there", "warn  web.public_url" in said and "cannot be reached" in said, said)
    said = doctor(web_public_url=f"http://{HOST}:8080")
    case("passwords in clear", "warn  web.public_url" in said and "not https" in said, said)

    said = doctor()
    case("no mail server", "warn  mail server: there is none" in said, said)
    mail = Controller(object(), hostname="127.0.0.1", port=free_port(), server_kwargs={"enable_SMTPUTF8": True})
    mail.start()
    said = doctor(mail_host="127.0.0.1", mail_port=mail.port, mail_security="none")
    case("a mail server that answers", f"ok    mail server: 127.0.0.1 port {mail.port} answers, addresses beyond ASCII too" in said, said)
    said = doctor(mail_host="127.0.0.1", mail_port=mail.port, mail_security="starttls")
    case("one without the encryption asked for", "FAIL  mail server" in said, said)
    mail.stop()
    said = doctor(mail_host="127.0.0.1", mail_port=free_port(), mail_security="none")
    case("one that is away", "FAIL  mail server" in said, said)
    said = doctor(mail_host="127.0.0.1", mail_user="muster")
    case("its password that cannot be read", "warn  mail server: mail.password_file cannot be read" in said, said)
    openssl("genpkey", "-algorithm", "ED25519", "-out", f"{var}/secret/dkim.pem")
    said = doctor(mail_from="muster@example.com", mail_dkim_keys="s1=secret/dkim.pem")
    case("the record for signed mail", 's1._domainkey.example.com is to say "v=DKIM1; k=ed25519; p=' in said, said)
    said = doctor(mail_from="muster@example.com", mail_dkim_keys="s1=secret/none.pem")
    case("a key that is not there", "FAIL  signed mail (DKIM)" in said, said)
finally:
    service("stop")
    shutil.rmtree(var, ignore_errors=True)
print(f"1..{cases}")
