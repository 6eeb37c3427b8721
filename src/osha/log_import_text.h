#ifndef OSHA_LOG_IMPORT_TEXT_H
#define OSHA_LOG_IMPORT_TEXT_H

#include "organization/import.h"

/*
 * A log in whatever spreadsheet, written anew with the columns of form_text_log_columns; every row keeps its line number.
 * Columns are known by many names ("Employee's name", "(C) Job title", "date_of_incident"), outcome and type
 * also from one column each with a mark in it, as on the paper form; titles above the header are passed over.
 * Dates may be American, without year where the run has one. Cells that mean nothing known stay as they are, for
 * the import to refuse. ignored receives the names of unknown columns.
 */
struct str log_import_text(const struct import_run *run, struct str file, struct str *ignored);

#endif
