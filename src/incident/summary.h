#ifndef INCIDENT_SUMMARY_H
#define INCIDENT_SUMMARY_H

#include "incident/incident_detail_store.h"
#include "incident/workflow_store.h"
#include "organization/organization.h"
#include "report/flow.h"
#include "view/catalogue.h"

/*
 * The incident summary report: everything about one incident that may be handed around, in sections. Each feature
 * writes its own sections here, once; they come out as pages, as a workbook or as JSON (summary_files.h). Medical facts
 * and the names of reporters who asked not to be named are never written.
 */

struct summary_block;
struct summary_table;
struct summary_part;

/* What sections read. */
struct summary {
	struct arena *arena;
	struct db *db;               /* reads the archive where the incident is archived */
	struct organization organization;
	struct incident incident;
	struct incident_around around; /* its reporter is named only where the report was not confidential */
	const struct workflow *workflow;
	const struct zone *zone;     /* of the establishment */
	const struct catalogue *catalogue;
	moment now;
	bool shows_names;            /* of privacy cases (29 CFR 1904.29(b)(6)) */
	/* What was written so far. */
	struct summary_part *first, *last;
	const struct str *masked;    /* names that are not to be printed */
	size_t masked_count;
};

/* Writes one section, or several. Begins with summary_begin. */
typedef enum rc summary_section(struct summary *summary);

enum summary_kind { SUMMARY_TEXT, SUMMARY_INT, SUMMARY_MONEY, SUMMARY_DAY, SUMMARY_MOMENT };
struct summary_value {
	enum summary_kind kind;
	struct str text;
	int64_t number; /* money in minor units; NUMBER_NONE, DAY_NONE, MOMENT_NONE: empty */
};
struct summary_value summary_text(struct str text);
/* The words of a code in the language of the report. */
struct summary_value summary_code(const struct summary *summary, const struct codes *codes, int value);
struct summary_value summary_int(int64_t number);
struct summary_value summary_money(int64_t minor_units);
struct summary_value summary_day(day on);
struct summary_value summary_moment(moment at);

/* English marked with N_() in the language of the report. */
struct str summary_words(const struct summary *summary, const char *english);
/* A name as it may be printed: that of a privacy case reads "privacy case" unless names are shown. */
struct str summary_name(const struct summary *summary, struct str name);

/* English marked with N_() in all of these. Empty values are left out. */
void summary_begin(struct summary *summary, const char *heading);
void summary_fact(struct summary *summary, const char *label, struct summary_value value);
/* A text of many lines below its label. */
void summary_prose(struct summary *summary, const char *label, struct str text);
void summary_note(struct summary *summary, struct str text);

struct summary_column {
	const char *heading;
	double share;            /* of the page's width; 0: for workbooks and JSON only */
};
/* At most 12 columns, which must live as long as the report. A sheet of its own in the workbook. */
struct summary_table *summary_table(struct summary *summary, const char *title, const struct summary_column *columns,
				    size_t column_count, size_t rows_most) __attribute__((returns_nonnull));
/* As many values as columns. More rows than announced are left out. */
void summary_row(struct summary_table *table, const struct summary_value *values);

/* For pages only: what draws itself, its heading too. closure must live as long as the report. */
typedef void summary_draw(struct flow *flow, const void *closure);
void summary_drawing(struct summary *summary, summary_draw *draw, const void *closure);
/* The last block is for workbooks only: on pages a drawing tells it. */
void summary_workbook_only(struct summary *summary);

/* Sections of the incident itself. */
summary_section summary_facts, summary_story, summary_people, summary_files, summary_messages, summary_signatures,
	summary_trail;

#endif
