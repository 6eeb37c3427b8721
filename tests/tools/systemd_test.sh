#!/usr/bin/env bash
# conf/systemd: the units are understood, shut in, and follow conf/programs.ini.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2

tell() { # TEXT STATUS
	cases=$((cases + 1))
	if [ "$2" -eq 0 ]; then echo "ok $cases - $1"; else echo "not ok $cases - $1"; fi
}
cases=0

daemons=$(awk '/^\[/ { name = substr($0, 2, index($0, "]") - 2) } /^kind *= (fastcgi|daemon)/ { print name }' conf/programs.ini)
for program in $daemons; do
	unit=conf/systemd/muster-$program.service
	grep -qE "^ExecStart=.*/opt/muster/bin/$program\$" "$unit"
	tell "$program has a unit" $?
	processes=$(awk -v want="[$program]" '$1 == want { on = 1; next } /^\[/ { on = 0 } on && /^processes/ { print $3 }' conf/programs.ini)
	[ -z "$processes" ] || grep -q -- "-f $processes " "$unit"
	tell "$program runs as many processes as the table says" $?
done

if ! command -v systemd-analyze >/dev/null; then
	echo "ok $((cases + 1)) - units are understood # SKIP systemd-analyze is not installed"
	echo "1..$((cases + 1))"
	exit
fi
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/etc/systemd/system" "$root/opt/muster/bin" "$root/usr/bin" "$root/lib"
cp -r /lib/systemd "$root/lib/"
cp -r conf/systemd/*.service conf/systemd/*.socket conf/systemd/*.timer conf/systemd/*.service.d "$root/etc/systemd/system/"
for program in $daemons; do
	install -m 755 /bin/true "$root/opt/muster/bin/$program"
done
install -m 755 /bin/true "$root/usr/bin/multiwatch"
install -m 755 /bin/true "$root/opt/muster/bin/muster"
for unit in conf/systemd/*.service conf/systemd/*.socket conf/systemd/*.timer; do
	name=$(basename "$unit")
	said=$(systemd-analyze verify --root="$root" "$name" 2>&1 | grep -F "$name")
	[ -z "$said" ]
	tell "$name is understood" $?
	[ -z "$said" ] || printf '%s\n' "$said" | sed 's/^/# /'
	case $name in
	*.service)
		systemd-analyze security --offline=true --root="$root" --threshold=25 "$name" >/dev/null 2>&1
		tell "$name is exposed 2.5 at most" $?
		;;
	esac
done
echo "1..$cases"
