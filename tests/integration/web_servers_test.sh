#!/usr/bin/env bash
# conf/nginx and conf/apache: which program gets which address, and what each learns of a request.
# shellcheck source=../instance.sh
source "$(dirname "$0")/../instance.sh"

make_tree
for program in portal intake api reports; do
	cp "build/${MODE:-release}/tests/integration/echo_program" "$WORK/muster/bin/$program"
done
rm -f "$WORK/muster/bin/muster" "$WORK/muster/bin/worker"
mkdir -p "$WORK/muster/public/static"
echo 'body { color: black }' >"$WORK/muster/public/static/probe.css"
head -c 3000000 /dev/urandom >"$WORK/upload"

NGINX=$(free_port)
APACHE=$(free_port)
MUSTER_PORT=$NGINX service var start >/dev/null
as_user mkdir -p "$WORK/var/files/ab"
echo 'kept on disk' | as_user tee "$WORK/var/files/ab/probe.txt" >/dev/null
start_apache var "$APACHE"

ask() { curl -s -m 20 -A 'Probe Agent/7' -e 'http://referer.example/' -H 'Cookie: a=1; __Host-muster=s3cret' "$@"; }
answered_by() { [ "$(ask "$2" | sed -n 's|^ACCOUNT=.*/\(.*\)\.ini$|\1|p')" = "$1" ] || { ask "$2"; false; }; }
has_line() { ask "${@:2}" | grep -qxF -- "$1" || { ask "${@:2}"; false; }; }
# Nothing of address, agent, referer, cookie or their values.
tells_nobody() {
	local told
	told=$(ask -H 'X-Forwarded-For: 192.0.2.9' "$1")
	grep -q '^ACCOUNT=.*intake' <<<"$told" || { echo "$told"; return 1; }
	! grep -E 'REMOTE_|USER_AGENT|REFERER|COOKIE|FORWARDED|Probe Agent|referer\.example|s3cret|192\.0\.2\.9|^REQUEST_ID' <<<"$told"
}
status_is() { [ "$(ask -o /dev/null -w '%{http_code}' "${@:2}")" = "$1" ] || { ask -i "${@:2}"; false; }; }
header_is() { ask -o /dev/null -D - "${@:2}" | tr -d '\r' | grep -qixF -- "$1" || { ask -i "${@:2}"; false; }; }
content_is() { [ "$(ask "${@:2}")" = "$1" ] || { ask -i "${@:2}"; false; }; }

for server in "nginx $NGINX" "apache $APACHE"; do
	read -r name port <<<"$server"
	portal=http://localhost:$port
	door=http://127.0.0.1:$port
	for path in / /incidents '/incidents?page=2' /report /report/draft /report/draft/7 /report/short; do
		case_is "$name: $path goes to the portal" answered_by portal "$portal$path"
	done
	for path in /report/anonymous /report/Qx7token /r /r/Qx7token; do
		case_is "$name: $path goes to intake" answered_by intake "$portal$path"
		case_is "$name: $path tells nobody's name" tells_nobody "$portal$path"
	done
	for path in /healthz /readyz /healthz/portal /readyz/portal /metrics; do
		case_is "$name: $path goes to the portal" answered_by portal "$portal$path"
	done
	for path in /healthz/intake /readyz/intake; do
		case_is "$name: $path goes to intake" answered_by intake "$portal$path"
		case_is "$name: $path tells nobody's name" tells_nobody "$portal$path"
	done
	case_is "$name: /readyz/api goes to api" answered_by api "$portal/readyz/api"
	case_is "$name: /readyz/reports goes to reports" answered_by report "$portal/readyz/reports"
	case_is "$name: figures are not passed on" status_is "$([ "$name" = nginx ] && echo 404 || echo 403)" \
		-H 'X-Forwarded-For: 192.0.2.9' "$portal/metrics"
	case_is "$name: downloads go to reports" answered_by report "$portal/download/x.pdf"
	for path in /api/v1/incidents /api/incidents/report /.well-known/jwks.json; do
		case_is "$name: $path goes to the interface" answered_by api "$portal$path"
	done
	for path in /api/v1/download/incidents.csv /api/incidents/reports/export; do
		case_is "$name: $path goes to reports" answered_by report "$portal$path"
	done
	case_is "$name: a bearer token reaches the interface" has_line 'HTTP_AUTHORIZATION=Bearer x' -H 'Authorization: Bearer x' "$portal/api/v1/me"
	case_is "$name: the door of its own tells nobody's name" tells_nobody "$door/report/anonymous"
	case_is "$name: the door leads to the form" header_is "Location: ${door}/report/anonymous" "$door/"
	case_is "$name: a session is told as a flag" has_line MUSTER_HAS_SESSION=1 "$portal/report/anonymous"
	case_is "$name: the portal learns the address" has_line REMOTE_ADDR=127.0.0.1 "$portal/"
	case_is "$name: the query arrives" has_line 'QUERY_STRING=a=%C3%A9&b=2' "$portal/x?a=%C3%A9&b=2"
	case_is "$name: the address arrives as sent" has_line 'REQUEST_URI=/x%2Fy/%C3%A9?b' "$portal/x%2Fy/%C3%A9?b"
	case_is "$name: an upload arrives whole" has_line BODY=3000000 --data-binary "@$WORK/upload" "$portal/incidents"
	case_is "$name: an anonymous upload too" has_line BODY=3000000 --data-binary "@$WORK/upload" "$door/report/anonymous"
	case_is "$name: a chunked upload too" has_line BODY=3000000 -H 'Transfer-Encoding: chunked' \
		--data-binary "@$WORK/upload" "$portal/incidents"
	case_is "$name: a file handed over is sent" content_is 'kept on disk' "$portal/sendfile/ab/probe.txt"
	case_is "$name: files are not served by address" status_is "$([ "$name" = nginx ] && echo 404 || echo 403)" \
		"$portal/files/ab/probe.txt"
	case_is "$name: no proxy setting from outside" bash -c "! curl -s -H 'Proxy: http://evil.example' $portal/ | grep evil"
	case_is "$name: no user name from outside" bash -c "! curl -s -H 'X-Remote-User: boss' $portal/ | grep boss"
	case_is "$name: nor at the address that believes the web server" bash -c "! curl -s -u boss:x -H 'Remote-User: boss' \
		-H 'REMOTE_USER: boss' -H 'X-Remote-User: boss' -H 'X-Forwarded-User: boss' $portal/sign-in/header | grep boss"
	case_is "$name: a versioned file is kept for good" \
		header_is 'Cache-Control: public, max-age=31536000, immutable' "$portal/static/probe.css?v=1"
	case_is "$name: another is asked for again" header_is 'Cache-Control: no-cache' "$portal/static/probe.css"
	case_is "$name: scripts and styles are typed" header_is 'X-Content-Type-Options: nosniff' "$portal/static/probe.css"
	case_is "$name: the door has its styles" status_is 200 "$door/static/probe.css"
	for address in "$portal/r/Zq9looked-for" "$door/r/Zq9looked-for" "$portal/static/Zq9looked-for"; do
		ask -o /dev/null "$address"
	done
done

head -c 33600000 /dev/zero >"$WORK/large"
for server in "nginx $NGINX" "apache $APACHE"; do
	read -r name port <<<"$server"
	case_is "$name: a body over the limit is refused" status_is 413 --data-binary "@$WORK/large" "http://127.0.0.1:$port/r"
done
case_is "the portal's requests are logged" grep -q '"GET /incidents"' "$WORK/var/log/nginx-access.log"
case_is "queries are not" bash -c "! grep -r 'page=2' '$WORK/var/log/nginx-access.log' '$WORK/var/apache/access.log'"
case_is "no log knows of the anonymous door" \
	bash -c "! grep -rlE 'Zq9looked-for|Qx7token|/report/anonymous' '$WORK/var/log' '$WORK/var/apache'"
case_is "no body of it waited on a disk" bash -c "! find '$WORK/var/tmp' -type f -newer '$WORK/upload' | grep ."
