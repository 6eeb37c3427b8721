#include "impact/training.h"

#include <stddef.h>

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define QUIET (FIELD_STORED | FIELD_QUIET)

#define OFFSET(member) .name = #member, .offset = offsetof(struct training_course, member)
static const struct field course_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_TEXT, OFFSET(code), .label = N_("Code"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 60},
	{.kind = FIELD_TEXT, OFFSET(name), .label = N_("Name"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 200},
	{.kind = FIELD_INT, OFFSET(valid_months), .label = N_("Valid for months"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL, .least = 1, .most = 600, .hint = N_("Empty: does not expire.")},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record training_course_record = {"training_course", sizeof(struct training_course), course_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct training_record, member)
static const struct field record_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(person_id), .label = N_("Person"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(course_id), .label = N_("Course"), .flags = FIELD_STORED | FIELD_REQUIRED},
	{.kind = FIELD_DAY, OFFSET(completed_on), .label = N_("Completed on"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_PAST},
	{.kind = FIELD_DAY, OFFSET(expires_on), .label = N_("Valid until"), .flags = FIELD_STORED,
	 .hint = N_("Empty: as the course says.")},
	{.kind = FIELD_TEXT, OFFSET(evidence), .label = N_("Evidence"), .flags = FIELD_STORED, .max = 255,
	 .hint = N_("Certificate number, or where the proof lies.")},
	{.kind = FIELD_INT, OFFSET(version), .flags = QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record training_record_record = {"training_record", sizeof(struct training_record), record_fields};

static bool expires_behind(const void *row)
{
	const struct training_record *record = row;
	return record->expires_on == DAY_NONE || record->expires_on >= record->completed_on;
}

const struct rule training_record_rules[] = {
	{"expires_on", expires_behind, N_("lies before the day of completion")},
	RULE_END,
};

static const struct code state_rows[] = {
	{"", ""},
	{"unchecked", N_("Not looked up")},
	{"valid", N_("Valid training on file")},
	{"expired", N_("Training on file had expired")},
	{"none", N_("No training on file")},
	{NULL, NULL},
};
const struct codes training_state_codes = {"training", state_rows};

enum training_state training_state_on(const struct training_record *record, day on)
{
	if (record->completed_on > on)
		return TRAINING_ABSENT;
	return record->expires_on == DAY_NONE || record->expires_on >= on ? TRAINING_VALID : TRAINING_EXPIRED;
}

day training_expires(day completed_on, int64_t valid_months)
{
	if (completed_on == DAY_NONE || valid_months == NUMBER_NONE || valid_months > 1200)
		return DAY_NONE;
	const struct civil civil = day_civil(completed_on);
	int months = civil.year * 12 + civil.month - 1 + (int)valid_months, last = civil.day;

	/* The 31st, in a month without one, is its last day. */
	while (!day_is_valid(months / 12, months % 12 + 1, last))
		last--;
	return day_of(months / 12, months % 12 + 1, last);
}
