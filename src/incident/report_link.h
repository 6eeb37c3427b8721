#ifndef INCIDENT_REPORT_LINK_H
#define INCIDENT_REPORT_LINK_H

#include "base/config.h"
#include "base/record.h"

/*
 * Invitations to report: a link and a QR code for one place or campaign, which opens the anonymous form with
 * the place filled in. Printed on posters, so the token is no secret; what is counted says nothing about who.
 */
struct report_link {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	struct str token; /* 22 characters, in the address */
	struct str name;
	int64_t establishment_id;
	int64_t area_id;
	int64_t department_id;
	int64_t project_id;
	int reg; /* column register */
	int report_type;
	day expires_on; /* last day on which it opens */
	moment revoked_at;
	int64_t opened;
	int64_t filed;
	int64_t version;
	moment created_at;
};
extern const struct record report_link_record;

enum report_link_state { LINK_NONE, LINK_OPEN, LINK_EXPIRED, LINK_REVOKED };
extern const struct codes report_link_state_codes;

enum report_link_state report_link_state(const struct report_link *link, day today);
/* 128 random bits as 22 characters of base64url. */
struct str report_link_token(struct arena *arena);
/* Could be one: looked up only then. */
bool report_link_token_is_valid(struct str token);

/* What posters and codes carry: the anonymous door with the token behind it. */
struct str report_link_address(struct arena *arena, const struct config *config, const struct report_link *link);

#endif
