# shellcheck shell=bash
# For tests that start whole instances: an ordinary user, free ports, TAP.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tests/ports.sh
source tests/ports.sh
PATH=$PATH:/usr/sbin:/sbin
cases=0

# case TEXT COMMAND...: one line of TAP by the command's exit status; what it printed is shown when it failed.
case_is() {
	local text=$1 said
	shift
	cases=$((cases + 1))
	if said=$("$@" 2>&1); then
		echo "ok $cases - $text"
	else
		echo "not ok $cases - $text"
		printf '%s\n' "$said" | tail -n 40 | sed 's/^/# /'
	fi
}

# as_user COMMAND...: as the ordinary user that tests run as: ourselves, or nobody when we are root.
as_user() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid nobody --regid nogroup --clear-groups --inh-caps=-all env -u HOME "$@"
	else
		"$@"
	fi
}

# A copy of what runs, where that user can read it: WORK/muster. Ends with the test.
make_tree() {
	WORK=$(mktemp -d "${TMPDIR:-/tmp}/muster-instance.XXXXXX")
	trap end_tree EXIT
	mkdir -p "$WORK/muster/bin" "$WORK/muster/build"
	cp -r conf sql tools "$WORK/muster/"
	local folder
	for folder in templates public build/locale; do
		[ ! -d $folder ] || (mkdir -p "$WORK/muster/$folder" && cp -r $folder/. "$WORK/muster/$folder")
	done
	if compgen -G "${MUSTER_BIN:-bin}/*" >/dev/null; then
		cp -L "${MUSTER_BIN:-bin}"/* "$WORK/muster/bin/"
	fi
	unset MUSTER_BIN
	[ "$(id -u)" -ne 0 ] || chown -R nobody:nogroup "$WORK"
}

# take_demo VAR: WORK/VAR begins with the demo organisation that the test run has loaded; alone, a test loads its own.
take_demo() {
	[ -n "${MUSTER_TEST_DEMO:-}" ] || return 0
	cp -a --reflink=auto "$MUSTER_TEST_DEMO" "$WORK/$1"
	[ "$(id -u)" -ne 0 ] || chown -R nobody:nogroup "$WORK/$1"
}

end_tree() {
	local var
	for var in "$WORK"/var*; do
		[ ! -d "$var" ] || MUSTER_VAR=$var as_user "$WORK/muster/tools/muster-service" stop || true
		[ ! -s "$var/apache/httpd.pid" ] || kill "$(cat "$var/apache/httpd.pid")" || true
	done
	rm -rf "$WORK"
	echo "1..$cases"
}

# service VAR COMMAND...: tools/muster-service for the instance in WORK/VAR.
service() {
	local var=$1
	shift
	MUSTER_VAR=$WORK/$var as_user "$WORK/muster/tools/muster-service" "$@"
}

# start_apache VAR PORT: conf/apache before the sockets of that instance.
start_apache() {
	local var=$WORK/$1 port=$2 module waited=0
	as_user mkdir -p "$var/apache"
	{
		echo "ServerRoot $var/apache"
		echo "PidFile $var/apache/httpd.pid"
		echo "DefaultRuntimeDir $var/apache"
		echo "Mutex file:$var/apache default"
		echo "ErrorLog $var/apache/error.log"
		for module in mpm_event authz_core authz_host alias deflate env filter headers mime proxy proxy_fcgi setenvif xsendfile; do
			echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
		done
		echo "TypesConfig /etc/mime.types"
		echo "ServerName localhost"
		echo "Listen 127.0.0.1:$port"
		echo "Define MUSTER_ROOT $WORK/muster"
		echo "Define MUSTER_VAR $var"
		echo "Define MUSTER_RUN $var/run"
		echo "Define MUSTER_CONF $WORK/muster/conf/apache/muster"
		echo "Include \${MUSTER_CONF}/http.conf"
		echo "<VirtualHost *:$port>"
		echo "	ServerName localhost"
		echo "	CustomLog $var/apache/access.log muster env=!muster_silent"
		echo "	Include \${MUSTER_CONF}/portal.conf"
		echo "</VirtualHost>"
		echo "<VirtualHost *:$port>"
		echo "	ServerName 127.0.0.1"
		echo "	Include \${MUSTER_CONF}/anonymous.conf"
		echo "</VirtualHost>"
	} | as_user tee "$var/apache/httpd.conf" >/dev/null
	as_user apache2 -f "$var/apache/httpd.conf"
	until curl -s -o /dev/null "http://localhost:$port/"; do
		[ $((waited += 1)) -le 100 ] || { cat "$var/apache/error.log"; return 1; }
		sleep 0.1
	done
}
