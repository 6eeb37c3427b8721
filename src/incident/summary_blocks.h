#ifndef INCIDENT_SUMMARY_BLOCKS_H
#define INCIDENT_SUMMARY_BLOCKS_H

#include "incident/summary.h"

/* What was written, for those who make files of it (summary_pdf.c, summary_sheet.c, summary_json.c). */

enum summary_block_kind { SUMMARY_FACT, SUMMARY_PROSE, SUMMARY_NOTE, SUMMARY_TABLE, SUMMARY_DRAWING };

struct summary_table {
	struct str title;
	const struct summary_column *columns;
	size_t column_count;
	struct summary_value *cells; /* row by row */
	size_t rows, room;
};

struct summary_block {
	enum summary_block_kind kind;
	bool is_workbook_only;
	struct str label;            /* fact, prose */
	struct summary_value value;  /* fact, prose, note */
	struct summary_table table;
	summary_draw *draw;
	const void *closure;
	struct summary_block *next;
};

struct summary_part {
	struct str heading;
	struct summary_block *first, *last;
	struct summary_part *next;
};

/* As it reads on a page. */
struct str summary_value_text(const struct summary *summary, struct summary_value value);
bool summary_value_is_empty(struct summary_value value);

#endif
