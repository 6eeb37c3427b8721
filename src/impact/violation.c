#include "impact/violation.h"

#include <stddef.h>

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define QUIET (FIELD_STORED | FIELD_QUIET)

static const struct code kind_rows[] = {
	{"", ""},
	{"regulation", N_("Regulation")},
	{"site_rule", N_("Rule of the site")},
	{"permit", N_("Condition of a permit")},
	{NULL, NULL},
};
const struct codes safety_rule_kind_codes = {"safety_rule_kind", kind_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct safety_rule, member)
static const struct field rule_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_TEXT, OFFSET(code), .label = N_("Citation or number"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 60},
	{.kind = FIELD_TEXT, OFFSET(title), .label = N_("Title"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 200},
	{.kind = FIELD_CODE, OFFSET(kind), .label = N_("Kind"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &safety_rule_kind_codes},
	{.kind = FIELD_ID, OFFSET(course_id), .label = N_("Training that teaches it"), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record safety_rule_record = {"safety_rule", sizeof(struct safety_rule), rule_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct incident_violation, member)
static const struct field violation_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(rule_id), .label = N_("Rule"), .flags = FIELD_STORED | FIELD_REQUIRED},
	{.kind = FIELD_ID, OFFSET(person_id), .label = N_("Person involved"), .flags = FIELD_STORED},
	{.kind = FIELD_PROSE, OFFSET(description), .label = N_("What was done or left undone"),
	 .flags = FIELD_STORED | FIELD_REQUIRED, .max = 4000},
	{.kind = FIELD_CODE, OFFSET(training), .label = N_("Training on file"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &training_state_codes},
	{.kind = FIELD_ID, OFFSET(training_record_id), .label = N_("Training record"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(removed_at), .flags = QUIET},
	{.kind = FIELD_INT, OFFSET(version), .flags = QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record incident_violation_record = {"incident_violation", sizeof(struct incident_violation),
						 violation_fields};
