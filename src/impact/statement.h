#ifndef IMPACT_STATEMENT_H
#define IMPACT_STATEMENT_H

#include "base/moment.h"
#include "base/record.h"

/*
 * What a witness states. A statement never changes: a correction is a second one. The witness writes it behind a link
 * that opens until the statement is handed in, the link is revoked, or its time is over; of its token only the hash is
 * kept. Or somebody of the staff writes down what was said in an interview.
 */

enum { STATEMENT_LINK_DAYS = 14 };

struct witness_link {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int64_t witness_id;
	struct str token_hash; /* SHA-256, 32 bytes */
	int64_t created_by_id;
	moment created_at;
	moment expires_at;
	moment opened_at;
	moment revoked_at;
	moment used_at;
};
extern const struct record witness_link_record;

enum witness_link_state { WITNESS_LINK_NONE, WITNESS_LINK_OPEN, WITNESS_LINK_USED, WITNESS_LINK_REVOKED, WITNESS_LINK_EXPIRED };
extern const struct codes witness_link_state_codes;
enum witness_link_state witness_link_state(const struct witness_link *link, moment now);

enum statement_kind { STATEMENT_KIND_NONE, STATEMENT_SIGNED, STATEMENT_INTERVIEW };
extern const struct codes statement_kind_codes;

struct witness_statement {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int64_t witness_id;
	int kind;
	struct str locale;
	struct str statement;
	struct str sha256;      /* of statement, 32 bytes */
	struct str signed_name; /* as typed by who signed */
	int64_t recorded_by_id; /* interviews only */
	moment recorded_at;
};
extern const struct record witness_statement_record;

/* The text hashes to what was stored with it. */
bool witness_statement_is_intact(struct arena *arena, const struct witness_statement *statement);

#endif
