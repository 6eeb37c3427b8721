#include "deadline/merge.h"

static int by(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

int merge_compare(const void *a, const void *b)
{
	const struct deadline *left = a, *right = b;
	int order = by(left->kind, right->kind);

	if (order == 0)
		order = by(left->subject_id, right->subject_id);
	return order ? order : by(left->part, right->part);
}

struct deadline merge_new(const struct deadline *wanted, bool is_quiet, moment now)
{
	struct deadline row = *wanted;

	row.is_quiet = is_quiet;
	row.stage = 0;
	row.round = 1;
	row.sequence = 0;
	row.dated_at = row.created_at = row.updated_at = now;
	return row;
}

static bool is_same(const struct deadline *a, const struct deadline *b)
{
	return a->establishment_id == b->establishment_id && a->department_id == b->department_id &&
	       a->responsible_id == b->responsible_id && a->incident_id == b->incident_id &&
	       str_equal(a->reference, b->reference) && str_equal(a->zone, b->zone) && a->starts_at == b->starts_at &&
	       a->due_at == b->due_at && a->due_on == b->due_on && a->is_provisional == b->is_provisional &&
	       deadline_is_open(a) == deadline_is_open(b);
}

static bool cancel(const struct deadline *stored, moment now, struct deadline *out)
{
	if (!deadline_is_open(stored))
		return false;
	*out = *stored;
	out->cancelled_at = out->updated_at = now;
	out->next_at = MOMENT_NONE;
	out->sequence++;
	return true;
}

bool merge_changed(const struct deadline *stored, const struct deadline *wanted, bool is_quiet, moment now,
		   struct deadline *out)
{
	if (!wanted)
		return cancel(stored, now, out);
	const bool is_closed = !deadline_is_open(wanted);
	if (is_same(stored, wanted) || (is_closed && !deadline_is_open(stored)))
		return false;
	const bool begins = !is_closed && (!deadline_is_open(stored) || stored->due_at != wanted->due_at);
	*out = *stored;
	out->incident_id = wanted->incident_id;
	out->establishment_id = wanted->establishment_id;
	out->department_id = wanted->department_id;
	out->responsible_id = wanted->responsible_id;
	out->reference = wanted->reference;
	out->zone = wanted->zone;
	out->starts_at = wanted->starts_at;
	out->due_at = wanted->due_at;
	out->due_on = wanted->due_on;
	out->is_provisional = wanted->is_provisional;
	out->met_at = wanted->met_at;
	out->cancelled_at = wanted->cancelled_at;
	out->updated_at = now;
	out->sequence++;
	if (begins) {
		out->round++;
		out->stage = 0;
		out->dated_at = now;
		out->is_quiet = is_quiet;
	}
	return true;
}
