#include "event/push_key.h"

#include <openssl/evp.h>

#include "audit/key_file.h"
#include "base/base64.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "event/push_message.h"
#include "identity/jwt.h"

/* Push services take no tokens that hold for longer than a day. */
enum { HOURS_OF_TOKEN = 12, MOST_PUBLIC = 200 };

bool push_key_is_used(const struct config *config)
{
	return config_text(config, "push.contact").len > 0;
}

static struct str public_path(struct arena *arena, const struct config *config)
{
	return arena_concat(arena, config_path(arena, config, "push.key_file"), STR(".pub"));
}

enum rc push_key_public(struct arena *arena, const struct config *config, struct str *key)
{
	enum rc rc = file_read(arena, public_path(arena, config).at, MOST_PUBLIC, key);

	*key = rc == RC_OK ? str_trim(*key) : STR_NONE;
	return rc == RC_OK && key->len == 0 ? RC_NOT_FOUND : rc;
}

static enum rc public_of(struct arena *arena, const struct jwk *key, struct str *out)
{
	unsigned char *point = NULL;
	const size_t len = EVP_PKEY_get1_encoded_public_key(key->key, &point);

	if (len == PUSH_KEY_BYTES)
		*out = base64_url(arena, (struct str){(const char *)point, len});
	OPENSSL_free(point);
	return len == PUSH_KEY_BYTES ? RC_OK : FAULT("push.key", "not a key of P-256");
}

/* The public half beside the private one, for the pages. */
static enum rc publish(struct arena *arena, const struct config *config, struct str key)
{
	struct str kept;
	enum rc rc = push_key_public(arena, config, &kept);

	if (rc == RC_OK && str_equal(kept, key))
		return RC_OK;
	return key_file_replace(arena, public_path(arena, config), arena_concat(arena, key, STR("\n")), 0640);
}

enum rc push_key_authorization(struct arena *arena, const struct config *config, struct str origin, moment now,
			       struct str *out)
{
	struct jwk_set *set = ARENA_NEW(arena, struct jwk_set);
	struct text claims = TEXT_IN(arena);
	struct str token, key;
	enum rc rc = jwks_file_load(arena, config_path(arena, config, "push.key_file"), JWK_ES256, set);

	if (rc == RC_OK)
		rc = public_of(arena, jwks_signer(set), &key);
	if (rc == RC_OK)
		rc = publish(arena, config, key);
	if (rc != RC_OK)
		return rc;
	text_cstr(&claims, "{\"aud\":");
	text_json(&claims, origin);
	text_printf(&claims, ",\"exp\":%lld,\"sub\":", (long long)((now + HOURS(HOURS_OF_TOKEN)) / SECONDS(1)));
	text_json(&claims, config_text(config, "push.contact"));
	text_char(&claims, '}');
	rc = jwt_sign(arena, jwks_signer(set), "JWT", text_str(&claims), &token);
	if (rc == RC_OK)
		*out = arena_printf(arena, "vapid t=%.*s, k=%.*s", STR_ARG(token), STR_ARG(key));
	return rc;
}
