#ifndef AUDIT_AUDIT_VIEW_H
#define AUDIT_AUDIT_VIEW_H

#include "view/view.h"

/*
 * What an audit entry changed, in words: appends {label before after} for each field of changes (see
 * record_diff) to list. Labels and the words of codes come from the record of that name; fields that no
 * record here knows show their own name.
 */
void audit_view_changes(struct view_list *list, struct arena *arena, const struct catalogue *catalogue,
			struct str subject, struct str changes);

/* Names for the ids that entries hold. */
struct audit_naming {
	/* The name behind the id of a field; STR_NONE: shown as the number. */
	struct str (*name)(void *closure, const char *field, int64_t id);
	void *closure;
};
/* The same with names in place of ids. */
void audit_view_named_changes(struct view_list *list, struct arena *arena, const struct catalogue *catalogue,
			      struct str subject, struct str changes, const struct audit_naming *naming);

/* "account.role_given" in words where they are known, else the dotted verb itself. */
struct str audit_view_action(const struct catalogue *catalogue, struct str action);

#endif
