#include "identity/api_key.h"

#include <stddef.h>
#include <string.h>

#include "base/random.h"

static const char token_prefix[] = "mst_";
enum { PREFIX = sizeof token_prefix - 1, TOKEN = PREFIX + 43, BEGINNING = PREFIX + 8 };

#define STORED(kind_, member, ...) \
	{.kind = kind_, .name = #member, .offset = offsetof(struct api_key, member), .flags = FIELD_STORED | __VA_ARGS__}
static const struct field api_key_fields[] = {
	STORED(FIELD_ID, id, FIELD_KEY),
	STORED(FIELD_ID, organization_id, FIELD_KEY),
	STORED(FIELD_ID, account_id, FIELD_KEY),
	STORED(FIELD_UUID, uuid, FIELD_KEY),
	STORED(FIELD_TEXT, name, FIELD_REQUIRED, .label = N_("What it is for"), .max = 100,
	       .hint = N_("The system that will use it, such as: training records, nightly")),
	STORED(FIELD_TEXT, beginning, FIELD_KEY, .label = N_("Begins with"), .max = 12),
	STORED(FIELD_BYTES, token_hash, FIELD_KEY | FIELD_SEALED),
	STORED(FIELD_TEXT, scopes, FIELD_KEY, .label = N_("May"), .max = 500),
	STORED(FIELD_TEXT, environment, FIELD_KEY, .label = N_("Environment"), .max = 10),
	{.kind = FIELD_BOOL, .name = "is_sandbox", .offset = offsetof(struct api_key, is_sandbox),
	 .label = N_("For trying out: sees and writes incidents of the sandbox only")},
	STORED(FIELD_DAY, expires_on, FIELD_REQUIRED, .label = N_("Last day on which it works")),
	STORED(FIELD_DAY, used_on, FIELD_QUIET, .label = N_("Last used")),
	STORED(FIELD_MOMENT, revoked_at, 0, .label = N_("Revoked")),
	STORED(FIELD_ID, created_by_id, FIELD_KEY),
	STORED(FIELD_MOMENT, created_at, FIELD_KEY | FIELD_QUIET, .label = N_("Made")),
	STORED(FIELD_INT, version, FIELD_QUIET),
	{.kind = FIELD_INT, .name = "directory_version", .offset = offsetof(struct api_key, directory_version)},
	FIELD_END,
};
#undef STORED
const struct record api_key_record = {"api_key", sizeof(struct api_key), api_key_fields};

struct str api_key_new(struct arena *arena)
{
	struct str token = token_new(arena);

	return arena_printf(arena, "%s%.*s", token_prefix, STR_ARG(token));
}

bool api_key_is_token(struct str text)
{
	if (text.len != TOKEN || memcmp(text.at, token_prefix, PREFIX) != 0)
		return false;
	for (size_t i = PREFIX; i < text.len; i++) {
		const char c = text.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
			return false;
	}
	return true;
}

struct str api_key_beginning(struct arena *arena, struct str token)
{
	return arena_str(arena, str_slice(token, 0, BEGINNING));
}

uint64_t api_key_scopes(struct str scopes, char separator)
{
	uint64_t bits = 0;
	struct str code;

	while (str_split(&scopes, separator, &code)) {
		const int scope = codes_find(&api_scope_codes, str_trim(code));
		if (scope > 0)
			bits |= UINT64_C(1) << scope;
	}
	return bits;
}

struct str api_key_scopes_text(struct arena *arena, uint64_t scopes, const char *separator)
{
	struct text out = TEXT_IN(arena);

	for (int scope = 1; scope < API_SCOPE_COUNT; scope++)
		if (scopes & UINT64_C(1) << scope)
			text_printf(&out, "%s%s", out.len ? separator : "", codes_code(&api_scope_codes, scope));
	return text_str(&out);
}

bool api_key_is_valid(const struct api_key *key, day today)
{
	return key->revoked_at == MOMENT_NONE && key->expires_on >= today;
}
