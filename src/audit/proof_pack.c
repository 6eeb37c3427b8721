#include "audit/proof_pack.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/random.h"
#include "base/text.h"

static const char format_name[] = "muster-proof-1";
static const char *const value_names[LOG_VALUES] = {"actor_name", "reason", "changes"};

/* The fields that stand in the leaf as they are; the rest of the record has a form of its own. */
static bool is_plain(const struct field *field)
{
	static const char *const others[] = {"leaf", "commitments", "salts", "nodes", "actor_name", "reason", "changes"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(field->name, others[i]) == 0)
			return false;
	return true;
}

static bool is_number(const struct field *field)
{
	return field->kind == FIELD_INT || field->kind == FIELD_MOMENT;
}

static struct str *value_of(struct log_entry *entry, size_t i)
{
	struct str *const values[LOG_VALUES] = {&entry->actor_name, &entry->reason, &entry->changes};

	return values[i];
}

enum rc proof_pack_take(const struct log_entry *entry, bool shows_values, struct proof_entry *out)
{
	struct digest own[LOG_VALUES], leaf, stored;

	*out = (struct proof_entry){.entry = *entry};
	if (entry->commitments.len != sizeof out->commitments || !digest_read(entry->leaf, &stored))
		return RC_INVALID;
	memcpy(out->commitments, entry->commitments.at, sizeof out->commitments);
	if (entry->salts.at && (!log_entry_commit(entry, own) || memcmp(own, out->commitments, sizeof own) != 0))
		return RC_INVALID;
	if (!log_entry_leaf(entry, out->commitments, &leaf) || !digest_equal(&leaf, &stored))
		return RC_INVALID;
	if (!shows_values)
		out->entry.salts = STR_NONE;
	return RC_OK;
}

/* --- writing --- */

static void put_fields(struct text *out, const struct log_entry *entry)
{
	struct log_entry copy = *entry;

	for (const struct field *field = log_entry_record.fields; field->name; field++) {
		if (!is_plain(field))
			continue;
		text_printf(out, "\"%s\":", field->name);
		int64_t number = is_number(field) ? *FIELD_AT(int64_t, &copy, field) : 0;
		if (!is_number(field))
			text_json(out, *FIELD_AT(struct str, &copy, field));
		else if (number == NUMBER_NONE)
			text_cstr(out, "null");
		else
			text_int(out, number);
		text_char(out, ',');
	}
}

static void put_values(struct text *out, const struct proof_entry *member)
{
	struct log_entry entry = member->entry;

	text_printf(out, "\"has_actor_name\":%s,\"commitments\":[", entry.actor_name.at ? "true" : "false");
	for (size_t i = 0; i < LOG_VALUES; i++)
		text_printf(out, "%s\"%.*s\"", i ? "," : "",
			    STR_ARG(digest_hex(out->arena, &member->commitments[i])));
	text_char(out, ']');
	if (!entry.salts.at)
		return;
	text_cstr(out, ",\"values\":{");
	for (size_t i = 0; i < LOG_VALUES; i++) {
		struct str salt = {entry.salts.at + i * LOG_SALT_BYTES, LOG_SALT_BYTES};
		text_printf(out, "%s\"%s\":{\"salt\":\"%.*s\",\"value\":", i ? "," : "", value_names[i],
			    STR_ARG(hex(out->arena, salt)));
		struct str value = *value_of(&entry, i);
		text_json(out, value.at ? value : STR(""));
		text_char(out, '}');
	}
	text_char(out, '}');
}

struct str proof_pack_text(struct arena *arena, const struct proof_pack *pack)
{
	struct text out = TEXT_IN(arena);

	text_printf(&out, "{\"format\":\"%s\",\n\"checkpoint\":", format_name);
	text_json(&out, pack->checkpoint);
	text_cstr(&out, ",\n\"entries\":[");
	for (size_t i = 0; i < pack->count; i++) {
		const struct proof_entry *member = &pack->entries[i];
		text_cstr(&out, i ? ",\n{" : "\n{");
		put_fields(&out, &member->entry);
		put_values(&out, member);
		text_cstr(&out, ",\"path\":[");
		for (size_t k = 0; k < member->path.count; k++)
			text_printf(&out, "%s\"%.*s\"", k ? "," : "",
				    STR_ARG(base64(arena, digest_str(&member->path.path[k]))));
		text_cstr(&out, "]}");
	}
	text_cstr(&out, "\n]}\n");
	return text_str(&out);
}

/* --- reading --- */

static bool text_of(struct arena *arena, const json_t *value, struct str *out)
{
	if (!json_is_string(value))
		return false;
	*out = arena_str(arena, (struct str){json_string_value(value), json_string_length(value)});
	return true;
}

static bool take_fields(struct arena *arena, const json_t *object, struct log_entry *entry)
{
	for (const struct field *field = log_entry_record.fields; field->name; field++) {
		if (!is_plain(field))
			continue;
		const json_t *value = json_object_get(object, field->name);
		if (!is_number(field)) {
			if (!text_of(arena, value, FIELD_AT(struct str, entry, field)))
				return false;
		} else if (json_is_integer(value)) {
			*FIELD_AT(int64_t, entry, field) = json_integer_value(value);
		} else if (json_is_null(value) && field->flags & FIELD_OPTIONAL) {
			*FIELD_AT(int64_t, entry, field) = NUMBER_NONE;
		} else {
			return false;
		}
	}
	return true;
}

static bool take_values(struct arena *arena, const json_t *object, struct proof_entry *out)
{
	const json_t *values = json_object_get(object, "values"), *commitments = json_object_get(object, "commitments");
	char *salts = arena_alloc(arena, LOG_VALUES * LOG_SALT_BYTES, 1);
	struct str text, salt, value;

	for (size_t i = 0; i < LOG_VALUES; i++)
		if (!text_of(arena, json_array_get(commitments, i), &text) ||
		    !digest_read_hex(arena, text, &out->commitments[i]))
			return false;
	if (json_array_size(commitments) != LOG_VALUES)
		return false;
	for (size_t i = 0; values && i < LOG_VALUES; i++) {
		const json_t *member = json_object_get(values, value_names[i]);
		if (!text_of(arena, json_object_get(member, "salt"), &text) || !base64_hex_bytes(arena, text, &salt) ||
		    salt.len != LOG_SALT_BYTES || !text_of(arena, json_object_get(member, "value"), &value))
			return false;
		memcpy(salts + i * LOG_SALT_BYTES, salt.at, LOG_SALT_BYTES);
		*value_of(&out->entry, i) = value;
	}
	if (values)
		out->entry.salts = (struct str){salts, (size_t)LOG_VALUES * LOG_SALT_BYTES};
	const json_t *has_name = json_object_get(object, "has_actor_name");
	if (!json_is_boolean(has_name))
		return false;
	if (!json_is_true(has_name) && out->entry.actor_name.len)
		return false;
	out->entry.actor_name = !json_is_true(has_name) ? STR_NONE : out->entry.actor_name.at ? out->entry.actor_name : STR("");
	return true;
}

static bool take_path(struct arena *arena, const json_t *path, struct merkle_proof *out)
{
	struct str text, bytes;

	out->count = 0;
	if (!json_is_array(path) || json_array_size(path) > MERKLE_PROOF_MOST)
		return false;
	for (size_t i = 0; i < json_array_size(path); i++)
		if (!text_of(arena, json_array_get(path, i), &text) || !base64_bytes(arena, text, &bytes) ||
		    !digest_read(bytes, &out->path[out->count++]))
			return false;
	return true;
}

static const char *take_all(struct arena *arena, const json_t *root, struct proof_pack *out)
{
	const json_t *entries = json_object_get(root, "entries");
	struct str format;

	if (!text_of(arena, json_object_get(root, "format"), &format) || !str_is(format, format_name))
		return "it is not of the format muster-proof-1";
	if (!text_of(arena, json_object_get(root, "checkpoint"), &out->checkpoint))
		return "it has no checkpoint";
	out->count = json_array_size(entries);
	if (out->count == 0 || out->count > PROOF_ENTRIES_MOST)
		return "it has no entries, or too many";
	out->entries = ARENA_ARRAY(arena, struct proof_entry, out->count);
	for (size_t i = 0; i < out->count; i++) {
		const json_t *object = json_array_get(entries, i);
		struct proof_entry *member = &out->entries[i];
		record_clear(&log_entry_record, &member->entry);
		if (!take_fields(arena, object, &member->entry) || !take_values(arena, object, member) ||
		    !take_path(arena, json_object_get(object, "path"), &member->path))
			return "an entry is not complete";
	}
	return NULL;
}

enum rc proof_pack_parse(struct arena *arena, struct str text, struct proof_pack *out, const char **why)
{
	json_t *root = json_loadb(text.at ? text.at : "", text.len, JSON_REJECT_DUPLICATES, NULL);

	*out = (struct proof_pack){0};
	*why = root ? take_all(arena, root, out) : "it is not JSON";
	json_decref(root);
	return *why ? RC_INVALID : RC_OK;
}

/* --- the judgement --- */

const char *proof_verdict_text(enum proof_verdict verdict)
{
	static const char *const texts[] = {
		[PROOF_GENUINE] = "genuine",
		[PROOF_WRONG_KEY] = "the checkpoint is not signed by a trusted key",
		[PROOF_FORGED] = "the checkpoint's signature does not hold",
		[PROOF_BAD_VALUE] = "a value was changed after it was sealed",
		[PROOF_BAD_ENTRY] = "an entry is not in the sealed log",
		[PROOF_OTHER_FILE] = "the file is not the one that was sealed: it was changed, or the proof belongs to another",
	};
	return texts[verdict];
}

static enum proof_verdict judge_entry(const struct proof_entry *member, const struct checkpoint *checkpoint)
{
	struct digest own[LOG_VALUES], leaf;

	if (member->entry.salts.at &&
	    (!log_entry_commit(&member->entry, own) || memcmp(own, member->commitments, sizeof own) != 0))
		return PROOF_BAD_VALUE;
	if (member->entry.seq < 0 || !log_entry_leaf(&member->entry, member->commitments, &leaf))
		return PROOF_BAD_ENTRY;
	return merkle_verify_inclusion(&leaf, (uint64_t)member->entry.seq, checkpoint->size, &member->path,
				       &checkpoint->root)
		       ? PROOF_GENUINE
		       : PROOF_BAD_ENTRY;
}

/* The changes of the entry that tells of a file have "sha256":[null,"..."]. */
static bool names_file(struct arena *arena, const struct log_entry *entry, const struct digest *file)
{
	json_t *changes = json_loadb(entry->changes.at ? entry->changes.at : "", entry->changes.len, 0, NULL);
	const char *hash = json_string_value(json_array_get(json_object_get(changes, "sha256"), 1));
	bool is_named = entry->salts.at && hash && str_is(digest_hex(arena, file), hash);

	json_decref(changes);
	return is_named;
}

void proof_pack_verify(struct arena *arena, const struct proof_pack *pack, const struct note_key *keys, size_t key_count,
		       const struct digest *file, struct proof_result *out)
{
	struct checkpoint_note *checkpoint = ARENA_NEW(arena, struct checkpoint_note);

	*out = (struct proof_result){.verdict = PROOF_FORGED};
	if (!checkpoint_note_parse(arena, pack->checkpoint, checkpoint))
		return;
	out->checkpoint = checkpoint->checkpoint;
	out->note = checkpoint->note;
	enum note_verdict signature = checkpoint_check(checkpoint, keys, key_count);
	if (signature != NOTE_GENUINE) {
		out->verdict = signature == NOTE_FORGED ? PROOF_FORGED : PROOF_WRONG_KEY;
		return;
	}
	for (out->at = 0; out->at < pack->count; out->at++) {
		out->verdict = judge_entry(&pack->entries[out->at], &checkpoint->checkpoint);
		if (out->verdict != PROOF_GENUINE)
			return;
	}
	if (!file)
		return;
	for (out->at = 0; out->at < pack->count; out->at++)
		if (names_file(arena, &pack->entries[out->at].entry, file))
			return;
	out->verdict = PROOF_OTHER_FILE;
}
