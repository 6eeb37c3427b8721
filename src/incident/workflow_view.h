#ifndef INCIDENT_WORKFLOW_VIEW_H
#define INCIDENT_WORKFLOW_VIEW_H

#include "incident/record.h"

/* The words of a transition's button, translated. */
struct str workflow_view_label(const struct request *rq, const struct transition *step);

/*
 * The path and what can be done now: path_states[] {label done current} in the order of the workflow; steps[] {step step_href}
 * for what the viewer may do, {step reasons[] {reason reason_href}} for what is blocked. Steps that nobody takes by
 * hand are not among them.
 */
enum rc workflow_view_steps(struct request *rq, const struct incident_shown *shown, struct view *page) MUST_CHECK;

#endif
