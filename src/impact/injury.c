#include "impact/injury.h"

#include <stddef.h>

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define MEDICAL (FIELD_STORED | FIELD_SEALED)
#define OFFSET(member) .name = #member, .offset = offsetof(struct injury, member)
static const struct field injury_fields[] = {
	{.kind = FIELD_ID, OFFSET(injured_person_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_TEXT, OFFSET(part_code), .label = N_("Part of body"), .flags = MEDICAL, .max = 120},
	{.kind = FIELD_TEXT, OFFSET(nature_code), .label = N_("Nature of the injury or illness"), .flags = MEDICAL,
	 .max = 120},
	{.kind = FIELD_TEXT, OFFSET(event_code), .label = N_("Event or exposure"), .flags = MEDICAL, .max = 120},
	{.kind = FIELD_TEXT, OFFSET(source_code), .label = N_("Source"), .flags = MEDICAL, .max = 120},
	{.kind = FIELD_TEXT, OFFSET(secondary_code), .label = N_("Secondary source"), .flags = MEDICAL, .max = 120},
	{.kind = FIELD_TEXT, OFFSET(marks), .label = N_("Places on the body"), .flags = MEDICAL | FIELD_NOT_NULL,
	 .max = 400},
	{.kind = FIELD_PROSE, OFFSET(treatment), .label = N_("Treatment"), .flags = MEDICAL, .max = 4000},
	{.kind = FIELD_DAY, OFFSET(returned_on), .label = N_("Back at work on"), .flags = MEDICAL,
	 .hint = N_("With or without restrictions. A planned day may lie ahead.")},
	{.kind = FIELD_PROSE, OFFSET(restrictions), .label = N_("Restrictions at work"), .flags = MEDICAL, .max = 4000,
	 .hint = N_("What the person may not do, and until when.")},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record injury_record = {"injury", sizeof(struct injury), injury_fields};

bool injury_is_coded(const struct injury *injury)
{
	return injury->nature_code.len && injury->part_code.len && injury->event_code.len && injury->source_code.len;
}
