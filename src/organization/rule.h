#ifndef ORGANIZATION_RULE_H
#define ORGANIZATION_RULE_H

#include "base/record.h"

/* What must hold of a record beyond the limits of its single fields. A table of them ends with a row without
 * field. */
struct rule {
	const char *field; /* where the problem is shown */
	bool (*holds)(const void *row);
	const char *why; /* English for the catalogue, as of field_parse */
};
#define RULE_END              \
	{                     \
		.field = NULL \
	}

/* One or more ASCII digits, nothing else. */
bool rule_is_digits(struct str s);
/* Empty, or five or nine digits. */
bool rule_is_zip(struct str s);
/* Empty, or the postal code of a state, the District of Columbia or a territory. */
bool rule_is_state(struct str s);

#endif
