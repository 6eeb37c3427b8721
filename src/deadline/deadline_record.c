#include "deadline/deadline_record.h"

#include <stddef.h>
#include <stdlib.h>

#include "deadline/deadline_list_store.h"
#include "deadline/deadline_view.h"
#include "deadline/refresh.h"
#include "organization/names_store.h"

static int by_due(const void *a, const void *b)
{
	const struct deadline *left = a, *right = b;

	return (left->due_at > right->due_at) - (left->due_at < right->due_at);
}

/* Asked of the records themselves: what was done a moment ago shows at once. */
static enum rc load(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	struct refresh *refresh = ARENA_NEW(rq->arena, struct refresh);
	const struct view_style style = {rq->zone, rq->catalogue};
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	struct rows rows = {NULL, 0};
	enum rc rc = refresh_begin_look(rq->db, rq->arena, rq->viewer->organization_id, rq->now, refresh);

	if (rc == RC_OK)
		rc = refresh_look(refresh, &shown->incident, &rows);
	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_PERSON, rows, sizeof(struct deadline),
				       offsetof(struct deadline, responsible_id));
	if (rc != RC_OK || rows.count == 0)
		return rc;
	qsort(rows.at, rows.count, sizeof(struct deadline), by_due);
	struct view_list *list = view_list(card, "deadlines");
	for (size_t i = 0; i < rows.count; i++) {
		const struct deadline *d = ROW(struct deadline, rows, i);
		if (!deadline_is_open(d) || !deadline_list_shows(rq->viewer, d))
			continue;
		struct view *item = view_add(list);
		deadline_view(item, rq->arena, &style, d, rq->now);
		view_flag(item, "is_elsewhere", !str_equal(d->reference, shown->incident.number));
		view_text(item, "responsible", names_get(names, NAMES_PERSON, d->responsible_id));
	}
	return RC_OK;
}

static bool shows_work(const struct request *rq, const struct incident_shown *shown)
{
	(void)rq;
	return shown->shows_work && shown->incident.status != STATUS_ARCHIVED;
}

const struct record_part deadline_record_part = {
	.name = "deadlines",
	.position = 50,
	.registers = RECORD_EVERY_REGISTER,
	.column = RECORD_SIDE,
	.template = "deadline/record-card",
	.shown = shows_work,
	.load = load,
};
