#ifndef INSIGHT_DASHBOARD_FILTERS_VIEW_H
#define INSIGHT_DASHBOARD_FILTERS_VIEW_H

#include "insight/dashboard_view.h"

/* The registers as tabs, the filters as form and chips, the usual periods. */
void dashboard_filters_view_fill(const struct dashboard_page *p, struct view *page);

#endif
