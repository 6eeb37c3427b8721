#!/usr/bin/env bash
# tools/muster-service with our own programs: as an ordinary user, two instances side by side, restarts, crashes.
# shellcheck source=../instance.sh
source "$(dirname "$0")/../instance.sh"

make_tree
export MUSTER_DEMO=off
# Longer than a socket's path may be.
LONG=var-$(printf 'long-%.0s' {1..24})
FIRST=$(free_port)
SECOND=$(free_port)

answers() { # PORT
	local status
	status=$(curl -s -o /dev/null -m 20 -w '%{http_code}' "http://localhost:$1/")
	[ "$status" -lt 500 ] || { echo "status $status"; return 1; }
}
owner() { stat -c %U "/proc/$(cut -d ' ' -f 1 "$WORK/$1/run/$2.pid")"; }
child_of() { pgrep -P "$(cut -d ' ' -f 1 "$WORK/$1/run/$2.pid")" | head -1; }
number() { service "$1" sql -N muster -e "SELECT COUNT(*) FROM schema_migration"; }
settles() { # COMMAND...: holds within ten seconds
	local tries
	for ((tries = 0; tries < 100; tries++)); do
		"$@" && return
		sleep 0.1
	done
	return 1
}
another_child() { # VAR PART PID
	local now
	now=$(child_of "$1" "$2") && [ -n "$now" ] && [ "$now" != "$3" ]
}
modes_are_private() {
	! find "$WORK/var/secret" -mindepth 1 \( -name '*.ini' -perm /077 -o -perm /027 \) | grep . && [ "$(stat -c %a "$WORK/var/secret")" = 700 ]
}
start_at() { MUSTER_PORT=$2 service "$1" start; }
refuses_port() {
	local said
	! said=$(start_at var-third "$1" 2>&1) && grep -q "port $1 is taken" <<<"$said"
}
nothing_runs() { ! pgrep -af "$WORK"; }
same_tree() { [ "$(cd "$WORK/muster" && find . -path ./build -prune -o -type f -newer "$WORK/began" -print)" = "" ]; }

touch "$WORK/began"
case_is "the first instance starts" start_at var "$FIRST"
case_is "the second starts beside it, with a long name" start_at "$LONG" "$SECOND"
case_is "the first answers" answers "$FIRST"
case_is "the second answers" answers "$SECOND"
if [ "$(id -u)" -eq 0 ]; then
	case_is "nothing of it runs as root" [ "$(owner var portal)$(owner var database)$(owner var nginx)" = nobodynobodynobody ]
fi
case_is "the migrations are applied" [ "$(number var)" -gt 0 ]
case_is "secrets are for their owner alone" modes_are_private
case_is "the database listens on no port" [ "$(service var sql -N -e 'SELECT @@skip_networking')" = 1 ]
case_is "its clock cannot be set by a session" [ "$(service var sql -N -e 'SELECT @@secure_timestamp')" = YES ]
case_is "commits are durable" [ "$(service var sql -N -e 'SELECT @@innodb_flush_log_at_trx_commit, @@sync_binlog')" = $'1\t1' ]
case_is "a port in use is refused by name" refuses_port "$FIRST"
case_is "nothing is written outside of the folder" same_tree

service var sql muster -e "CREATE TABLE kept (n INT); INSERT INTO kept VALUES (7)"
portal=$(child_of var portal)
kill -9 "$portal"
case_is "a process that dies is replaced" settles another_child var portal "$portal"
case_is "the portal answers all the while" answers "$FIRST"
database=$(child_of var database)
kill -9 "$database"
case_is "so is the database" settles service var sql -e 'DO 0'

case_is "the second stops" service "$LONG" stop
case_is "the first goes on" answers "$FIRST"
case_is "the first stops" service var stop
case_is "nothing is left running" nothing_runs
echo "1 1" | as_user tee "$WORK/var/run/portal.pid" >/dev/null
case_is "it starts again in spite of a stale process number" start_at var "$FIRST"
case_is "the data are still there" [ "$(service var sql -N muster -e 'SELECT n FROM kept')" = 7 ]
