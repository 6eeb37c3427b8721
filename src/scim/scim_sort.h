#ifndef SCIM_SCIM_SORT_H
#define SCIM_SCIM_SORT_H

#include "scim/scim_filter.h"

/*
 * The order of a list (RFC 7644, 3.4.2.3); pure. Texts go by their letters whatever their case, unless the attribute is exact;
 * of several values the first counts. What has no value comes last, and first where the order is descending.
 */
struct scim_sort {
	bool is_set;
	bool is_descending;
	struct scim_path path;
};

/* by and order are ?sortBy= and ?sortOrder=. RC_INVALID: *why says in English what is wrong. */
enum rc scim_sort_read(struct arena *arena, const struct scim_type_of_resource *type, struct str by, struct str order,
		       struct scim_sort *out, const char **why) MUST_CHECK;
/* Reorders the resources; equal ones stay as they were. */
void scim_sort_apply(struct arena *arena, const struct scim_sort *sort, const void **resources, size_t count,
		     scim_value_at *value_at);

#endif
