#ifndef ENVIRONMENT_RELEASES_VIEW_H
#define ENVIRONMENT_RELEASES_VIEW_H

#include "environment/release_duty_store.h"
#include "http/request.h"
#include "incident/incident_detail_view.h"

/* An incident's releases as releases[] with their constituents and findings, each finding as text and
 * citation. */
enum rc releases_view(struct request *rq, struct view *page, const struct incident *incident,
		      bool with_findings) MUST_CHECK;

/*
 * Whom to call: calls[] with agency, who, phone, told_at and is_late, from the duty and the contacts of the
 * establishment; and the duty itself as duty. Nothing where nothing has to be told.
 */
enum rc releases_duty_view(struct request *rq, struct view *page, const struct incident *incident,
			   const struct release_duty *duty) MUST_CHECK;

#endif
