#include "audit/key_file.h"

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

enum rc key_file_replace(struct arena *arena, struct str path, struct str bytes, unsigned mode)
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

enum rc key_file_read(struct arena *arena, const char *path, struct key_list *out)
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
