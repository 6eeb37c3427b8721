#ifndef BASE_FILTER_H
#define BASE_FILTER_H

#include "base/record.h"
#include "base/text.h"

/*
 * What a list is narrowed to, as members of a struct and as the query of its address: a table says which name
 * of the query fills which member. A name or value that means nothing changes nothing: a list does not fail
 * because of its address.
 */

enum filter_kind {
	FILTER_TEXT,  /* struct str, kept by reference */
	FILTER_CODE,  /* int */
	FILTER_CODES, /* unsigned, bits 1u << code; several of one name add up */
	FILTER_ID,    /* int64_t, 0: not given */
	FILTER_DAY,   /* day */
	FILTER_FLAG,  /* bool */
};

/* A table ends with a NULL name. */
struct filter_parameter {
	const char *name;
	enum filter_kind kind;
	size_t offset;
	const struct codes *codes; /* FILTER_CODE, FILTER_CODES */
	const char *word;          /* FILTER_FLAG: the value that sets it; NULL: "1" */
};

enum { FILTER_TEXT_MOST = 200 }; /* characters */

/* False: the name is not in the table, or the value means nothing. */
bool filter_set(const struct filter_parameter *table, void *filter, struct str name, struct str value);

bool filter_is_given(const struct filter_parameter *parameter, const void *filter);

/* Appends "name=value", after a "&" where something stands before it. */
void filter_put_pair(struct text *out, const char *name, struct str value);
/* Appends a parameter that is given. Of several codes, without is left out (STR_NONE: none is). */
void filter_put(struct text *out, const struct filter_parameter *parameter, const void *filter,
		struct str without);

/* "-number": takes a sort's name and the sign for descending; -1: it is none of the names. */
int filter_sort(struct str value, const char *const *names, int count, bool *is_descending);

#endif
