#ifndef CAPA_CAPA_FILTER_H
#define CAPA_CAPA_FILTER_H

#include "base/filter.h"
#include "capa/capa.h"

/*
 * What a list of actions is narrowed to and how it is ordered. The address of a list is its state:
 *
 *   view           open overdue done mine checks; without it all of them
 *   establishment type strength priority       one id or code each
 *   status         codes, may be repeated
 *   responsible    person id; responsible_number (an employee number) is found by the handler
 *   incident       its number
 *   from to        days on which it is due, both included
 *   flagged weak   "1": possibly ineffective; administrative controls and protective equipment only
 *   sort           of capa_sort_names, "-" in front for descending
 *   after before   a cursor
 */
enum capa_sort { CAPA_SORT_DUE, CAPA_SORT_NUMBER, CAPA_SORT_STATUS, CAPA_SORT_STRENGTH, CAPA_SORT_PRIORITY,
		 CAPA_SORT_ESTABLISHMENT, CAPA_SORT_CHANGED, CAPA_SORT_COUNT };
extern const char *const capa_sort_names[CAPA_SORT_COUNT + 1];

enum capa_view { CAPA_VIEW_ALL, CAPA_VIEW_OPEN, CAPA_VIEW_OVERDUE, CAPA_VIEW_DONE, CAPA_VIEW_MINE, CAPA_VIEW_CHECKS,
		 CAPA_VIEW_COUNT };
extern const struct codes capa_view_codes; /* code, label; row 0 is all */

/* A row's place in the order. */
struct capa_cursor {
	bool is_set;
	int64_t key;  /* rank, id or moment; unused by due and number */
	day due_on;   /* unused by number and changed */
	int64_t id;
};

struct capa_filter {
	int view;
	int64_t establishment_id;
	int type, strength, priority;
	unsigned statuses; /* bits 1u << enum capa_status; 0: any */
	struct str responsible; /* employee number */
	int64_t responsible_id; /* found by the handler; -1: nobody has that number */
	struct str incident;    /* number */
	int64_t incident_id;    /* found by the handler; -1: there is none */
	day from, to;
	bool is_flagged;
	bool is_weak;
	enum capa_sort sort;
	bool is_descending;
	struct capa_cursor after, before;
};

/* Every name of the query but sort and place. */
extern const struct filter_parameter capa_filter_parameters[];

struct capa_filter capa_filter_none(void);
/* Takes one name and value of a query; false: it means nothing and changes nothing. Texts are kept by reference. */
bool capa_filter_set(struct capa_filter *filter, struct str name, struct str value);
void capa_filter_cursors(struct capa_filter *filter, struct str after, struct str before);

/* Anything but view, order and place. */
bool capa_filter_is_narrow(const struct capa_filter *filter);
/* The query for these filters without "?" and cursors; skip leaves out one name (NULL: none). */
struct str capa_filter_query(struct arena *arena, const struct capa_filter *filter, const char *skip);
/* The states that view and filter leave, as bits; 0: they exclude each other. */
unsigned capa_filter_statuses(const struct capa_filter *filter);

struct str capa_cursor_text(struct arena *arena, const struct capa_cursor *cursor);
bool capa_cursor_parse(struct str text, struct capa_cursor *out);

#endif
