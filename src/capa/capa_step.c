#include "capa/capa_step.h"

#include <stddef.h>

static const struct code entry_rows[] = {
	{"", ""},
	{"created", N_("Created")},
	{"note", N_("Progress")},
	{"due_changed", N_("Due date changed")},
	{"handed_over", N_("Handed over")},
	{"start", N_("Work started")},
	{"complete", N_("Completed")},
	{"verify", N_("Verified")},
	{"return", N_("Sent back")},
	{"cancel", N_("Cancelled")},
	{"reinstate", N_("Reinstated")},
	{"effective", N_("Found effective")},
	{"not_effective", N_("Found not effective and reopened")},
	{"dismissed", N_("Recurrence dismissed")},
	{NULL, NULL},
};
const struct codes capa_entry_codes = {"capa_entry", entry_rows};

#define KEPT (FIELD_STORED | FIELD_KEY)
#define FIXED (KEPT | FIELD_QUIET)
#define OFFSET(member) .name = #member, .offset = offsetof(struct capa_entry, member)
static const struct field entry_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(capa_id), .flags = FIXED},
	{.kind = FIELD_INT, OFFSET(round), .flags = KEPT},
	{.kind = FIELD_CODE,
	 .name = "step",
	 .offset = offsetof(struct capa_entry, kind),
	 .flags = KEPT,
	 .codes = &capa_entry_codes},
	{.kind = FIELD_PROSE, OFFSET(body), .flags = KEPT, .max = 10000},
	{.kind = FIELD_DAY, OFFSET(due_before), .flags = KEPT},
	{.kind = FIELD_DAY, OFFSET(due_after), .flags = KEPT},
	{.kind = FIELD_ID, OFFSET(made_by_id), .flags = KEPT},
	{.kind = FIELD_TEXT, OFFSET(made_by), .flags = KEPT | FIELD_NOT_NULL, .max = 220},
	{.kind = FIELD_BOOL, OFFSET(is_outside), .flags = KEPT},
	{.kind = FIELD_MOMENT, OFFSET(made_at), .flags = FIXED},
	FIELD_END,
};
#undef OFFSET
const struct record capa_entry_record = {"capa_step", sizeof(struct capa_entry), entry_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct capa_file, member)
static const struct field file_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(capa_id), .flags = FIXED},
	{.kind = FIELD_INT, OFFSET(round), .flags = KEPT},
	{.kind = FIELD_BYTES, OFFSET(sha256), .flags = FIXED, .max = 32},
	{.kind = FIELD_TEXT, OFFSET(name), .flags = KEPT, .max = 200, .label = N_("File name")},
	{.kind = FIELD_TEXT, OFFSET(type), .flags = KEPT, .max = 100, .label = N_("Type")},
	{.kind = FIELD_INT, OFFSET(size), .flags = KEPT, .label = N_("Size")},
	{.kind = FIELD_BYTES, OFFSET(preview_sha256), .flags = FIXED, .max = 32},
	{.kind = FIELD_ID, OFFSET(added_by_id), .flags = KEPT},
	{.kind = FIELD_TEXT, OFFSET(added_by), .flags = KEPT | FIELD_NOT_NULL, .max = 220},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	FIELD_END,
};
#undef OFFSET
const struct record capa_file_record = {"capa_file", sizeof(struct capa_file), file_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct capa_link, member)
static const struct field link_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(capa_id), .flags = FIXED},
	{.kind = FIELD_BYTES, OFFSET(token_sha256), .flags = FIXED, .max = 32},
	{.kind = FIELD_TEXT, OFFSET(name), .flags = KEPT, .max = 200},
	{.kind = FIELD_MOMENT, OFFSET(expires_at), .flags = KEPT, .label = N_("Valid until")},
	{.kind = FIELD_MOMENT, OFFSET(revoked_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(opened_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(created_by_id), .flags = KEPT},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	FIELD_END,
};
#undef OFFSET
const struct record capa_link_record = {"capa_link", sizeof(struct capa_link), link_fields};

bool capa_link_is_open(const struct capa_link *link, moment now)
{
	return link->revoked_at == MOMENT_NONE && link->expires_at > now;
}
