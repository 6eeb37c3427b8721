#include "incident/incident_report.h"

#include "base/text.h"
#include "incident/search_words.h"

enum { TITLE_POINTS = 90 };          /* characters; longer ones are cut between words */

/* Bytes of the first line or sentence of s. */
static size_t first_sentence(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\n' || s.at[i] == '\r')
			return i;
		bool ends = s.at[i] == '.' || s.at[i] == '!' || s.at[i] == '?';
		if (ends && i >= 12 && (i + 1 == s.len || s.at[i + 1] == ' ' || s.at[i + 1] == '\n'))
			return i;
	}
	return s.len;
}

/* Bytes of the first count characters of s. */
static size_t points_to_bytes(struct str s, size_t count)
{
	size_t i = 0;

	while (i < s.len && count) {
		i++;
		while (i < s.len && ((unsigned char)s.at[i] & 0xc0) == 0x80)
			i++;
		count--;
	}
	return i;
}

struct str incident_report_title(struct arena *arena, struct str description)
{
	struct str s = str_trim(description);

	s = str_slice(s, 0, first_sentence(s));
	size_t most = points_to_bytes(s, TITLE_POINTS);
	if (most == s.len)
		return arena_str(arena, s);
	size_t cut = most;
	while (cut > most / 2 && s.at[cut] != ' ')
		cut--;
	if (s.at[cut] != ' ')
		cut = most;
	return arena_concat(arena, str_trim(str_slice(s, 0, cut)), STR("…"));
}

enum severity incident_report_severity(const struct incident_report *report)
{
	static const enum severity by_care[] = {
		[CARE_UNKNOWN] = SEVERITY_MEDIUM,   [CARE_NO_TREATMENT] = SEVERITY_LOW,
		[CARE_FIRST_AID] = SEVERITY_LOW,    [CARE_MEDICAL] = SEVERITY_MEDIUM,
		[CARE_EMERGENCY_ROOM] = SEVERITY_HIGH, [CARE_HOSPITAL] = SEVERITY_HIGH,
		[CARE_DIED] = SEVERITY_CRITICAL,
	};
	enum severity worst = report->incident.report_type == REPORT_INCIDENT ? SEVERITY_MEDIUM : SEVERITY_LOW;

	for (size_t i = 0; i < report->injured_count; i++) {
		int care = report->injured[i].care;
		if (care > CARE_NONE && by_care[care] > worst)
			worst = by_care[care];
	}
	return worst;
}

static void otherwise(int *code, int value)
{
	if (!*code)
		*code = value;
}

void incident_report_complete(struct arena *arena, struct incident_report *report, int64_t organization_id, moment at)
{
	struct incident *incident = &report->incident;

	incident->organization_id = organization_id;
	otherwise(&incident->reg, REGISTER_SAFETY);
	otherwise(&incident->report_type, REPORT_INCIDENT);
	otherwise(&incident->environment, ENVIRONMENT_PROD);
	otherwise(&incident->status, (int)incident_first_status((enum reg)incident->reg));
	otherwise(&incident->reporting, incident->reporter_id ? REPORTING_NAMED : REPORTING_ANONYMOUS);
	otherwise(&incident->severity, (int)incident_report_severity(report));
	if (incident->reporting == REPORTING_ANONYMOUS)
		incident->reporter_id = 0;
	if (!incident->title.len)
		incident->title = incident_report_title(arena, incident->description);
	if (incident->reported_at == MOMENT_NONE)
		incident->reported_at = at;
	incident->created_at = at;
	incident->updated_at = at;
	incident->version = 1;
}

struct str incident_report_words(struct arena *arena, const struct incident *incident,
				 const struct attachment *attachments, size_t count)
{
	struct text out = TEXT_IN(arena);

	search_words_fold(&out, incident->number);
	search_words_fold(&out, incident->title);
	search_words_fold(&out, incident->description);
	search_words_fold(&out, incident->immediate_actions);
	search_words_fold(&out, incident->specific_location);
	search_words_fold(&out, incident->tags);
	for (size_t i = 0; i < count; i++)
		search_words_fold(&out, attachments[i].name);
	return text_str(&out);
}
