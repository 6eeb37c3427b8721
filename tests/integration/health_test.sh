#!/usr/bin/env bash
# What monitoring sees of an instance: probes, figures, logs and traces.
# shellcheck source=../instance.sh
# shellcheck disable=SC2016
source "$(dirname "$0")/../instance.sh"
# shellcheck source=../operations.sh
source tests/operations.sh

make_tree
export MUSTER_DEMO=off
CHECKER=$PWD/tests/tools/prometheus_text.py
FIRST=$(free_port)
site=http://localhost:$FIRST

figures() { curl -s -m 20 "http://localhost:$1/metrics"; }
figures_are_sound() {
	figures "$1" | "$CHECKER" --has muster_http_requests_total muster_http_request_duration_seconds muster_http_in_flight \
		muster_processes muster_process_resident_bytes muster_database_connects_total muster_transaction_retries_total \
		muster_build_info muster_audit_lag_seconds muster_open_incidents muster_spooled_reports muster_task_success_age_seconds \
		muster_outbox_events
}
log_has() { grep -qE "$2" "$WORK/$1/log/portal.log" || { tail -3 "$WORK/$1/log/portal.log"; return 1; }; }

case_is "an instance starts" starts var "$FIRST"
case_is "with somebody in it" add_people var
for address in /healthz /healthz/portal /healthz/intake /healthz/reports /healthz/api; do
	case_is "$address says that the process lives" says ok "$site$address"
done
for address in /readyz /readyz/intake /readyz/reports /readyz/api; do
	case_is "$address says that it can serve" settles says ready "$site$address"
done
case_is "people sign in" signs_in "$FIRST" ada@example.com
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

