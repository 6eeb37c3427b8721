#include "audit/signing_key.h"

#include <sys/stat.h>

#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

enum { FILE_MOST = 65536 };

enum rc signing_key_public(struct arena *arena, const struct config *config, struct key_list *out)
{
	return key_file_read(arena, arena_cstr(arena, config_path(arena, config, "audit.public_file")), out);
}

enum rc signing_key_witnesses(struct arena *arena, const struct config *config, struct key_list *out)
{
	struct str path = config_path(arena, config, "audit.witness_file");
	enum rc rc = key_file_read(arena, arena_cstr(arena, path), out);

	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc write_public(struct arena *arena, const struct config *config, const struct key_list *keys)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < keys->count; i++) {
		text_add(&text, note_key_text(arena, &keys->at[i]));
		text_char(&text, '\n');
	}
	return key_file_replace(arena, config_path(arena, config, "audit.public_file"), text_str(&text), 0644);
}

static enum rc write_private(struct arena *arena, const struct config *config, const struct note_signer *signer)
{
	struct str text = arena_printf(arena, "%.*s\n", STR_ARG(note_signer_text(arena, signer)));

	return key_file_replace(arena, config_path(arena, config, "audit.key_file"), text, 0600);
}

/* The first key gives the log its name, for good. */
static enum rc make_first(struct arena *arena, const struct config *config, struct note_signer *out)
{
	unsigned char random[4];
	struct key_list *keys = ARENA_NEW(arena, struct key_list);
	enum rc rc = signing_key_public(arena, config, keys);

	if (rc == RC_OK)
		return FAULT("key.private", "there are public keys, but the private one is missing");
	if (rc != RC_NOT_FOUND)
		return rc;
	random_bytes(random, sizeof random);
	struct str digits = hex(arena, (struct str){(const char *)random, sizeof random});
	note_signer_new(arena, arena_printf(arena, "muster-%.*s", STR_ARG(digits)), NOTE_SIGNATURE, out);
	rc = write_private(arena, config, out);
	keys->at[keys->count++] = out->key;
	return rc == RC_OK ? write_public(arena, config, keys) : rc;
}

enum rc signing_key_load(struct arena *arena, const struct config *config, struct note_signer *out)
{
	const char *path = arena_cstr(arena, config_path(arena, config, "audit.key_file"));
	struct stat status;
	struct str bytes;
	enum rc rc = file_read(arena, path, FILE_MOST, &bytes);

	if (rc == RC_NOT_FOUND)
		return make_first(arena, config, out);
	if (rc != RC_OK)
		return FAULT("key.private", "%s: %s", path, rc_name(rc));
	if (stat(path, &status) == 0 && status.st_mode & 077)
		return FAULT("key.private", "%s may be read by others; its mode has to be 0600", path);
	return note_signer_parse(arena, bytes, out) ? RC_OK : FAULT("key.private", "%s holds no key", path);
}

enum rc signing_key_rotate(struct arena *arena, const struct config *config, struct note_key *old,
			   struct note_key *fresh)
{
	struct key_list *keys = ARENA_NEW(arena, struct key_list);
	struct note_signer signer, next;
	enum rc rc = signing_key_load(arena, config, &signer);

	if (rc == RC_OK)
		rc = signing_key_public(arena, config, keys);
	if (rc != RC_OK)
		return rc;
	if (keys->count == sizeof keys->at / sizeof *keys->at)
		return FAULT("key.public", "no room for another key");
	note_signer_new(arena, signer.key.name, NOTE_SIGNATURE, &next);
	*old = signer.key;
	*fresh = next.key;
	keys->at[keys->count++] = next.key;
	/* First the public one: what the next checkpoint is signed with must be known. */
	rc = write_public(arena, config, keys);
	if (rc == RC_OK)
		rc = write_private(arena, config, &next);
	note_signer_wipe(&signer);
	note_signer_wipe(&next);
	return rc;
}
