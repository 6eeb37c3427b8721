#include "impact/statement.h"

#include <stddef.h>

#include "base/random.h"

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)

#define OFFSET(member) .name = #member, .offset = offsetof(struct witness_link, member)
static const struct field link_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(witness_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_BYTES, OFFSET(token_hash), .flags = FIXED, .max = 32},
	{.kind = FIELD_ID, OFFSET(created_by_id), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(expires_at), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_MOMENT, OFFSET(opened_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(revoked_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(used_at), .flags = FIELD_STORED},
	FIELD_END,
};
#undef OFFSET
const struct record witness_link_record = {"witness_link", sizeof(struct witness_link), link_fields};

static const struct code state_rows[] = {
	{"", ""},
	{"open", N_("Waits for the witness")},
	{"used", N_("Statement handed in")},
	{"revoked", N_("Revoked")},
	{"expired", N_("Expired")},
	{NULL, NULL},
};
const struct codes witness_link_state_codes = {"witness_link_state", state_rows};

enum witness_link_state witness_link_state(const struct witness_link *link, moment now)
{
	if (link->used_at != MOMENT_NONE)
		return WITNESS_LINK_USED;
	if (link->revoked_at != MOMENT_NONE)
		return WITNESS_LINK_REVOKED;
	return link->expires_at <= now ? WITNESS_LINK_EXPIRED : WITNESS_LINK_OPEN;
}

static const struct code kind_rows[] = {
	{"", ""},
	{"signed", N_("Written and signed by the witness")},
	{"interview", N_("Written down in an interview")},
	{NULL, NULL},
};
const struct codes statement_kind_codes = {"statement_kind", kind_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct witness_statement, member)
static const struct field statement_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(witness_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_CODE, OFFSET(kind), .flags = FIELD_STORED | FIELD_KEY, .codes = &statement_kind_codes},
	{.kind = FIELD_TEXT, OFFSET(locale), .flags = FIXED, .max = 10},
	{.kind = FIELD_PROSE, OFFSET(statement), .label = N_("Statement"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED | FIELD_SEALED, .max = 20000},
	{.kind = FIELD_BYTES, OFFSET(sha256), .flags = FIXED, .max = 32},
	{.kind = FIELD_TEXT, OFFSET(signed_name), .label = N_("Your full name"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED | FIELD_SEALED, .max = 200},
	{.kind = FIELD_ID, OFFSET(recorded_by_id), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(recorded_at), .flags = FIELD_STORED | FIELD_KEY},
	FIELD_END,
};
#undef OFFSET
const struct record witness_statement_record = {"witness_statement", sizeof(struct witness_statement),
						statement_fields};

bool witness_statement_is_intact(struct arena *arena, const struct witness_statement *statement)
{
	return str_equal(sha256(arena, statement->statement), statement->sha256);
}
