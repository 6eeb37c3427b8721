#ifndef OSHA_LOG_IMPORT_H
#define OSHA_LOG_IMPORT_H

#include "organization/import.h"

/*
 * A past log from a file: each line becomes an incident, an injured person and a case with the number it had. The
 * file written by `osha300 --format csv` comes back unchanged; other spreadsheets are read by the names of
 * their columns (log_import_text.h). Lines that are in the log already are left alone.
 *
 * The rules decide imported cases like any other; facts that a log does not tell are taken as it implies: days run from
 * the day after the injury, column J stands for treatment beyond first aid. A line from which the rules would make
 * another entry is refused.
 */

extern const struct import_kind import_cases;

#endif
