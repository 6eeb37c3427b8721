#include "http/metric.h"

#include <math.h>
#include <stdio.h>

#include "base/log.h"

struct metric_out {
	struct text *text;
	const char *name;
};

static void add_value(struct text *text, double value)
{
	if (isinf(value))
		text_cstr(text, value > 0 ? "+Inf" : "-Inf");
	else if (isnan(value))
		text_cstr(text, "NaN");
	else if (value == floor(value) && fabs(value) < 1e15)
		text_printf(text, "%.0f", value);
	else
		text_printf(text, "%.9g", value);
}

static void add_escaped(struct text *text, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\\' || s.at[i] == '"')
			text_char(text, '\\');
		if (s.at[i] == '\n')
			text_cstr(text, "\\n");
		else
			text_char(text, s.at[i]);
	}
}

void metric_head(struct text *text, const char *name, const char *kind, const char *help)
{
	text_printf(text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

void metric_line(struct text *text, const char *name, double value, const struct metric_label *labels, size_t count)
{
	text_cstr(text, name);
	for (size_t i = 0; i < count; i++) {
		text_printf(text, "%c%s=\"", i ? ',' : '{', labels[i].name);
		add_escaped(text, labels[i].value);
		text_char(text, '"');
	}
	text_cstr(text, count ? "} " : " ");
	add_value(text, value);
	text_char(text, '\n');
}

void metric_add(struct metric_out *out, double value, const struct metric_label *labels, size_t count)
{
	metric_line(out->text, out->name, value, labels, count);
}

void metric_add_age(struct metric_out *out, moment now, moment then, const struct metric_label *labels, size_t count)
{
	if (then != MOMENT_NONE)
		metric_add(out, (double)(now - then) / (double)SECONDS(1), labels, count);
}

static bool write_source(struct text *text, const struct metric_call *call, const struct metric_source *source)
{
	static const char *const kinds[] = {[METRIC_GAUGE] = "gauge", [METRIC_COUNTER] = "counter"};
	const size_t before = text->len;
	struct metric_out out = {text, source->name};

	metric_head(text, source->name, kinds[source->kind], source->help);
	const size_t head = text->len;
	enum rc rc = source->read(call, &out);
	if (rc != RC_OK)
		LOG(LOG_WARN, "metric.read", "%s: %s", source->name, rc_name(rc));
	if (rc != RC_OK || text->len == head)
		text->len = before;
	return rc == RC_OK;
}

void metric_write(struct text *text, const struct metric_call *call, const struct metric_source *const *tables)
{
	struct text failed = TEXT_IN(call->arena);

	for (; *tables; tables++)
		for (const struct metric_source *source = *tables; source->name; source++)
			if (!write_source(text, call, source))
				metric_line(&failed, "muster_metric_failed", 1,
					    METRIC_LABELS({"name", str_of(source->name)}));
	if (failed.len == 0)
		return;
	metric_head(text, "muster_metric_failed", "gauge", "Figures that could not be read this time.");
	text_add(text, text_str(&failed));
}
