#!/usr/bin/env bash
# A whole portal goes out and in again: export, rebuild, the same manifest; what is damaged is refused before anything is
# touched.
# shellcheck source=../instance.sh
# shellcheck disable=SC2016
source "$(dirname "$0")/../instance.sh"
# shellcheck source=../operations.sh
source tests/operations.sh

make_tree
take_demo var
FIRST=$(free_port)
SECOND=$(free_port)
PASS=$WORK/passphrase
echo 'correct horse battery staple' >"$PASS"
chmod 644 "$PASS"

exports_a_file() {
	local members
	members=$(service var exec muster export -q - 2>/dev/null | tar -t) && grep -qx 'manifest.json' <<<"$members" &&
		grep -qx 'tables/incident.jsonl' <<<"$members" && grep -qE '^files/[0-9a-f]{2}/[0-9a-f]{62}$' <<<"$members"
}

case_is "an instance with records starts" starts var "$FIRST"

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
export MUSTER_DEMO=off
case_is "it starts" starts var2 "$SECOND"
case_is "the same people sign in" signs_in "$SECOND" administrator@demo.example
told() { [ "$(number var2 "SELECT COUNT(*) FROM audit_entry WHERE action = 'portal.imported'")" = 1 ]; }
case_is "its audit trail tells where it came from" settles told
seals_on() { [ "$(number var2 'SELECT COUNT(*) > 0 FROM audit_leaf WHERE sealed_at > (SELECT MAX(ended_at) FROM exchange_run)')" = 1 ]; }
case_is "its log is sealed on" settles seals_on
service var2 stop >/dev/null
