#ifndef OSHA_ITA_TEXT_H
#define OSHA_ITA_TEXT_H

#include "base/csv.h"
#include "osha/ita.h"

/*
 * A text with only the characters that the intake is known to take: letters, digits, space and . , - ' : ;
 * Accents are dropped, everything else becomes a space, spaces are folded.
 */
struct str ita_text_safe(struct arena *arena, struct str text);

/* NULL, or what in a text could tell who somebody is: a name, a phone or social security number, an e-mail
 * address. */
const char *ita_text_personal(struct arena *arena, struct str text, struct str full_name);

/* The header line of a file: the exact names in the exact order. */
void ita_text_header(struct csv_writer *csv, const struct record *record);
/*
 * One line. Texts are made safe unless raw; days are MM/DD/YYYY, times HH:MM. replaced is counted up for
 * every value that safe mode changed.
 */
void ita_text_row(struct csv_writer *csv, struct arena *arena, const struct record *record, const void *row,
		  bool raw, size_t *replaced);

#endif
