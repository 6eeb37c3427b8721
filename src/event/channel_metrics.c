#include "event/channel_metrics.h"

#include "event/channel_store.h"

static enum rc read_failing(const struct metric_call *call, struct metric_out *out)
{
	struct rows rows;
	enum rc rc = channel_figures(call->db, call->arena, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct channel_figure *row = ROW(struct channel_figure, rows, i);
		metric_add(out, (double)row->failing, METRIC_LABELS({"channel", row->channel}));
	}
	return rc;
}

static enum rc read_success(const struct metric_call *call, struct metric_out *out)
{
	struct rows rows;
	enum rc rc = channel_figures(call->db, call->arena, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct channel_figure *row = ROW(struct channel_figure, rows, i);
		metric_add_age(out, call->now, row->success_at, METRIC_LABELS({"channel", row->channel}));
	}
	return rc;
}

const struct metric_source channel_metrics[] = {
	{"muster_channel_failing", METRIC_GAUGE,
	 "Organizations whose last attempt to send by this channel failed through a fault of the channel.", read_failing},
	{"muster_channel_last_success_seconds", METRIC_GAUGE, "Since the last message that was taken, within a minute.",
	 read_success},
	METRIC_END,
};
