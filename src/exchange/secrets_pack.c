#include "exchange/secrets_pack.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audit/key_file.h"
#include "base/base64.h"
#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "exchange/place.h"

enum { LARGEST_KEY = 64 * 1024, SALT = crypto_pwhash_SALTBYTES, NONCE = crypto_secretbox_NONCEBYTES };

static const char by_passphrase[] = "muster-secrets-1 passphrase\n";
static const char by_recipient[] = "muster-secrets-1 recipient\n";
static const char *const folders[] = {"secret", "keys"};

static struct str var_path(struct arena *arena, const struct config *config, const char *name)
{
	return arena_printf(arena, "%.*s/%s", STR_ARG(config_path(arena, config, "paths.var")), name);
}

/* --- what is in it ----------------------------------------------------------------------- */

/*
 * Settings hold the passwords of this installation's database accounts. What the worker signed last may be younger than
 * the records beside the keys: it comes from them.
 */
static int is_key(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && strncmp(entry->d_name, "audit.last", 10) != 0 &&
	       !str_ends(str_of(entry->d_name), STR(".ini"));
}

static enum rc add_folder(struct arena *arena, const struct config *config, const char *folder, struct text *out,
			  int *count)
{
	struct dirent **entries;
	int found = scandir(var_path(arena, config, folder).at, &entries, is_key, alphasort);
	enum rc rc = RC_OK;

	for (int i = 0; i < found; i++) {
		const char *name = arena_printf(arena, "%s/%s", folder, entries[i]->d_name).at;
		struct str bytes;
		enum rc read = file_read(arena, var_path(arena, config, name).at, LARGEST_KEY, &bytes);
		free(entries[i]);
		if (read != RC_OK) {
			rc = FAULT("secrets.read", "%s errno=%d", name, errno);
			continue;
		}
		text_cstr(out, (*count)++ ? ",\n" : "\n");
		text_json(out, str_of(name));
		text_char(out, ':');
		text_json(out, base64(arena, bytes));
	}
	if (found >= 0)
		free(entries);
	return rc;
}

static enum rc plain_text(struct arena *arena, const struct config *config, struct str manifest, struct text *out)
{
	enum rc rc = RC_OK;
	int count = 0;

	text_cstr(out, "{\"manifest\":");
	text_json(out, manifest);
	text_cstr(out, ",\"files\":{");
	for (size_t i = 0; rc == RC_OK && i < sizeof folders / sizeof *folders; i++)
		rc = add_folder(arena, config, folders[i], out, &count);
	text_cstr(out, "\n}}\n");
	return rc == RC_OK && count == 0 ? RC_NOT_FOUND : rc;
}

/* --- sealing ------------------------------------------------------------------------------ */

static bool derive(struct str passphrase, const unsigned char *salt, unsigned char key[crypto_secretbox_KEYBYTES])
{
	return sodium_init() >= 0 &&
	       crypto_pwhash(key, crypto_secretbox_KEYBYTES, passphrase.at, passphrase.len, salt,
			     crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE,
			     crypto_pwhash_ALG_ARGON2ID13) == 0;
}

static bool seal_for_passphrase(struct text *out, struct str plain, struct str passphrase)
{
	unsigned char key[crypto_secretbox_KEYBYTES], head[SALT + NONCE];

	random_bytes(head, sizeof head);
	if (!derive(passphrase, head, key))
		return false;
	text_cstr(out, by_passphrase);
	text_add(out, (struct str){(const char *)head, sizeof head});
	char *at = text_reserve(out, plain.len + crypto_secretbox_MACBYTES);
	crypto_secretbox_easy((unsigned char *)at, (const unsigned char *)plain.at, plain.len, head + SALT, key);
	out->len += plain.len + crypto_secretbox_MACBYTES;
	sodium_memzero(key, sizeof key);
	return true;
}

static bool seal_for_recipient(struct text *out, struct str plain, const unsigned char *recipient)
{
	text_cstr(out, by_recipient);
	char *at = text_reserve(out, plain.len + crypto_box_SEALBYTES);
	if (crypto_box_seal((unsigned char *)at, (const unsigned char *)plain.at, plain.len, recipient) != 0)
		return false;
	out->len += plain.len + crypto_box_SEALBYTES;
	return true;
}

enum rc secrets_pack(struct arena *arena, const struct config *config, const struct secrets_lock *lock, struct str manifest,
		     struct str *out)
{
	struct arena *work = arena_new(0);
	struct text plain = TEXT_IN(work), sealed = TEXT_IN(arena);
	enum rc rc = plain_text(work, config, manifest, &plain);

	if (rc == RC_OK) {
		bool is_sealed = lock->has_recipient
					 ? seal_for_recipient(&sealed, text_str(&plain), lock->recipient)
					 : seal_for_passphrase(&sealed, text_str(&plain), lock->passphrase);
		rc = is_sealed ? RC_OK : FAULT("secrets.seal", "%s", "there is not enough memory");
	}
	arena_wipe(work);
	arena_free(work);
	*out = text_str(&sealed);
	return rc;
}

/* --- opening -------------------------------------------------------------------------------- */

static enum rc open_by_passphrase(struct arena *arena, struct str body, struct str passphrase, struct str *plain)
{
	unsigned char key[crypto_secretbox_KEYBYTES];
	const unsigned char *head = (const unsigned char *)body.at;

	if (body.len < SALT + NONCE + crypto_secretbox_MACBYTES)
		return RC_INVALID;
	if (!passphrase.len || !derive(passphrase, head, key))
		return RC_DENIED;
	size_t len = body.len - SALT - NONCE;
	char *at = arena_alloc(arena, len, 1);
	int failed = crypto_secretbox_open_easy((unsigned char *)at, head + SALT + NONCE, len, head + SALT, key);
	sodium_memzero(key, sizeof key);
	*plain = (struct str){at, len - crypto_secretbox_MACBYTES};
	return failed ? RC_DENIED : RC_OK;
}

static enum rc open_by_key(struct arena *arena, struct str body, const struct secrets_key *key, struct str *plain)
{
	unsigned char public_key[crypto_box_PUBLICKEYBYTES];

	if (body.len < crypto_box_SEALBYTES)
		return RC_INVALID;
	if (!key->has_private_key || crypto_scalarmult_base(public_key, key->private_key) != 0)
		return RC_DENIED;
	char *at = arena_alloc(arena, body.len, 1);
	int failed = crypto_box_seal_open((unsigned char *)at, (const unsigned char *)body.at, body.len, public_key,
					  key->private_key);
	*plain = (struct str){at, body.len - crypto_box_SEALBYTES};
	return failed ? RC_DENIED : RC_OK;
}

static bool is_place(const char *name)
{
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		size_t len = strlen(folders[i]);
		if (strncmp(name, folders[i], len) == 0 && name[len] == '/')
			return strchr(name + len + 1, '/') == NULL && name[len + 1] != '.' && name[len + 1] != '\0';
	}
	return false;
}

static enum rc put_file(struct arena *arena, const struct config *config, const char *name, const json_t *value,
			bool writes)
{
	struct str bytes;

	if (!is_place(name) || !json_is_string(value) ||
	    !base64_bytes(arena, (struct str){json_string_value(value), json_string_length(value)}, &bytes))
		return RC_INVALID;
	if (!writes)
		return RC_OK;
	const char *folder = arena_printf(arena, "%.*s", (int)(strchr(name, '/') - name), name).at;
	if (mkdir(var_path(arena, config, folder).at, 0700) != 0 && errno != EEXIST)
		return FAULT("secrets.folder", "%s errno=%d", folder, errno);
	enum rc rc = key_file_replace(arena, var_path(arena, config, name), bytes,
				      str_ends(str_of(name), STR(".pub")) ? 0644 : 0600);
	if (rc == RC_OK)
		place_own(var_path(arena, config, name).at);
	return rc;
}

static enum rc put_files(struct arena *arena, const struct config *config, struct str manifest, struct str plain, bool writes)
{
	json_t *all = json_loadb(plain.at, plain.len, 0, NULL), *files = json_object_get(all, "files"), *value;
	const char *bound = json_string_value(json_object_get(all, "manifest")), *name;
	enum rc rc = bound && str_is(manifest, bound) && json_is_object(files) ? RC_OK : RC_INVALID;

	json_object_foreach(files, name, value)
		if (rc == RC_OK)
			rc = put_file(arena, config, name, value, writes);
	json_decref(all);
	return rc;
}

enum rc secrets_unpack(const struct config *config, const struct secrets_key *key, struct str manifest,
		       struct str sealed, bool writes)
{
	struct arena *work = arena_new(0);
	struct str plain = STR_NONE;
	enum rc rc = RC_INVALID;

	if (str_starts(sealed, str_of(by_passphrase)))
		rc = open_by_passphrase(work, str_slice(sealed, sizeof by_passphrase - 1, sealed.len), key->passphrase,
					&plain);
	else if (str_starts(sealed, str_of(by_recipient)))
		rc = open_by_key(work, str_slice(sealed, sizeof by_recipient - 1, sealed.len), key, &plain);
	if (rc == RC_OK)
		rc = put_files(work, config, manifest, plain, writes);
	arena_wipe(work);
	arena_free(work);
	return rc;
}

/* --- pairs ------------------------------------------------------------------------------------- */

void secrets_pair(struct arena *arena, struct str *public_line, struct str *private_line)
{
	unsigned char public_key[crypto_box_PUBLICKEYBYTES], private_key[crypto_box_SECRETKEYBYTES];

	if (sodium_init() < 0)
		abort();
	crypto_box_keypair(public_key, private_key);
	*public_line = arena_concat(arena, base64(arena, (struct str){(const char *)public_key, sizeof public_key}), STR("\n"));
	*private_line =
		arena_concat(arena, base64(arena, (struct str){(const char *)private_key, sizeof private_key}), STR("\n"));
	sodium_memzero(private_key, sizeof private_key);
}

enum rc secrets_line(struct arena *arena, const char *path, unsigned char out[32])
{
	struct str text, bytes;
	enum rc rc = file_read(arena, path, 200, &text);

	if (rc != RC_OK)
		return rc;
	if (!base64_bytes(arena, str_trim(text), &bytes) || bytes.len != 32)
		return RC_INVALID;
	memcpy(out, bytes.at, 32);
	return RC_OK;
}
