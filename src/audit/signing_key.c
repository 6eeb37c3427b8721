#include "audit/signing_key.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

enum { FILE_MOST = 65536, FOLDER_MODE = 0750 };

static bool put_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t put = write(fd, bytes.at, bytes.len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		bytes = str_slice(bytes, (size_t)put, bytes.len);
	}
	return true;
}

static struct str folder_of(struct arena *arena, struct str path)
{
	char *copy = arena_alloc(arena, path.len + 1, 1);

	memcpy(copy, path.at, path.len);
	return str_of(dirname(copy));
}

/* What was renamed is there after a crash only once its folder is synced too. */
static bool sync_folder(struct arena *arena, struct str path)
{
	int fd = open(folder_of(arena, path).at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_synced = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return is_synced;
}

enum rc signing_key_replace(struct arena *arena, struct str path, struct str bytes, unsigned mode)
{
	const char *name = arena_cstr(arena, path);
	struct str beside = arena_printf(arena, "%s.%.*s", name, STR_ARG(token_new(arena)));

	if (mkdir(folder_of(arena, path).at, FOLDER_MODE) != 0 && errno != EEXIST)
		return FAULT("key.folder", "%s errno=%d", name, errno);
	int fd = open(beside.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return FAULT("key.file", "%s errno=%d", beside.at, errno);
	bool is_written = put_all(fd, bytes) && fsync(fd) == 0;
	is_written = close(fd) == 0 && is_written && rename(beside.at, name) == 0 && sync_folder(arena, path);
	if (is_written)
		return RC_OK;
	enum rc rc = FAULT("key.write", "%s errno=%d", name, errno);
	unlink(beside.at);
	return rc;
}

enum rc signing_key_read(struct arena *arena, const char *path, struct signing_keys *out)
{
	struct str bytes, line;
	enum rc rc = file_read(arena, path, FILE_MOST, &bytes);

	out->count = 0;
	if (rc != RC_OK)
		return rc;
	while (str_split(&bytes, '\n', &line)) {
		line = str_trim(line);
		if (line.len == 0 || line.at[0] == '#')
			continue;
		if (out->count == sizeof out->at / sizeof *out->at ||
		    !note_key_parse(arena, line, &out->at[out->count++])) {
			LOG(LOG_ERROR, "key.public", "%s: line %zu is no public key", path, out->count);
			return RC_INVALID;
		}
	}
	return out->count ? RC_OK : RC_NOT_FOUND;
}

enum rc signing_key_public(struct arena *arena, const struct config *config, struct signing_keys *out)
{
	return signing_key_read(arena, arena_cstr(arena, config_path(arena, config, "audit.public_file")), out);
}

enum rc signing_key_witnesses(struct arena *arena, const struct config *config, struct signing_keys *out)
{
	struct str path = config_path(arena, config, "audit.witness_file");
	enum rc rc = signing_key_read(arena, arena_cstr(arena, path), out);

	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc write_public(struct arena *arena, const struct config *config, const struct signing_keys *keys)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < keys->count; i++) {
		text_add(&text, note_key_text(arena, &keys->at[i]));
		text_char(&text, '\n');
	}
	return signing_key_replace(arena, config_path(arena, config, "audit.public_file"), text_str(&text), 0644);
}

static enum rc write_private(struct arena *arena, const struct config *config, const struct note_signer *signer)
{
	struct str text = arena_printf(arena, "%.*s\n", STR_ARG(note_signer_text(arena, signer)));

	return signing_key_replace(arena, config_path(arena, config, "audit.key_file"), text, 0600);
}

/* The first key gives the log its name, for good. */
static enum rc make_first(struct arena *arena, const struct config *config, struct note_signer *out)
{
	unsigned char random[4];
	struct signing_keys *keys = ARENA_NEW(arena, struct signing_keys);
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
	struct signing_keys *keys = ARENA_NEW(arena, struct signing_keys);
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
