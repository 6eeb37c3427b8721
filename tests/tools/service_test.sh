#!/usr/bin/env bash
# tools/muster-service and tools/test-database where nobody asks for the end of an orphan, as in many containers.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
cases=0
work=$(mktemp -d)
trap 'kill "$parent" 2>/dev/null; rm -rf "$work"' EXIT

tell() { # TEXT STATUS
	cases=$((cases + 1))
	if [ "$2" -eq 0 ]; then echo "ok $cases - $1"; else echo "not ok $cases - $1"; fi
}

# A process that has ended and whose parent never asks for it.
sh -c 'sleep 0.5 & echo $! >"'"$work"'/number"; exec sleep 60' &
parent=$!
for _ in $(seq 200); do
	number=$(cat "$work/number" 2>/dev/null) && grep -q ") Z " "/proc/$number/stat" 2>/dev/null && break
	sleep 0.05
done
began=$(sed 's/.*) //' "/proc/$number/stat" | cut -d ' ' -f 20)

mkdir -p "$work/instance/run" "$work/database"
echo "$number $began" >"$work/instance/run/portal.pid"
MUSTER_VAR=$work/instance tools/muster-service status >"$work/status"
grep -q '^portal *stopped' "$work/status"
tell "a part that has ended counts as stopped" $?
MUSTER_VAR=$work/instance timeout 20 tools/muster-service stop
tell "stop does not wait for it" $?
[ ! -e "$work/instance/run/portal.pid" ]
tell "and forgets it" $?

echo "$number" >"$work/database/db.pid"
timeout 20 tools/test-database stop "$work/database"
tell "nor does the tests' database wait for its server" $?

echo "1..$cases"
