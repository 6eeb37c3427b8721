#ifndef HTTP_METRIC_H
#define HTTP_METRIC_H

#include "base/config.h"
#include "base/text.h"
#include "db/db.h"

/*
 * Figures for monitoring, in the text format of Prometheus. A feature exports `const struct metric_source
 * thing_metrics[]`, ended by METRIC_END, and cgi-bin/portal_metrics.h lists it; there is no other place. Values of
 * labels are codes (a severity, a channel, a task): never a name, an id, an address or free text.
 */

enum metric_kind { METRIC_GAUGE, METRIC_COUNTER };

struct metric_call {
	struct arena *arena;
	const struct config *config;
	struct db *db;               /* account of the program that answers; reads only */
	moment now;
};

struct metric_out;

/* One figure under one name, with as many values as it has combinations of labels. */
struct metric_source {
	const char *name;            /* "muster_outbox_events"; counters end with _total, times with _seconds */
	enum metric_kind kind;
	const char *help;            /* one line */
	/* Adds the values. When it fails, the figure is left out of this answer and muster_metric_failed names it. */
	enum rc (*read)(const struct metric_call *call, struct metric_out *out);
};
/* Ends a table of sources. */
#define METRIC_END { .name = NULL }

struct metric_label {
	const char *name;            /* "severity" */
	struct str value;
};
/* The argument list of metric_add: METRIC_LABELS({"severity", code}, {"register", other}) or NO_LABELS. */
#define METRIC_LABELS(...)                          \
	(const struct metric_label[]){__VA_ARGS__}, \
		sizeof((const struct metric_label[]){__VA_ARGS__}) / sizeof(struct metric_label)
#define NO_LABELS NULL, 0

void metric_add(struct metric_out *out, double value, const struct metric_label *labels, size_t count);

/* Seconds from then to now; nothing is added for MOMENT_NONE. */
void metric_add_age(struct metric_out *out, moment now, moment then, const struct metric_label *labels, size_t count);

/* Every figure of the tables (ended by NULL) as text. */
void metric_write(struct text *text, const struct metric_call *call, const struct metric_source *const *tables);

/* For figures that come in several lines of their own, such as histograms: the two lines above them. */
void metric_head(struct text *text, const char *name, const char *kind, const char *help);
/* One line: name, its labels, the value. */
void metric_line(struct text *text, const char *name, double value, const struct metric_label *labels, size_t count);

#endif
