#ifndef HTTP_HEALTH_H
#define HTTP_HEALTH_H

#include "db/doctor.h"
#include "http/program.h"

/*
 * Whether this program can serve: /healthz says that the process answers, /readyz that what it needs is there. Both
 * are open to everybody and tell nothing but yes or no; what exactly is wrong stands on the page /admin/system.
 */

struct health_call {
	struct arena *arena;
	const struct config *config;
	struct db *db;               /* NULL: the program has none */
	moment now;
};

/*
 * One more thing that a program needs: a feature exports it, cgi-bin lists it in struct program. Cheap: it is asked
 * for every second at most. subject and advice are English and translated where people read them (N_); says is a
 * measure, a code or a path.
 */
struct health_check {
	void (*look)(const struct health_call *call, struct finding *out);
};

/*
 * Database, spool, disk, clock, then the program's own. A program for anonymous reports needs no database: it keeps them
 * until it is back.
 */
struct doctor_findings health_look(const struct health_call *call, const struct program *program);

/* /healthz, /readyz and /metrics; also as /healthz/PROGRAM and so on, for each program behind one web server. */
extern const struct route health_routes[];
/* The first two alone, for programs that show no figures. */
extern const struct route health_probe_routes[];

#endif
