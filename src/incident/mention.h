#ifndef INCIDENT_MENTION_H
#define INCIDENT_MENTION_H

#include "base/str.h"

/*
 * People named in notes: @login, the part of the login before its own @, or @"Given Family". An @ inside of a
 * word (an address) or before anything but a letter or a quotation mark names nobody. Pure.
 */

/* What stands in a text. */
struct mention {
	struct str mark; /* with the @ and the quotation marks */
	struct str name; /* without them; never ends with a full stop or the like */
	bool is_quoted;
};
/* The next one behind the first *at bytes, which move on behind it. */
bool mention_next(struct str text, size_t *at, struct mention *out);

/* Somebody who may be named. */
struct mention_person {
	int64_t person_id;
	int64_t account_id;
	struct str name; /* "Given Family" */
	struct str login;
};
/* Whom the mention means; NULL with *several where more than one has that name. */
const struct mention_person *mention_find(const struct mention *mention, const struct mention_person *people,
					  size_t count, bool *several);
/* What somebody types to name the person so that nobody else is meant: @"Given Family", or @login. */
struct str mention_mark(struct arena *arena, const struct mention_person *person,
			const struct mention_person *people, size_t count);
/* Some word of the name, or the login, begins with what was typed. */
bool mention_fits(const struct mention_person *person, struct str typed);

/* A mark of a text that somebody is meant by. */
struct mention_link {
	struct str mark;
	struct str href; /* empty: no page to show */
};
/* The text as HTML, for view_html: escaped, with these marks as links or set apart. */
struct str mention_html(struct arena *arena, struct str text, const struct mention_link *links, size_t count);

#endif
