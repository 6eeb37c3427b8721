#include "osha/log_version.h"

#include <stddef.h>
#include <stdlib.h>

#include "osha/case.h"

#define AT(member) .name = #member, .offset = offsetof(struct log_version, member)
static const struct field version_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_ID, AT(case_id), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(recorded_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_BOOL, AT(is_gone), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_INT, AT(case_position), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_TEXT, AT(case_number), .label = N_("Case no."), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(full_name), .label = N_("Employee's name"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(job_title), .label = N_("Job title"), .flags = FIELD_STORED},
	{.kind = FIELD_DAY, AT(injury_on), .label = N_("Date of injury or onset"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 AT(occurred_where),
	 .label = N_("Where the event occurred"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 AT(description),
	 .label = N_("Injury or illness, parts of body, object or substance"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_CODE,
	 AT(outcome),
	 .label = N_("Classify the case"),
	 .flags = FIELD_STORED,
	 .codes = &outcome_codes},
	{.kind = FIELD_INT, AT(days_away), .label = N_("Days away from work"), .flags = FIELD_STORED},
	{.kind = FIELD_INT,
	 AT(days_restricted),
	 .label = N_("Days of job transfer or restriction"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_BOOL,
	 AT(is_days_estimated),
	 .label = N_("The days are an estimate"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_CODE, AT(type), .label = N_("Type (M)"), .flags = FIELD_STORED, .codes = &kind_codes},
	{.kind = FIELD_BOOL, AT(is_privacy), .label = N_("Privacy case"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(lined_out_at), .label = N_("Lined out"), .flags = FIELD_STORED},
	FIELD_END,
};
#undef AT
const struct record log_version_record = {"osha_log_version", sizeof(struct log_version), version_fields};

struct osha_log_case log_version_case(const struct log_version *version)
{
	return (struct osha_log_case){
		.number = version->case_number,
		.name = version->full_name,
		.is_privacy = version->is_privacy,
		.job_title = version->job_title,
		.injury_on = version->injury_on,
		.where = version->occurred_where,
		.description = version->description,
		.outcome = (enum osha_outcome)version->outcome,
		.days_away = (int)version->days_away,
		.days_restricted = (int)version->days_restricted,
		.days_are_estimated = version->is_days_estimated,
		.type = (enum osha_type)version->type,
		.is_lined_out = version->lined_out_at != MOMENT_NONE,
	};
}

/* Index behind the versions of the case at first. */
static size_t case_end(const struct log_version *versions, size_t count, size_t first)
{
	size_t end = first;
	while (end < count && versions[end].case_id == versions[first].case_id)
		end++;
	return end;
}

/* The one that held then among versions of one case; NULL: none, or gone. */
static const struct log_version *held_at(const struct log_version *versions, size_t first, size_t end,
					 moment at)
{
	const struct log_version *held = NULL;

	for (size_t i = first; i < end; i++)
		if (versions[i].recorded_at <= at)
			held = &versions[i];
	return held && !held->is_gone ? held : NULL;
}

static int by_position(const void *a, const void *b)
{
	const struct log_version *x = *(const struct log_version *const *)a;
	const struct log_version *y = *(const struct log_version *const *)b;

	if (x->case_position != y->case_position)
		return x->case_position < y->case_position ? -1 : 1;
	return (x->case_id > y->case_id) - (x->case_id < y->case_id);
}

const struct log_version **log_version_at(struct arena *arena, const struct log_version *versions,
					  size_t count, moment at, size_t *lines)
{
	const struct log_version **held = ARENA_ARRAY(arena, const struct log_version *, count + 1);

	*lines = 0;
	for (size_t first = 0, end; first < count; first = end) {
		end = case_end(versions, count, first);
		const struct log_version *version = held_at(versions, first, end, at);
		if (version)
			held[(*lines)++] = version;
	}
	qsort(held, *lines, sizeof *held, by_position);
	return held;
}

bool log_version_differs(struct arena *arena, const struct field *field, const struct log_version *before,
			 const struct log_version *after)
{
	if (field->flags & FIELD_QUIET)
		return false;
	return !str_equal(field_text(arena, field, before), field_text(arena, field, after));
}

static bool is_same(struct arena *arena, const struct log_version *before, const struct log_version *after)
{
	if (!before || !after)
		return before == after;
	for (const struct field *field = version_fields; field->name; field++)
		if (log_version_differs(arena, field, before, after))
			return false;
	return true;
}

static int by_line(const void *a, const void *b)
{
	const struct log_change *x = a, *y = b;
	const struct log_version *left = x->after ? x->after : x->before,
				 *right = y->after ? y->after : y->before;

	return by_position(&left, &right);
}

struct log_change *log_version_changes(struct arena *arena, const struct log_version *versions, size_t count,
				       moment from, moment to, size_t *changes)
{
	struct log_change *list = ARENA_ARRAY(arena, struct log_change, count + 1);

	*changes = 0;
	for (size_t first = 0, end; first < count; first = end) {
		end = case_end(versions, count, first);
		struct log_change change = {.before = held_at(versions, first, end, from),
					    .after = held_at(versions, first, end, to),
					    .changed_at = MOMENT_NONE};
		if (is_same(arena, change.before, change.after))
			continue;
		for (size_t i = first; i < end; i++)
			if (versions[i].recorded_at > from && versions[i].recorded_at <= to)
				change.changed_at = versions[i].recorded_at;
		list[(*changes)++] = change;
	}
	qsort(list, *changes, sizeof *list, by_line);
	return list;
}
