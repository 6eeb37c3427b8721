#include "organization/import_batch.h"

#include <stddef.h>

static const struct code state_rows[] = {
	{"", ""},
	{"checked", N_("Looked through, not yet imported")},
	{"done", N_("Imported")},
	{"given_up", N_("Given up")},
	{"refused", N_("Refused")},
	{"undone", N_("Taken back")},
	{NULL, NULL},
};
const struct codes import_batch_state_codes = {"import_batch_state", state_rows};

static const struct code source_rows[] = {
	{"", ""},
	{"page", N_("Page")},
	{"command", N_("Command")},
	{"folder", N_("Drop folder")},
	{"api", N_("Interface")},
	{NULL, NULL},
};
const struct codes import_source_codes = {"import_source", source_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct import_batch, member)
static const struct field import_batch_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_TEXT, OFFSET(kind), .flags = FIELD_STORED | FIELD_KEY, .max = 30},
	{.kind = FIELD_ID, OFFSET(preset_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_CODE, OFFSET(source), .flags = FIELD_STORED | FIELD_KEY, .codes = &import_source_codes},
	{.kind = FIELD_TEXT, OFFSET(file_name), .flags = FIELD_STORED | FIELD_KEY | FIELD_NOT_NULL},
	{.kind = FIELD_PROSE, OFFSET(content), .flags = FIELD_STORED | FIELD_SEALED | FIELD_QUIET},
	{.kind = FIELD_BYTES, OFFSET(sha256), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_CODE, OFFSET(state), .flags = FIELD_STORED, .codes = &import_batch_state_codes},
	{.kind = FIELD_INT, OFFSET(rows_new), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(rows_changed), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(rows_same), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(rows_refused), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(rows_ended), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(held), .flags = FIELD_STORED | FIELD_QUIET, .max = 300},
	{.kind = FIELD_PROSE, OFFSET(results), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_PROSE, OFFSET(undo_results), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(actor_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(finished_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(undone_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(undone_by_id), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record import_batch_record = {"import_batch", sizeof(struct import_batch), import_batch_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct import_change, member)
static const struct field import_change_fields[] = {
	{.kind = FIELD_ID, OFFSET(batch_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_INT, OFFSET(position), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(row_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_TEXT, OFFSET(what), .flags = FIELD_STORED | FIELD_KEY | FIELD_NOT_NULL},
	{.kind = FIELD_PROSE, OFFSET(before_json), .flags = FIELD_STORED | FIELD_KEY | FIELD_SEALED},
	{.kind = FIELD_INT, OFFSET(version_after), .flags = FIELD_STORED | FIELD_KEY},
	FIELD_END,
};
#undef OFFSET
const struct record import_change_record = {"import_change", sizeof(struct import_change), import_change_fields};
