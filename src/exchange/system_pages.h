#ifndef EXCHANGE_SYSTEM_PAGES_H
#define EXCHANGE_SYSTEM_PAGES_H

#include "db/doctor.h"
#include "http/program.h"

/* What is not ready and what to do about it, and how the programs fare: /admin/system. */
extern const struct route system_routes[];

/* All that is looked at: the program's own checks, the worker, backups. */
enum { SYSTEM_FINDINGS_MOST = 64 };
struct system_findings {
	struct finding at[SYSTEM_FINDINGS_MOST];
	size_t count;
	enum finding_level worst;
	bool is_ready;               /* the program can serve */
};
struct system_findings system_pages_look(struct request *rq);

#endif
