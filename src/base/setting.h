#ifndef BASE_SETTING_H
#define BASE_SETTING_H

#include "base/str.h"

/* The table of settings: what conf/muster.ini may hold. */

enum setting_kind {
	SETTING_TEXT,
	SETTING_SECRET,      /* text that is never printed */
	SETTING_INT,
	SETTING_CHOICE,      /* one of choices */
	SETTING_URL,         /* http:// or https:// with a host, without a slash at the end */
	SETTING_VAR_PATH,    /* relative ones are below paths.var */
	SETTING_ROOT_PATH,   /* relative ones are below paths.root */
};

struct setting {
	const char *key;             /* "section.name" */
	enum setting_kind kind;
	const char *fallback;        /* the default, as it would be written in the file */
	const char *help;            /* one line */
	int64_t least, most;         /* SETTING_INT */
	const char *choices;         /* SETTING_CHOICE: "debug info" */
};

/* Ended by a row whose key is NULL; rows of one section stand together. */
extern const struct setting settings[];

/* Index into settings, or -1. */
int setting_find(struct str key);
size_t setting_count(void);

/* NULL when the value is of the setting's kind and in its range, else what it should be (in the arena). */
const char *setting_problem(struct arena *arena, const struct setting *setting, struct str value);

#endif
