#include "insight/figure_fold_store.h"

#include "base/log.h"
#include "insight/figure_tally.h"

enum { CHANGES_AT_ONCE = 2000, ROUNDS_MOST = 20 };

STATEMENT(figure_any_waiting, &figure_change_record, NULL,
	  "SELECT id FROM figure_change WHERE organization_id = ? LIMIT 1");

STATEMENT(
	figure_waiting, &figure_change_record, NULL,
	"SELECT id, sign, occurred_at, register, report_type, severity, establishment_id, department_id,"
	" category_id, is_open, target_on"
	" FROM figure_change WHERE organization_id = ? LIMIT 2000");
STATEMENT(figure_taken, NULL, NULL, "DELETE FROM figure_change WHERE id = ? AND organization_id = ?");
STATEMENT(
	figure_add, NULL, NULL,
	"INSERT INTO figure_month (organization_id, register, establishment_id, department_id,"
	" kind,"
	" month_on, category_id, report_type, severity, incidents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	" ON DUPLICATE KEY UPDATE incidents = incidents + VALUES(incidents)");
/* The row of register 0 counts nothing: whoever writes sums of an organization holds it until the commit. */
STATEMENT(
	figure_turn, NULL, NULL,
	"INSERT INTO figure_month (organization_id, register, establishment_id, department_id,"
	" kind,"
	" month_on, category_id, report_type, severity, incidents) VALUES (?, 0, 0, 0, 0, '1970-01-01',"
	" 0, 0, 0, 0)"
	" ON DUPLICATE KEY UPDATE incidents = 0");
STATEMENT(figure_forget, NULL, NULL, "DELETE FROM figure_month WHERE organization_id = ? AND register > 0");
/* One statement sees one state: changes that wait are taken off, since the incidents they tell of are
 * counted. */
STATEMENT(
	figure_recount, &figure_change_record, NULL,
	"SELECT 1 AS sign, occurred_at, register, report_type, severity, establishment_id,"
	" department_id, category_id, status_rank BETWEEN 1 AND 8 AS is_open, target_on"
	" FROM incident WHERE organization_id = ? AND environment = 'prod' AND merged_into_id IS NULL"
	" UNION ALL SELECT -sign, occurred_at, register, report_type, severity, establishment_id,"
	" department_id,"
	" category_id, is_open, target_on FROM figure_change WHERE organization_id = ?");
/* Target dates go by: sums that have come to nothing would only grow more. */
STATEMENT(figure_sum_end, NULL, NULL,
	  "DELETE FROM figure_month WHERE organization_id = ? AND register = ? AND establishment_id = ? AND department_id = ?"
	  " AND kind = 2 AND month_on = ? AND category_id = 0 AND report_type = 0 AND severity = ? AND incidents = 0");

static enum rc add_sums(struct db *db, int64_t organization_id, struct figure_tally *tally)
{
	size_t count;
	const struct figure_sum *s = figure_tally_sums(tally, &count);
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++, s++) {
		rc = db_write(db, &figure_add, NULL,
			      PARAMS(P_INT(organization_id), P_INT(s->reg), P_INT(s->establishment_id),
				     P_INT(s->department_id), P_INT(s->kind),
				     P_DAY((day)s->month_on), P_INT(s->category_id), P_INT(s->report_type),
				     P_INT(s->severity), P_INT(s->incidents)),
			      NULL);
		if (rc == RC_OK && s->kind == FIGURE_OPEN && s->incidents < 0)
			rc = db_write(db, &figure_sum_end, NULL,
				      PARAMS(P_INT(organization_id), P_INT(s->reg), P_INT(s->establishment_id),
					     P_INT(s->department_id), P_DAY((day)s->month_on), P_INT(s->severity)),
				      NULL);
	}
	return rc;
}

static enum rc take_away(struct db *db, int64_t organization_id, const struct rows *changes)
{
	for (size_t i = 0; i < changes->count; i++) {
		struct written written;
		enum rc rc = db_write(
			db, &figure_taken, NULL,
			PARAMS(P_INT(ROW(struct figure_change, *changes, i)->id), P_INT(organization_id)),
			&written);
		if (rc != RC_OK)
			return rc;
		if (written.affected == 0)
			return FAULT("figure.gone", "a change was added up by somebody who did not wait");
	}
	return RC_OK;
}

struct folding {
	struct arena *arena;
	const struct organization *organization;
	const struct zone *zone;
	bool left;
};

static enum rc fold_body(struct db *db, void *closure)
{
	struct folding *f = closure;
	struct figure_tally *tally = figure_tally_new(f->arena, f->zone);
	struct rows changes;
	int64_t id = f->organization->id;
	enum rc rc = db_write(db, &figure_turn, NULL, PARAMS(P_INT(id)), NULL);

	f->left = false;
	if (rc == RC_OK)
		rc = db_list(db, f->arena, &figure_waiting, PARAMS(P_INT(id)), &changes);
	if (rc == RC_OK)
		rc = take_away(db, id, &changes);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < changes.count; i++)
		figure_tally_add(tally, ROW(struct figure_change, changes, i));
	f->left = changes.count == CHANGES_AT_ONCE;
	return add_sums(db, id, tally);
}

static struct folding begin(struct arena *arena, const struct organization *organization)
{
	struct folding folding = {.arena = arena, .organization = organization};

	if (zone_find(organization->zone, &folding.zone) != RC_OK)
		folding.zone = NULL;
	return folding;
}

enum rc figure_fold_some(struct db *db, const struct organization *organization, bool *left)
{
	struct arena *arena = arena_new(0);
	struct folding folding = begin(arena, organization);
	struct rows any;
	enum rc rc = db_list(db, arena, &figure_any_waiting, PARAMS(P_INT(organization->id)), &any);

	if (rc == RC_OK && any.count)
		rc = db_transaction(db, "figure_fold", fold_body, &folding);
	arena_free(arena);
	*left = rc == RC_OK && folding.left;
	return rc;
}

enum rc figure_fold_all(struct db *db, const struct organization *organization)
{
	bool left = true;
	enum rc rc = RC_OK;

	while (rc == RC_OK && left)
		rc = figure_fold_some(db, organization, &left);
	return rc;
}

static enum rc count_row(void *closure, struct arena *arena, void *row)
{
	(void)arena;
	figure_tally_add(closure, row);
	return RC_OK;
}

/* Afterwards the sums and the changes that still wait tell together of every incident once. */
static enum rc rebuild_body(struct db *db, void *closure)
{
	const struct folding *f = closure;
	struct figure_tally *tally = figure_tally_new(f->arena, f->zone);
	int64_t id = f->organization->id;
	enum rc rc = db_write(db, &figure_turn, NULL, PARAMS(P_INT(id)), NULL);

	if (rc == RC_OK)
		rc = db_write(db, &figure_forget, NULL, PARAMS(P_INT(id)), NULL);
	if (rc == RC_OK)
		rc = db_each(db, &figure_recount, PARAMS(P_INT(id), P_INT(id)), count_row, tally);
	return rc == RC_OK ? add_sums(db, id, tally) : rc;
}

enum rc figure_fold_rebuild(struct db *db, const struct organization *organization)
{
	struct arena *arena = arena_new(0);
	struct folding folding = begin(arena, organization);
	enum rc rc = db_transaction(db, "figure_rebuild", rebuild_body, &folding);

	arena_free(arena);
	return rc == RC_OK ? figure_fold_all(db, organization) : rc;
}

static enum rc run_fold(const struct worker_call *call)
{
	struct rows organizations;
	enum rc rc = organization_list(call->db, call->arena, &organizations);

	for (size_t i = 0; rc == RC_OK && i < organizations.count; i++) {
		bool left = true;
		for (int round = 0; rc == RC_OK && left && round < ROUNDS_MOST; round++)
			rc = figure_fold_some(call->db, ROW(struct organization, organizations, i), &left);
	}
	return rc;
}

const struct worker_task figure_fold_task = {
	"figures",
	SECONDS(5),
	run_fold,
	"adds changes of incidents to the figures of dashboards",
};
