#include "incident/category_store.h"

/* A few dozen rows in an organization; key code. */
STATEMENT(category_all, &category_record, NULL,
	  "SELECT {columns} FROM category WHERE organization_id = ? ORDER BY register DESC, position, name");
STATEMENT(category_one, &category_record, NULL, "SELECT {columns} FROM category WHERE id = ? AND organization_id = ?");
STATEMENT(category_add, NULL, &category_record, "INSERT INTO category ({names}) VALUES ({values})");
STATEMENT(category_set, NULL, &category_record,
	  "UPDATE category SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?");

enum rc category_list(struct db *db, struct arena *arena, int64_t organization_id, int reg, bool only_active,
		      struct rows *rows)
{
	enum rc rc = db_list(db, arena, &category_all, PARAMS(P_INT(organization_id)), rows);
	size_t count = 0;

	if (rc != RC_OK)
		return rc;
	struct category *all = rows->at;
	for (size_t i = 0; i < rows->count; i++)
		if ((!reg || all[i].reg == reg) && (!only_active || all[i].is_active))
			all[count++] = all[i];
	rows->count = count;
	return RC_OK;
}

enum rc category_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct category *out)
{
	return db_one(db, arena, &category_one, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc category_insert(struct db *db, struct category *category)
{
	category->version = 1;
	return db_insert(db, &category_add, category, &category->id);
}

enum rc category_update(struct db *db, const struct category *category)
{
	struct category next = *category;

	next.version++;
	return db_write_one(db, &category_set, &next,
			    PARAMS(P_INT(category->id), P_INT(category->organization_id), P_INT(category->version)),
			    RC_CONFLICT);
}
