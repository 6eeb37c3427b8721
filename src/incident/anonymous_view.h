#ifndef INCIDENT_ANONYMOUS_VIEW_H
#define INCIDENT_ANONYMOUS_VIEW_H

#include "http/program.h"
#include "incident/anonymous.h"
#include "incident/anonymous_store.h"
#include "incident/report_link.h"
#include "organization/organization.h"

/* What the pages of the anonymous door have in common. */

/* Where a reporter stands: whose door it is, and by which invitation they came. */
struct anonymous_door {
	struct organization organization;
	bool has_link;
	struct report_link link;
	struct str place; /* name of the establishment of the link; empty: not given by it */
	struct str phone;            /* its emergency number and muster point; empty: not known */
	struct str muster_point;
	bool is_db_away;  /* then nothing else is known */
};

/*
 * Looks the door up by the address: {token} of an invitation, else the organization of the settings. Offers
 * places and departments as choices of the form. RC_NOT_FOUND: no such invitation. RC_GONE: revoked or
 * expired.
 */
enum rc anonymous_door_open(struct request *rq, struct anonymous_door *door) MUST_CHECK;

/* Hook of the program: the language, which without a cookie travels in the address or in the form. */
enum rc anonymous_identify(struct request *rq);
/* The same once a multipart form has been read. */
void anonymous_language(struct request *rq);

/* A page with what all of them show. */
struct view *anonymous_page(struct request *rq);
/* Answers with a question that people solve at once: {{first}} plus {{second}}. Returns the sum as text. */
struct str anonymous_question(struct request *rq, struct view *page);
/* Takes the files of the field "files", cleaned; adds a problem for each that is not taken. */
enum rc anonymous_files(struct request *rq, struct attachment **files, size_t *count) MUST_CHECK;
/* What is stored of a receipt, with the installation's key. */
enum rc anonymous_receipt_hash(struct request *rq, struct str digits, struct str *hash) MUST_CHECK;

#endif
