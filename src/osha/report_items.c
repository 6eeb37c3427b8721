#include "osha/report_items.h"

#include <assert.h>

/*
 * What has to be there in any case; 17 may rightly stay empty, 12 where nobody knows. 6 and 7 are asked of whoever was treated
 * away from the worksite, which an emergency room and a hospital are.
 */
static const struct {
	const char *item, *field;
	const struct record *record;
} wanted[] = {
	{"2", "street", &case_report_record},        {"2", "city", &case_report_record},
	{"2", "state", &case_report_record},         {"2", "zip", &case_report_record},
	{"3", "born_on", &case_report_record},       {"4", "hired_on", &case_report_record},
	{"5", "sex", &case_report_record},           {"6", "physician", &case_report_record},
	{"7", "facility", &case_report_record},      {"8", "emergency_room", &case_report_record},
	{"9", "inpatient", &case_report_record},     {"13", "event_at", &case_report_record},
	{"14", "before_event", &case_report_record}, {"15", "what_happened", &case_report_record},
	{"16", "injury", &case_report_record},       {"", "completed_by", &case_report_record},
	{"", "completed_on", &case_report_record},   {"C", "job_title", &osha_case_record},
	{"E", "occurred_where", &osha_case_record},  {"F", "description", &osha_case_record},
};
_Static_assert(sizeof wanted / sizeof *wanted <= REPORT_GAPS_MOST, "room for every gap");

static bool is_asked(const struct field *field, const struct case_report *report)
{
	if (str_is(str_of(field->name), "event_at"))
		return !report->event_time_unknown;
	if (str_is(str_of(field->name), "physician") || str_is(str_of(field->name), "facility"))
		return report->emergency_room == ANSWER_YES || report->inpatient == ANSWER_YES;
	return true;
}

size_t report_items_missing(const struct osha_case *c, const struct case_report *report,
			    struct report_gap out[REPORT_GAPS_MOST])
{
	size_t count = 0;

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		const struct field *field = record_field(wanted[i].record, str_of(wanted[i].field));
		const void *row =
			wanted[i].record == &osha_case_record ? (const void *)c : (const void *)report;
		assert(field);
		if (!field_is_empty(field, row) || !is_asked(field, report))
			continue;
		out[count++] = (struct report_gap){wanted[i].item, field->name, field->label};
	}
	return count;
}
