#!/usr/bin/env bash
# After a whole anonymous journey, also while the database is away, nothing below MUSTER_VAR tells from where, with what
# or at what time of the day it was made: no log, table, spool, temporary or attached file.
# shellcheck source=tests/instance.sh
. "$(dirname "${BASH_SOURCE[0]}")/../instance.sh"
make_tree
take_demo var
export MUSTER_VAR=$WORK/var MUSTER_PORT
MUSTER_PORT=$(free_port)
service() { as_user "$WORK/muster/tools/muster-service" "$@"; }
site=http://127.0.0.1:$MUSTER_PORT
query() { service sql muster --batch --skip-column-names -e "$1"; }

# What must not be found. Every one is sent with every request.
ADDRESS=127.83.61.7 FORWARDED=203.0.113.191 AGENT=Zanzibar/77.31 HOST=xylophone-host.invalid
REFERER=quaternion-referrer COOKIE=obelisk-cookie-value FILENAME=vermilion-camera-roll
OWNER="Hieronymus Quillfeather" CAMERA=MarmaladeCam-9
visit() {
	curl --silent --show-error --max-time 60 --interface "$ADDRESS" --user-agent "$AGENT" \
		-H "X-Forwarded-For: $FORWARDED" -H "Forwarded: for=$FORWARDED;host=$HOST" -H "X-Real-IP: $FORWARDED" \
		-H "Host: $HOST" -H "Referer: http://$REFERER/" -H "Cookie: other=$COOKIE" -H "Sec-CH-UA-Platform: $AGENT" "$@"
}
# hidden NAME <page: the value of a hidden field.
hidden() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" | head -n 1; }
answers=(--form report_type=near_miss --form specific_location=Dock --form occurred_on=2026-03-02)

picture() {
	convert -size 320x240 xc:steelblue "$WORK/$FILENAME.jpg" &&
		exiftool -q -overwrite_original -GPSLatitude=12.345678 -GPSLatitudeRef=N -GPSLongitude=98.765432 -GPSLongitudeRef=E \
			-Artist="$OWNER" -Make="$CAMERA" -Comment="$OWNER" "$WORK/$FILENAME.jpg"
}

# file WORDS: the whole way. Place, receipt and link go on in files, because every case is a process of its own.
file_report() {
	local state place
	visit "$site/report/anonymous" >"$WORK/page"
	place=$(sed -n '/name="establishment_id"/,/<\/select>/s/.*<option value="\([0-9][0-9]*\)".*/\1/p' "$WORK/page" | head -n 1)
	[ -z "$place" ] || echo "$place" >"$WORK/place"
	place=$(cat "$WORK/place")
	visit "${answers[@]}" --form "establishment_id=$place" --form step=check --form "description=$1" "$site/report/anonymous" >"$WORK/page"
	state=$(hidden state <"$WORK/page")
	[ -n "$state" ] || { cat "$WORK/page"; return 1; }
	visit "${answers[@]}" --form "establishment_id=$place" --form step=send --form "description=$1" --form "state=$state" \
		--form "files=@$WORK/$FILENAME.jpg" "$site/report/anonymous" >"$WORK/page"
	sed -n 's/.*class="receipt">\([^<]*\)<.*/\1/p' "$WORK/page" >"$WORK/receipt"
	sed -n 's|.*value="[^"]*\(/r/[^"]*\)".*|\1|p' "$WORK/page" >"$WORK/link"
	[ -s "$WORK/receipt" ] || { cat "$WORK/page"; return 1; }
}

come_back() {
	local state
	visit --data-urlencode "receipt=$(cat "$WORK/receipt")" "$site/r" >"$WORK/page" || return 1
	state=$(hidden state <"$WORK/page")
	[ -n "$state" ] || { cat "$WORK/page"; return 1; }
	visit --form "state=$state" --form "message=One thing more" --form "files=@$WORK/$FILENAME.jpg" "$site/r" >"$WORK/page" &&
		grep -q 'One thing more' "$WORK/page" && visit "$site$(cat "$WORK/link")" | grep -q 'One thing more' &&
		visit --data-urlencode "receipt=4832 1907 5561 0284" "$site/r" | grep -q 'id="problems"'
}

file_while_away() {
	service database stop || return 1
	file_report "While the database was away" || return 1
	compgen -G "$MUSTER_VAR/spool/reports/*.anonymous" >/dev/null || { echo "nothing was kept"; return 1; }
	! grep -rqF "While the database" "$MUSTER_VAR/spool" || { echo "kept without sealing"; return 1; }
	service database start || return 1
	local waited=0
	until [ "$(query "SELECT COUNT(*) FROM incident WHERE description LIKE 'While the database%'")" = 1 ]; do
		[ $((waited += 1)) -lt 60 ] || { tail -n 5 "$MUSTER_VAR/log/worker.log"; return 1; }
		sleep 0.5
	done
	come_back
}

# Many reports in ten minutes: everybody answers a question that needs no name first.
asks_when_flooded() {
	local form=("${answers[@]}" --form "establishment_id=$(cat "$WORK/place")" --form "description=Once more")
	for ((i = 0; i < 62; i++)); do
		visit "${form[@]}" --form step=check "$site/report/anonymous" >"$WORK/page"
	done
	grep -q 'name="sum"' "$WORK/page" || { echo "no question"; return 1; }
	local state sum
	state=$(hidden state <"$WORK/page")
	visit "${form[@]}" --form step=send --form "state=$state" --form sum=99 "$site/report/anonymous" >"$WORK/page"
	! grep -q 'class="receipt"' "$WORK/page" || { echo "a wrong sum was taken"; return 1; }
	sum=$(($(sed -n 's/.*What is \([0-9]*\) plus \([0-9]*\).*/\1 + \2/p' "$WORK/page")))
	visit "${form[@]}" --form step=send --form "state=$(hidden state <"$WORK/page")" --form "sum=$sum" "$site/report/anonymous" |
		grep -q 'class="receipt"'
}

# The rows of the reports know the day, and nothing else of the clock.
only_days() {
	local table column left hash files=0
	while read -r table column; do
		case $table in
		incident) left="reporting = 'anonymous' AND source IN ('anonymous', 'link')" ;;
		comment) left="audience = 'from_reporter' AND author_id IS NULL" ;;
		attachment) left="added_by_id IS NULL AND name LIKE 'photo-%'" ;;
		audit_entry) left="actor_kind = 'anonymous'" ;;
		event) left="subject_id IN (SELECT id FROM incident WHERE source = 'anonymous' AND reporting = 'anonymous') AND '$column' = 'created_at'" ;;
		submission) left=TRUE ;;
		*) continue ;;
		esac
		[ "$column" != occurred_at ] || continue
		left=$(query "SELECT COUNT(*) FROM $table WHERE ($left) AND TIME($column) <> 0")
		[ "$left" = 0 ] || { echo "$table.$column tells the time in $left rows"; return 1; }
	done < <(query "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'muster' AND data_type = 'datetime'")
	while read -r hash; do
		[ "$(($(stat -c %Y "$MUSTER_VAR/files/${hash:0:2}/${hash:2}") % 86400))" = 0 ] || { echo "file $hash tells the time"; return 1; }
		files=$((files + 1))
	done < <(query "SELECT LOWER(HEX(sha256)) FROM attachment WHERE name LIKE 'photo-%' UNION
		SELECT LOWER(HEX(preview_sha256)) FROM attachment WHERE name LIKE 'photo-%' AND preview_sha256 IS NOT NULL")
	[ "$files" -ge 2 ]
}

leaves_no_log() {
	! grep -rE '"?(GET|POST) /(report|r)[/ ]' "$MUSTER_VAR/log" --include='*.log' | grep -v '"program":"portal"' | grep . || return 1
	! grep -F '"level":"info"' "$MUSTER_VAR/log/intake.log" | grep . || return 1
}

# Stopped, so that everything the database holds is on disk.
no_trace() {
	local mark
	service stop || return 1
	for mark in "$ADDRESS" "$FORWARDED" "$AGENT" "$HOST" "$REFERER" "$COOKIE" "$FILENAME" "$OWNER" "$CAMERA"; do
		if grep -rlaF -- "$mark" "$MUSTER_VAR"; then
			echo "$mark was found"
			return 1
		fi
	done
	! find "$MUSTER_VAR" "$WORK/muster" -name 'core*' -type f | grep . || { echo "a core dump"; return 1; }
	# shellcheck disable=SC2016 # those are names of exiftool
	! find "$MUSTER_VAR/files" -type f -exec exiftool -q -if '$GPSLatitude or $Artist or $Make' -p '$FileName' {} + | grep .
}

# The marks would be found if they were there.
search_works() {
	echo "x $AGENT x" >"$MUSTER_VAR/tmp/planted" && grep -rlaF -- "$AGENT" "$MUSTER_VAR" | grep -q planted && rm "$MUSTER_VAR/tmp/planted"
}

case_is "an instance starts" service start
case_is "a photograph with place and owner" picture
case_is "a report is filed" file_report "The chain of the hoist is worn"
case_is "its reporter comes back, writes and sends a file" come_back
case_is "a report is kept sealed while the database is away, and filed afterwards" file_while_away
case_is "a flood brings a question instead of an address" asks_when_flooded
case_is "only days are kept" only_days
case_is "no request is logged" leaves_no_log
case_is "nothing below the data folder tells who it was" no_trace
case_is "the search finds what is there" search_works
