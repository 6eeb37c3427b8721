#include "audit/note.h"

#include <sodium.h>
#include <string.h>

#include "audit/digest.h"
#include "base/base64.h"
#include "base/random.h"
#include "base/text.h"

enum { ID = 4, KEY = 32, SIGNATURE = crypto_sign_BYTES, TIME = 8, LONGEST_NAME = 100 };

static const struct str dash = STR_INIT("\xE2\x80\x94 ");
static const struct str private_prefix = STR_INIT("PRIVATE+KEY+");

bool note_name_is_valid(struct str name)
{
	if (name.len == 0 || name.len > LONGEST_NAME)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] <= ' ' || name.at[i] >= 0x7F || name.at[i] == '+')
			return false;
	return true;
}

static void set_id(struct note_key *key)
{
	const char kind = (char)key->kind;
	struct digest digest = digest_of((const struct str[]){key->name, {"\n", 1}, {&kind, 1},
							      {(const char *)key->public_key, KEY}}, 4);
	memcpy(key->id, digest.at, ID);
}

/* "name+id+base64(kind || 32 bytes)"; whether the id fits the bytes is another question. */
static bool read_parts(struct arena *arena, struct str text, struct note_key *key, struct str *id, struct str *bytes)
{
	struct str name, digits;

	text = str_trim(text);
	if (!str_split(&text, '+', &name) || !str_split(&text, '+', &digits))
		return false;
	if (!note_name_is_valid(name) || !base64_hex_bytes(arena, digits, id) || id->len != ID ||
	    !base64_bytes(arena, text, bytes) || bytes->len != 1 + KEY)
		return false;
	key->name = arena_str(arena, name);
	key->kind = (unsigned char)bytes->at[0];
	return key->kind == NOTE_SIGNATURE || key->kind == NOTE_COSIGNATURE;
}

bool note_key_parse(struct arena *arena, struct str text, struct note_key *out)
{
	struct str id, bytes;

	if (!read_parts(arena, text, out, &id, &bytes))
		return false;
	memcpy(out->public_key, bytes.at + 1, KEY);
	set_id(out);
	return memcmp(out->id, id.at, ID) == 0;
}

static struct str key_text(struct arena *arena, const struct note_key *key, const unsigned char *secret)
{
	char bytes[1 + KEY] = {(char)key->kind};

	memcpy(bytes + 1, secret, KEY);
	struct str coded = base64(arena, (struct str){bytes, sizeof bytes});
	sodium_memzero(bytes, sizeof bytes);
	return arena_printf(arena, "%.*s+%.*s+%.*s", STR_ARG(key->name), STR_ARG(note_key_id(arena, key)),
			    STR_ARG(coded));
}

struct str note_key_text(struct arena *arena, const struct note_key *key)
{
	return key_text(arena, key, key->public_key);
}

struct str note_key_id(struct arena *arena, const struct note_key *key)
{
	return hex(arena, (struct str){(const char *)key->id, ID});
}

struct str note_key_fingerprint(struct arena *arena, const struct note_key *key)
{
	struct digest digest = digest_of_one((struct str){(const char *)key->public_key, KEY});
	struct str digits = digest_hex(arena, &digest);
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < digits.len; i += 4) {
		if (i)
			text_char(&out, ' ');
		text_add(&out, str_slice(digits, i, 4));
	}
	return text_str(&out);
}

bool note_key_equal(const struct note_key *a, const struct note_key *b)
{
	return a->kind == b->kind && str_equal(a->name, b->name) && memcmp(a->public_key, b->public_key, KEY) == 0;
}

static void complete(struct note_signer *signer)
{
	unsigned char secret[crypto_sign_SECRETKEYBYTES];

	crypto_sign_seed_keypair(signer->key.public_key, secret, signer->seed);
	sodium_memzero(secret, sizeof secret);
	set_id(&signer->key);
}

void note_signer_new(struct arena *arena, struct str name, enum note_kind kind, struct note_signer *out)
{
	*out = (struct note_signer){.key = {.name = arena_str(arena, name), .kind = kind}};
	random_bytes(out->seed, sizeof out->seed);
	complete(out);
}

bool note_signer_parse(struct arena *arena, struct str text, struct note_signer *out)
{
	struct str id, bytes;

	text = str_trim(text);
	if (!str_starts(text, private_prefix) ||
	    !read_parts(arena, str_slice(text, private_prefix.len, text.len), &out->key, &id, &bytes))
		return false;
	memcpy(out->seed, bytes.at + 1, KEY);
	complete(out);
	return memcmp(out->key.id, id.at, ID) == 0;
}

struct str note_signer_text(struct arena *arena, const struct note_signer *signer)
{
	return arena_concat(arena, private_prefix, key_text(arena, &signer->key, signer->seed));
}

void note_signer_wipe(struct note_signer *signer)
{
	sodium_memzero(signer->seed, sizeof signer->seed);
}

static bool parse_line(struct arena *arena, struct str line, struct note_line *out)
{
	struct str bytes, rest = str_slice(line, dash.len, line.len);

	if (!str_starts(line, dash) || !str_split(&rest, ' ', &out->name) || !note_name_is_valid(out->name) ||
	    !base64_bytes(arena, rest, &bytes) || bytes.len <= ID)
		return false;
	memcpy(out->id, bytes.at, ID);
	out->signature = str_slice(bytes, ID, bytes.len);
	return true;
}

/* Where the signatures begin: behind the last empty line. 0: there is none. */
static size_t signatures_begin(struct str bytes)
{
	for (size_t i = bytes.len; i >= 2; i--)
		if (bytes.at[i - 1] == '\n' && bytes.at[i - 2] == '\n')
			return i;
	return 0;
}

bool note_parse(struct arena *arena, struct str bytes, struct note *out)
{
	size_t begin = bytes.len <= NOTE_BYTES_MOST ? signatures_begin(bytes) : 0;

	out->count = 0;
	if (begin < 3 || !str_is_utf8(bytes) || bytes.at[bytes.len - 1] != '\n')
		return false;
	out->text = str_slice(bytes, 0, begin - 1);
	for (size_t at = begin; at < bytes.len;) {
		struct str rest = str_slice(bytes, at, bytes.len);
		ptrdiff_t end = str_find(rest, STR("\n"));
		struct str line = str_slice(rest, 0, (size_t)end);
		if (out->count == NOTE_LINES_MOST || !parse_line(arena, line, &out->lines[out->count]))
			return false;
		out->lines[out->count++].line = str_slice(rest, 0, (size_t)end + 1);
		at += (size_t)end + 1;
	}
	return out->count > 0;
}

/* What a witness signs: the time, then the text. */
static struct str cosigned(struct arena *arena, uint64_t seconds, struct str text)
{
	return arena_printf(arena, "cosignature/v1\ntime %llu\n%.*s", (unsigned long long)seconds, STR_ARG(text));
}

static bool check_cosignature(const struct note *note, const struct note_line *line, const struct note_key *key,
			      moment *at)
{
	const unsigned char *bytes = (const unsigned char *)line->signature.at;
	uint64_t seconds = 0;

	if (line->signature.len != TIME + SIGNATURE)
		return false;
	for (int i = 0; i < TIME; i++)
		seconds = seconds << 8 | bytes[i];
	if (seconds > (uint64_t)INT64_MAX / SECONDS(1))
		return false;
	struct arena *arena = arena_new(0);
	struct str message = cosigned(arena, seconds, note->text);
	bool is_genuine = crypto_sign_verify_detached(bytes + TIME, (const unsigned char *)message.at, message.len,
						      key->public_key) == 0;
	arena_free(arena);
	if (at)
		*at = SECONDS(seconds);
	return is_genuine;
}

static bool check_line(const struct note *note, const struct note_line *line, const struct note_key *key, moment *at)
{
	if (key->kind == NOTE_COSIGNATURE)
		return check_cosignature(note, line, key, at);
	return line->signature.len == SIGNATURE &&
	       crypto_sign_verify_detached((const unsigned char *)line->signature.at,
					   (const unsigned char *)note->text.at, note->text.len, key->public_key) == 0;
}

enum note_verdict note_check(const struct note *note, const struct note_key *key, moment *at)
{
	enum note_verdict verdict = NOTE_ABSENT;

	for (size_t i = 0; i < note->count; i++) {
		const struct note_line *line = &note->lines[i];
		if (!str_equal(line->name, key->name) || memcmp(line->id, key->id, ID) != 0)
			continue;
		if (check_line(note, line, key, at))
			return NOTE_GENUINE;
		verdict = NOTE_FORGED;
	}
	return verdict;
}

struct str note_sign(struct arena *arena, const struct note_signer *signer, struct str text, moment now)
{
	unsigned char public_key[KEY], secret[crypto_sign_SECRETKEYBYTES], bytes[ID + TIME + SIGNATURE];
	bool has_time = signer->key.kind == NOTE_COSIGNATURE;
	uint64_t seconds = (uint64_t)(now / SECONDS(1));
	size_t len = ID;

	memcpy(bytes, signer->key.id, ID);
	for (int i = 0; has_time && i < TIME; i++)
		bytes[len++] = (unsigned char)(seconds >> (8 * (TIME - 1 - i)));
	if (has_time)
		text = cosigned(arena, seconds, text);
	crypto_sign_seed_keypair(public_key, secret, signer->seed);
	crypto_sign_detached(bytes + len, NULL, (const unsigned char *)text.at, text.len, secret);
	sodium_memzero(secret, sizeof secret);
	struct str coded = base64(arena, (struct str){(const char *)bytes, len + SIGNATURE});
	return arena_printf(arena, "%.*s%.*s %.*s\n", STR_ARG(dash), STR_ARG(signer->key.name), STR_ARG(coded));
}
