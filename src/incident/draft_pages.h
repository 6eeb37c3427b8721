#ifndef INCIDENT_DRAFT_PAGES_H
#define INCIDENT_DRAFT_PAGES_H

#include "http/program.h"

/*
 * Long texts that are not sent yet, kept on the server for each person and form. A form takes part with four calls:
 *   GET        draft_restore before form_view; the template's form carries {{>partial/draft_attributes}} and shows
 *              {{>partial/draft}}: a small script keeps what is typed, and without scripts the button does
 *   POST       if draft_is_asked: return draft_keep, before anything is checked
 *   its change draft_done inside the transaction
 * path is the form's own address. Passwords and tokens are never kept. {{>partial/draft}} goes behind the buttons:
 * the first button of a form is the one that Enter presses.
 */

/* Puts what was kept for the form over row, and draft_href, draft_at and has_draft into the page. */
enum rc draft_restore(struct request *rq, struct view *page, struct str path, const struct form *form,
		      void *row) MUST_CHECK;
/*
 * The same where others write the same text: version is set to the one that the draft began from, so that what
 * somebody else saved meanwhile is a conflict and not lost.
 */
enum rc draft_restore_version(struct request *rq, struct view *page, struct str path, const struct form *form,
			      void *row, int64_t *version) MUST_CHECK;
/* The button "Keep as draft" was used. */
bool draft_is_asked(const struct request *rq);
/* Keeps the request's form and goes to answer. */
enum rc draft_keep(struct request *rq, struct response *rs, struct str path, struct str answer) MUST_CHECK;
/* What was kept for the form has been sent. */
enum rc draft_done(struct db *db, const struct request *rq, struct str path) MUST_CHECK;

/* Where the script keeps drafts, and where one is thrown away. */
extern const struct route draft_routes[];

#endif
