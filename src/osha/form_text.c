#include "osha/form_text.h"

#include <jansson.h>

#include "base/csv.h"
#include "base/log.h"
#include "osha/form301_items.h"

const char *const form_text_log_columns[LOG_COLUMNS] = {
	[LOG_COLUMN_YEAR] = "year",
	[LOG_COLUMN_ESTABLISHMENT_CODE] = "establishment_code",
	[LOG_COLUMN_ESTABLISHMENT_NAME] = "establishment_name",
	[LOG_COLUMN_CASE_NUMBER] = "case_number",
	[LOG_COLUMN_EMPLOYEE_NAME] = "employee_name",
	[LOG_COLUMN_PRIVACY] = "privacy",
	[LOG_COLUMN_JOB_TITLE] = "job_title",
	[LOG_COLUMN_INJURY_DATE] = "injury_date",
	[LOG_COLUMN_WHERE] = "where",
	[LOG_COLUMN_DESCRIPTION] = "description",
	[LOG_COLUMN_OUTCOME] = "outcome",
	[LOG_COLUMN_DAYS_AWAY] = "days_away",
	[LOG_COLUMN_DAYS_RESTRICTED] = "days_restricted",
	[LOG_COLUMN_DAYS_ESTIMATED] = "days_estimated",
	[LOG_COLUMN_TYPE] = "type",
	[LOG_COLUMN_LINED_OUT] = "lined_out",
};

static const char *yes_no(bool value)
{
	return value ? "yes" : "no";
}

static void log_row(struct csv_writer *csv, const struct osha_log *log, const struct osha_log_case *c)
{
	csv_put_int(csv, log->year);
	csv_put(csv, log->establishment.code);
	csv_put(csv, log->establishment.name);
	csv_put(csv, c->number);
	csv_put(csv, osha_log_name(c));
	csv_put(csv, str_of(yes_no(c->is_privacy)));
	csv_put(csv, c->job_title);
	csv_put(csv, day_text(csv->out->arena, c->injury_on));
	csv_put(csv, c->where);
	csv_put(csv, c->description);
	csv_put(csv, str_of(osha_outcome_letter(c->outcome)));
	csv_put_int(csv, c->days_away);
	csv_put_int(csv, c->days_restricted);
	csv_put(csv, str_of(yes_no(c->days_are_estimated)));
	if (c->type == OSHA_NO_TYPE)
		csv_put(csv, STR(""));
	else
		csv_put_int(csv, c->type);
	csv_put(csv, str_of(yes_no(c->is_lined_out)));
	csv_end(csv);
}

void form_text_log_csv(struct text *out, const struct osha_log *logs, int count)
{
	struct csv_writer csv = CSV_WRITER(out, true);

	for (int i = 0; i < LOG_COLUMNS; i++)
		csv_put(&csv, str_of(form_text_log_columns[i]));
	csv_end(&csv);
	for (int i = 0; i < count; i++)
		for (int k = 0; k < logs[i].case_count; k++)
			log_row(&csv, &logs[i], &logs[i].cases[k]);
}

/* One value of the summary, by name; text or number. */
struct named {
	const char *name;
	struct str text;
	int64_t number;
	bool is_number;
};

enum { SUMMARY_VALUES = 30 };

static int summary_values(struct arena *arena, const struct osha_log *log, struct named *out)
{
	const struct osha_establishment *e = &log->establishment;
	const struct osha_certification none = {.certified_on = DAY_NONE};
	const struct osha_certification *c = log->certification ? log->certification : &none;
	const struct osha_totals t = osha_log_totals(log->cases, log->case_count);
	const struct named values[] = {
		{"year", STR_NONE, log->year, true},
		{"establishment_code", e->code, 0, false},
		{"establishment_name", e->name, 0, false},
		{"company_name", e->company, 0, false},
		{"street_address", e->street, 0, false},
		{"city", e->city, 0, false},
		{"state", e->state, 0, false},
		{"zip", e->zip, 0, false},
		{"naics_code", e->naics, 0, false},
		{"industry_description", e->industry, 0, false},
		{"ein", e->ein, 0, false},
		{"annual_average_employees", STR_NONE, log->average_employees,
		 log->average_employees != OSHA_UNKNOWN},
		{"total_hours_worked", STR_NONE, log->hours_worked, log->hours_worked != OSHA_UNKNOWN},
		{"total_deaths", STR_NONE, t.outcomes[OSHA_DEATH], true},
		{"total_dafw_cases", STR_NONE, t.outcomes[OSHA_DAYS_AWAY], true},
		{"total_djtr_cases", STR_NONE, t.outcomes[OSHA_RESTRICTED], true},
		{"total_other_cases", STR_NONE, t.outcomes[OSHA_OTHER], true},
		{"total_dafw_days", STR_NONE, t.days_away, true},
		{"total_djtr_days", STR_NONE, t.days_restricted, true},
		{"total_injuries", STR_NONE, t.types[OSHA_INJURY], true},
		{"total_skin_disorders", STR_NONE, t.types[OSHA_SKIN_DISORDER], true},
		{"total_respiratory_conditions", STR_NONE, t.types[OSHA_RESPIRATORY], true},
		{"total_poisonings", STR_NONE, t.types[OSHA_POISONING], true},
		{"total_hearing_loss", STR_NONE, t.types[OSHA_HEARING_LOSS], true},
		{"total_other_illnesses", STR_NONE, t.types[OSHA_OTHER_ILLNESS], true},
		{"executive", c->executive, 0, false},
		{"executive_title", c->title, 0, false},
		{"executive_phone", c->phone, 0, false},
		{"certified_on", day_text(arena, c->certified_on), 0, false},
		{"changed_since_certification", str_of(log->certification ? yes_no(c->changed_since) : ""), 0,
		 false},
	};
	_Static_assert(sizeof values / sizeof *values == SUMMARY_VALUES, "every value has room");

	for (int i = 0; i < SUMMARY_VALUES; i++)
		out[i] = values[i];
	return SUMMARY_VALUES;
}

void form_text_summary_csv(struct text *out, const struct osha_log *logs, int count)
{
	struct csv_writer csv = CSV_WRITER(out, true);
	const struct osha_log only_names = {0};
	struct named values[SUMMARY_VALUES];

	for (int row = -1; row < count; row++) {
		const int n = summary_values(out->arena, row < 0 ? &only_names : &logs[row], values);

		for (int i = 0; i < n; i++) {
			if (row < 0)
				csv_put(&csv, str_of(values[i].name));
			else if (values[i].is_number)
				csv_put_int(&csv, values[i].number);
			else
				csv_put(&csv, values[i].text);
		}
		csv_end(&csv);
	}
}

void form_text_incident_csv(struct text *out, const struct osha_incident *incidents, int count)
{
	struct csv_writer csv = CSV_WRITER(out, true);

	for (int i = 0; i < FORM301_ITEMS; i++)
		csv_put(&csv, str_of(form301_items[i].name));
	csv_end(&csv);
	for (int k = 0; k < count; k++) {
		for (int i = 0; i < FORM301_ITEMS; i++)
			csv_put(&csv, form301_items_text(out->arena, &incidents[k], &form301_items[i]));
		csv_end(&csv);
	}
}

/* jansson refuses NULL members, so one check at the end finds any failure before it. */
struct json_pen {
	json_t *object;
	bool failed;
};

static void member(struct json_pen *pen, const char *name, json_t *value)
{
	if (json_object_set_new(pen->object, name, value) != 0)
		pen->failed = true;
}

static void text_member(struct json_pen *pen, const char *name, struct str text)
{
	member(pen, name, text.len ? json_stringn(text.at, text.len) : json_null());
}

static int add_to_text(const char *bytes, size_t len, void *closure)
{
	text_add(closure, (struct str){bytes, len});
	return 0;
}

/* Writes the document and gives it back to jansson. */
static enum rc dump(struct text *out, json_t *document, bool failed)
{
	const bool written =
		!failed && document &&
		json_dump_callback(document, add_to_text, out, JSON_INDENT(2) | JSON_PRESERVE_ORDER) == 0;

	json_decref(document);
	if (!written)
		return FAULT("form.json", "text that is not UTF-8, or no memory");
	text_char(out, '\n');
	return RC_OK;
}

static json_t *case_json(struct arena *arena, const struct osha_log_case *c, bool *failed)
{
	struct json_pen pen = {json_object(), false};

	text_member(&pen, form_text_log_columns[LOG_COLUMN_CASE_NUMBER], c->number);
	text_member(&pen, form_text_log_columns[LOG_COLUMN_EMPLOYEE_NAME], osha_log_name(c));
	member(&pen, form_text_log_columns[LOG_COLUMN_PRIVACY], json_boolean(c->is_privacy));
	text_member(&pen, form_text_log_columns[LOG_COLUMN_JOB_TITLE], c->job_title);
	text_member(&pen, form_text_log_columns[LOG_COLUMN_INJURY_DATE], day_text(arena, c->injury_on));
	text_member(&pen, form_text_log_columns[LOG_COLUMN_WHERE], c->where);
	text_member(&pen, form_text_log_columns[LOG_COLUMN_DESCRIPTION], c->description);
	text_member(&pen, form_text_log_columns[LOG_COLUMN_OUTCOME], str_of(osha_outcome_letter(c->outcome)));
	member(&pen, form_text_log_columns[LOG_COLUMN_DAYS_AWAY], json_integer(c->days_away));
	member(&pen, form_text_log_columns[LOG_COLUMN_DAYS_RESTRICTED], json_integer(c->days_restricted));
	member(&pen, form_text_log_columns[LOG_COLUMN_DAYS_ESTIMATED], json_boolean(c->days_are_estimated));
	member(&pen, form_text_log_columns[LOG_COLUMN_TYPE],
	       c->type == OSHA_NO_TYPE ? json_null() : json_integer(c->type));
	member(&pen, form_text_log_columns[LOG_COLUMN_LINED_OUT], json_boolean(c->is_lined_out));
	*failed |= pen.failed;
	return pen.object;
}

static json_t *summary_json(struct arena *arena, const struct osha_log *log, bool *failed)
{
	struct json_pen pen = {json_object(), false};
	struct named values[SUMMARY_VALUES];
	const int n = summary_values(arena, log, values);

	for (int i = 0; i < n; i++) {
		if (values[i].is_number)
			member(&pen, values[i].name, json_integer(values[i].number));
		else
			text_member(&pen, values[i].name, values[i].text);
	}
	*failed |= pen.failed;
	return pen.object;
}

enum rc form_text_log_json(struct text *out, const struct osha_log *logs, int count)
{
	json_t *document = json_array();
	bool failed = !document;

	for (int i = 0; i < count; i++) {
		struct json_pen log = {summary_json(out->arena, &logs[i], &failed), false};
		json_t *cases = json_array();

		for (int k = 0; k < logs[i].case_count; k++)
			failed |= json_array_append_new(
					  cases, case_json(out->arena, &logs[i].cases[k], &failed)) != 0;
		member(&log, "cases", cases);
		failed |= log.failed || json_array_append_new(document, log.object) != 0;
	}
	return dump(out, document, failed);
}

enum rc form_text_summary_json(struct text *out, const struct osha_log *logs, int count)
{
	json_t *document = json_array();
	bool failed = !document;

	for (int i = 0; i < count; i++)
		failed |= json_array_append_new(document, summary_json(out->arena, &logs[i], &failed)) != 0;
	return dump(out, document, failed);
}

enum rc form_text_incident_json(struct text *out, const struct osha_incident *incidents, int count)
{
	json_t *document = json_array();
	bool failed = !document;

	for (int k = 0; k < count; k++) {
		struct json_pen pen = {json_object(), false};

		for (int i = 0; i < FORM301_ITEMS; i++)
			text_member(&pen, form301_items[i].name,
				    form301_items_text(out->arena, &incidents[k], &form301_items[i]));
		failed |= pen.failed || json_array_append_new(document, pen.object) != 0;
	}
	return dump(out, document, failed);
}
