#include "operations/timeline.h"

#include <stddef.h>

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)

static const struct code kind_rows[] = {
	{"", ""},
	{"detected", N_("Detection")},
	{"impact", N_("Impact")},
	{"action", N_("Action taken")},
	{"decision", N_("Decision")},
	{"communication", N_("Communication")},
	{"finding", N_("Finding")},
	{"recovery", N_("Recovery")},
	{"note", N_("Note")},
	{NULL, NULL},
};
const struct codes timeline_kind_codes = {"timeline_kind", kind_rows};

const char *timeline_kind_act(int kind)
{
	static const char *const acts[] = {
		"",
		N_("noted how it was detected"),
		N_("noted an impact"),
		N_("took an action"),
		N_("made a decision"),
		N_("told others"),
		N_("found something out"),
		N_("noted a recovery"),
		N_("wrote a note"),
	};
	return kind > 0 && (size_t)kind < sizeof acts / sizeof *acts ? acts[kind] : "";
}

#define OFFSET(member) .name = #member, .offset = offsetof(struct timeline_entry, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_CODE, OFFSET(kind), .label = N_("Kind"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &timeline_kind_codes},
	{.kind = FIELD_MOMENT, OFFSET(happened_at), .label = N_("When"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_PAST},
	{.kind = FIELD_PROSE, OFFSET(text), .label = N_("What happened"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 5000},
	{.kind = FIELD_ID, OFFSET(person_id), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	FIELD_END,
};
#undef OFFSET
const struct record timeline_entry_record = {"timeline_entry", sizeof(struct timeline_entry), fields};
