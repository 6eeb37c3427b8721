#ifndef ORGANIZATION_EDIT_PAGES_H
#define ORGANIZATION_EDIT_PAGES_H

#include "event/submission.h"
#include "organization/rule.h"

/*
 * One way to create and change a record by a form, for every page below /admin that does so: all problems at
 * once, one change by one audited transaction, and when somebody else was faster both versions side by side.
 */
struct edit {
	const struct form *form;
	const struct rule *rules; /* NULL: none */
	const void *before; /* as stored; NULL: a new one */
	void *row;          /* a copy of it, or the new one with what no form asks; receives the input */
	/* Reads what the form's fields cannot, into the row; its problems are told with theirs. NULL:
	 * nothing. */
	enum rc (*complete)(struct request *rq, void *row);
	/* Inserts (before NULL) or updates, and sets the row's id. */
	enum rc (*write)(struct db *db, struct arena *arena, const void *before, void *row);
	const char *template; /* gets form, submission, version, cancel_href, is_new, conflict[] */
	struct str title;     /* translated */
	struct str cancel_href;
	const char *answer; /* address afterwards: "/admin/places/{id}?said=saved" */
	/* Adds what the template needs more. NULL: nothing. */
	enum rc (*decorate)(struct request *rq, struct view *page, const void *row);
	int64_t incident_id;       /* the incident whose audit trail tells of it; 0: none */
	const struct actor *actor; /* who acts; NULL: the viewer under their name */
	/* The first in the transaction, for locks, and the last, for events. NULL: nothing. */
	enum rc (*lock)(struct db *db, struct arena *arena, const struct edit *edit);
	enum rc (*tell)(struct db *db, struct arena *arena, const struct edit *edit, const struct actor *actor,
			const void *row);
};

enum rc edit_show(struct request *rq, struct response *rs, const struct edit *edit) MUST_CHECK;
/* Reads the form, checks it, writes it and answers; shows the form again with what is wrong. */
enum rc edit_save(struct request *rq, struct response *rs, const struct edit *edit) MUST_CHECK;

/* The id in the address; RC_NOT_FOUND when it is no number. */
enum rc edit_param_id(const struct request *rq, const char *name, int64_t *id) MUST_CHECK;
/* A member as people read it: labels of codes and choices, yes or no, else as stored. */
struct str edit_value(const struct request *rq, const struct field *field, const void *row);
/*
 * For pages of their own (status 409): conflict[] with what somebody else stored beside what was typed here, for each
 * member that differs; drawn by organization/conflict, which carries the version as well.
 */
void edit_conflict(struct request *rq, struct view *page, const struct record *record, const void *stored_row,
		   const void *typed_row);
/* Adds to crumbs[] of the page; *crumbs is NULL at first. href is "" for the page itself. */
void edit_crumb(struct view *page, struct view_list **crumbs, const char *href, struct str label);

#endif
