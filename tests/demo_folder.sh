#!/usr/bin/env bash
# The data folder of an instance with the demo organisation, made once and copied for each test that wants one.
#   tests/demo_folder.sh FOLDER          makes it, at rest
#   tests/demo_folder.sh FOLDER start    copies that of MUSTER_TEST_DEMO and starts an instance in it
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tests/ports.sh
source tests/ports.sh

export MUSTER_VAR=$1
if [ "${2:-}" = start ]; then
	cp -a --reflink=auto "$MUSTER_TEST_DEMO" "$MUSTER_VAR"
	exec tools/muster-service start
fi
# Tests that start instances as an ordinary user while we are root are given the same folder.
guest() {
	[ "$(id -u)" -ne 0 ] || tools/muster-service sql -e "CREATE USER nobody@localhost IDENTIFIED VIA unix_socket;
		GRANT ALL ON *.* TO nobody@localhost WITH GRANT OPTION"
}
# The worker has sealed and signed what the demo recorded, which copies need not do again.
is_settled() {
	[ "$(tools/muster-service sql -N muster -e "SELECT (SELECT COUNT(*) FROM audit_pending) = 0 AND
		(SELECT COALESCE(MAX(tree_size), 0) FROM audit_checkpoint) >= $1")" = 1 ]
}

MUSTER_PORT=$(free_port)
export MUSTER_PORT
tools/muster-service start
[ -s "$MUSTER_VAR/demo.accounts" ] || { cat "$MUSTER_VAR/log/demo.log"; exit 1; }
guest
entries=$(tools/muster-service sql -N muster -e 'SELECT COUNT(*) FROM audit_entry')
until is_settled "$entries"; do
	sleep 0.5
done
tools/muster-service stop
