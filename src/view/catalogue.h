#ifndef VIEW_CATALOGUE_H
#define VIEW_CATALOGUE_H

#include "base/str.h"

/* One language's texts, read from a gettext .mo file; NULL stands for English as written. */
struct catalogue;

/* locale is "es"; reads FOLDER/es.mo once. NULL when there is none. */
const struct catalogue *catalogue_find(struct str folder, struct str locale);

/* "en" for NULL. */
const char *catalogue_locale(const struct catalogue *catalogue);

/* The translation of an English text, or the text itself. */
struct str tr(const struct catalogue *catalogue, const char *english);
struct str tr_str(const struct catalogue *catalogue, struct str english);
/* By number, with the language's plural rule. */
struct str tr_n(const struct catalogue *catalogue, const char *one, const char *many, uint64_t n);

#endif
