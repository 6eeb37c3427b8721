#ifndef CAPA_CAPA_VIEW_H
#define CAPA_CAPA_VIEW_H

#include "capa/capa_change.h"
#include "http/request.h"

/* What every page of one action needs. */
struct capa_shown {
	struct capa capa;
	struct incident incident; /* where has_incident */
	bool has_incident;
	bool is_locked;           /* the incident's state locks actions */
	unsigned rights;
	struct str zone_name;     /* of the establishment */
};

/*
 * The action that the address names ({number}), within what the viewer may see (RC_NOT_FOUND), its times in the zone
 * of its establishment from now on.
 */
enum rc capa_shown_find(struct request *rq, struct capa_shown *out) MUST_CHECK;

/* "/capas/CAPA-2026-0042" with something behind it. */
struct str capa_href(struct arena *arena, const struct capa *capa, const char *behind);

/* The signed-in viewer, for changes. */
struct capa_doer capa_doer_of(const struct request *rq);

/* A page with header, badges and breadcrumbs, for templates that build on capa/page. */
struct view *capa_page(struct request *rq, const struct capa_shown *shown, const char *title);

/* Name of a person or of the one outside, in this order of precedence. */
struct str capa_responsible(const struct capa *capa, struct str person_name);

/*
 * Takes the files of the form field "files": contents on disk first, rows after. Adds a problem for each that is not
 * taken; RC_INVALID then.
 */
enum rc capa_take_files(struct request *rq, struct attachment **files, size_t *count) MUST_CHECK;

/* The evidence of an action as files[] for partial/files; base is the address before "/UUID". */
enum rc capa_files_view(struct request *rq, struct view *page, const struct capa *capa, struct str base,
			bool shows_people) MUST_CHECK;

/* The history as entries[] for capa/history, newest first. */
enum rc capa_history_view(struct request *rq, struct view *page, const struct capa *capa,
			  bool shows_people) MUST_CHECK;

#endif
