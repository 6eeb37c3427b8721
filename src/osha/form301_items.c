#include "osha/form301_items.h"

#include <stddef.h>

#define ITEM(number, name, label, kind, member, is_case, width) \
	{number, name, label, kind, offsetof(struct osha_incident, member), is_case, width}

const struct form301_item form301_items[FORM301_ITEMS] = {
	ITEM("", "establishment_code", "Establishment code", FORM301_TEXT, establishment.code, true, 14),
	ITEM("", "establishment_name", "Establishment name", FORM301_TEXT, establishment.name, true, 24),
	ITEM("1", "full_name", "Full name", FORM301_TEXT, full_name, false, 24),
	ITEM("2", "street", "Street", FORM301_TEXT, street, false, 24),
	ITEM("2", "city", "City", FORM301_TEXT, city, false, 16),
	ITEM("2", "state", "State", FORM301_TEXT, state, false, 8),
	ITEM("2", "zip", "ZIP", FORM301_TEXT, zip, false, 10),
	ITEM("3", "date_of_birth", "Date of birth", FORM301_DAY, born_on, false, 12),
	ITEM("4", "date_hired", "Date hired", FORM301_DAY, hired_on, false, 12),
	ITEM("5", "sex", "Male or female", FORM301_SEX, sex, false, 9),
	ITEM("6", "physician", "Name of physician or other health care professional", FORM301_TEXT, physician,
	     false, 24),
	ITEM("7", "facility", "If treatment was given away from the worksite: facility", FORM301_TEXT,
	     facility, false, 24),
	ITEM("7", "facility_street", "Street of the facility", FORM301_TEXT, facility_street, false, 24),
	ITEM("7", "facility_city", "City of the facility", FORM301_TEXT, facility_city, false, 16),
	ITEM("7", "facility_state", "State of the facility", FORM301_TEXT, facility_state, false, 8),
	ITEM("7", "facility_zip", "ZIP of the facility", FORM301_TEXT, facility_zip, false, 10),
	ITEM("8", "emergency_room", "Was employee treated in an emergency room?", FORM301_ANSWER,
	     emergency_room, false, 12),
	ITEM("9", "inpatient", "Was employee hospitalized overnight as an in-patient?", FORM301_ANSWER,
	     inpatient, false, 12),
	ITEM("10", "case_number", "Case number from the Log", FORM301_TEXT, case_number, true, 10),
	ITEM("11", "date_of_injury", "Date of injury or illness", FORM301_DAY, injury_on, true, 12),
	ITEM("12", "time_began_work", "Time employee began work", FORM301_CLOCK, began_work_at, true, 9),
	ITEM("13", "time_of_event", "Time of event", FORM301_CLOCK, event_at, true, 9),
	ITEM("13", "time_of_event_unknown", "Time of event cannot be determined", FORM301_BOOL,
	     event_time_unknown, true, 12),
	ITEM("14", "before", "What was the employee doing just before the incident occurred?", FORM301_TEXT,
	     before, true, 48),
	ITEM("15", "what_happened", "What happened?", FORM301_TEXT, what_happened, true, 48),
	ITEM("16", "injury", "What was the injury or illness?", FORM301_TEXT, injury, true, 36),
	ITEM("17", "object", "What object or substance directly harmed the employee?", FORM301_TEXT, object,
	     true, 30),
	ITEM("18", "date_of_death", "Date of death", FORM301_DAY, died_on, true, 12),
	ITEM("", "completed_by", "Completed by", FORM301_TEXT, completed_by, false, 20),
	ITEM("", "completed_title", "Title", FORM301_TEXT, completed_title, false, 18),
	ITEM("", "completed_phone", "Phone", FORM301_TEXT, completed_phone, false, 16),
	ITEM("", "completed_on", "Date completed", FORM301_DAY, completed_on, false, 12),
	ITEM("", "naics", "NAICS", FORM301_TEXT, establishment.naics, true, 9),
	ITEM("", "ein", "EIN", FORM301_TEXT, establishment.ein, true, 11),
};

#define MEMBER(type) (*(const type *)(const void *)((const char *)incident + item->offset))

struct str form301_items_text(struct arena *arena, const struct osha_incident *incident,
			      const struct form301_item *item)
{
	if (incident->case_part_only && !item->is_case)
		return STR("");
	switch (item->kind) {
	case FORM301_TEXT:
		return MEMBER(struct str);
	case FORM301_DAY:
		return day_text(arena, MEMBER(day));
	case FORM301_CLOCK:
		return MEMBER(clock_minutes) == CLOCK_NONE ? STR("")
							   : clock_text(arena, MEMBER(clock_minutes));
	case FORM301_ANSWER:
		return str_of((const char *[]){"", "yes", "no"}[MEMBER(enum osha_answer)]);
	case FORM301_SEX:
		return str_of((const char *[]){"", "male", "female"}[MEMBER(enum osha_sex)]);
	case FORM301_BOOL:
		return MEMBER(bool) ? STR("yes") : STR("");
	}
	return STR("");
}
