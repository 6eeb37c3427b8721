#ifndef AUDIT_AUDIT_LIST_STORE_H
#define AUDIT_AUDIT_LIST_STORE_H

#include "db/db.h"

/* Reading the audit trail of an organization. */

struct audit_line {
	int64_t id;
	moment recorded_at;
	int64_t actor_id; /* account; 0: none */
	struct str actor_kind;
	struct str actor_name;
	struct str auth_method;
	struct str request_id;
	struct str action;
	struct str subject;
	int64_t subject_id;
	int64_t incident_id;
	struct str reason;
	struct str changes; /* JSON: field to [before, after] */
};
extern const struct record audit_line_record;

/* What is asked for; members that are empty, 0 or DAY_NONE take all. */
struct audit_filter {
	int64_t organization_id;
	struct str actor;  /* begin of the printed name */
	struct str action; /* begin of the dotted verb */
	struct str subject;
	int64_t subject_id;
	int64_t incident_id; /* what belongs to that incident */
	moment from, until; /* from <= recorded_at < until; MOMENT_NONE: open */
	int64_t before_id;  /* 0: from the newest */
};

/* Numbers of incidents by id, of those that are not in the archive. */
struct audit_incident {
	int64_t id;
	struct str number;
};
/* Of a page of lines: struct audit_incident, in no order. */
enum rc audit_incidents(struct db *db, struct arena *arena, int64_t organization_id, const struct rows *lines,
			struct rows *incidents) MUST_CHECK;

enum { AUDIT_PAGE = 50 };
/* Newest first, one more than AUDIT_PAGE where there are more. */
enum rc audit_list(struct db *db, struct arena *arena, const struct audit_filter *filter,
		   struct rows *lines) MUST_CHECK;
/* All of them, newest first, row by row. */
enum rc audit_list_each(struct db *db, struct arena *arena, const struct audit_filter *filter,
			enum rc (*each)(void *closure, struct arena *arena, void *row),
			void *closure) MUST_CHECK;

#endif
