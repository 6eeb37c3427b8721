#include "osha/log_version_store.h"

STATEMENT(log_version_all, &log_version_record, NULL,
	  "SELECT {columns} FROM osha_log_version FORCE INDEX (log) WHERE organization_id = ?"
	  " AND establishment_id = ? AND year = ? ORDER BY case_id, id LIMIT 100000");

enum rc log_version_list(struct db *db, struct arena *arena, int64_t organization_id,
			 int64_t establishment_id, int64_t year, struct rows *rows)
{
	return db_list(db, arena, &log_version_all,
		       PARAMS(P_INT(organization_id), P_INT(establishment_id), P_INT(year)), rows);
}

moment log_version_end_of(const struct zone *zone, day on)
{
	return zone_moment(zone, day_civil(on + 1)) - 1;
}

enum rc log_version_restore(struct db *db, struct arena *arena, int64_t organization_id,
			    int64_t establishment_id, const struct zone *zone, day as_of,
			    struct osha_log *log)
{
	struct rows rows;
	size_t count;
	enum rc rc = log_version_list(db, arena, organization_id, establishment_id, log->year, &rows);

	if (rc != RC_OK)
		return rc;
	const struct log_version **lines =
		log_version_at(arena, rows.at, rows.count, log_version_end_of(zone, as_of), &count);
	struct osha_log_case *cases = ARENA_ARRAY(arena, struct osha_log_case, count + 1);
	for (size_t i = 0; i < count; i++)
		cases[i] = log_version_case(lines[i]);
	log->cases = cases;
	log->case_count = (int)count;
	log->as_of = as_of;
	return RC_OK;
}
