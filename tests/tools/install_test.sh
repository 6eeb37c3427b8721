#!/usr/bin/env bash
# shellcheck disable=SC2016 # stand-ins expand when they run
# tools/install: only what is missing, only when something is, and in words when it may not. Package tools are stand-ins.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
cases=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/tree/node_modules/playwright-core"
cp -r tools package.json package-lock.json "$work/tree/"
touch "$work/tree/node_modules/.package-lock.json"

stand_in() { # NAME SCRIPT
	printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/$1"
	chmod +x "$work/bin/$1"
}
# Everything is installed but what $work/missing lists.
stand_in dpkg-query 'shift 2; for p; do grep -qx "$p" "'"$work"'/missing" || echo "installed $p"; done'
stand_in apt-get 'echo "$*" >>"'"$work"'/apt"; case "$*" in *install*) [ -e "'"$work"'/lists" ];; *update*) : >"'"$work"'/lists";; esac'
stand_in npm 'echo "$*" >>"'"$work"'/npm"; touch node_modules/.package-lock.json'
stand_in tee 'cat >/dev/null'
stand_in chmod ':'

install() { # UID LIST...
	stand_in id "echo $1"
	shift
	rm -f "$work/apt" "$work/npm"
	PATH=$work/bin:$PATH "$work/tree/tools/install" "$@" >"$work/said" 2>&1
}
tell() { # TEXT STATUS
	cases=$((cases + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $cases - $1"
	else
		echo "not ok $cases - $1"
		cat "$work/said" "$work/apt" 2>/dev/null | sed 's/^/# /'
	fi
}

: >"$work/missing"
install 1000 build run test
tell "nothing missing: succeeds" $?
[ ! -e "$work/apt" ] && [ ! -e "$work/npm" ] && [ ! -s "$work/said" ]
tell "nothing missing: no package tool is asked, nothing is said" $?

printf 'multiwatch\nnginx-light\n' >"$work/missing"
stand_in sudo 'exit 1'
! install 1000 run
tell "an ordinary user without sudo is refused" $?
grep -q 'apt-get install --no-install-recommends multiwatch nginx-light$' "$work/said" && [ ! -e "$work/apt" ]
tell "and told exactly which packages to ask for" $?

rm -f "$work/lists"
install 0 run
tell "root installs" $?
[ "$(grep -c update "$work/apt")" = 1 ] && grep -q 'install .*--no-install-recommends multiwatch nginx-light$' "$work/apt"
tell "the lists are refreshed once, when they were too old" $?
install 0 run
! grep -q update "$work/apt"
tell "and not when they serve" $?

printf 'nodejs\nnpm\n' >"$work/missing"
stand_in node ':'
install 0 build && [ ! -e "$work/apt" ]
tell "another Node than Debian's will do" $?

touch "$work/tree/package-lock.json"
sleep 0.01
touch -d '2000-01-01' "$work/tree/node_modules/.package-lock.json"
install 0 build && grep -qx 'ci --ignore-scripts .*' "$work/npm"
tell "npm packages follow a new lock file, without their scripts" $?

rm -r "$work/tree/node_modules"
mkdir "$work/tree/node_modules"
install 0 build && grep -qx 'ci --omit=dev --ignore-scripts .*' "$work/npm"
tell "who only runs it gets no npm packages of the tests" $?
install 0 build test && grep -qx 'ci  *--ignore-scripts .*' "$work/npm"
tell "who tests it gets them too" $?

! grep -q '"resolved"' package-lock.json
tell "the lock file names no registry" $?
node -e '
	const own = require("./package.json");
	for (const version of Object.values({ ...own.dependencies, ...own.devDependencies }))
		if (!/^\d+\.\d+\.\d+$/.test(version)) process.exit(1);'
tell "npm packages are pinned to exact versions" $?
echo "1..$cases"
