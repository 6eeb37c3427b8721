#include "insight/figure_fold_store.h"

#include <stdlib.h>

#include "insight/figure.h"

enum { CHANGES_AT_ONCE = 2000, SUMS_PER_CHANGE = 8 };

STATEMENT(figure_waiting, &figure_change_record, NULL,
	  "SELECT id, sign, occurred_at, register, report_type, severity, establishment_id, department_id, category_id"
	  " FROM figure_change WHERE organization_id = ? LIMIT 2000");
STATEMENT(figure_taken, NULL, NULL, "DELETE FROM figure_change WHERE id = ? AND organization_id = ?");
STATEMENT(figure_add, NULL, NULL,
	  "INSERT INTO figure_month (organization_id, register, establishment_id, department_id, is_by_category,"
	  " month_on, category_id, report_type, severity, incidents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	  " ON DUPLICATE KEY UPDATE incidents = incidents + VALUES(incidents)");
/* The row of register 0 counts nothing: whoever writes sums of an organization holds it until the commit. */
STATEMENT(figure_turn, NULL, NULL,
	  "INSERT INTO figure_month (organization_id, register, establishment_id, department_id, is_by_category,"
	  " month_on, category_id, report_type, severity, incidents) VALUES (?, 0, 0, 0, 0, '1970-01-01', 0, 0, 0, 0)"
	  " ON DUPLICATE KEY UPDATE incidents = 0");
STATEMENT(figure_forget, NULL, NULL, "DELETE FROM figure_month WHERE organization_id = ? AND register > 0");
/* One statement sees one state: changes that wait are taken back, since the incidents they tell of are counted. */
STATEMENT(figure_recount, NULL, NULL,
	  "INSERT INTO figure_change (organization_id, sign, occurred_at, register, report_type, severity,"
	  " establishment_id, department_id, category_id)"
	  " SELECT organization_id, 1, occurred_at, register, report_type, severity, establishment_id, department_id,"
	  " category_id FROM incident WHERE organization_id = ? AND environment = 'prod'"
	  " UNION ALL SELECT organization_id, -sign, occurred_at, register, report_type, severity, establishment_id,"
	  " department_id, category_id FROM figure_change WHERE organization_id = ?");

/* One row of figure_month. */
struct sum {
	int64_t reg, establishment_id, department_id, is_by_category, month_on, category_id, report_type, severity;
	int64_t incidents;
};
enum { SUM_KEYS = 8 };

static int by_key(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	for (int i = 0; i < SUM_KEYS; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

/* Every way in which dashboards ask: place or all, department or all, category or all. */
static void spread(const struct figure_change *change, const struct zone *zone, struct sum sums[SUMS_PER_CHANGE])
{
	for (int way = 0; way < SUMS_PER_CHANGE; way++)
		sums[way] = (struct sum){
			.reg = change->reg,
			.establishment_id = way & 1 ? change->establishment_id : 0,
			.department_id = !(way & 2)              ? 0
					 : change->department_id ? change->department_id
								 : FIGURE_NONE_GIVEN,
			.is_by_category = (way & 4) != 0,
			.month_on = figure_month(zone_day(zone, change->occurred_at), 0),
			.category_id = !(way & 4)            ? 0
				       : change->category_id ? change->category_id
							     : FIGURE_NONE_GIVEN,
			.report_type = change->report_type,
			.severity = change->severity,
			.incidents = change->sign,
		};
}

/* Adds up rows of one key; returns how many are left. */
static size_t merge(struct sum *sums, size_t count)
{
	size_t kept = 0;

	qsort(sums, count, sizeof *sums, by_key);
	for (size_t i = 0; i < count; i++)
		if (kept && by_key(&sums[kept - 1], &sums[i]) == 0)
			sums[kept - 1].incidents += sums[i].incidents;
		else
			sums[kept++] = sums[i];
	return kept;
}

static enum rc add_sum(struct db *db, int64_t organization_id, const struct sum *s)
{
	if (s->incidents == 0)
		return RC_OK;
	return db_write(db, &figure_add, NULL,
			PARAMS(P_INT(organization_id), P_INT(s->reg), P_INT(s->establishment_id),
			       P_INT(s->department_id), P_INT(s->is_by_category), P_DAY((day)s->month_on),
			       P_INT(s->category_id), P_INT(s->report_type), P_INT(s->severity), P_INT(s->incidents)),
			NULL);
}

static enum rc take_away(struct db *db, int64_t organization_id, const struct rows *changes)
{
	for (size_t i = 0; i < changes->count; i++) {
		struct written written;
		enum rc rc = db_write(db, &figure_taken, NULL,
				      PARAMS(P_INT(ROW(struct figure_change, *changes, i)->id), P_INT(organization_id)),
				      &written);
		if (rc != RC_OK)
			return rc;
		if (written.affected == 0)
			return RC_CONFLICT;
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
	struct rows changes;
	int64_t id = f->organization->id;
	enum rc rc = db_list(db, f->arena, &figure_waiting, PARAMS(P_INT(id)), &changes);

	f->left = false;
	if (rc != RC_OK || changes.count == 0)
		return rc;
	rc = db_write(db, &figure_turn, NULL, PARAMS(P_INT(id)), NULL);
	if (rc == RC_OK)
		rc = take_away(db, id, &changes);
	if (rc != RC_OK)
		return rc;
	struct sum *sums = ARENA_ARRAY(f->arena, struct sum, changes.count * SUMS_PER_CHANGE);
	for (size_t i = 0; i < changes.count; i++)
		spread(ROW(struct figure_change, changes, i), f->zone, &sums[i * SUMS_PER_CHANGE]);
	size_t count = merge(sums, changes.count * SUMS_PER_CHANGE);
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = add_sum(db, id, &sums[i]);
	f->left = changes.count == CHANGES_AT_ONCE;
	return rc;
}

enum rc figure_fold_some(struct db *db, const struct organization *organization, bool *left)
{
	struct folding folding = {.arena = arena_new(0), .organization = organization};

	if (zone_find(organization->zone, &folding.zone) != RC_OK)
		folding.zone = NULL;
	enum rc rc = db_transaction(db, "figure_fold", fold_body, &folding);
	arena_free(folding.arena);
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

/* Every incident becomes a change anew. */
static enum rc rebuild_body(struct db *db, void *closure)
{
	const struct organization *organization = closure;
	int64_t id = organization->id;
	enum rc rc = db_write(db, &figure_turn, NULL, PARAMS(P_INT(id)), NULL);

	if (rc == RC_OK)
		rc = db_write(db, &figure_forget, NULL, PARAMS(P_INT(id)), NULL);
	if (rc == RC_OK)
		rc = db_write(db, &figure_recount, NULL, PARAMS(P_INT(id), P_INT(id)), NULL);
	return rc;
}

enum rc figure_fold_rebuild(struct db *db, const struct organization *organization)
{
	struct organization copy = *organization;
	enum rc rc = db_transaction(db, "figure_rebuild", rebuild_body, &copy);

	return rc == RC_OK ? figure_fold_all(db, organization) : rc;
}

static enum rc run_fold(const struct worker_call *call)
{
	struct rows organizations;
	enum rc rc = organization_list(call->db, call->arena, &organizations);

	for (size_t i = 0; rc == RC_OK && i < organizations.count; i++) {
		bool left;
		rc = figure_fold_some(call->db, ROW(struct organization, organizations, i), &left);
		if (rc == RC_CONFLICT)
			rc = RC_OK;
	}
	return rc;
}

const struct worker_task figure_fold_task = {
	"figures", SECONDS(5), run_fold, "adds changes of incidents to the figures of dashboards",
};
