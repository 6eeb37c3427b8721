#include "osha/certification.h"

#include <jansson.h>
#include <stddef.h>

#include "base/text.h"

static const struct code standing_rows[] = {
	{"", ""},
	{"owner", N_("Owner of a sole proprietorship or partner")},
	{"officer", N_("Officer of the corporation")},
	{"highest_official", N_("Highest-ranking official at the establishment")},
	{"supervisor_of_official", N_("Immediate supervisor of the highest-ranking official")},
	{NULL, NULL},
};
const struct codes standing_codes = {"standing", standing_rows};

/* What is signed, in the order of the form; also how the audit trail names it. */
static const struct code figure_rows[] = {
	{"", ""},
	{"total_deaths", N_("Total number of deaths")},
	{"total_dafw_cases", N_("Cases with days away from work")},
	{"total_djtr_cases", N_("Cases with job transfer or restriction")},
	{"total_other_cases", N_("Other recordable cases")},
	{"total_dafw_days", N_("Days away from work")},
	{"total_djtr_days", N_("Days of job transfer or restriction")},
	{"total_injuries", N_("Injuries")},
	{"total_skin_disorders", N_("Skin disorders")},
	{"total_respiratory_conditions", N_("Respiratory conditions")},
	{"total_poisonings", N_("Poisonings")},
	{"total_hearing_loss", N_("Hearing losses")},
	{"total_other_illnesses", N_("All other illnesses")},
	{"annual_average_employees", N_("Annual average number of employees")},
	{"total_hours_worked", N_("Total hours worked by all employees")},
	{NULL, NULL},
};
static const struct codes figure_codes = {"figures", figure_rows};
_Static_assert(sizeof figure_rows / sizeof *figure_rows == CERTIFICATION_FIGURES + 2, "one for each figure");

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct certification, member)
static const struct field certification_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, AT(uuid), .flags = FIXED},
	{.kind = FIELD_ID, AT(establishment_id), .label = N_("Establishment"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(year), .label = N_("Year"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 AT(executive),
	 .label = N_("Company executive"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 200,
	 .hint = N_("Name of the person who certifies"),
	 .autocomplete = "off"},
	{.kind = FIELD_CODE,
	 AT(executive_standing),
	 .label = N_("Why may this person certify?"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &standing_codes,
	 .hint = N_("A safety manager is not one of these by that office alone")},
	{.kind = FIELD_TEXT,
	 AT(title),
	 .label = N_("Title"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 200},
	{.kind = FIELD_TEXT,
	 AT(phone),
	 .label = N_("Phone"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 40},
	{.kind = FIELD_DAY,
	 AT(certified_on),
	 .label = N_("Date"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_PAST},
	{.kind = FIELD_MOMENT, AT(signed_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_ID, AT(signed_by_id), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_TEXT, AT(signed_by_name), .label = N_("Signed by"), .flags = FIELD_STORED, .max = 220},
	{.kind = FIELD_PROSE, AT(figures), .label = N_("Figures"), .flags = FIELD_STORED, .codes = &figure_codes},
	{.kind = FIELD_BYTES, AT(figures_sha256), .label = N_("SHA-256 of the figures"), .flags = FIELD_STORED},
	{.kind = FIELD_BYTES, AT(file_sha256), .label = N_("SHA-256 of the signed file"), .flags = FIELD_STORED},
	FIELD_END,
};
#undef AT
const struct record certification_record = {"osha_certification", sizeof(struct certification),
					    certification_fields};

struct figure {
	const char *name;
	const char *label;
	int64_t value;
};

static void figures_of(const struct osha_log *log, struct figure out[CERTIFICATION_FIGURES])
{
	struct osha_totals totals = osha_log_totals(log->cases, log->case_count);
	const int64_t values[CERTIFICATION_FIGURES] = {
		totals.outcomes[OSHA_DEATH],
		totals.outcomes[OSHA_DAYS_AWAY],
		totals.outcomes[OSHA_RESTRICTED],
		totals.outcomes[OSHA_OTHER],
		totals.days_away,
		totals.days_restricted,
		totals.types[OSHA_INJURY],
		totals.types[OSHA_SKIN_DISORDER],
		totals.types[OSHA_RESPIRATORY],
		totals.types[OSHA_POISONING],
		totals.types[OSHA_HEARING_LOSS],
		totals.types[OSHA_OTHER_ILLNESS],
		log->average_employees,
		log->hours_worked,
	};

	for (size_t i = 0; i < CERTIFICATION_FIGURES; i++)
		out[i] = (struct figure){figure_rows[i + 1].code, figure_rows[i + 1].label, values[i]};
}

struct str certification_figures(struct arena *arena, const struct osha_log *log)
{
	struct figure figures[CERTIFICATION_FIGURES];
	struct text out = TEXT_IN(arena);

	figures_of(log, figures);
	for (size_t i = 0; i < CERTIFICATION_FIGURES; i++) {
		text_printf(&out, "%c\"%s\":", i ? ',' : '{', figures[i].name);
		if (figures[i].value == OSHA_UNKNOWN)
			text_cstr(&out, "null");
		else
			text_int(&out, figures[i].value);
	}
	text_char(&out, '}');
	return text_str(&out);
}

size_t certification_changes(struct str figures, const struct osha_log *log,
			     struct certification_change out[CERTIFICATION_FIGURES])
{
	struct figure now[CERTIFICATION_FIGURES];
	json_t *signed_figures = json_loadb(figures.at ? figures.at : "", figures.len, 0, NULL);
	size_t count = 0;

	figures_of(log, now);
	for (size_t i = 0; i < CERTIFICATION_FIGURES; i++) {
		const json_t *was = json_object_get(signed_figures, now[i].name);
		int64_t before = json_is_integer(was) ? json_integer_value(was) : OSHA_UNKNOWN;
		if (before != now[i].value)
			out[count++] = (struct certification_change){now[i].label, before, now[i].value};
	}
	json_decref(signed_figures);
	return count;
}
