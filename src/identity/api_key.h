#ifndef IDENTITY_API_KEY_H
#define IDENTITY_API_KEY_H

#include "audit/audit.h"
#include "base/record.h"
#include "http/api_operation.h"

/*
 * Keys with which other systems use the JSON interface: "mst_" and 256 random bits, so that scanners of code find a key
 * that got into a repository. Stored is the SHA-256. A key belongs to an account and may what both its scopes and the
 * account's roles allow, in one environment, until a day.
 */
struct api_key {
	int64_t id;
	int64_t organization_id;
	int64_t account_id;
	struct str uuid;
	struct str name;
	struct str beginning;      /* "mst_AbCdEfGh", to tell keys apart */
	struct str token_hash;     /* 32 bytes */
	struct str scopes;         /* codes, comma separated */
	bool is_sandbox;           /* column environment */
	struct str environment;    /* "prod", "sandbox" */
	day expires_on;            /* last day */
	day used_on;
	moment revoked_at;
	int64_t created_by_id;
	moment created_at;
	int64_t version;
	int64_t directory_version; /* not stored: see viewer_of_session */
};
extern const struct record api_key_record;

/* A new token: shown once, then known by its hash alone. */
struct str api_key_new(struct arena *arena);
/* "mst_" and 43 characters of base64url. */
bool api_key_is_token(struct str text);
/* What tells keys apart in lists. */
struct str api_key_beginning(struct arena *arena, struct str token);

/* Bits 1u << enum api_scope of "incidents:read,capas:read" or of blanks between them; unknown ones are passed over. */
uint64_t api_key_scopes(struct str scopes, char separator);
/* The codes of the bits, in the order of the table. */
struct str api_key_scopes_text(struct arena *arena, uint64_t scopes, const char *separator);

/* It may be used on this day. */
bool api_key_is_valid(const struct api_key *key, day today);

#endif
