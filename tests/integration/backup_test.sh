#!/usr/bin/env bash
# Backup while the portal is used, a series, restore; what is cut or changed is refused before anything is touched.
# shellcheck source=../instance.sh
# shellcheck disable=SC2016
source "$(dirname "$0")/../instance.sh"
# shellcheck source=../operations.sh
source tests/operations.sh

make_tree
export MUSTER_DEMO=off
FIRST=$(free_port)
SECOND=$(free_port)
site=http://localhost:$FIRST

doctor_knows() { service var exec muster doctor | grep '^ok    backup: the last one'; }

case_is "an instance starts" starts var "$FIRST"
case_is "with somebody in it" add_people var
hash=$(printf 'a file that somebody attached' | sha256sum | cut -d ' ' -f 1)
as_user mkdir -p "$WORK/var/files/${hash:0:2}"
printf 'a file that somebody attached' | as_user tee "$WORK/var/files/${hash:0:2}/${hash:2}" >/dev/null

# --- backup while it is used ---
sealed() { [ "$(number var 'SELECT (SELECT COUNT(*) FROM audit_pending) + (SELECT COUNT(*) = 0 FROM audit_checkpoint)')" = 0 ]; }
case_is "its log is sealed and signed" settles sealed
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

service var stop >/dev/null

# --- restore ---
service var3 database start
cp -rp "$WORK/backup" "$WORK/bad"
truncate -s -100 "$WORK/bad/database.sql.gz"
case_is "a cut backup is refused" refuses 'database.sql.gz is missing, cut or changed' muster var3 restore "$WORK/bad"
case_is "gzip reads what is in it" gzip -t "$WORK/backup/database.sql.gz"
case_is "it is a quarter of its text at most" [ "$(($(stat -c %s "$WORK/backup/database.sql.gz") * 4))" -lt "$(gzip -dc "$WORK/backup/database.sql.gz" | wc -c)" ]
case_is "a backup is restored" muster var3 restore --key "$WORK/safe.key" "$WORK/backup"
case_is "with its keys" cmp "$WORK/var/secret/http.key" "$WORK/var3/secret/http.key"
case_is "its log verifies" muster var3 audit verify
case_is "the same people are in it" [ "$(number var3 'SELECT email FROM person')" = ada@example.com ]
case_is "and the file" cmp "$(find "$WORK/var/files" -type f | head -1)" "$(find "$WORK/var3/files" -type f | head -1)"
service var3 database stop

# --- one that was made before backups were compressed ---
cp -rp "$WORK/backup" "$WORK/plain"
gzip -d "$WORK/plain/database.sql.gz"
/usr/bin/python3 - "$WORK/plain" <<'END'
import hashlib, json, sys
folder = sys.argv[1]
text = open(folder + '/database.sql', 'rb').read()
manifest = json.load(open(folder + '/manifest.json'))
for part in manifest['parts']:
    if part['file'] == 'database.sql.gz':
        part.update(file='database.sql', bytes=len(text), sha256=hashlib.sha256(text).hexdigest())
json.dump(manifest, open(folder + '/manifest.json', 'w'))
END
service var4 database start
case_is "a backup without compression is restored" muster var4 restore "$WORK/plain"
case_is "with the same people" [ "$(number var4 'SELECT email FROM person')" = ada@example.com ]
service var4 database stop
case_is "it starts" starts var3 "$SECOND"
case_is "they sign in" signs_in "$SECOND" ada@example.com
told() { [ "$(number var3 "SELECT COUNT(*) FROM audit_entry WHERE action = 'portal.restored'")" = 1 ]; }
case_is "its audit trail tells of the restore" settles told
