#include "audit/log_check.h"

#include <stdlib.h>
#include <string.h>

#include "audit/merkle.h"
#include "base/text.h"

enum { SUSPECTS_MOST = 64, WAIT_MINUTES = 10 };
#define SEQ_MOST (INT64_C(1) << 60)

/* A checkpoint that is to be compared with the tree. */
struct pledge {
	struct checkpoint checkpoint;
	bool is_known;
	bool is_compared, fits;
	uint64_t from;           /* the tree fitted up to here before */
};

/* An entry whose leaf is not the stored one. */
struct suspect {
	struct log_entry entry;
	struct digest stored;
	int64_t shift;           /* its number was higher or lower by this; 0: not */
	bool is_told;
};

struct log_check {
	struct arena *arena;
	const struct note_key *keys;
	size_t key_count;
	struct log_report report;
	struct pledge *pledges;
	size_t pledge_count, pledge_room, next_pledge;
	bool is_sorted;
	/* The same tree twice: over the leaves of what stands there, and over the leaves as they are stored. */
	struct merkle content, stored;
	bool differs;            /* the two are not the same any more */
	bool has_hole;           /* a leaf is missing: roots mean nothing from here on */
	int64_t next_seq;
	int64_t shift;           /* by how much the numbers of all further entries were changed; 0: not */
	moment last_sealed_at;
	int64_t last_id;
	int64_t clock_seq;       /* the first that is sealed before the one in front of it; -1: none */
	uint64_t fitting_size;   /* of the last pledge that fitted */
	struct suspect *suspects;
	size_t suspect_count;
};

struct log_check *log_check_new(struct arena *arena, const struct note_key *keys, size_t key_count)
{
	struct log_check *check = ARENA_NEW(arena, struct log_check);

	*check = (struct log_check){
		.arena = arena,
		.keys = keys,
		.key_count = key_count,
		.last_sealed_at = MOMENT_NONE,
		.clock_seq = -1,
		.suspects = ARENA_ARRAY(arena, struct suspect, SUSPECTS_MOST),
	};
	return check;
}

__attribute__((format(printf, 6, 7)))
static void add(struct log_check *check, enum log_finding_kind kind, int64_t seq, int64_t to_seq, int64_t entry_id,
		const char *format, ...)
{
	struct log_report *report = &check->report;
	va_list args;

	report->found++;
	if (report->count == LOG_FINDINGS_MOST)
		return;
	va_start(args, format);
	report->findings[report->count++] =
		(struct log_finding){kind, seq, to_seq, entry_id, arena_vprintf(check->arena, format, args)};
	va_end(args);
}

/* --- checkpoints --- */

static void keep_pledge(struct log_check *check, const struct checkpoint *checkpoint, bool is_known)
{
	if (check->pledge_count == check->pledge_room) {
		size_t room = check->pledge_room ? check->pledge_room * 2 : 64;
		struct pledge *grown = ARENA_ARRAY(check->arena, struct pledge, room);
		if (check->pledge_count)
			memcpy(grown, check->pledges, check->pledge_count * sizeof *grown);
		check->pledges = grown;
		check->pledge_room = room;
	}
	check->pledges[check->pledge_count++] = (struct pledge){.checkpoint = *checkpoint, .is_known = is_known};
}

void log_check_checkpoint(struct log_check *check, struct str note, bool is_known)
{
	struct arena *scratch = arena_new(0);
	struct checkpoint_note *parsed = ARENA_NEW(scratch, struct checkpoint_note);
	const char *where = is_known ? "a checkpoint kept outside" : "a stored checkpoint";

	if (!checkpoint_note_parse(scratch, note, parsed)) {
		add(check, LOG_FORGED, -1, -1, 0, "%s is no signed checkpoint", where);
		arena_free(scratch);
		return;
	}
	struct checkpoint checkpoint = parsed->checkpoint;
	int64_t size = (int64_t)checkpoint.size;
	checkpoint.origin = STR_NONE;
	switch (checkpoint_check(parsed, check->keys, check->key_count)) {
	case NOTE_GENUINE:
		check->report.checkpoints += !is_known;
		keep_pledge(check, &checkpoint, is_known);
		break;
	case NOTE_FORGED:
		add(check, LOG_FORGED, -1, -1, 0, "%s over %lld entries is not what its key signed", where,
		    (long long)size);
		break;
	case NOTE_ABSENT:
		add(check, LOG_WRONG_KEY, -1, -1, 0, "%s over %lld entries is signed by %.*s", where, (long long)size,
		    STR_ARG(parsed->note.lines[0].name));
		break;
	}
	arena_free(scratch);
}

static int by_size(const void *a, const void *b)
{
	const struct pledge *x = a, *y = b;

	if (x->checkpoint.size != y->checkpoint.size)
		return x->checkpoint.size < y->checkpoint.size ? -1 : 1;
	return (x->checkpoint.signed_at > y->checkpoint.signed_at) - (x->checkpoint.signed_at < y->checkpoint.signed_at);
}

static void sort_pledges(struct log_check *check)
{
	if (!check->is_sorted && check->pledge_count)
		qsort(check->pledges, check->pledge_count, sizeof *check->pledges, by_size);
	check->is_sorted = true;
}

/* --- what happened to an entry whose leaf does not fit --- */

static bool leaf_is(const struct log_entry *entry, const struct digest *wanted)
{
	struct digest own[LOG_VALUES], leaf;

	if (entry->commitments.len == sizeof own) {
		memcpy(own, entry->commitments.at, sizeof own);
		if (log_entry_leaf(entry, own, &leaf) && digest_equal(&leaf, wanted))
			return true;
	}
	return log_entry_commit(entry, own) && log_entry_leaf(entry, own, &leaf) && digest_equal(&leaf, wanted);
}

/* a stands where b stood: with the contents, with the whole entry, or with the place in the log exchanged. */
static bool took_the_place(const struct suspect *a, const struct suspect *b)
{
	struct log_entry moved = b->entry;

	moved.seq = a->entry.seq;
	moved.sealed_at = a->entry.sealed_at;
	moved.commitments = a->entry.commitments;
	moved.salts = a->entry.salts;
	if (leaf_is(&moved, &a->stored))
		return true;
	moved.id = a->entry.id;
	if (leaf_is(&moved, &a->stored))
		return true;
	moved = a->entry;
	moved.seq = b->entry.seq;
	return leaf_is(&moved, &a->stored);
}

/* Which of the values that stand as commitments are others now. */
static const char *edited_part(const struct log_entry *entry, const struct digest *stored)
{
	static const char *const parts[LOG_VALUES] = {"the actor's name", "the reason", "the changes"};
	struct digest kept[LOG_VALUES], own[LOG_VALUES], leaf;

	if (entry->commitments.len != sizeof kept)
		return "its commitments";
	memcpy(kept, entry->commitments.at, sizeof kept);
	if (!log_entry_commit(entry, own))
		return log_entry_is_erased(entry) ? "a field" : "a value whose salt is gone";
	if (!log_entry_leaf(entry, kept, &leaf) || !digest_equal(&leaf, stored))
		return log_entry_leaf(entry, own, &leaf) && digest_equal(&leaf, stored) ? "its commitments" : "a field";
	for (size_t i = 0; i < LOG_VALUES; i++)
		if (!digest_equal(&kept[i], &own[i]))
			return parts[i];
	return "a field";
}

static bool tell_exchange(struct log_check *check, struct suspect *suspect)
{
	for (size_t i = 0; i < check->suspect_count; i++) {
		struct suspect *other = &check->suspects[i];
		if (other == suspect || !took_the_place(suspect, other))
			continue;
		if (!suspect->is_told)
			add(check, LOG_REORDERED, suspect->entry.seq, other->entry.seq, suspect->entry.id,
			    "entries %lld and %lld changed places", (long long)suspect->entry.seq,
			    (long long)other->entry.seq);
		suspect->is_told = other->is_told = true;
		return true;
	}
	return false;
}

static void tell_shift(struct log_check *check, const struct suspect *first)
{
	long long seq = (long long)first->entry.seq;

	if (first->shift < 0)
		add(check, LOG_INSERTED, seq - 1, seq - 1, 0,
		    "an entry was inserted as %lld and the later ones were renumbered", seq - 1);
	else
		add(check, LOG_DELETED, seq, seq, 0, "the entry that was %lld is gone and the later ones were renumbered",
		    seq);
}

/* Once a checkpoint said which of the two trees is right, the suspects are told. */
static void tell_suspects(struct log_check *check, bool content_is_right)
{
	for (size_t i = 0; i < check->suspect_count; i++) {
		struct suspect *suspect = &check->suspects[i];
		if (suspect->is_told)
			continue;
		if (content_is_right)
			add(check, LOG_BAD_HASH, suspect->entry.seq, suspect->entry.seq, suspect->entry.id,
			    "the leaf stored for entry %lld was changed", (long long)suspect->entry.seq);
		else if (tell_exchange(check, suspect))
			continue;
		else if (suspect->shift)
			tell_shift(check, suspect);
		else
			add(check, LOG_EDITED, suspect->entry.seq, suspect->entry.seq, suspect->entry.id,
			    "entry %lld was edited: %s", (long long)suspect->entry.seq,
			    edited_part(&suspect->entry, &suspect->stored));
	}
	check->suspect_count = 0;
}

/* By how much the entry's number was changed, when nothing else of it was. */
static int64_t shift_of(const struct log_entry *entry, const struct digest *stored)
{
	for (int64_t shift = -1; shift <= 1; shift += 2) {
		struct log_entry was = *entry;
		was.seq += shift;
		if (leaf_is(&was, stored))
			return shift;
	}
	return 0;
}

static void suspect(struct log_check *check, const struct log_entry *entry, const struct digest *stored)
{
	int64_t shift = shift_of(entry, stored);

	if (check->shift && shift == check->shift)
		return;
	if (check->suspect_count == SUSPECTS_MOST)
		tell_suspects(check, false);
	/* Two in a row: something before them was put in or taken out, and all later ones were renumbered. */
	if (shift && check->suspect_count) {
		const struct suspect *last = &check->suspects[check->suspect_count - 1];
		if (last->shift == shift && last->entry.seq == entry->seq - 1) {
			check->shift = shift;
			check->suspect_count--;
			tell_shift(check, last);
			return;
		}
	}
	check->suspects[check->suspect_count++] = (struct suspect){
		.entry = *(const struct log_entry *)record_copy(check->arena, &log_entry_record, entry),
		.stored = *stored,
		.shift = shift,
	};
}

/* --- the tree --- */

static void compare_nodes(struct log_check *check, const struct log_entry *entry, const struct digest *content,
			  const struct digest *stored, size_t count)
{
	size_t bytes = count * DIGEST_BYTES;
	bool fits = entry->nodes.len == bytes &&
		    (bytes == 0 || memcmp(entry->nodes.at, content, bytes) == 0 ||
		     memcmp(entry->nodes.at, stored, bytes) == 0);

	/* Where a leaf is in doubt, what lies above it is too. */
	if (!fits && !check->has_hole && !check->differs)
		add(check, LOG_BAD_HASH, entry->seq, entry->seq, entry->id,
		    "a tree hash stored with entry %lld was changed", (long long)entry->seq);
}

static void grow(struct log_check *check, const struct log_entry *entry, const struct digest *leaf,
		 const struct digest *stored)
{
	struct digest content_nodes[MERKLE_LEVELS], stored_nodes[MERKLE_LEVELS];

	if (!check->differs && !digest_equal(leaf, stored)) {
		check->stored = check->content;
		check->differs = true;
	}
	size_t count = merkle_add(&check->content, leaf, content_nodes);
	if (check->differs)
		merkle_add(&check->stored, stored, stored_nodes);
	compare_nodes(check, entry, content_nodes, check->differs ? stored_nodes : content_nodes, count);
}

/* The pledges over exactly as many entries as have been seen. */
static void compare_roots(struct log_check *check)
{
	size_t first = check->next_pledge, end = first;
	struct digest content, stored;
	bool content_fits = false, stored_fits = false;

	while (end < check->pledge_count && check->pledges[end].checkpoint.size == check->content.size)
		end++;
	if (end == first || check->has_hole)
		return;
	content = merkle_root(&check->content);
	stored = check->differs ? merkle_root(&check->stored) : content;
	for (size_t i = first; i < end; i++) {
		struct pledge *pledge = &check->pledges[i];
		bool fits_content = digest_equal(&pledge->checkpoint.root, &content);
		bool fits_stored = digest_equal(&pledge->checkpoint.root, &stored);
		pledge->fits = fits_content || fits_stored;
		pledge->is_compared = true;
		pledge->from = check->fitting_size;
		content_fits |= fits_content;
		stored_fits |= fits_stored;
	}
	if (content_fits && !stored_fits)
		tell_suspects(check, true);
	if (content_fits || stored_fits)
		check->fitting_size = check->content.size;
	check->next_pledge = end;
}

static void note_gap(struct log_check *check, const struct log_entry *entry)
{
	if (entry->seq > check->next_seq)
		add(check, LOG_DELETED, check->next_seq, entry->seq - 1, 0, "entries %lld to %lld are missing",
		    (long long)check->next_seq, (long long)entry->seq - 1);
	else
		add(check, LOG_INSERTED, entry->seq, entry->seq, entry->id, "%lld stands there twice",
		    (long long)entry->seq);
	check->has_hole = true;
}

static void note_order(struct log_check *check, const struct log_entry *entry)
{
	if (check->last_sealed_at != MOMENT_NONE && entry->sealed_at < check->last_sealed_at)
		check->clock_seq = check->clock_seq < 0 ? entry->seq : check->clock_seq;
	else if (entry->sealed_at == check->last_sealed_at && entry->id < check->last_id && !check->differs)
		add(check, LOG_REORDERED, entry->seq - 1, entry->seq, entry->id,
		    "entries %lld and %lld of one sealing changed places", (long long)entry->seq - 1,
		    (long long)entry->seq);
	check->last_sealed_at = entry->sealed_at;
	check->last_id = entry->id;
}

/* The leaf of what stands there. False: it cannot be made. */
static bool own_leaf(struct log_check *check, const struct log_entry *entry, struct digest *leaf)
{
	struct digest commitments[LOG_VALUES];

	if (entry->salts.at) {
		if (!log_entry_commit(entry, commitments) ||
		    !str_equal(entry->commitments, (struct str){(const char *)commitments, sizeof commitments}))
			return false;
	} else {
		if (entry->commitments.len != sizeof commitments || !log_entry_is_erased(entry))
			return false;
		memcpy(commitments, entry->commitments.at, sizeof commitments);
		check->report.erased++;
	}
	return log_entry_leaf(entry, commitments, leaf);
}

void log_check_entry(struct log_check *check, const struct log_entry *entry)
{
	struct digest leaf, stored;

	sort_pledges(check);
	compare_roots(check);
	if (entry->seq < 0 || entry->seq > SEQ_MOST) {
		add(check, LOG_INSERTED, -1, -1, entry->id, "an entry stands at a place that no log has");
		check->has_hole = true;
		return;
	}
	if (entry->seq != check->next_seq)
		note_gap(check, entry);
	check->next_seq = entry->seq + 1;
	check->report.entries++;
	bool has_stored = digest_read(entry->leaf, &stored);
	if (!has_stored)
		stored = (struct digest){{0}};
	if (entry->recorded_at == MOMENT_NONE) {
		add(check, LOG_DELETED, entry->seq, entry->seq, entry->id, "entry %lld (number %lld of the trail) is gone",
		    (long long)entry->seq, (long long)entry->id);
		grow(check, entry, &stored, &stored);
		return;
	}
	note_order(check, entry);
	if (!own_leaf(check, entry, &leaf))
		leaf = digest_of_one(STR("no leaf")); /* so that the tree over the contents cannot fit */
	if (!digest_equal(&leaf, &stored))
		suspect(check, entry, &stored);
	grow(check, entry, &leaf, &stored);
}

void log_check_loose(struct log_check *check, int64_t entry_id, moment since, bool is_pending, moment now)
{
	check->report.loose++;
	if (!is_pending)
		add(check, LOG_INSERTED, -1, -1, entry_id, "entry number %lld of the trail never passed the sealer",
		    (long long)entry_id);
	else if (now != MOMENT_NONE && since < now - MINUTES(WAIT_MINUTES))
		add(check, LOG_UNSEALED, -1, -1, entry_id, "entry number %lld of the trail is not sealed",
		    (long long)entry_id);
}

void log_check_lost(struct log_check *check, int64_t entry_id)
{
	add(check, LOG_LOST, -1, -1, entry_id, "entry number %lld of the trail is gone before it was sealed",
	    (long long)entry_id);
}

/* --- the judgement --- */

/* Something else tells already why the roots from that entry on are others. */
static bool is_explained(const struct log_check *check, const struct pledge *pledge)
{
	for (size_t i = 0; i < check->report.count; i++)
		if (check->report.findings[i].seq >= 0 &&
		    check->report.findings[i].seq < (int64_t)pledge->checkpoint.size)
			return true;
	return false;
}

/* A genuine checkpoint that does not fit the tree as it stands. */
static void tell_misfit(struct log_check *check, const struct pledge *pledge)
{
	int64_t from = (int64_t)pledge->from, to = (int64_t)pledge->checkpoint.size - 1;
	bool another_fits = false, is_later_and_smaller = false;

	for (size_t i = 0; i < check->pledge_count; i++) {
		const struct pledge *other = &check->pledges[i];
		if (other == pledge)
			continue;
		another_fits |= other->fits && other->checkpoint.size == pledge->checkpoint.size;
		is_later_and_smaller |= !other->is_known && other->checkpoint.signed_at > pledge->checkpoint.signed_at &&
					other->checkpoint.size < pledge->checkpoint.size;
	}
	if (another_fits)
		add(check, LOG_SPLIT_VIEW, -1, to, 0, "two signed checkpoints over %lld entries have different roots",
		    (long long)to + 1);
	else if (pledge->is_known && is_later_and_smaller)
		add(check, LOG_ROLLED_BACK, from, to, 0,
		    "after a checkpoint over %lld entries the log went on from fewer", (long long)to + 1);
	else if (pledge->is_known)
		add(check, LOG_SPLIT_VIEW, from, to, 0,
		    "a checkpoint over %lld entries given to others tells another history than this log",
		    (long long)to + 1);
	else
		add(check, LOG_REWRITTEN, from, to, 0,
		    "entries %lld to %lld do not give the root that was signed", (long long)from, (long long)to);
}

/* At the end, when everything that can be named more exactly has been. */
static void tell_misfits(struct log_check *check)
{
	for (size_t i = 0; i < check->pledge_count; i++) {
		const struct pledge *pledge = &check->pledges[i];
		if (pledge->is_compared && !pledge->fits && !is_explained(check, pledge))
			tell_misfit(check, pledge);
	}
}

/* Checkpoints over more entries than there are. */
static void tell_missing_tail(struct log_check *check)
{
	const struct pledge *newest_stored = NULL, *newest_known = NULL;
	int64_t size = check->next_seq;

	for (size_t i = check->next_pledge; i < check->pledge_count; i++) {
		const struct pledge *pledge = &check->pledges[i];
		if ((int64_t)pledge->checkpoint.size <= size)
			continue;
		if (pledge->is_known)
			newest_known = pledge;
		else
			newest_stored = pledge;
	}
	if (newest_stored)
		add(check, LOG_TRUNCATED, size, (int64_t)newest_stored->checkpoint.size - 1, 0,
		    "entries %lld to %llu were cut off; a stored checkpoint tells of them", (long long)size,
		    (unsigned long long)newest_stored->checkpoint.size - 1);
	else if (newest_known)
		add(check, LOG_ROLLED_BACK, size, (int64_t)newest_known->checkpoint.size - 1, 0,
		    "a checkpoint over %llu entries is known outside, here are %lld: an old backup was restored or "
		    "the end was cut off with its checkpoints",
		    (unsigned long long)newest_known->checkpoint.size, (long long)size);
}

static void tell_unsigned(struct log_check *check, moment now)
{
	bool is_late = now != MOMENT_NONE && check->last_sealed_at != MOMENT_NONE &&
		       check->last_sealed_at < now - MINUTES(WAIT_MINUTES);

	if (check->fitting_size < (uint64_t)check->next_seq && is_late && check->report.found == 0)
		add(check, LOG_UNSIGNED, (int64_t)check->fitting_size, check->next_seq - 1, 0,
		    "no signed checkpoint covers entries %llu to %lld", (unsigned long long)check->fitting_size,
		    (long long)check->next_seq - 1);
}

static const struct {
	const char *code, *meaning;
	bool is_integrity;
} kinds[] = {
#define X(name, code, integrity, meaning) [name] = {code, meaning, integrity},
	LOG_FINDING_TABLE(X)
#undef X
};

const struct log_report *log_check_end(struct log_check *check, moment now)
{
	struct log_report *report = &check->report;

	sort_pledges(check);
	compare_roots(check);
	tell_suspects(check, false);
	tell_missing_tail(check);
	tell_misfits(check);
	if (check->clock_seq >= 0 && report->found == 0)
		add(check, LOG_CLOCK, check->clock_seq, check->clock_seq, 0,
		    "entry %lld is sealed before the one in front of it", (long long)check->clock_seq);
	tell_unsigned(check, now);
	report->signed_size = check->fitting_size;
	report->root = merkle_root(&check->content);
	bool has_proof = check->fitting_size > 0 || check->next_seq == 0;
	report->integrity = has_proof ? LOG_OK : LOG_CANNOT_TELL;
	report->completeness = LOG_OK;
	for (size_t i = 0; i < report->count; i++) {
		if (kinds[report->findings[i].kind].is_integrity)
			report->integrity = LOG_BROKEN;
		else if (report->findings[i].kind != LOG_CLOCK)
			report->completeness = LOG_BROKEN;
	}
	/* What was taken out or cut off is missing as well. */
	for (size_t i = 0; i < report->count; i++) {
		enum log_finding_kind kind = report->findings[i].kind;
		if (kind == LOG_DELETED || kind == LOG_TRUNCATED || kind == LOG_ROLLED_BACK)
			report->completeness = LOG_BROKEN;
	}
	return report;
}

const char *log_finding_code(enum log_finding_kind kind)
{
	return kinds[kind].code;
}

const char *log_finding_meaning(enum log_finding_kind kind)
{
	return kinds[kind].meaning;
}

const char *log_finding_meaning_of(struct str code)
{
	for (int i = 0; i < LOG_FINDING_KINDS; i++)
		if (str_is(code, kinds[i].code))
			return kinds[i].meaning;
	return NULL;
}
