#include "identity/kept_form_store.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct kept_form, member)
static const struct field kept_form_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(path)},
	{.kind = FIELD_PROSE, OFFSET(fields)},
	{.kind = FIELD_MOMENT, OFFSET(expires_at)},
	FIELD_END,
};
#undef OFFSET
static const struct record kept_form_record = {"kept_form", sizeof(struct kept_form), kept_form_fields};

STATEMENT(kept_form_add, NULL, NULL, "INSERT INTO kept_form (token_hash, path, fields, expires_at) VALUES (?, ?, ?, ?)");
STATEMENT(kept_form_of_token, &kept_form_record, NULL,
	  "SELECT path, fields, expires_at FROM kept_form WHERE token_hash = ? AND expires_at > ?");
STATEMENT(kept_form_remove, NULL, NULL, "DELETE FROM kept_form WHERE token_hash = ?");
STATEMENT(kept_form_remove_expired, NULL, NULL,
	  "DELETE FROM kept_form WHERE expires_at < ? ORDER BY expires_at LIMIT 1000");

enum rc kept_form_insert(struct db *db, struct str token_hash, const struct kept_form *form)
{
	return db_write(db, &kept_form_add, NULL,
			PARAMS(P_BYTES(token_hash), P_TEXT(form->path), P_TEXT(form->fields),
			       P_MOMENT(form->expires_at)),
			NULL);
}

enum rc kept_form_take(struct db *db, struct arena *arena, struct str token_hash, moment now, struct kept_form *out)
{
	enum rc rc = db_one(db, arena, &kept_form_of_token, PARAMS(P_BYTES(token_hash), P_MOMENT(now)), out);

	return rc == RC_OK ? db_write_one(db, &kept_form_remove, NULL, PARAMS(P_BYTES(token_hash)), RC_NOT_FOUND) : rc;
}

enum rc kept_form_expire(struct db *db, moment before, int64_t *count)
{
	struct written written = {0};
	enum rc rc = db_write(db, &kept_form_remove_expired, NULL, PARAMS(P_MOMENT(before)), &written);

	*count = written.affected;
	return rc;
}
