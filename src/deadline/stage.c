#include "deadline/stage.h"

#include <stddef.h>

static const struct code stage_rows[] = {
	{"", ""},
	{"approaching", N_("Approaching")},
	{"due", N_("Due today")},
	{"overdue", N_("Overdue")},
	{"escalated", N_("Escalated")},
	{NULL, NULL},
};
const struct codes deadline_stage_codes = {"deadline_stage", stage_rows};

static const struct code unit_rows[] = {
	{"", ""}, {"minutes", N_("minutes")}, {"hours", N_("hours")}, {"days", N_("days")}, {NULL, NULL},
};
const struct codes deadline_unit_codes = {"deadline_unit", unit_rows};

enum { MINUTES_A_DAY = 1440, AMOUNT_MOST = 1000, YEAR_MINUTES = 366 * MINUTES_A_DAY };

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct deadline_rule, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_CODE, AT(kind), .flags = FIXED, .codes = &deadline_kind_codes},
	{.kind = FIELD_BOOL, AT(is_active), .label = N_("Watch these deadlines"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(term_minutes), .label = N_("Time, minutes"), .flags = FIELD_STORED, .most = YEAR_MINUTES},
	{.kind = FIELD_INT, AT(term), .label = N_("How long the incident manager has"), .flags = FIELD_REQUIRED,
	 .least = 1, .most = AMOUNT_MOST},
	{.kind = FIELD_CODE, AT(term_unit), .label = N_("Unit"), .flags = FIELD_REQUIRED, .codes = &deadline_unit_codes},
	{.kind = FIELD_INT, AT(lead_minutes), .label = N_("Told before the end, minutes"), .flags = FIELD_STORED,
	 .most = YEAR_MINUTES},
	{.kind = FIELD_INT, AT(lead), .label = N_("How long before the end is the responsible person told?"),
	 .flags = FIELD_REQUIRED, .most = AMOUNT_MOST, .hint = N_("0: not at all")},
	{.kind = FIELD_CODE, AT(lead_unit), .label = N_("Unit"), .flags = FIELD_REQUIRED, .codes = &deadline_unit_codes},
	{.kind = FIELD_BOOL, AT(is_due_told), .label = N_("Tell again on the morning of the day"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(escalate_minutes), .label = N_("Between steps of escalation, minutes"),
	 .flags = FIELD_STORED, .most = YEAR_MINUTES},
	{.kind = FIELD_INT, AT(escalate), .label = N_("How long after overdue does it escalate, and again from step to step?"),
	 .flags = FIELD_REQUIRED, .most = AMOUNT_MOST},
	{.kind = FIELD_CODE, AT(escalate_unit), .label = N_("Unit"), .flags = FIELD_REQUIRED, .codes = &deadline_unit_codes},
	{.kind = FIELD_INT, AT(escalate_steps), .label = N_("Steps of escalation"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .most = DEADLINE_STEPS_MOST, .hint = N_("0: none; 1: the manager's manager; each further step the one above")},
	{.kind = FIELD_BOOL,
	 AT(on_working_days),
	 .label = N_("Tell on working days only"),
	 .flags = FIELD_STORED,
	 .hint = N_("The deadline itself does not move")},
	{.kind = FIELD_INT, AT(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record deadline_rule_record = {"deadline_rule", sizeof(struct deadline_rule), fields};

static const int64_t unit_minutes[] = {1, 1, 60, MINUTES_A_DAY};

static void split(int64_t minutes, int64_t *amount, int *unit)
{
	*unit = minutes % MINUTES_A_DAY == 0 ? 3 : minutes % 60 == 0 ? 2 : 1;
	*amount = minutes / unit_minutes[*unit];
}

void deadline_rule_split(struct deadline_rule *rule)
{
	split(rule->term_minutes, &rule->term, &rule->term_unit);
	split(rule->lead_minutes, &rule->lead, &rule->lead_unit);
	split(rule->escalate_minutes, &rule->escalate, &rule->escalate_unit);
}

void deadline_rule_join(struct deadline_rule *rule)
{
	if (rule->term_minutes)
		rule->term_minutes = rule->term * unit_minutes[rule->term_unit];
	rule->lead_minutes = rule->lead * unit_minutes[rule->lead_unit];
	rule->escalate_minutes = rule->escalate * unit_minutes[rule->escalate_unit];
}

/* In minutes. What is not listed has the first row. */
struct usual {
	int64_t term, lead, escalate, steps;
	bool is_due_told;
};
static const struct usual usual_first = {0, 3 * MINUTES_A_DAY, 2 * MINUTES_A_DAY, 1, true};
static const struct usual *const usual_of[DEADLINE_KIND_COUNT] = {
	[DEADLINE_OPEN_CRITICAL] = &(const struct usual){60, 0, 60, 2, false},
	[DEADLINE_OPEN_HIGH] = &(const struct usual){240, 60, 240, 1, false},
	[DEADLINE_EFFECT] = &(const struct usual){0, 0, 14 * MINUTES_A_DAY, 1, true},
	[DEADLINE_OUTCOME] = &(const struct usual){0, 14 * MINUTES_A_DAY, 2 * MINUTES_A_DAY, 1, true},
	[DEADLINE_OSHA_DEATH] = &(const struct usual){0, 6 * 60, 60, 2, false},
	[DEADLINE_OSHA_SEVERE] = &(const struct usual){0, 12 * 60, 2 * 60, 2, false},
	[DEADLINE_OSHA_CERTIFY] = &(const struct usual){0, 21 * MINUTES_A_DAY, 3 * MINUTES_A_DAY, 1, true},
	[DEADLINE_OSHA_POST] = &(const struct usual){0, 7 * MINUTES_A_DAY, 3 * MINUTES_A_DAY, 1, true},
	[DEADLINE_OSHA_POSTED] = &(const struct usual){0, 0, 0, 0, true},
	[DEADLINE_OSHA_FILE] = &(const struct usual){0, 21 * MINUTES_A_DAY, 2 * MINUTES_A_DAY, 1, true},
	[DEADLINE_RELEASE_CALL] = &(const struct usual){0, 10, 60, 2, false},
	[DEADLINE_RELEASE_WRITTEN] = &(const struct usual){0, 7 * MINUTES_A_DAY, 2 * MINUTES_A_DAY, 1, true},
	[DEADLINE_AGENCY] = &(const struct usual){0, 3 * MINUTES_A_DAY, MINUTES_A_DAY, 1, false},
	[DEADLINE_TRAINING] = &(const struct usual){0, 30 * MINUTES_A_DAY, 14 * MINUTES_A_DAY, 1, false},
	[DEADLINE_ROLE] = &(const struct usual){0, 14 * MINUTES_A_DAY, 0, 0, true},
};

struct deadline_rule deadline_rule_default(int64_t organization_id, enum deadline_kind kind)
{
	const struct usual *usual = usual_of[kind] ? usual_of[kind] : &usual_first;

	return (struct deadline_rule){
		.organization_id = organization_id,
		.kind = (int)kind,
		.is_active = true,
		.term_minutes = usual->term,
		.lead_minutes = usual->lead,
		.is_due_told = usual->is_due_told,
		.escalate_minutes = usual->escalate,
		.escalate_steps = usual->steps,
		.updated_at = MOMENT_NONE,
	};
}

bool stage_is_working_day(const struct days_off *off, day on)
{
	const int weekday = day_weekday(on);

	if (weekday == 0 || weekday == 6)
		return false;
	for (size_t i = 0; off && i < off->count; i++)
		if (off->at[i] == on)
			return false;
	return true;
}

/* A year of days off in a row would be a mistake; then it is told nevertheless. */
static day working_day(const struct days_off *off, day on, int by)
{
	const day first = on;

	for (int i = 0; i < 366; i++, on += by)
		if (stage_is_working_day(off, on))
			return on;
	return first;
}

static moment morning(const struct stage_facts *f, day on, int by)
{
	struct civil at = day_civil(f->rule->on_working_days ? working_day(f->off, on, by) : on);

	at.hour = DEADLINE_MORNING;
	return zone_moment(f->zone, at);
}

/* The same hour on the next working day. */
static moment on_working_day(const struct stage_facts *f, moment at)
{
	if (!f->rule->on_working_days)
		return at;
	struct civil local = zone_civil(f->zone, at);
	const day on = day_of(local.year, local.month, local.day), then = working_day(f->off, on, 1);
	if (then == on)
		return at;
	struct civil next = day_civil(then);
	next.hour = local.hour;
	next.minute = local.minute;
	return zone_moment(f->zone, next);
}

static moment approaching_at(const struct stage_facts *f)
{
	const struct deadline *d = f->deadline;
	const int64_t lead = f->rule->lead_minutes;

	if (lead == 0)
		return MOMENT_NONE;
	if (d->due_on == DAY_NONE)
		return d->due_at - MINUTES(lead); /* by the hour: also when it began later than that */
	const moment at = morning(f, d->due_on - (day)((lead + MINUTES_A_DAY - 1) / MINUTES_A_DAY), -1);
	return at < d->dated_at ? MOMENT_NONE : at;
}

static moment due_told_at(const struct stage_facts *f)
{
	if (!f->rule->is_due_told || f->deadline->due_on == DAY_NONE)
		return MOMENT_NONE;
	const moment at = morning(f, f->deadline->due_on, -1);
	return at < f->deadline->dated_at ? MOMENT_NONE : at;
}

/* Late from the end, but nobody can have known before the date was set. */
static moment late_from(const struct stage_facts *f)
{
	const struct deadline *d = f->deadline;
	const moment from = d->due_at > d->dated_at ? d->due_at : d->dated_at;

	return d->due_on == DAY_NONE || from != d->due_at ? on_working_day(f, from) : morning(f, d->due_on + 1, 1);
}

moment stage_reached_at(const struct stage_facts *f, int64_t stage)
{
	const int64_t step = stage_step(stage);

	if (stage == STAGE_APPROACHING)
		return approaching_at(f);
	if (stage == STAGE_DUE)
		return due_told_at(f);
	if (deadline_is_window((enum deadline_kind)f->deadline->kind))
		return MOMENT_NONE;
	if (stage == STAGE_OVERDUE)
		return late_from(f);
	if (step < 1 || step > f->rule->escalate_steps || f->rule->escalate_minutes == 0)
		return MOMENT_NONE;
	return on_working_day(f, late_from(f) + MINUTES(step * f->rule->escalate_minutes));
}

int64_t stage_now(const struct stage_facts *f, moment now)
{
	int64_t highest = STAGE_NONE;

	for (int64_t stage = STAGE_APPROACHING; stage <= STAGE_LAST; stage++) {
		const moment at = stage_reached_at(f, stage);
		if (at != MOMENT_NONE && at <= now)
			highest = stage;
	}
	return highest;
}

moment stage_next_at(const struct stage_facts *f)
{
	moment next = MOMENT_NONE;

	if (!deadline_is_open(f->deadline) || f->deadline->is_quiet)
		return MOMENT_NONE;
	for (int64_t stage = f->deadline->stage + 1; stage <= STAGE_LAST; stage++) {
		const moment at = stage_reached_at(f, stage);
		if (at != MOMENT_NONE && (next == MOMENT_NONE || at < next))
			next = at;
	}
	return next;
}

int64_t stage_step(int64_t stage)
{
	return stage < STAGE_ESCALATED ? 0 : stage - STAGE_ESCALATED + 1;
}
