#ifndef INTAKE_TABLES_H
#define INTAKE_TABLES_H

#include "capa/capa_outside_pages.h"
#include "http/health.h"
#include "http/program.h"
#include "impact/witness_pages.h"
#include "incident/anonymous_follow_pages.h"
#include "incident/anonymous_pages.h"

/* The anonymous door. It knows nobody: no session, no cookie, no address, no log of who came. */
static const struct route *const intake_tables[] = {
	health_probe_routes,
	anonymous_routes,
	anonymous_follow_routes,
	witness_routes,
	capa_outside_routes,
	NULL,
};

#endif
