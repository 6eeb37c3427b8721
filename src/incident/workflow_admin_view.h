#ifndef INCIDENT_WORKFLOW_ADMIN_VIEW_H
#define INCIDENT_WORKFLOW_ADMIN_VIEW_H

#include "http/request.h"
#include "incident/workflow_rules.h"

/*
 * A workflow as path and tables: path_states[] {label locks}, transitions[] {label from to who guards needs_reason
 * needs_signature is_automatic is_active}.
 */
void workflow_admin_show(struct request *rq, struct view *page, const struct workflow *workflow);
/* The fields of a draft: form_states[] with areas[], form_steps[] with permits[] and guards[]; see workflow_admin_read. */
void workflow_admin_form(struct request *rq, struct view *page, const struct workflow *workflow);
/* What the form says, over the stored rows; texts in the request's arena. */
void workflow_admin_read(const struct request *rq, const struct workflow *stored, struct workflow *out);
/* differences[] {what member before after}; one is absent on one side where that side has no such row. */
void workflow_admin_diff(struct request *rq, struct view *page, const struct workflow *before,
			 const struct workflow *after);
/* faults[] {where fault}. */
void workflow_admin_faults(struct request *rq, struct view *page, const struct workflow_faults *faults);

#endif
