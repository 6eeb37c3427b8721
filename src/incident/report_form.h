#ifndef INCIDENT_REPORT_FORM_H
#define INCIDENT_REPORT_FORM_H

#include "db/db.h"
#include "http/request.h"
#include "incident/lookup_store.h"
#include "incident/report_answers.h"

/* The questions of the report wizard, step by step, and of the short form. */
enum report_step { STEP_WHAT, STEP_CONTEXT, STEP_PEOPLE, STEP_REVIEW, STEP_COUNT };

/* Its name in the address; STEP_COUNT when there is none of that name. */
const char *report_form_step_name(enum report_step step);
enum report_step report_form_step_of(struct str name);

/* What the forms offer and what was answered so far. */
struct report_form {
	struct request *rq;
	struct answers answers;
	const struct lookup_row *here; /* the one answered, else the viewer's own; NULL: none */
	const char *link;            /* address of the draft, before "/STEP"; NULL for the short form */
	bool has_context;            /* what the later steps may name is loaded: it is the same for all of them */
};

/*
 * Finds the establishment of the answers; from then on the request's times are as its clocks go. The first
 * answers of a new report are the viewer's own establishment and department, and now.
 */
enum rc report_form_begin(struct report_form *form, bool is_new) MUST_CHECK;
/* Loads what the fields of a step may name; to be called before report_form_show, and where ids are to be checked. */
enum rc report_form_offer(struct report_form *form, enum report_step step) MUST_CHECK;
/* The same where nothing will be shown: of what was not answered nothing has to be known. */
enum rc report_form_know(struct report_form *form, enum report_step step) MUST_CHECK;
/* Answers sent with this request, as typed, for a step; those of the short form for STEP_COUNT. */
enum rc report_form_take(struct report_form *form, enum report_step step) MUST_CHECK;
/* Files sent with this request. Problems stand at the field "files". */
enum rc report_form_take_files(struct report_form *form) MUST_CHECK;
/* Problems of what was sent for the step (STEP_COUNT: short form). RC_INVALID when there are some. */
enum rc report_form_check(struct report_form *form, enum report_step step) MUST_CHECK;
/* The step's fields, its files and the banner for emergencies. more: "injured" or "witness" adds an empty one. */
void report_form_show(struct report_form *form, struct view *page, enum report_step step, const char *more);
/* The fields that a step asks for, ended by NULL; NULL where it asks for none. */
const char *const *report_form_names(enum report_step step);
/* Those of STEP_CONTEXT. */
extern const char *const report_form_context_names[];
/* The rail of steps. */
void report_form_show_steps(struct report_form *form, struct view *page, enum report_step current);

/*
 * What the request does not name stays as it was answered: for changes by the JSON interface, which send single members.
 * People of one kind stay where none of that kind are sent; an area goes with its place. To be called before what was
 * sent is taken.
 */
void report_form_keep(struct report_form *form);
/* The field is required, and was not answered. */
bool report_form_lacks(const struct report_form *form, const char *name);

/* The answers as hidden fields of the page that sends them, files sealed; report_form_take_all reads them. */
void report_form_hide(struct report_form *form, struct view *page);
void report_form_take_all(struct report_form *form);

#endif
