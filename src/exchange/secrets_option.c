#include "exchange/secrets_option.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"

enum { LONGEST = 4096, SHORTEST = 12 };

static bool read_passphrase(struct arena *arena, const char *path, struct str *out)
{
	struct str text;

	if (file_read(arena, path, LONGEST, &text) != RC_OK) {
		fprintf(stderr, "%s cannot be read\n", path);
		return false;
	}
	*out = str_trim(text);
	return true;
}

static bool read_line(struct arena *arena, const char *path, unsigned char out[32])
{
	enum rc rc = secrets_line(arena, path, out);

	if (rc != RC_OK)
		fprintf(stderr, "%s holds no key of `muster backup --make-key`\n", path);
	return rc == RC_OK;
}

bool secrets_option_lock(struct arena *arena, const char *passphrase_file, const char *recipient_file,
			 const struct secrets_lock **lock)
{
	struct secrets_lock *made = ARENA_NEW(arena, struct secrets_lock);

	*lock = passphrase_file || recipient_file ? made : NULL;
	if (passphrase_file && recipient_file) {
		fputs("give either --passphrase-file or --recipient\n", stderr);
		return false;
	}
	made->has_recipient = recipient_file != NULL;
	if (recipient_file)
		return read_line(arena, recipient_file, made->recipient);
	if (!passphrase_file)
		return true;
	if (!read_passphrase(arena, passphrase_file, &made->passphrase))
		return false;
	if (made->passphrase.len < SHORTEST)
		fprintf(stderr, "the passphrase is shorter than %d characters\n", SHORTEST);
	return made->passphrase.len >= SHORTEST;
}

bool secrets_option_key(struct arena *arena, const char *passphrase_file, const char *key_file, struct secrets_key *key)
{
	*key = (struct secrets_key){.passphrase = STR(""), .has_private_key = key_file != NULL};
	if (key_file && !read_line(arena, key_file, key->private_key))
		return false;
	return !passphrase_file || read_passphrase(arena, passphrase_file, &key->passphrase);
}
