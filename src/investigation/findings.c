#include "investigation/findings.h"

const struct why *findings_last_why(const struct findings *findings, int64_t chain_id)
{
	const struct why *last = NULL;

	for (size_t i = 0; i < findings->why_count; i++)
		if (findings->whys[i].chain_id == chain_id)
			last = &findings->whys[i];
	return last;
}

const struct cause *findings_cause_of(const struct findings *findings, int64_t why_id, int64_t item_id)
{
	for (size_t i = 0; i < findings->cause_count; i++) {
		const struct cause *cause = &findings->causes[i];
		if ((why_id && cause->why_id == why_id) || (item_id && cause->item_id == item_id))
			return cause;
	}
	return NULL;
}

const struct evidence *findings_evidence(const struct findings *findings, int64_t position)
{
	for (size_t i = 0; i < findings->evidence_count; i++)
		if (findings->evidence[i].entry.position == position)
			return &findings->evidence[i];
	return NULL;
}
