#include "deadline/deadline_record.h"

#include <stddef.h>
#include <stdlib.h>

#include "deadline/deadline_list_store.h"
#include "deadline/deadline_store.h"
#include "deadline/deadline_view.h"
#include "deadline/refresh.h"
#include "organization/names_store.h"

static int by_due(const void *a, const void *b)
{
	const struct deadline *left = a, *right = b;

	return (left->due_at > right->due_at) - (left->due_at < right->due_at);
}

/*
 * As stored, where nothing is waiting to be taken into account; else asked of the records themselves, so that what was
 * done a moment ago shows at once.
 */
static enum rc find(struct request *rq, const struct incident_shown *shown, struct rows *rows)
{
	struct db *db = rq->db;
	const struct incident *incident = &shown->incident;

	*rows = (struct rows){NULL, 0};
	if (incident_count_of(&shown->around, &deadline_count_behind) == 0) {
		if (incident_count_of(&shown->around, &deadline_count_open) == 0)
			return RC_OK;
		return deadline_of_incident(db, rq->arena, incident->organization_id, incident->id, rows);
	}
	struct refresh *refresh = ARENA_NEW(rq->arena, struct refresh);
	enum rc rc = refresh_begin_look(db, rq->arena, incident->organization_id, rq->now, refresh);
	return rc == RC_OK ? refresh_look(refresh, incident, rows) : rc;
}

/* The incident manager's name is there already, and few others are responsible for anything. */
static enum rc load_names(struct names *names, const struct incident_shown *shown, const struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		const int64_t id = ROW(struct deadline, *rows, i)->responsible_id;
		if (id != 0 && id != shown->incident.manager_id)
			return names_load_column(names, NAMES_PERSON, *rows, sizeof(struct deadline),
						 offsetof(struct deadline, responsible_id));
	}
	return RC_OK;
}

static struct str name_of(struct names *names, const struct incident_shown *shown, int64_t person_id)
{
	if (person_id != 0 && person_id == shown->incident.manager_id)
		return shown->around.manager;
	return names_get(names, NAMES_PERSON, person_id);
}

static enum rc load(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	const struct view_style style = {rq->zone, rq->catalogue};
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	struct rows rows;
	enum rc rc = find(rq, shown, &rows);

	if (rc == RC_OK)
		rc = load_names(names, shown, &rows);
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
		view_text(item, "responsible", name_of(names, shown, d->responsible_id));
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
	.counts = {&deadline_count_open, &deadline_count_behind},
};
