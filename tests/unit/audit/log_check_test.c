/* A log in memory, and everything that can be done to it. */
#include "../unit.h"

#include <string.h>

#include "audit/log_check.h"
#include "audit/log_dump.h"
#include "audit/merkle.h"
#include "base/random.h"

enum { ENTRIES = 1000, SIGNED_EACH = 250 };

static struct arena *arena;
static struct note_signer signer, stranger;

struct log {
	struct log_entry entries[ENTRIES + 1];
	size_t count;
	struct str notes[16];
	size_t note_count;
};

static struct log_entry plain(int64_t i)
{
	return (struct log_entry){
		.sealed_at = SECONDS(1700000000 + i / 10),
		.id = 10 + i,
		.recorded_at = SECONDS(1700000000 + i / 10) - 5,
		.organization_id = 1,
		.actor_id = i % 7 ? i % 7 : NUMBER_NONE,
		.on_behalf_of_id = NUMBER_NONE,
		.subject_id = i,
		.subject_version = 0,
		.incident_id = i % 3 ? i % 3 : NUMBER_NONE,
		.actor_kind = STR("account"),
		.auth_method = STR("password"),
		.request_id = arena_printf(arena, "r%lld", (long long)i),
		.environment = STR("prod"),
		.action = STR("incident.changed"),
		.subject = STR("incident"),
		.software = STR("muster 0"),
		.actor_name = i % 5 ? STR("Ann Example") : STR_NONE,
		.reason = STR(""),
		.changes = arena_printf(arena, "{\"title\":[\"%lld\",\"b\"]}", (long long)i),
	};
}

static void seal(struct merkle *tree, struct log_entry *entry)
{
	struct digest commitments[LOG_VALUES], leaf, nodes[MERKLE_LEVELS];

	entry->seq = (int64_t)tree->size;
	assert_true(log_entry_commit(entry, commitments));
	assert_true(log_entry_leaf(entry, commitments, &leaf));
	size_t count = merkle_add(tree, &leaf, nodes);
	entry->leaf = arena_str(arena, digest_str(&leaf));
	entry->commitments = arena_str(arena, (struct str){(const char *)commitments, sizeof commitments});
	entry->nodes = arena_str(arena, (struct str){(const char *)nodes, count * DIGEST_BYTES});
}

static struct str sign(const struct note_signer *by, const struct merkle *tree, moment at)
{
	struct checkpoint checkpoint = {signer.key.name, tree->size, merkle_root(tree), at};
	struct str text = checkpoint_text(arena, &checkpoint);
	return arena_printf(arena, "%.*s\n%.*s", STR_ARG(text), STR_ARG(note_sign(arena, by, text, at)));
}

/* Seals all entries anew, as one with all rights to the database would. */
static void reseal(struct log *log)
{
	struct merkle tree = {0};

	for (size_t i = 0; i < log->count; i++)
		seal(&tree, &log->entries[i]);
}

static struct log *make(void)
{
	struct log *log = ARENA_NEW(arena, struct log);
	struct merkle tree = {0};

	for (int i = 0; i < ENTRIES; i++) {
		char *salts = arena_alloc(arena, LOG_VALUES * LOG_SALT_BYTES, 1);
		random_bytes(salts, LOG_VALUES * LOG_SALT_BYTES);
		log->entries[i] = plain(i);
		log->entries[i].salts = (struct str){salts, LOG_VALUES * LOG_SALT_BYTES};
		seal(&tree, &log->entries[i]);
		if (tree.size % SIGNED_EACH == 0)
			log->notes[log->note_count++] = sign(&signer, &tree, log->entries[i].sealed_at);
	}
	log->count = ENTRIES;
	return log;
}

static const struct log_report *check_with(const struct log *log, struct str known)
{
	struct log_check *check = log_check_new(arena, &signer.key, 1);

	for (size_t i = 0; i < log->note_count; i++)
		log_check_checkpoint(check, log->notes[i], false);
	if (known.at)
		log_check_checkpoint(check, known, true);
	for (size_t i = 0; i < log->count; i++)
		log_check_entry(check, &log->entries[i]);
	return log_check_end(check, MOMENT_NONE);
}

static void expect(const struct log *log, struct str known, enum log_finding_kind kind, int64_t seq)
{
	const struct log_report *report = check_with(log, known);

	if (report->count == 0 || report->findings[0].kind != kind || report->findings[0].seq != seq)
		print_error("%s", log_report_text(arena, report).at);
	assert_int_not_equal(log_report_status(report), 0);
	assert_true(report->count > 0);
	assert_string_equal(log_finding_code(report->findings[0].kind), log_finding_code(kind));
	assert_int_equal(report->findings[0].seq, seq);
}

static void an_untouched_log_is_intact(void **state)
{
	(void)state;
	struct log *log = make();
	const struct log_report *report = check_with(log, log->notes[1]);

	assert_int_equal(report->integrity, LOG_OK);
	assert_int_equal(report->completeness, LOG_OK);
	assert_int_equal(report->found, 0);
	assert_int_equal(report->entries, ENTRIES);
	assert_int_equal(report->signed_size, ENTRIES);
	assert_int_equal(log_report_status(report), 0);
}

static void edits_are_named_with_their_part(void **state)
{
	(void)state;
	struct log *log = make();
	log->entries[420].changes = STR("{\"title\":[\"420\",\"c\"]}");
	expect(log, STR_NONE, LOG_EDITED, 420);
	assert_non_null(strstr(check_with(log, STR_NONE)->findings[0].detail.at, "the changes"));

	log = make();
	log->entries[7].actor_id = 3;
	expect(log, STR_NONE, LOG_EDITED, 7);
	log = make();
	log->entries[3].actor_name = STR("");
	log->entries[5].actor_name = STR(""); /* from none to an empty one */
	assert_int_equal(check_with(log, STR_NONE)->found, 2);
	log = make();
	log->entries[999].salts = STR_NONE; /* no erasure: the values still stand there */
	expect(log, STR_NONE, LOG_EDITED, 999);
}

static void deletions(void **state)
{
	(void)state;
	struct log *log = make();
	log->entries[300].recorded_at = MOMENT_NONE;
	expect(log, STR_NONE, LOG_DELETED, 300);

	log = make();
	memmove(&log->entries[300], &log->entries[301], (ENTRIES - 301) * sizeof *log->entries);
	log->count--;
	expect(log, STR_NONE, LOG_DELETED, 300);
	/* The same with the later ones renumbered. */
	for (size_t i = 300; i < log->count; i++)
		log->entries[i].seq--;
	expect(log, STR_NONE, LOG_DELETED, 300);
}

static void insertions(void **state)
{
	(void)state;
	struct log *log = make();
	memmove(&log->entries[301], &log->entries[300], (ENTRIES - 300) * sizeof *log->entries);
	log->count++;
	for (size_t i = 301; i < log->count; i++)
		log->entries[i].seq++;
	log->entries[300].changes = STR("{}");
	const struct log_report *report = check_with(log, STR_NONE);
	bool is_named = false;
	for (size_t i = 0; i < report->count; i++)
		is_named |= report->findings[i].kind == LOG_INSERTED && report->findings[i].seq == 300;
	assert_true(is_named);
	assert_int_equal(report->integrity, LOG_BROKEN);

	struct log_check *check = log_check_new(arena, &signer.key, 1);
	log_check_loose(check, 12, SECONDS(1), false, SECONDS(5));
	report = log_check_end(check, SECONDS(5));
	assert_int_equal(report->findings[0].kind, LOG_INSERTED);
}

static void exchange(struct log_entry *a, struct log_entry *b)
{
	struct log_entry kept = *a;
	*a = *b;
	*b = kept;
}

static void entries_that_changed_places(void **state)
{
	(void)state;
	struct log *log = make();
	/* Places in the log exchanged. */
	exchange(&log->entries[100], &log->entries[600]);
	log->entries[100].seq = 100;
	log->entries[600].seq = 600;
	expect(log, STR_NONE, LOG_REORDERED, 100);
	/* Neighbours. */
	log = make();
	exchange(&log->entries[100], &log->entries[101]);
	log->entries[100].seq = 100;
	log->entries[101].seq = 101;
	expect(log, STR_NONE, LOG_REORDERED, 100);
	assert_int_equal(check_with(log, STR_NONE)->found, 1);
	/* What they say exchanged, the numbers left. */
	log = make();
	exchange(&log->entries[100], &log->entries[130]);
	struct log_entry *a = &log->entries[100], *b = &log->entries[130];
	struct log_entry was = *a;
	a->seq = 100, a->id = b->id, a->sealed_at = b->sealed_at, a->leaf = b->leaf, a->salts = b->salts;
	a->commitments = b->commitments, a->nodes = b->nodes;
	b->seq = 130, b->id = was.id, b->sealed_at = was.sealed_at, b->leaf = was.leaf, b->salts = was.salts;
	b->commitments = was.commitments, b->nodes = was.nodes;
	expect(log, STR_NONE, LOG_REORDERED, 100);
}

static void cut_and_rolled_back(void **state)
{
	(void)state;
	struct log *log = make();
	log->count = 900;
	expect(log, STR_NONE, LOG_TRUNCATED, 900);
	log->note_count = 3;
	assert_int_equal(log_report_status(check_with(log, STR_NONE)), 0); /* nobody can tell without a witness */
	expect(log, log->notes[3], LOG_ROLLED_BACK, 900);
}

/* With all rights to the database but without the key. */
static void a_log_made_anew_does_not_fit_its_checkpoints(void **state)
{
	(void)state;
	struct log *log = make();
	log->entries[333].changes = STR("{}");
	reseal(log);
	expect(log, STR_NONE, LOG_REWRITTEN, 250);
	const struct log_report *report = check_with(log, STR_NONE);
	assert_int_equal(report->findings[0].to_seq, 499);
}

static void checkpoints(void **state)
{
	(void)state;
	struct log *log = make();
	struct merkle tree = {0};
	for (int i = 0; i < 500; i++) {
		struct digest leaf;
		assert_true(digest_read(log->entries[i].leaf, &leaf));
		merkle_add(&tree, &leaf, NULL);
	}
	struct str genuine = log->notes[1];
	log->notes[1] = sign(&stranger, &tree, SECONDS(1700000100));
	expect(log, STR_NONE, LOG_WRONG_KEY, -1);

	log->notes[1] = arena_str(arena, genuine);
	char *size = strstr(arena_cstr(arena, log->notes[1]), "\n500\n");
	assert_non_null(size);
	char *copy = arena_alloc(arena, genuine.len, 1);
	memcpy(copy, genuine.at, genuine.len);
	memcpy(copy + str_find(genuine, STR("\n500\n")), "\n499\n", 5);
	log->notes[1] = (struct str){copy, genuine.len};
	expect(log, STR_NONE, LOG_FORGED, -1);

	/* Two histories signed by the same key. */
	log->notes[1] = genuine;
	struct digest other = merkle_leaf(STR("other"));
	tree.edge[2] = other;
	expect(log, sign(&signer, &tree, SECONDS(1700000100)), LOG_SPLIT_VIEW, -1);
}

static void stored_hashes(void **state)
{
	(void)state;
	struct log *log = make();
	log->entries[10].leaf = arena_str(arena, digest_str(&(struct digest){{1}}));
	expect(log, STR_NONE, LOG_BAD_HASH, 10);
	log = make();
	log->entries[11].nodes = arena_str(arena, digest_str(&(struct digest){{1}}));
	expect(log, STR_NONE, LOG_BAD_HASH, 11);
}

static void an_erasure_leaves_the_proof(void **state)
{
	(void)state;
	struct log *log = make();
	struct log_entry *entry = &log->entries[700];
	entry->salts = entry->actor_name = STR_NONE;
	entry->changes = STR("{}");
	const struct log_report *report = check_with(log, STR_NONE);
	assert_int_equal(log_report_status(report), 0);
	assert_int_equal(report->erased, 1);
}

static void without_a_checkpoint_nothing_can_be_told(void **state)
{
	(void)state;
	struct log *log = make();
	log->note_count = 0;
	assert_int_equal(log_report_status(check_with(log, STR_NONE)), 2);
}

/* LOG-18: every class of bytes of a dump, changed one by one. */
static void no_changed_byte_of_a_dump_passes(void **state)
{
	(void)state;
	struct log *log = make();
	struct text dump = TEXT_IN(arena), body = TEXT_IN(arena);

	text_cstr(&dump, log_dump_head);
	for (size_t i = 0; i < log->note_count; i++)
		log_dump_put(&dump, 'C', log->notes[i]);
	for (size_t i = 0; i < log->count; i++) {
		body.len = 0;
		log_dump_put_entry(&body, &log->entries[i]);
		log_dump_put(&dump, 'E', (struct str){body.at, body.len});
	}
	body.len = 0;
	log_dump_put_number(&body, (int64_t)(log->note_count + log->count));
	log_dump_put(&dump, 'Z', (struct str){body.at, body.len});

	struct str bytes = text_str(&dump);
	char *at = arena_alloc(arena, bytes.len, 1);
	memcpy(at, bytes.at, bytes.len);
	/* All bytes of one checkpoint and of two entries, then some of each of the others. */
	size_t wholly = bytes.len / ENTRIES * 4;
	for (size_t i = 0; i < bytes.len; i += i < wholly ? 1 : bytes.len / 700) {
		struct arena *kept = arena;
		arena = arena_new(0);
		at[i] ^= (char)(1u << random_below(8));
		struct log_check *check = log_check_new(arena, &signer.key, 1);
		enum rc rc = log_dump_check((struct str){at, bytes.len}, check);
		if (rc == RC_OK && log_report_status(log_check_end(check, MOMENT_NONE)) == 0)
			fail_msg("byte %zu of %zu can be changed", i, bytes.len);
		at[i] = bytes.at[i];
		arena_free(arena);
		arena = kept;
	}
	struct log_check *check = log_check_new(arena, &signer.key, 1);
	assert_int_equal(log_dump_check(bytes, check), RC_OK);
	assert_int_equal(log_report_status(log_check_end(check, MOMENT_NONE)), 0);
	assert_int_equal(log_dump_check(str_slice(bytes, 0, bytes.len - 1), check), RC_INVALID);
}

/* Known answer: two compilers, two machines, ten years from now give the same bytes. */
static void the_canonical_bytes_are_fixed(void **state)
{
	(void)state;
	struct log_entry entry = plain(1);
	unsigned char canonical[LOG_CANONICAL_MOST];
	struct digest commitments[LOG_VALUES], leaf;

	entry.salts = STR("0123456789abcdefFEDCBA9876543210................");
	assert_true(log_entry_commit(&entry, commitments));
	size_t len = log_entry_canonical(&entry, commitments, canonical);
	assert_int_equal(len, 1 + 10 * 8 + 7 * 4 + 7 + 8 + 2 + 4 + 16 + 8 + 8 + 1 + 96);
	assert_true(log_entry_leaf(&entry, commitments, &leaf));
	assert_string_equal(digest_hex(arena, &leaf).at, "5df4634b4e33dee2b892d3584381e161ad9ed4cd4aa280bffdcd66b5bb51c6bf");
	entry.action = (struct str){arena_alloc(arena, LOG_CANONICAL_MOST, 1), LOG_CANONICAL_MOST};
	assert_int_equal(log_entry_canonical(&entry, commitments, canonical), 0);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	note_signer_new(arena, STR("log.example"), NOTE_SIGNATURE, &signer);
	note_signer_new(arena, STR("log.example"), NOTE_SIGNATURE, &stranger);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_untouched_log_is_intact),
		cmocka_unit_test(edits_are_named_with_their_part),
		cmocka_unit_test(deletions),
		cmocka_unit_test(insertions),
		cmocka_unit_test(entries_that_changed_places),
		cmocka_unit_test(cut_and_rolled_back),
		cmocka_unit_test(a_log_made_anew_does_not_fit_its_checkpoints),
		cmocka_unit_test(checkpoints),
		cmocka_unit_test(stored_hashes),
		cmocka_unit_test(an_erasure_leaves_the_proof),
		cmocka_unit_test(without_a_checkpoint_nothing_can_be_told),
		cmocka_unit_test(no_changed_byte_of_a_dump_passes),
		cmocka_unit_test(the_canonical_bytes_are_fixed),
	};
	return cmocka_run_group_tests_name("log check", tests, setup, teardown);
}
