#ifndef IDENTITY_API_KEY_STORE_H
#define IDENTITY_API_KEY_STORE_H

#include "db/db.h"
#include "identity/api_key.h"

/* The key of a token, whatever its state, with its account in use. RC_NOT_FOUND: unknown. */
enum rc api_key_by_token(struct db *db, struct arena *arena, struct str token_hash, struct api_key *key) MUST_CHECK;
enum rc api_key_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			struct api_key *key) MUST_CHECK;
/* Sets key->id. */
enum rc api_key_insert(struct db *db, struct api_key *key) MUST_CHECK;
/* RC_CONFLICT: it was changed meanwhile. */
enum rc api_key_update(struct db *db, const struct api_key *key) MUST_CHECK;
/* Notes the day of the last use. */
enum rc api_key_touch(struct db *db, int64_t id, day today) MUST_CHECK;

/* A key with the login of its account. */
struct api_key_line {
	int64_t id;
	int64_t account_id;
	struct str uuid;
	struct str name;
	struct str beginning;
	struct str scopes;
	struct str environment;
	struct str login;
	day expires_on;
	day used_on;
	moment revoked_at;
	moment created_at;
};
extern const struct record api_key_line_record;
enum { API_KEY_PAGE = 100 };
/* Newest first; account_id 0: of everybody. before_id 0: from the newest. One more than API_KEY_PAGE where there are more. */
enum rc api_key_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id, int64_t before_id,
		     struct rows *rows) MUST_CHECK;

/* An account that may act, with the version of its organization's directory. */
struct api_account {
	int64_t account_id;
	int64_t organization_id;
	int64_t directory_version;
};
extern const struct record api_account_record;
/* RC_NOT_FOUND: not in use, or the key (uuid; STR_NONE: none) that the token came from is revoked. */
enum rc api_account_find(struct db *db, struct arena *arena, int64_t account_id, struct str key_uuid,
			 struct api_account *account) MUST_CHECK;

#endif
