#include "archive/archive.h"

#include <stddef.h>

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct archive_rule, member)
static const struct field rule_fields[] = {
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_INT,
	 AT(closed_days),
	 .label = N_("Days after closing"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .least = 30,
	 .most = 36500,
	 .hint = N_(
		 "From then on a closed incident is kept in the archive: still found, opened and printed, not changed")},
	{.kind = FIELD_INT, AT(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record archive_rule_record = {"archive_rule", sizeof(struct archive_rule), rule_fields};

#define AT(member) .name = #member, .offset = offsetof(struct legal_hold, member)
static const struct field hold_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, AT(uuid), .flags = FIXED},
	{.kind = FIELD_ID, AT(incident_id), .flags = FIXED},
	{.kind = FIELD_PROSE,
	 AT(reason),
	 .label = N_("Reason for the hold"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 2000,
	 .hint = N_("Which proceeding, and who asked for it")},
	{.kind = FIELD_MOMENT, AT(placed_at), .label = N_("Placed"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, AT(placed_by_id), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(placed_by_name), .label = N_("Placed by"), .flags = FIELD_STORED, .max = 220},
	{.kind = FIELD_MOMENT, AT(released_at), .label = N_("Released"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 AT(released_by_name),
	 .label = N_("Released by"),
	 .flags = FIELD_STORED,
	 .max = 220},
	{.kind = FIELD_PROSE,
	 AT(release_reason),
	 .label = N_("Why it may be released"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 2000},
	{.kind = FIELD_INT, AT(version), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record legal_hold_record = {"legal_hold", sizeof(struct legal_hold), hold_fields};
