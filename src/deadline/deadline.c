#include "deadline/deadline.h"

#include <assert.h>
#include <stddef.h>

#include "environment/release_duty.h"
#include "incident/incident.h"
#include "osha/urgent.h"

static const struct code kind_rows[] = {
	{"", ""},
#define X(name, code, subject, title) {code, title},
	DEADLINE_TABLE(X)
#undef X
	{NULL, NULL},
};
const struct codes deadline_kind_codes = {"deadline_kind", kind_rows};

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct deadline, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, AT(uuid), .flags = FIXED},
	{.kind = FIELD_CODE, AT(environment), .flags = FIXED, .codes = &environment_codes},
	{.kind = FIELD_CODE, AT(kind), .flags = FIXED, .codes = &deadline_kind_codes},
	{.kind = FIELD_ID, AT(subject_id), .flags = FIXED},
	{.kind = FIELD_INT, AT(part), .flags = FIXED},
	{.kind = FIELD_ID, AT(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(establishment_id), .flags = FIELD_STORED},
	{.kind = FIELD_ID, AT(department_id), .flags = FIELD_STORED},
	{.kind = FIELD_ID, AT(responsible_id), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(reference), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 120},
	{.kind = FIELD_TEXT, AT(zone), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 64},
	{.kind = FIELD_MOMENT, AT(starts_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(due_at), .flags = FIELD_STORED},
	{.kind = FIELD_DAY, AT(due_on), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, AT(is_provisional), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(met_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(cancelled_at), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, AT(is_quiet), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(stage), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(round), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(sequence), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(dated_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(next_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, AT(updated_at), .flags = FIELD_STORED},
	FIELD_END,
};
#undef AT
const struct record deadline_record = {"deadline", sizeof(struct deadline), fields};

enum deadline_trait {
	IS_LAW = 1u << 0,
	IS_WINDOW = 1u << 1,
	IS_PERSONAL = 1u << 2,
};

/* What the table of kinds does not say. tab is the path of the incident's page on which it is met. */
static const struct kind {
	unsigned traits;
	const char *citation;
	const char *tab;
} kinds[DEADLINE_KIND_COUNT] = {
	[DEADLINE_INVESTIGATION] = {.tab = "/investigation"},
	[DEADLINE_APPROVAL] = {.tab = "/investigation"},
	[DEADLINE_FIRST_REPLY] = {.tab = "/messages"},
	[DEADLINE_OUTCOME] = {.tab = "/messages"},
	[DEADLINE_OSHA_DEATH] = {IS_LAW, "29 CFR 1904.39(a)(1)", "/osha"},
	[DEADLINE_OSHA_SEVERE] = {IS_LAW, "29 CFR 1904.39(a)(2)", "/osha"},
	[DEADLINE_OSHA_RECORD] = {IS_LAW, "29 CFR 1904.29(b)(3)", "/osha"},
	[DEADLINE_OSHA_CERTIFY] = {IS_LAW, "29 CFR 1904.32(b)(3)", NULL},
	[DEADLINE_OSHA_POST] = {IS_LAW, "29 CFR 1904.32(b)(6)", NULL},
	[DEADLINE_OSHA_POSTED] = {IS_LAW | IS_WINDOW, "29 CFR 1904.32(b)(6)", NULL},
	[DEADLINE_OSHA_FILE] = {IS_LAW, "29 CFR 1904.41(c)", NULL},
	[DEADLINE_RELEASE_CALL] = {IS_LAW, "42 USC 11004(b)", "/releases"},
	[DEADLINE_RELEASE_WRITTEN] = {IS_LAW, "42 USC 11004(c), 40 CFR 355.40(b)", "/releases"},
	[DEADLINE_AGENCY] = {0, NULL, "/releases"},
	[DEADLINE_TRAINING] = {.traits = IS_PERSONAL},
	[DEADLINE_ROLE] = {.traits = IS_PERSONAL | IS_WINDOW},
};

bool deadline_is_open(const struct deadline *deadline)
{
	return deadline->met_at == MOMENT_NONE && deadline->cancelled_at == MOMENT_NONE;
}

bool deadline_is_late(const struct deadline *deadline, moment now)
{
	return deadline_is_open(deadline) && now >= deadline->due_at && !deadline_is_window((enum deadline_kind)deadline->kind);
}

bool deadline_is_window(enum deadline_kind kind)
{
	return kinds[kind].traits & IS_WINDOW;
}

bool deadline_is_law(enum deadline_kind kind)
{
	return kinds[kind].traits & IS_LAW;
}

bool deadline_is_personal(enum deadline_kind kind)
{
	return kinds[kind].traits & IS_PERSONAL;
}

const char *deadline_subject(enum deadline_kind kind)
{
	static const char *const subjects[DEADLINE_KIND_COUNT] = {
		"",
#define X(name, code, subject, title) subject,
		DEADLINE_TABLE(X)
#undef X
	};

	return subjects[kind];
}

const char *deadline_title(const struct deadline *deadline)
{
	static const char *const events[URGENT_COUNT] = {
		[URGENT_HOSPITAL] = N_("Report the in-patient hospitalization to OSHA"),
		[URGENT_AMPUTATION] = N_("Report the amputation to OSHA"),
		[URGENT_EYE] = N_("Report the loss of an eye to OSHA"),
	};
	static const char *const calls[] = {
		[AGENCY_NRC] = N_("Notify the National Response Center of the release"),
		[AGENCY_STATE] = N_("Notify the state commission of the release"),
		[AGENCY_LOCAL] = N_("Notify the local committee of the release"),
		[AGENCY_EMERGENCY] = N_("Notify 911 of the release in transport"),
	};
	static const char *const letters[] = {
		[AGENCY_STATE] = N_("Send the written follow-up notice to the state commission"),
		[AGENCY_LOCAL] = N_("Send the written follow-up notice to the local committee"),
	};
	const char *title = NULL;
	const size_t part = (size_t)deadline->part;

	if (deadline->kind == DEADLINE_OSHA_SEVERE && part < URGENT_COUNT)
		title = events[part];
	else if (deadline->kind == DEADLINE_RELEASE_CALL && part < sizeof calls / sizeof *calls)
		title = calls[part];
	else if (deadline->kind == DEADLINE_RELEASE_WRITTEN && part < sizeof letters / sizeof *letters)
		title = letters[part];
	return title ? title : codes_label(&deadline_kind_codes, deadline->kind);
}

const char *deadline_citation(const struct deadline *deadline)
{
	if (deadline->kind == DEADLINE_RELEASE_CALL && deadline->part == AGENCY_NRC)
		return "42 USC 9603(a), 40 CFR 302.6";
	const char *citation = kinds[deadline->kind].citation;
	return citation ? citation : "";
}

/* "DAY/2025": the reference of a year is its place and year, as in the address. */
struct str deadline_href(struct arena *arena, const struct deadline *deadline)
{
	const char *tab = kinds[deadline->kind].tab;

	switch (deadline->kind) {
	case DEADLINE_CAPA:
	case DEADLINE_EFFECT:
		return arena_printf(arena, "/capas/%.*s", STR_ARG(deadline->reference));
	case DEADLINE_OSHA_CERTIFY:
	case DEADLINE_OSHA_POST:
	case DEADLINE_OSHA_POSTED:
		return arena_printf(arena, "/osha/%.*s/summary", STR_ARG(deadline->reference));
	case DEADLINE_OSHA_FILE:
		return arena_printf(arena, "/osha/%.*s/ita", STR_ARG(deadline->reference));
	case DEADLINE_TRAINING:
	case DEADLINE_ROLE:
		return STR_NONE;
	default:
		return arena_printf(arena, "/incidents/%.*s%s", STR_ARG(deadline->reference), tab ? tab : "");
	}
}

moment deadline_day_end(const struct zone *zone, day on)
{
	return on == DAY_NONE ? MOMENT_NONE : zone_moment(zone, day_civil(on + 1));
}

static struct countdown by_day(day due_on, day today)
{
	const int64_t days = (int64_t)due_on - today;

	return (struct countdown){days < 0, COUNTDOWN_DAYS, days < 0 ? -days : days};
}

struct countdown deadline_countdown(const struct deadline *deadline, const struct zone *zone, moment now)
{
	if (deadline->due_at == MOMENT_NONE)
		return (struct countdown){false, COUNTDOWN_NONE, 0};
	if (deadline->due_on != DAY_NONE)
		return by_day(deadline->due_on, zone_day(zone, now));
	const bool is_late = now >= deadline->due_at;
	const moment left = is_late ? now - deadline->due_at : deadline->due_at - now;
	if (left >= DAYS(3))
		return (struct countdown){is_late, COUNTDOWN_DAYS, left / DAYS(1)};
	if (left >= HOURS(2))
		return (struct countdown){is_late, COUNTDOWN_HOURS, left / HOURS(1)};
	return (struct countdown){is_late, COUNTDOWN_MINUTES, left / MINUTES(1)};
}
