#ifndef ORGANIZATION_IMPORT_PAGE_H
#define ORGANIZATION_IMPORT_PAGE_H

#include "event/submission.h"
#include "organization/import.h"
#include "organization/import_batch.h"

/* What the pages of imports share. */

/* An import by the viewer of the request, as its form decides. */
struct import_run import_page_run(struct request *rq);
/* Administration > Import > label; href is that of the middle one, "" when it is the page itself. */
void import_page_crumbs(struct request *rq, struct view *page, const char *href, struct str label);
/* The source with that id and kind; out stays NULL for id 0. */
enum rc import_page_preset(struct request *rq, int64_t id, const struct import_kind *kind,
			   const struct import_preset **out) MUST_CHECK;
/* The batch's own page. */
struct str import_page_batch(struct arena *arena, const struct import_batch *batch, const char *more);
/*
 * The uploaded file of the field "file" as UTF-8, with its name, or else what was pasted into "text". RC_INVALID with a
 * problem at "text": neither, or too large.
 */
enum rc import_page_upload(struct request *rq, struct str *file_name, struct str *content) MUST_CHECK;

#endif
