#include "osha/log_data.h"

struct osha_totals osha_log_totals(const struct osha_log_case *cases, int count)
{
	struct osha_totals totals = {0};

	for (int i = 0; i < count; i++) {
		const struct osha_log_case *c = &cases[i];

		if (c->is_lined_out)
			continue;
		totals.cases++;
		totals.outcomes[c->outcome]++;
		totals.days_away += c->days_away;
		totals.days_restricted += c->days_restricted;
		totals.types[c->type]++;
	}
	return totals;
}

int osha_log_pages(int case_count)
{
	return case_count <= 0 ? 1 : (case_count + OSHA_CASES_PER_PAGE - 1) / OSHA_CASES_PER_PAGE;
}

static const struct str privacy_words = {"privacy case", sizeof "privacy case" - 1};

struct str osha_log_name(const struct osha_log_case *c)
{
	return c->is_privacy ? privacy_words : c->name;
}

struct str osha_establishment_name(struct arena *arena, const struct osha_establishment *e)
{
	if (e->company.len == 0 || str_starts(e->name, e->company))
		return e->name;
	if (e->name.len == 0)
		return e->company;
	return arena_printf(arena, "%.*s, %.*s", STR_ARG(e->company), STR_ARG(e->name));
}

static const struct {
	const char *letter, *label;
} outcomes[OSHA_OUTCOMES] = {
	[OSHA_UNDECIDED] = {"", ""},
	[OSHA_DEATH] = {"G", "Death"},
	[OSHA_DAYS_AWAY] = {"H", "Days away from work"},
	[OSHA_RESTRICTED] = {"I", "Job transfer or restriction"},
	[OSHA_OTHER] = {"J", "Other recordable cases"},
};

const char *osha_outcome_letter(enum osha_outcome outcome)
{
	return outcomes[outcome].letter;
}

const char *osha_outcome_label(enum osha_outcome outcome)
{
	return outcomes[outcome].label;
}

const char *osha_type_label(enum osha_type type)
{
	static const char *const labels[OSHA_TYPES] = {
		[OSHA_NO_TYPE] = "",
		[OSHA_INJURY] = "Injury",
		[OSHA_SKIN_DISORDER] = "Skin disorder",
		[OSHA_RESPIRATORY] = "Respiratory condition",
		[OSHA_POISONING] = "Poisoning",
		[OSHA_HEARING_LOSS] = "Hearing loss",
		[OSHA_OTHER_ILLNESS] = "All other illnesses",
	};

	return labels[type];
}

void osha_incident_hide_person(struct osha_incident *incident)
{
	if (!incident->is_privacy)
		return;
	incident->full_name = privacy_words;
	incident->street = incident->city = incident->state = incident->zip = STR_NONE;
	incident->born_on = DAY_NONE;
}
