#ifndef REPORT_FLOW_H
#define REPORT_FLOW_H

#include "report/pdf.h"

/*
 * Text that flows down the pages of a report: headings, paragraphs, facts, tables, Markdown, one below the other, with a
 * head line and page numbers. Long texts go on on the next page, rows of tables too; a heading never stands alone at the
 * foot. What a section draws itself asks for its room first.
 */
struct flow;

struct flow_page {
	struct str head;             /* over every page: number and title of the record */
	struct str foot;             /* below it: organization, when it was made */
};

/* Starts the first page. Texts must live as long as the document. */
struct flow *flow_new(struct pdf *pdf, const struct flow_page *page) __attribute__((returns_nonnull));
struct pdf *flow_pdf(const struct flow *flow);

/* A new page, letter size upright or across. */
void flow_break(struct flow *flow, enum pdf_paper paper);
/* Goes to a new page unless height points are left. Returns the y at which the section may begin, downwards. */
double flow_room(struct flow *flow, double height);
/* So much was drawn below that y. */
void flow_drawn(struct flow *flow, double height);
double flow_left(const struct flow *flow);
double flow_width(const struct flow *flow);
/* What is left of this page. */
double flow_rest(const struct flow *flow);

/* level 1 to 3. */
void flow_heading(struct flow *flow, int level, struct str text);
/* indent in points. */
void flow_paragraph(struct flow *flow, double indent, struct str text);
/* Small and grey. */
void flow_note(struct flow *flow, double indent, struct str text);
/* A label, and its value beside it. */
void flow_fact(struct flow *flow, struct str label, struct str value);
void flow_gap(struct flow *flow, double height);

/* Shares of the width; cells are count rows of columns texts. A row higher than a page is cut across pages. */
struct flow_column {
	struct str heading;
	double share;
};
void flow_table(struct flow *flow, const struct flow_column *columns, size_t column_count, const struct str *cells,
		size_t rows);

/* What people typed as Markdown (CommonMark); raw HTML shows as text, links show their address. */
void flow_markdown(struct flow *flow, struct str source);

/* Writes heads, feet and page numbers on all pages of the flow. */
void flow_finish(struct flow *flow);

#endif
