/* Signed notes, what a witness answers, and proofs that are checked far from the product. */
#include "../unit.h"

#include <string.h>

#include "audit/proof_code.h"
#include "audit/proof_pack.h"
#include "audit/witness.h"

/* The example of Go's package note, made by another implementation. */
static void a_note_of_another_program_holds(void **state)
{
	struct note_key key;
	struct note *note = ARENA_NEW(*state, struct note);
	static const char text[] = "If you think cryptography is the answer to your problem,\n"
				   "then you don't know what your problem is.\n\n"
				   "\xE2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

	assert_true(note_key_parse(*state, STR("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"), &key));
	assert_true(note_parse(*state, str_of(text), note));
	assert_int_equal(note_check(note, &key, NULL), NOTE_GENUINE);
	char *changed = arena_alloc(*state, sizeof text, 1);
	for (size_t i = 0; i < note->text.len; i++) {
		memcpy(changed, text, sizeof text);
		changed[i] ^= 1;
		if (note_parse(*state, (struct str){changed, sizeof text - 1}, note))
			assert_int_not_equal(note_check(note, &key, NULL), NOTE_GENUINE);
	}
	assert_false(note_key_parse(*state, STR("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"), &key));
	assert_false(note_parse(*state, STR("text without a signature\n"), note));
}

static void keys_are_written_and_read(void **state)
{
	struct note_signer signer, again;
	struct note_key key;

	note_signer_new(*state, STR("log.example"), NOTE_SIGNATURE, &signer);
	assert_true(note_signer_parse(*state, note_signer_text(*state, &signer), &again));
	assert_true(note_key_equal(&signer.key, &again.key));
	assert_true(note_key_parse(*state, note_key_text(*state, &signer.key), &key));
	assert_true(note_key_equal(&signer.key, &key));
	assert_false(note_signer_parse(*state, note_key_text(*state, &signer.key), &again));
	assert_false(note_name_is_valid(STR("two words")));
	assert_false(note_name_is_valid(STR("a+b")));
}

enum { LEAVES = 21 };

/* A small log with a signed checkpoint for each size. */
struct log {
	struct note_signer signer;
	struct digest levels[5][LEAVES];
	struct digest roots[LEAVES + 1];
	struct log_entry entry;
	struct digest commitments[LOG_VALUES];
};

static enum rc get(void *closure, unsigned level, uint64_t position, struct digest *out)
{
	*out = ((struct log *)closure)->levels[level][position];
	return RC_OK;
}

static struct log *make_log(struct arena *arena)
{
	struct log *log = ARENA_NEW(arena, struct log);
	struct merkle tree = {0};
	struct digest nodes[MERKLE_LEVELS];

	note_signer_new(arena, STR("log.example"), NOTE_SIGNATURE, &log->signer);
	record_clear(&log_entry_record, &log->entry);
	log->entry.seq = 7;
	log->entry.id = 70;
	log->entry.recorded_at = log->entry.sealed_at = SECONDS(1700000000);
	log->entry.actor_kind = STR("account");
	log->entry.auth_method = log->entry.request_id = log->entry.reason = STR("");
	log->entry.environment = STR("prod");
	log->entry.action = STR("export.file");
	log->entry.subject = STR("establishment");
	log->entry.software = STR("muster");
	log->entry.actor_name = STR("Ann Example");
	log->entry.changes = arena_printf(arena, "{\"sha256\":[null,\"%s\"]}",
					  digest_hex(arena, &(struct digest){{7}}).at);
	log->entry.salts = STR("0123456789abcdefFEDCBA9876543210................");
	assert_true(log_entry_commit(&log->entry, log->commitments));
	for (uint64_t i = 0; i < LEAVES; i++) {
		struct digest leaf = merkle_leaf(arena_printf(arena, "%d", (int)i));
		if (i == 7)
			assert_true(log_entry_leaf(&log->entry, log->commitments, &leaf));
		log->levels[0][i] = leaf;
		size_t count = merkle_add(&tree, &leaf, nodes);
		for (size_t level = 1; level <= count; level++)
			log->levels[level][(i + 1) / (UINT64_C(1) << level) - 1] = nodes[level - 1];
		log->roots[i + 1] = merkle_root(&tree);
	}
	return log;
}

static struct str signed_by(struct arena *arena, const struct log *log, const struct note_signer *by, uint64_t size,
			    const struct digest *root)
{
	struct checkpoint checkpoint = {log->signer.key.name, size, *root, SECONDS(1700000000)};
	struct str text = checkpoint_text(arena, &checkpoint);
	return arena_printf(arena, "%.*s\n%.*s", STR_ARG(text), STR_ARG(note_sign(arena, by, text, 0)));
}

static void no_changed_byte_of_a_pack_is_genuine(void **state)
{
	struct log *log = make_log(*state);
	struct proof_entry *member = ARENA_NEW(*state, struct proof_entry);
	struct proof_pack pack = {signed_by(*state, log, &log->signer, LEAVES, &log->roots[LEAVES]), member, 1}, read;
	struct proof_result result;
	const struct digest file = {{7}}, other = {{8}};
	const char *why;

	member->entry = log->entry;
	memcpy(member->commitments, log->commitments, sizeof log->commitments);
	assert_int_equal(merkle_inclusion(get, log, 7, LEAVES, &member->path), RC_OK);
	struct str text = proof_pack_text(*state, &pack);
	assert_int_equal(proof_pack_parse(*state, text, &read, &why), RC_OK);
	proof_pack_verify(*state, &read, &log->signer.key, 1, &file, &result);
	assert_int_equal(result.verdict, PROOF_GENUINE);
	assert_int_equal(result.checkpoint.size, LEAVES);
	proof_pack_verify(*state, &read, &log->signer.key, 1, &other, &result);
	assert_int_equal(result.verdict, PROOF_OTHER_FILE);
	struct note_signer stranger;
	note_signer_new(*state, log->signer.key.name, NOTE_SIGNATURE, &stranger);
	proof_pack_verify(*state, &read, &stranger.key, 1, &file, &result);
	assert_int_equal(result.verdict, PROOF_WRONG_KEY);

	char *changed = arena_alloc(*state, text.len, 1);
	for (size_t i = 0; i < text.len; i++) {
		memcpy(changed, text.at, text.len);
		changed[i] = changed[i] == '1' ? '2' : '1';
		if (proof_pack_parse(*state, (struct str){changed, text.len}, &read, &why) != RC_OK)
			continue;
		proof_pack_verify(*state, &read, &log->signer.key, 1, &file, &result);
		if (result.verdict == PROOF_GENUINE && text.at[i] != '\n')
			fail_msg("byte %zu can be changed: %.40s", i, changed + (i > 20 ? i - 20 : 0));
	}
}

static void values_may_be_left_out_but_not_made_up(void **state)
{
	struct log *log = make_log(*state);
	struct proof_entry *member = ARENA_NEW(*state, struct proof_entry);
	struct proof_pack pack = {signed_by(*state, log, &log->signer, LEAVES, &log->roots[LEAVES]), member, 1}, read;
	struct proof_result result;
	const char *why;

	member->entry = log->entry;
	member->entry.salts = STR_NONE;
	memcpy(member->commitments, log->commitments, sizeof log->commitments);
	assert_int_equal(merkle_inclusion(get, log, 7, LEAVES, &member->path), RC_OK);
	struct str text = proof_pack_text(*state, &pack);
	assert_true(str_find(text, STR("Ann Example")) < 0);
	assert_int_equal(proof_pack_parse(*state, text, &read, &why), RC_OK);
	proof_pack_verify(*state, &read, &log->signer.key, 1, NULL, &result);
	assert_int_equal(result.verdict, PROOF_GENUINE);
	member->entry = log->entry;
	member->entry.reason = STR("another reason");
	proof_pack_verify(*state, &pack, &log->signer.key, 1, NULL, &result);
	assert_int_equal(result.verdict, PROOF_BAD_VALUE);
}

static enum witness_answer ask(struct arena *arena, struct log *log, const struct note_signer *by, uint64_t old,
			       uint64_t size, const struct digest *root, const struct checkpoint *last)
{
	struct merkle_proof *proof = ARENA_NEW(arena, struct merkle_proof);
	struct witness_request *request = ARENA_NEW(arena, struct witness_request);

	if (old && old <= size)
		assert_int_equal(merkle_consistency(get, log, old, size, proof), RC_OK);
	struct str text = witness_request_text(arena, old, proof, signed_by(arena, log, by, size, root));
	assert_true(witness_request_parse(arena, text, request));
	return witness_judge(request, &log->signer.key, 1, last);
}

static void a_witness_signs_only_what_goes_on(void **state)
{
	struct log *log = make_log(*state);
	const struct checkpoint none = {.size = 0}, ten = {.size = 10, .root = log->roots[10]};
	const struct checkpoint forked = {.size = 10, .root = log->roots[9]};
	struct note_signer stranger;

	note_signer_new(*state, log->signer.key.name, NOTE_SIGNATURE, &stranger);
	assert_int_equal(ask(*state, log, &log->signer, 0, 10, &log->roots[10], &none), WITNESS_GROWN);
	assert_int_equal(ask(*state, log, &log->signer, 10, 21, &log->roots[21], &ten), WITNESS_GROWN);
	assert_int_equal(ask(*state, log, &log->signer, 10, 10, &log->roots[10], &ten), WITNESS_GROWN);
	assert_int_equal(ask(*state, log, &log->signer, 8, 21, &log->roots[21], &ten), WITNESS_ASK_AGAIN);
	assert_int_equal(ask(*state, log, &stranger, 10, 21, &log->roots[21], &ten), WITNESS_WRONG_KEY);
	assert_int_equal(ask(*state, log, &log->signer, 10, 9, &log->roots[9], &ten), WITNESS_SMALLER);
	assert_int_equal(ask(*state, log, &log->signer, 10, 10, &log->roots[9], &ten), WITNESS_SPLIT);
	assert_int_equal(ask(*state, log, &log->signer, 10, 21, &log->roots[20], &ten), WITNESS_INCONSISTENT);
	assert_int_equal(ask(*state, log, &log->signer, 10, 21, &log->roots[21], &forked), WITNESS_INCONSISTENT);
}

static void a_cosignature_names_its_time(void **state)
{
	struct log *log = make_log(*state);
	struct note_signer witness;
	struct note *note = ARENA_NEW(*state, struct note);
	moment at = 0;

	note_signer_new(*state, STR("witness.example"), NOTE_COSIGNATURE, &witness);
	struct str plain = signed_by(*state, log, &log->signer, 10, &log->roots[10]);
	assert_true(note_parse(*state, plain, note));
	struct str line = note_sign(*state, &witness, note->text, SECONDS(1700000123) + 5);
	assert_true(note_parse(*state, arena_concat(*state, plain, line), note));
	assert_int_equal(note_check(note, &witness.key, &at), NOTE_GENUINE);
	assert_int_equal(at, SECONDS(1700000123));
	assert_int_equal(note_check(note, &log->signer.key, NULL), NOTE_GENUINE);
}

static void the_code_of_a_report_is_read_back(void **state)
{
	struct log *log = make_log(*state);
	struct proof_code code = {{{1, 2, 3}}, STR("https://muster.example/proof/1"),
				  signed_by(*state, log, &log->signer, 10, &log->roots[10])};
	struct proof_code read;

	assert_true(proof_code_parse(*state, proof_code_text(*state, &code), &read));
	assert_true(digest_equal(&read.content, &code.content));
	assert_true(str_equal(read.file, code.file) && str_equal(read.note, code.note));
	assert_false(proof_code_parse(*state, STR("MUSTER1;D=AAAA;F=;C="), &read));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_note_of_another_program_holds),
		UNIT(keys_are_written_and_read),
		UNIT(no_changed_byte_of_a_pack_is_genuine),
		UNIT(values_may_be_left_out_but_not_made_up),
		UNIT(a_witness_signs_only_what_goes_on),
		UNIT(a_cosignature_names_its_time),
		UNIT(the_code_of_a_report_is_read_back),
	};
	return cmocka_run_group_tests_name("proof", tests, NULL, NULL);
}
