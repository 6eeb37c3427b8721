#include "incident/unmask.h"

#include <stddef.h>

static const struct code state_rows[] = {
	{"", ""},
	{"waits", N_("Waits for a second administrator")},
	{"approved", N_("Approved")},
	{"ended", N_("Approved, shown no more")},
	{"refused", N_("Refused")},
	{NULL, NULL},
};
const struct codes unmask_state_codes = {"unmask_state", state_rows};

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define OFFSET(member) .name = #member, .offset = offsetof(struct unmask_request, member)
static const struct field unmask_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(requested_by_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_PROSE,
	 OFFSET(reason),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED,
	 .max = 2000,
	 .label = N_("Why is the name needed?"),
	 .hint = N_("The second administrator and the reporter read this.")},
	{.kind = FIELD_MOMENT, OFFSET(requested_at), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(decided_by_id), .flags = FIELD_STORED},
	{.kind = FIELD_ANSWER, OFFSET(is_approved), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(decided_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(ends_at), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_TEXT, OFFSET(requested_by), .flags = FIELD_QUIET, .max = 201},
	{.kind = FIELD_TEXT, OFFSET(decided_by), .flags = FIELD_QUIET, .max = 201},
	FIELD_END,
};
#undef OFFSET
const struct record unmask_request_record = {"unmask_request", sizeof(struct unmask_request), unmask_fields};

enum unmask_state unmask_state(const struct unmask_request *request, moment now)
{
	if (!request->decided_by_id)
		return UNMASK_WAITS;
	if (request->is_approved != ANSWER_YES)
		return UNMASK_REFUSED;
	return now < request->ends_at ? UNMASK_APPROVED : UNMASK_ENDED;
}

bool unmask_may_decide(const struct unmask_request *request, int64_t account_id)
{
	return !request->decided_by_id && request->requested_by_id != account_id;
}

bool unmask_shows_name(const struct unmask_request *request, int64_t account_id, moment now)
{
	return unmask_state(request, now) == UNMASK_APPROVED &&
	       (request->requested_by_id == account_id || request->decided_by_id == account_id);
}
