#include "incident/incident_alias.h"

#include <ctype.h>

static const struct {
	const char *word;
	int severity;
} severities[] = {
	{"sev1", SEVERITY_CRITICAL}, {"sev2", SEVERITY_HIGH}, {"sev3", SEVERITY_MEDIUM}, {"sev4", SEVERITY_LOW},
	{"p1", SEVERITY_CRITICAL},   {"p2", SEVERITY_HIGH},   {"p3", SEVERITY_MEDIUM},   {"p4", SEVERITY_LOW},
	{"minor", SEVERITY_LOW},     {"moderate", SEVERITY_MEDIUM}, {"major", SEVERITY_HIGH},
};

/* What a word means in each register; STATUS_NONE: it has no such state. */
static const struct {
	const char *word;
	int safety, environment, operations;
} statuses[] = {
	{"open", STATUS_NEW, STATUS_OPEN, STATUS_OPEN},
	{"new", STATUS_NEW, STATUS_OPEN, STATUS_OPEN},
	{"underreview", STATUS_UNDER_REVIEW, STATUS_UNDER_INVESTIGATION, STATUS_MITIGATING},
	{"inprogress", STATUS_INVESTIGATION, STATUS_UNDER_INVESTIGATION, STATUS_MITIGATING},
	{"investigation", STATUS_INVESTIGATION, STATUS_UNDER_INVESTIGATION, STATUS_MITIGATING},
	{"underinvestigation", STATUS_INVESTIGATION, STATUS_UNDER_INVESTIGATION, STATUS_MITIGATING},
	{"capapending", STATUS_CAPA_PENDING, STATUS_NONE, STATUS_NONE},
	{"mitigating", STATUS_NONE, STATUS_NONE, STATUS_MITIGATING},
	{"mitigated", STATUS_NONE, STATUS_NONE, STATUS_MITIGATED},
	{"resolved", STATUS_CLOSED, STATUS_RESOLVED, STATUS_RESOLVED},
	{"closed", STATUS_CLOSED, STATUS_CLOSED, STATUS_CLOSED},
	{"archived", STATUS_ARCHIVED, STATUS_ARCHIVED, STATUS_ARCHIVED},
};

static const struct {
	const char *word, *category;
	int reg;
} kinds[] = {
	{"spill", "spill", REGISTER_ENVIRONMENT},
	{"airpollution", "air_emission", REGISTER_ENVIRONMENT},
	{"watercontamination", "water_discharge", REGISTER_ENVIRONMENT},
	{"compliancebreach", "permit_deviation", REGISTER_ENVIRONMENT},
	{"fire", "fire_explosion", REGISTER_SAFETY},
	{"equipmentfailure", "equipment_damage", REGISTER_SAFETY},
	{"safetyviolation", "unsafe_act", REGISTER_SAFETY},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The same letters and digits, whatever their case and what stands between them. */
static bool is_word(struct str typed, const char *word)
{
	for (size_t i = 0; i < typed.len; i++) {
		const unsigned char c = (unsigned char)typed.at[i];
		if (c == ' ' || c == '_' || c == '-')
			continue;
		if (tolower(c) != *word)
			return false;
		word++;
	}
	return *word == '\0';
}

/* One of our own codes, written in whatever way. */
static int own_code(const struct codes *codes, struct str typed)
{
	for (int i = 1; codes->rows[i].code; i++) {
		const char *code = codes->rows[i].code;
		char plain[40];
		size_t len = 0;
		for (; *code && len < sizeof plain - 1; code++)
			if (*code != '_')
				plain[len++] = *code;
		plain[len] = '\0';
		if (is_word(typed, plain))
			return i;
	}
	return 0;
}

int incident_alias_severity(struct str word)
{
	for (size_t i = 0; i < COUNT(severities); i++)
		if (is_word(word, severities[i].word))
			return severities[i].severity;
	return own_code(&severity_codes, word);
}

int incident_alias_status(struct str word, int reg)
{
	const int own = codes_find(&status_codes, word);

	for (size_t i = 0; i < COUNT(statuses); i++) {
		const int found = reg == REGISTER_SAFETY ? statuses[i].safety
				  : reg == REGISTER_ENVIRONMENT ? statuses[i].environment : statuses[i].operations;
		if (is_word(word, statuses[i].word) && reg)
			return found ? found : own > 0 ? own : 0;
	}
	return own > 0 ? own : own_code(&status_codes, word);
}

struct str incident_alias_category(struct str word, int *reg)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (is_word(word, kinds[i].word)) {
			*reg = kinds[i].reg;
			return str_of(kinds[i].category);
		}
	return STR_NONE;
}
