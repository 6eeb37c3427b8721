#include "osha/notice.h"

#include <stddef.h>

static const struct code event_rows[] = {
	{"", ""},
	{"death", N_("Death")},
	{"hospital", N_("In-patient hospitalization")},
	{"amputation", N_("Amputation")},
	{"eye", N_("Loss of an eye")},
	{NULL, NULL},
};
const struct codes notice_event_codes = {"event", event_rows};

static const struct code channel_rows[] = {
	{"", ""},
	{"area_office", N_("OSHA Area Office, by telephone or in person")},
	{"hotline", N_("1-800-321-OSHA (6742)")},
	{"website", N_("Report form on osha.gov")},
	{NULL, NULL},
};
static const struct codes channel_codes = {"channel", channel_rows};

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct notice, member)
static const struct field notice_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(case_id), .flags = FIXED},
	{.kind = FIELD_CODE,
	 AT(event),
	 .label = N_("What was reported?"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &notice_event_codes},
	{.kind = FIELD_CODE,
	 AT(channel),
	 .label = N_("How?"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &channel_codes,
	 .hint = N_("A voice message, a fax or an e-mail does not count")},
	{.kind = FIELD_MOMENT,
	 AT(told_at),
	 .label = N_("When was OSHA told?"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_PAST},
	{.kind = FIELD_TEXT,
	 AT(told_by),
	 .label = N_("Who told OSHA?"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 200},
	{.kind = FIELD_TEXT,
	 AT(spoken_to),
	 .label = N_("Who took the report?"),
	 .flags = FIELD_STORED,
	 .max = 200},
	{.kind = FIELD_TEXT,
	 AT(confirmation),
	 .label = N_("Confirmation number"),
	 .flags = FIELD_STORED,
	 .max = 200},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIXED},
	FIELD_END,
};
#undef AT
const struct record notice_record = {"osha_notice", sizeof(struct notice), notice_fields};

bool notice_was_given(const struct notice *notices, size_t count, enum urgent_event event)
{
	for (size_t i = 0; i < count; i++)
		if (notices[i].event == (int)event + 1)
			return true;
	return false;
}

struct notice_clock notice_clock(moment deadline_at, moment now)
{
	moment left = deadline_at - now;
	bool is_late = left < 0;
	int64_t minutes = (is_late ? -left : left) / MINUTES(1);

	return (struct notice_clock){is_late, minutes / 60, minutes % 60};
}
