#include "scim/scim_sort.h"

#include <stdlib.h>

enum rc scim_sort_read(struct arena *arena, const struct scim_type_of_resource *type, struct str by, struct str order,
		       struct scim_sort *out, const char **why)
{
	*out = (struct scim_sort){.is_set = false};
	by = str_trim(by);
	if (!by.len)
		return RC_OK;
	enum rc rc = scim_path_read(arena, type, by, &out->path, why);
	if (rc != RC_OK)
		return rc;
	*why = NULL;
	if (out->path.is_unkept || !out->path.attribute || out->path.where)
		*why = "sortBy names no attribute that is kept here";
	else if (order.len && !str_equal_nocase(order, STR("ascending")) && !str_equal_nocase(order, STR("descending")))
		*why = "sortOrder is ascending or descending";
	if (*why)
		return RC_INVALID;
	/* Of a complex attribute without a part its value counts; one that has none cannot be put in order. */
	if (out->path.attribute->subs && !out->path.sub)
		out->path.sub = scim_attribute_of(out->path.attribute->subs, STR("value"));
	if (out->path.attribute->subs && !out->path.sub) {
		*why = "sortBy has to name a part of this attribute";
		return RC_INVALID;
	}
	out->is_descending = str_equal_nocase(order, STR("descending"));
	out->is_set = true;
	return RC_OK;
}

struct keyed {
	const void *resource;
	struct scim_value value; /* SCIM_NULL: it has none */
	size_t position;
	bool is_exact, is_descending;
};

static int compare_values(const struct keyed *a, const struct keyed *b)
{
	if (a->value.kind == SCIM_NULL || b->value.kind == SCIM_NULL)
		return (a->value.kind == SCIM_NULL) - (b->value.kind == SCIM_NULL);
	switch (a->value.kind) {
	case SCIM_TRUTH:
		return a->value.truth - b->value.truth;
	case SCIM_MOMENT:
		return (a->value.at > b->value.at) - (a->value.at < b->value.at);
	default:
		return scim_filter_compare(a->value.text, b->value.text, a->is_exact);
	}
}

static int compare(const void *left, const void *right)
{
	const struct keyed *a = left, *b = right;
	const int order = compare_values(a, b);

	if (order)
		return a->is_descending ? -order : order;
	return (a->position > b->position) - (a->position < b->position);
}

void scim_sort_apply(struct arena *arena, const struct scim_sort *sort, const void **resources, size_t count,
		     scim_value_at *value_at)
{
	if (!sort->is_set || count < 2)
		return;
	const struct scim_attribute *leaf = sort->path.sub ? sort->path.sub : sort->path.attribute;
	struct keyed *keyed = ARENA_ARRAY(arena, struct keyed, count);
	for (size_t i = 0; i < count; i++) {
		keyed[i] = (struct keyed){.resource = resources[i], .position = i, .is_exact = leaf->flags & SCIM_EXACT,
					  .is_descending = sort->is_descending};
		if (!value_at(resources[i], &sort->path, 0, &keyed[i].value))
			keyed[i].value = (struct scim_value){.kind = SCIM_NULL};
	}
	qsort(keyed, count, sizeof *keyed, compare);
	for (size_t i = 0; i < count; i++)
		resources[i] = keyed[i].resource;
}
