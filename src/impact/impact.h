#ifndef IMPACT_IMPACT_H
#define IMPACT_IMPACT_H

#include "incident/incident_detail_view.h"
#include "organization/edit_pages.h"

/*
 * What an incident did, entry by entry, below /incidents/{number}/impacts/KIND: one way to add, change and remove for
 * all kinds. A kind describes its form and its rows; impact_pages.c does the rest. Rows are never deleted: removed_at
 * takes them off the record, and the audit trail says why.
 */
struct impact_kind {
	const char *name;     /* in addresses: "assets" */
	const char *title;    /* English for the catalogue: "Damaged asset" */
	const char *removal;  /* what removing means, a sentence; NULL: it is never removed */
	const struct form *form;
	const struct rule *rules;
	const char *template; /* NULL: all fields of the form, one below the other */
	/* One that is not removed. */
	enum rc (*find)(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct str uuid, void *row);
	/* What a new one has before its form is filled in; cleared, and its ids and times are set. NULL: nothing. */
	enum rc (*begin)(struct request *rq, const struct incident_shown *shown, void *row);
	/* Choices of the form's fields. NULL: none. */
	enum rc (*offer)(struct request *rq, const struct incident_shown *shown, const void *row);
	/* As struct edit. */
	enum rc (*complete)(struct request *rq, void *row);
	enum rc (*write)(struct db *db, struct arena *arena, const void *before, void *row);
	enum rc (*decorate)(struct request *rq, struct view *page, const void *row);
	/* Adds a problem where it has to stay. NULL: any may go. */
	enum rc (*check_removal)(struct request *rq, const void *row);
};

/* Their forms, which the JSON interface describes. */
extern const struct form impact_people_form, impact_assets_form, impact_violations_form, impact_costs_form, impact_witnesses_form;
extern const struct impact_kind impact_people, impact_assets, impact_orders, impact_violations, impact_costs, impact_witnesses;

/* The incident and one of its entries that the address names, for a page that changes it. */
enum rc impact_find(struct request *rq, const struct impact_kind *kind, struct incident_shown *shown,
		    void *row) MUST_CHECK;
/* Breadcrumbs: the incidents, this one, and the page itself. */
void impact_crumbs(struct request *rq, struct view *page, struct str title);
/* The number or name of somebody known at the front of what was typed; 0 where nobody is. */
enum rc impact_person_typed(struct request *rq, struct str typed, int64_t *person_id, struct str *name) MUST_CHECK;

#endif
