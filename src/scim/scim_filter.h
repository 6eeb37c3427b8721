#ifndef SCIM_SCIM_FILTER_H
#define SCIM_SCIM_FILTER_H

#include "base/moment.h"
#include "scim/scim_schema.h"

/*
 * Filters (RFC 7644, 3.4.2.2) and the paths of PATCH (3.5.2), read and applied; pure. All operators, and, or, not,
 * grouping and value paths such as emails[type eq "work"].
 */

/* Where an attribute stands. Comparing paths goes by the table, so that spelling does not matter. */
struct scim_path {
	bool is_extension;                    /* of the extension schema */
	const struct scim_attribute *attribute; /* NULL: the whole extension */
	const struct scim_attribute *sub;     /* NULL: the attribute itself */
	const struct scim_filter *where;      /* which of its values; NULL: all */
	bool is_unkept;                       /* named by the standard and not kept here; attribute is NULL */
};

enum scim_operator { SCIM_EQ, SCIM_NE, SCIM_CO, SCIM_SW, SCIM_EW, SCIM_GT, SCIM_GE, SCIM_LT, SCIM_LE, SCIM_PR };
enum scim_node { SCIM_COMPARE, SCIM_AND, SCIM_OR, SCIM_NOT, SCIM_HAS };
enum scim_value_kind { SCIM_NULL, SCIM_TEXT, SCIM_TRUTH, SCIM_MOMENT };

struct scim_value {
	enum scim_value_kind kind;
	struct str text;
	bool truth;
	moment at;
};

struct scim_filter {
	enum scim_node node;
	struct scim_path path;         /* SCIM_COMPARE, SCIM_HAS */
	enum scim_operator operator;
	struct scim_value value;
	const struct scim_filter *left; /* SCIM_AND, SCIM_OR; SCIM_NOT; SCIM_HAS: what one value must fulfil */
	const struct scim_filter *right;
};

enum { SCIM_FILTER_MOST = 4000, SCIM_FILTER_DEPTH = 20 };

/* RC_INVALID: *why says in English what cannot be read, and where. */
enum rc scim_filter_read(struct arena *arena, const struct scim_type_of_resource *type, struct str text,
			 const struct scim_filter **out, const char **why) MUST_CHECK;
/* The path of a PATCH operation, or a name of ?attributes=. RC_INVALID as above. */
enum rc scim_path_read(struct arena *arena, const struct scim_type_of_resource *type, struct str text,
		       struct scim_path *out, const char **why) MUST_CHECK;

/*
 * The value of an attribute: of several values (emails) the one at position; false behind the last. sub is NULL for
 * an attribute that is no complex one; of a complex one it is what is compared.
 */
typedef bool scim_value_at(const void *resource, const struct scim_path *path, size_t position, struct scim_value *value);
bool scim_filter_holds(const struct scim_filter *filter, const void *resource, scim_value_at *value_at);

/* The order of two texts: below, equal to or above 0. */
int scim_filter_compare(struct str a, struct str b, bool is_exact);

/*
 * The text that the attribute must equal for the filter to hold, whatever else it asks: by it an index is used.
 * STR_NONE: there is none.
 */
struct str scim_filter_equals(const struct scim_filter *filter, const char *attribute, const char *sub);

#endif
