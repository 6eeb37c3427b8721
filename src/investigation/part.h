#ifndef INVESTIGATION_PART_H
#define INVESTIGATION_PART_H

#include "investigation/findings_view.h"

/*
 * The parts of an investigation that are written entry by entry, each at /investigation/NAME and
 * /investigation/NAME/{uuid}. entry_pages.c serves them all; what differs stands in one row of parts.
 */

/* An entry of any kind. */
union entry_row {
	struct entry entry;
	struct evidence evidence;
	struct why_chain chain;
	struct why why;
	struct fishbone_item item;
	struct sequence_event event;
	struct cause cause;
};

struct part {
	const char *name;            /* "whys" */
	const char *section;         /* page that lists it, "/whys" */
	const char *title;           /* English: of a page with one of them */
	const struct entry_kind *kind;
	const struct form *adding, *editing;
	bool cites;                  /* names evidence */
	const char *template;        /* of a page with one of them */
	/* Before the form is shown or read: choices; for a new one what it belongs to, from query or form. */
	enum rc (*prepare)(struct request *rq, const struct investigation_shown *v, union entry_row *row, bool is_new);
	/* After the form was read without a problem; adds its own. NULL: nothing more to check. */
	enum rc (*finish)(struct request *rq, const struct investigation_shown *v, union entry_row *row, bool is_new);
	/* More for the page of one that exists. */
	enum rc (*more)(struct request *rq, const struct investigation_shown *v, const union entry_row *row,
			struct view *page);
};

/* The forms of the parts. */
extern const struct form part_chain_form, part_why_form, part_item_form, part_event_form, part_new_evidence_form,
	part_evidence_form, part_cause_form;

/* NULL: there is no such part. */
const struct part *part_find(struct str name);

/* The stored entry that the address names by {part} and {uuid}. */
enum rc part_entry(struct request *rq, const struct investigation_shown *v, const struct part *part,
		   union entry_row *row) MUST_CHECK;

#endif
