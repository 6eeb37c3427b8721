#ifndef VIEW_CATALOGUE_H
#define VIEW_CATALOGUE_H

#include "base/str.h"

/* One language's texts, read from a gettext .mo file; NULL stands for English as written. */
struct catalogue;

/*
 * locale is a language tag such as "es" or "es-MX"; reads FOLDER/es-MX.mo, else FOLDER/es.mo, once
 * per process. NULL when there is none, or when it is malformed (logged).
 */
const struct catalogue *catalogue_find(struct str folder, struct str locale);

/* The bytes of a .mo file as a catalogue in the arena; both must outlive it. NULL when malformed. */
const struct catalogue *catalogue_read(struct arena *arena, struct str bytes, const char *locale);

/* "en" for NULL. */
const char *catalogue_locale(const struct catalogue *catalogue);

/* The translation of an English text, or the text itself. */
struct str tr(const struct catalogue *catalogue, const char *english);
struct str tr_str(const struct catalogue *catalogue, struct str english);
/* By number, with the language's plural rule. */
struct str tr_n(const struct catalogue *catalogue, const char *one, const char *many, uint64_t n);

/* No language has more plural forms (Arabic has six). */
enum { CATALOGUE_FORMS = 6 };
/* Every plural form of a text, in the language's order; returns how many. */
size_t catalogue_forms(const struct catalogue *catalogue, struct str one, struct str many,
		       struct str forms[static CATALOGUE_FORMS]);
/* The index of the form for a number; may be larger than what catalogue_forms gave for an untranslated text. */
size_t catalogue_plural(const struct catalogue *catalogue, uint64_t n);

#endif
