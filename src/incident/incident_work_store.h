#ifndef INCIDENT_INCIDENT_WORK_STORE_H
#define INCIDENT_INCIDENT_WORK_STORE_H

#include "incident/work.h"

/*
 * What waits for somebody among incidents: those they manage, overdue first, reports without a manager within
 * their scope, their own drafts and reports.
 */
enum rc incident_work_managed(const struct work_asked *asked, struct rows *items) MUST_CHECK;
enum rc incident_work_unassigned(const struct work_asked *asked, struct rows *items) MUST_CHECK;
enum rc incident_work_reported(const struct work_asked *asked, struct rows *items) MUST_CHECK;
enum rc incident_work_drafts(const struct work_asked *asked, struct rows *items) MUST_CHECK;

#endif
