#ifndef SIGNATURE_SIGNATURE_H
#define SIGNATURE_SIGNATURE_H

#include "base/record.h"

/*
 * Electronic signatures (21 CFR Part 11): a person who has proved anew who they are puts a printed name, a
 * time and a meaning (11.50) under the exact content of a record (11.70). A later change of that content does
 * not take the signature away; it shows as "signed version N; changed since".
 */

enum signature_kind {
	SIGNATURE_NONE,
	SIGNATURE_POLICY, /* the signer accepts that these signatures bind; subject is the account */
	SIGNATURE_INVESTIGATION,
	SIGNATURE_CAPA,
	SIGNATURE_INCIDENT,           /* closing */
	SIGNATURE_OSHA_CERTIFICATION, /* Form 300A, 29 CFR 1904.32(b)(3) */
	SIGNATURE_RELEASE_NOTICE,     /* written follow-up, 40 CFR 355.40(b) */
};
extern const struct codes signature_kind_codes;

enum signature_meaning {
	MEANING_NONE,
	MEANING_AUTHORED,
	MEANING_REVIEWED,
	MEANING_APPROVED,
	MEANING_REJECTED, /* needs a reason */
	MEANING_CERTIFIED,
	MEANING_VERIFIED,
	MEANING_CLOSED,
	MEANING_ACCEPTED,
};
extern const struct codes signature_meaning_codes;

struct signature {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int kind; /* enum signature_kind */
	int64_t subject_id;
	int64_t incident_id; /* 0: belongs to none */
	int64_t round;       /* version of the record that was signed */
	int meaning;         /* enum signature_meaning */
	struct str reason;
	int64_t signer_id; /* account */
	struct str signer_name;
	struct str auth_method;
	struct str acr; /* how strong an outside identity was proved, in the issuer's words; STR_NONE: a password here */
	struct str amr; /* by what means: "pwd otp" */
	moment signed_at;
	struct str zone;           /* IANA name, in which the signer saw the time */
	struct str content;        /* exactly what was signed, usually canonical JSON; not loaded by lists */
	struct str content_sha256; /* hexadecimal */
};
extern const struct record signature_record;

/* Is what is stored now still what was signed? */
bool signature_covers(struct arena *arena, const struct signature *signature, struct str content);

/* Does a signature that was loaded whole still agree with its own hash? */
bool signature_is_intact(struct arena *arena, const struct signature *signature);

#endif
