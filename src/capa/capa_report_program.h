#ifndef CAPA_CAPA_REPORT_PROGRAM_H
#define CAPA_CAPA_REPORT_PROGRAM_H

#include "capa/capa_list_store.h"
#include "organization/organization.h"

/* The CAPA status report: options in, one PDF or workbook out. */

struct capa_report {
	struct arena *arena;
	struct organization organization;
	const struct zone *zone; /* the organization's */
	moment now;
	day today;
	struct str filters;      /* in words, for the head of the report; empty: everything */
	const struct capa_line *lines;
	size_t count;
	size_t overdue;
	size_t by_status[CAPA_STATUS_COUNT];
	size_t by_strength[STRENGTH_COUNT]; /* without cancelled ones */
};

/* main() of capa-report: 0 written, 1 failed, 2 wrong usage. */
int capa_report_main(int argc, char **argv);

enum rc capa_report_pdf(const struct capa_report *report, struct str *bytes) MUST_CHECK;
enum rc capa_report_sheet(const struct capa_report *report, struct str *bytes) MUST_CHECK;

#endif
