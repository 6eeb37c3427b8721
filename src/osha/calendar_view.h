#ifndef OSHA_CALENDAR_VIEW_H
#define OSHA_CALENDAR_VIEW_H

#include "http/request.h"
#include "osha/days.h"

/*
 * The counted days as month tables: months[] name year, weeks[], days[] with n, is_blank, is_injury, is_away,
 * is_restricted, is_behind (after the 180th). At most 14 months, from that of the injury on.
 */
void calendar_view(struct request *rq, struct view *page, day injury_on, const struct days_count *count,
		   day today);

#endif
