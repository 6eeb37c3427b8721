#!/usr/bin/env bash
# A whole portal goes out and in again: export, rebuild, the same manifest; backup while it is used, restore; what is
# damaged is refused before anything is touched. And what monitoring sees of it.
# shellcheck source=../instance.sh
# shellcheck disable=SC2016
source "$(dirname "$0")/../instance.sh"

make_tree
CHECKER=$PWD/tests/tools/prometheus_text.py
FIRST=$(free_port)
SECOND=$(free_port)
PASS=$WORK/passphrase
echo 'correct horse battery staple' >"$PASS"
chmod 644 "$PASS"

muster() { # VAR ARGUMENT...: the command while the instance rests
	service "$1" offline muster "${@:2}"
}
refuses() { # WHAT COMMAND...
	local said
	! said=$("${@:2}" 2>&1) || { echo "it was taken: $said"; return 1; }
	grep -qi -- "$1" <<<"$said" || { echo "$said"; return 1; }
}
says() { [ "$(curl -s -m 20 "$2")" = "$1" ] || { curl -si -m 20 "$2"; return 1; }; }
settles() { # COMMAND...: holds within ninety seconds
	local tries
	for ((tries = 0; tries < 450; tries++)); do
		"$@" >/dev/null 2>&1 && return
		sleep 0.2
	done
	"$@"
}
signs_in() { # PORT LOGIN
	local jar=$WORK/jar csrf
	rm -f "$jar"
	csrf=$(curl -s -c "$jar" "http://localhost:$1/sign-in" | sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -1)
	curl -s -o /dev/null -b "$jar" -c "$jar" --data-urlencode "login=$2" --data-urlencode 'password=muster-demo-300' \
		--data-urlencode "csrf=$csrf" "http://localhost:$1/sign-in"
	[ "$(curl -s -o /dev/null -b "$jar" -w '%{http_code}' "http://localhost:$1/incidents")" = 200 ]
}
figures() { curl -s -m 20 "http://localhost:$1/metrics"; }
figures_are_sound() {
	figures "$1" | "$CHECKER" --has muster_http_requests_total muster_http_request_duration_seconds muster_http_in_flight \
		muster_processes muster_process_resident_bytes muster_database_connects_total muster_transaction_retries_total \
		muster_build_info muster_audit_lag_seconds muster_open_incidents muster_spooled_reports muster_task_age_seconds \
		muster_outbox_events muster_deliveries
}
doctor_knows() { service var exec muster doctor | grep '^ok    backup: the last one'; }
exports_a_file() {
	local members
	members=$(service var exec muster export -q - 2>/dev/null | tar -t) && grep -qx 'manifest.json' <<<"$members" &&
		grep -qx 'tables/incident.jsonl' <<<"$members" && grep -qE '^files/[0-9a-f]{2}/[0-9a-f]{62}$' <<<"$members"
}
number() { service "$1" sql -N muster -e "$2"; }
log_has() { grep -qE "$2" "$WORK/$1/log/portal.log" || { tail -3 "$WORK/$1/log/portal.log"; return 1; }; }

case_is "an instance with records starts" env MUSTER_PORT="$FIRST" MUSTER_VAR="$WORK/var" bash -c \
	"$(declare -f as_user); as_user '$WORK/muster/tools/muster-service' start"

# --- what monitoring sees ---
site=http://localhost:$FIRST
for address in /healthz /healthz/portal /healthz/intake /healthz/reports /healthz/api; do
	case_is "$address says that the process lives" says ok "$site$address"
done
for address in /readyz /readyz/intake /readyz/reports /readyz/api; do
	case_is "$address says that it can serve" settles says ready "$site$address"
done
case_is "people sign in" signs_in "$FIRST" administrator@demo.example
case_is "figures are sound and complete" figures_are_sound "$FIRST"
case_is "the list is counted by its pattern" bash -c "curl -s '$site/metrics' |
	grep -q 'muster_http_requests_total{program=\"portal\",method=\"GET\",route=\"/incidents\",status=\"2xx\"} [1-9]'"
curl -s -o /dev/null "$site/r/Zq9-a-receipt"
case_is "visits of the anonymous door are not" bash -c "! curl -s '$site/metrics' | grep 'program=\"intake\",method'"
curl -s -o /dev/null -H 'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' "$site/sign-in"
case_is "a trace goes on in the log" log_has var '"trace":"4bf92f3577b34da6a3ce929d0e0e4736".*"route":"/sign-in","status":200'
case_is "a problem names its trace" bash -c "curl -s -H 'Accept: application/json' \
	-H 'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' '$site/nowhere' |
	grep -q '\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"'"
curl -s -o /dev/null -H 'traceparent: 00-99f92f3577b34da6a3ce929d0e0e4799-00f067aa0ba902b7-01' "$site/report/anonymous"
case_is "a trace does not follow anonymous reporters" bash -c "! grep -r 99f92f3577b34da6a3ce929d0e0e4799 '$WORK/var/log'"
service var database stop >/dev/null
case_is "without its database it lives" says ok "$site/healthz"
case_is "but is not ready" settles says 'not ready' "$site/readyz"
case_is "the anonymous door still is" says ready "$site/readyz/intake"
service var database start >/dev/null
case_is "and is again when it is back" settles says ready "$site/readyz"

# --- backup while it is used ---
sealed() { [ "$(number var 'SELECT (SELECT COUNT(*) FROM audit_pending) + (SELECT COUNT(*) = 0 FROM audit_checkpoint)')" = 0 ]; }
case_is "the demo's log is sealed and signed" settles sealed
as_user env "MUSTER_VAR=$WORK/var" "$WORK/muster/tools/muster-service" exec muster backup --make-key "$WORK/safe.key" >/dev/null
(while [ ! -e "$WORK/enough" ]; do signs_in "$FIRST" nobody@demo.example || true; done) 2>/dev/null &
writer=$!
case_is "a backup is made while people sign in" service var exec muster backup --recipient "$WORK/safe.key.pub" "$WORK/backup"
touch "$WORK/enough"
wait "$writer"
case_is "doctor knows of it" doctor_knows
case_is "and monitoring" bash -c "curl -s '$site/metrics' | grep -q '^muster_backup_age_seconds [0-9]'"
for _ in 1 2 3; do
	service var exec muster backup --series "$WORK/series" --keep 2 >/dev/null 2>&1
	sleep 1
done
case_is "a series keeps its newest" [ "$(find "$WORK/series" -mindepth 1 -maxdepth 1 | wc -l)" = 2 ]
case_is "a folder in use is refused" refuses 'not empty' service var exec muster backup "$WORK/backup"
case_is "a running portal is not written over" refuses 'holds records' service var exec muster restore "$WORK/backup"

# --- out ---
case_is "a portal at work is exported as one file" exports_a_file
case_is "one organization alone is exported" service var exec muster export -q --organization demo "$WORK/one"
service var stop >/dev/null
case_is "everything is exported" muster var export --passphrase-file "$PASS" "$WORK/out"
case_is "no sealed session or lease is in it" bash -c "! ls '$WORK/out/tables' | grep -E '^(session|account_token|worker_task)\.'"
case_is "every line fits its schema" python3 - "$WORK/out" <<'PY'
import glob, json, sys
for path in glob.glob(sys.argv[1] + '/tables/*.schema.json'):
    schema, rows = json.load(open(path)), open(path.replace('.schema.json', '.jsonl'))
    kinds = {name: member['type'] for name, member in schema['properties'].items()}
    for row in map(json.loads, rows):
        assert list(row) == schema['required'], path
        for name, value in row.items():
            kind = 'null' if value is None else 'integer' if isinstance(value, int) else 'string'
            assert kind in kinds[name], (path, name, value)
PY

# --- in: what is not whole is refused ---
service var2 database start
damaged() { # NAME COMMAND: a copy of the export to which the command was done is refused, and nothing was touched
	rm -rf "$WORK/bad"
	cp -rp "$WORK/out" "$WORK/bad"
	(cd "$WORK/bad" && eval "$2")
	refuses "$1" muster var2 import-portal --passphrase-file "$PASS" "$WORK/bad"
}
case_is "a table cut off" damaged 'tables/incident.jsonl is missing, cut or changed' 'truncate -s -1 tables/incident.jsonl'
case_is "a changed byte" damaged 'tables/person.jsonl is missing, cut or changed' \
	'printf "%s" "]" | dd of=tables/person.jsonl bs=1 seek=20 conv=notrunc status=none'
case_is "a file exchanged" damaged 'is missing, cut or changed' 'for f in files/*/*; do echo x >"$f"; break; done'
case_is "a file gone" damaged 'is missing, cut or changed' 'for f in files/*/*; do rm "$f"; break; done'
case_is "no manifest" damaged 'nothing whole' 'rm manifest.json'
case_is "another manifest than the keys'" damaged 'belongs to another manifest' 'echo >>manifest.json'
echo 'another passphrase' >"$WORK/wrong"
chmod 644 "$WORK/wrong"
case_is "a wrong passphrase opens nothing" refuses 'does not open' muster var2 import-portal --passphrase-file "$WORK/wrong" "$WORK/out"
case_is "one organization is no portal" refuses 'a whole one is needed' muster var2 import-portal "$WORK/one"

# --- in ---
case_is "the portal is rebuilt" muster var2 import --passphrase-file "$PASS" "$WORK/out"
case_is "and is not rebuilt over" refuses 'holds records' muster var2 import-portal "$WORK/out"
case_is "exporting it gives the same" muster var2 export -q "$WORK/again"
case_is "to the last byte" cmp "$WORK/out/manifest.json" "$WORK/again/manifest.json"
case_is "the files too" diff -r "$WORK/out/files" "$WORK/again/files"
case_is "its log verifies with the keys of before" muster var2 audit verify
case_is "and without the product" "$WORK/muster/bin/muster-verify" --key "$WORK/again/proof/audit.pub" --log "$WORK/again/proof/log.dump"
triggers() { number "$1" 'SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = "muster"'; }
service var database start
case_is "the triggers are back" [ "$(triggers var2)" = "$(triggers var)" ]
service var database stop
service var2 database stop
case_is "it starts" env MUSTER_PORT="$SECOND" MUSTER_VAR="$WORK/var2" MUSTER_DEMO=off bash -c \
	"$(declare -f as_user); as_user '$WORK/muster/tools/muster-service' start"
case_is "the same people sign in" signs_in "$SECOND" administrator@demo.example
told() { [ "$(number var2 "SELECT COUNT(*) FROM audit_entry WHERE action = 'portal.imported'")" = 1 ]; }
case_is "its audit trail tells where it came from" settles told
case_is "new entries are sealed" settles [ "$(number var2 'SELECT COUNT(*) < 50 FROM audit_pending')" = 1 ]
service var2 stop >/dev/null

# --- restore ---
service var3 database start
rm -rf "$WORK/bad"
cp -rp "$WORK/backup" "$WORK/bad"
truncate -s -100 "$WORK/bad/database.sql"
case_is "a cut backup is refused" refuses 'database.sql is missing, cut or changed' muster var3 restore "$WORK/bad"
case_is "a backup is restored" muster var3 restore --key "$WORK/safe.key" "$WORK/backup"
case_is "with its keys" cmp "$WORK/var/secret/http.key" "$WORK/var3/secret/http.key"
case_is "its log verifies" muster var3 audit verify
case_is "with as many incidents" [ "$(number var3 'SELECT COUNT(*) FROM incident')" = "$(wc -l <"$WORK/out/tables/incident.jsonl")" ]
service var3 database stop
