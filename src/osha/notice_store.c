#include "osha/notice_store.h"

STATEMENT(notice_add, NULL, &notice_record, "INSERT INTO osha_notice ({names}) VALUES ({values})");
STATEMENT(
	notice_of_case, &notice_record, NULL,
	"SELECT {columns} FROM osha_notice WHERE case_id = ? AND organization_id = ? ORDER BY id LIMIT 100");

enum rc notice_insert(struct db *db, struct notice *notice)
{
	return db_insert(db, &notice_add, notice, &notice->id);
}

enum rc notice_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t case_id,
		    struct rows *rows)
{
	return db_list(db, arena, &notice_of_case, PARAMS(P_INT(case_id), P_INT(organization_id)), rows);
}
