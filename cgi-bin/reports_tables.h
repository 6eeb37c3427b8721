#ifndef REPORTS_TABLES_H
#define REPORTS_TABLES_H

#include "capa/capa_download_pages.h"
#include "environment/followup_pages.h"
#include "http/health.h"
#include "http/program.h"
#include "impact/training_completion_pages.h"
#include "incident/report_poster_pages.h"
#include "incident/summary_download_pages.h"
#include "insight/export_pages.h"
#include "osha/download_pages.h"

/* Downloads. Each feature exports its routes; they are listed here and nowhere else. */
static const struct route *const reports_tables[] = {
	health_probe_routes,
	capa_download_routes,
	download_routes,
	export_routes,
	followup_routes,
	report_poster_routes,
	summary_download_routes,
	training_download_routes,
	NULL,
};

#endif
