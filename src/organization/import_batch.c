#include "organization/import_batch.h"

#include <stddef.h>

static const struct code state_rows[] = {
	{"", ""},
	{"checked", N_("Looked through, not yet imported")},
	{"done", N_("Imported")},
	{"given_up", N_("Given up")},
	{NULL, NULL},
};
const struct codes import_batch_state_codes = {"import_batch_state", state_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct import_batch, member)
static const struct field import_batch_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_TEXT, OFFSET(kind), .flags = FIELD_STORED | FIELD_KEY, .max = 30},
	{.kind = FIELD_TEXT, OFFSET(file_name), .flags = FIELD_STORED | FIELD_KEY | FIELD_NOT_NULL},
	{.kind = FIELD_PROSE, OFFSET(content), .flags = FIELD_STORED | FIELD_SEALED | FIELD_QUIET},
	{.kind = FIELD_BYTES, OFFSET(sha256), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_CODE, OFFSET(state), .flags = FIELD_STORED, .codes = &import_batch_state_codes},
	{.kind = FIELD_INT, OFFSET(rows_new), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(rows_changed), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(rows_same), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(rows_refused), .flags = FIELD_STORED},
	{.kind = FIELD_PROSE, OFFSET(results), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(actor_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(finished_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record import_batch_record = {"import_batch", sizeof(struct import_batch), import_batch_fields};
