#ifndef REPORT_FLOW_PRIVATE_H
#define REPORT_FLOW_PRIVATE_H

#include "report/flow.h"

/* Shared by flow.c and flow_markdown.c; nobody else includes it. */
struct flow {
	struct pdf *pdf;
	struct flow_page page;
	int first_page;
	enum pdf_paper paper;
	double y;                    /* where the next line hangs */
};

/* A word or blank of one face; is_break: a new line begins before it. */
struct flow_piece {
	enum pdf_face face;
	struct str text;
	bool is_blank, is_break;
};

/* Pieces in lines, indented; mark ("1.", "•") hangs before the first line. */
void flow_pieces(struct flow *flow, const struct flow_piece *pieces, size_t count, double size, double indent,
		 struct str mark);

#endif
