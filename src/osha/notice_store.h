#ifndef OSHA_NOTICE_STORE_H
#define OSHA_NOTICE_STORE_H

#include "db/db.h"
#include "osha/notice.h"

enum rc notice_insert(struct db *db, struct notice *notice) MUST_CHECK;
/* Of one case, oldest first; rows are struct notice. */
enum rc notice_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t case_id,
		    struct rows *rows) MUST_CHECK;

#endif
