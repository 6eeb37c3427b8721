# shellcheck shell=bash
# What the tests of operations share: small instances with one organization, and questions to them.

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
number() { service "$1" sql -N muster -e "$2"; }
starts() { # VAR PORT
	MUSTER_PORT=$2 service "$1" start
}
# One organization with one administrator, to an instance that runs.
add_people() { # VAR
	service "$1" exec muster organization add ops 'Operations Works' --zone America/Chicago &&
		number "$1" "INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)
			SELECT id, UUID(), 'E1', 'Ada', 'Keeper', 'ada@example.com', NOW(6), NOW(6) FROM organization" &&
		service "$1" exec muster user add --organization ops --employee E1 --role administrator --password-stdin <<<'muster-demo-300'
}
