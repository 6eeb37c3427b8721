#include "operations/postmortem.h"

#include <stddef.h>

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define QUIET (FIELD_STORED | FIELD_QUIET)

static const struct code state_rows[] = {
	{"", ""},
	{"draft", N_("Draft")},
	{"published", N_("Published")},
	{NULL, NULL},
};
const struct codes postmortem_state_codes = {"postmortem_state", state_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct postmortem, member)
#define PROSE(member, words, help) \
	{.kind = FIELD_PROSE, OFFSET(member), .label = (words), .flags = FIELD_STORED, .max = 16000, .hint = (help)}
static const struct field fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_CODE, OFFSET(state), .label = N_("State"), .flags = FIELD_STORED, .codes = &postmortem_state_codes},
	PROSE(impact_summary, N_("Impact"), N_("Who could not do what, for how long, and how many they were.")),
	PROSE(root_cause, N_("Root cause"), N_("What made it possible, not who did it.")),
	PROSE(timeline, N_("Timeline"), N_("From the first sign to the end.")),
	PROSE(what_went_well, N_("What went well"), NULL),
	PROSE(what_went_wrong, N_("What went wrong"), NULL),
	PROSE(public_summary, N_("Summary for everybody"), N_("Shown to all who see the incident, its reporter too.")),
	PROSE(internal_notes, N_("Internal notes"), N_("Shown to those who work on the incident.")),
	{.kind = FIELD_MOMENT, OFFSET(published_at), .label = N_("Published"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(published_by_id), .label = N_("Published by"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = QUIET},
	FIELD_END,
};
#undef PROSE
#undef OFFSET
const struct record postmortem_record = {"postmortem", sizeof(struct postmortem), fields};

size_t postmortem_missing(const struct postmortem *postmortem, const struct field *missing[POSTMORTEM_NEEDS])
{
	static const char *const needed[POSTMORTEM_NEEDS] = {"impact_summary", "root_cause", "timeline", "what_went_well",
							     "what_went_wrong"};
	size_t count = 0;

	for (size_t i = 0; i < POSTMORTEM_NEEDS; i++) {
		const struct field *field = record_field(&postmortem_record, str_of(needed[i]));
		if (field && field_is_empty(field, postmortem))
			missing[count++] = field;
	}
	return count;
}
