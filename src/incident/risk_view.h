#ifndef INCIDENT_RISK_VIEW_H
#define INCIDENT_RISK_VIEW_H

#include "http/request.h"
#include "incident/risk.h"

/* The matrix for partial/risk: risk_heads[] {label}, risk_rows[] {label cells[] {score band current}}; worst on top. */
void risk_view(struct request *rq, struct view *page, int likelihood, int consequence);

#endif
