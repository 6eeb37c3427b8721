#include "incident/attachment_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

/* libmagic needs no more than this of a file; the directory of a ZIP archive stands at its end and is not needed. */
enum { START_BYTES = 64 * 1024 };

struct str attachment_file_path(struct arena *arena, struct str hash)
{
	struct str digits = hex(arena, hash);

	return arena_printf(arena, "files/%.2s/%s", digits.at, digits.at + 2);
}

/* A file that is being written under a name of its own until its content, and so its address, is known. */
struct sink {
	struct str path;
	int fd;
	crypto_hash_sha256_state state;
	int64_t size;
};

static bool make_folder(const char *path)
{
	return mkdir(path, 0770) == 0 || errno == EEXIST;
}

static enum rc sink_open(struct arena *arena, struct str var, struct sink *sink)
{
	struct str folder = arena_printf(arena, "%.*s/files", STR_ARG(var));

	sink->path = arena_printf(arena, "%s/%s.new", folder.at, token_new(arena).at);
	sink->size = 0;
	crypto_hash_sha256_init(&sink->state);
	if (!make_folder(folder.at))
		return FAULT("attachment.folder", "errno=%d", errno);
	sink->fd = open(sink->path.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);
	return sink->fd >= 0 ? RC_OK : FAULT("attachment.open", "errno=%d", errno);
}

static enum rc sink_write(struct sink *sink, struct str bytes)
{
	crypto_hash_sha256_update(&sink->state, (const unsigned char *)bytes.at, bytes.len);
	sink->size += (int64_t)bytes.len;
	while (bytes.len) {
		ssize_t done = write(sink->fd, bytes.at, bytes.len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return FAULT("attachment.write", "errno=%d", errno);
		bytes = str_slice(bytes, (size_t)done, bytes.len);
	}
	return RC_OK;
}

static void sink_drop(struct sink *sink)
{
	close(sink->fd);
	unlink(sink->path.at);
}

static bool sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return false;
	bool is_synced = fsync(fd) == 0;
	close(fd);
	return is_synced;
}

/* Gives the file its address. What is returned outlives a power cut: the file, its name and its folder's name. */
static enum rc sink_close(struct arena *arena, struct str var, struct sink *sink, struct str *hash)
{
	unsigned char sum[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(&sink->state, sum);
	*hash = arena_str(arena, (struct str){(const char *)sum, sizeof sum});
	struct str path = arena_printf(arena, "%.*s/%s", STR_ARG(var), attachment_file_path(arena, *hash).at);
	const char *files = arena_printf(arena, "%.*s/files", STR_ARG(var)).at;
	const char *folder = arena_printf(arena, "%.*s/%.2s", (int)str_of(files).len, files, hex(arena, *hash).at).at;
	bool is_done = make_folder(folder) && fsync(sink->fd) == 0 && rename(sink->path.at, path.at) == 0 &&
		       sync_folder(folder) && sync_folder(files);
	if (!is_done) {
		enum rc rc = FAULT("attachment.keep", "errno=%d", errno);
		sink_drop(sink);
		return rc;
	}
	close(sink->fd);
	return RC_OK;
}

static enum rc keep_bytes(struct arena *arena, struct str var, struct str bytes, struct str *hash)
{
	struct sink sink;
	enum rc rc = sink_open(arena, var, &sink);

	if (rc != RC_OK)
		return rc;
	rc = sink_write(&sink, bytes);
	if (rc != RC_OK) {
		sink_drop(&sink);
		return rc;
	}
	return sink_close(arena, var, &sink, hash);
}

static enum rc keep_fd(struct arena *arena, struct str var, int fd, struct str *hash, int64_t *size)
{
	struct sink sink;
	char *bytes = ARENA_ARRAY(arena, char, START_BYTES);
	ssize_t got;
	enum rc rc = sink_open(arena, var, &sink);

	if (rc != RC_OK)
		return rc;
	while (rc == RC_OK && (got = pread(fd, bytes, START_BYTES, (off_t)sink.size)) > 0)
		rc = sink_write(&sink, (struct str){bytes, (size_t)got});
	if (rc == RC_OK && got < 0)
		rc = FAULT("attachment.read", "errno=%d", errno);
	if (rc != RC_OK) {
		sink_drop(&sink);
		return rc;
	}
	*size = sink.size;
	return sink_close(arena, var, &sink, hash);
}

enum rc attachment_file_keep(struct arena *arena, const struct config *config, struct str bytes, const char *type,
			     struct str name, struct attachment *out)
{
	record_clear(&attachment_record, out);
	out->type = str_of(type);
	out->name = name;
	out->size = (int64_t)bytes.len;
	return keep_bytes(arena, config_path(arena, config, "paths.var"), bytes, &out->sha256);
}

static enum rc take_picture(struct arena *arena, const struct config *config, int fd, struct attachment *out,
			    const char **why)
{
	struct str var = config_path(arena, config, "paths.var");
	struct str full, preview;
	enum rc rc = attachment_file_redraw(arena, config, fd, out->type.at, &full, &preview, why);

	if (rc == RC_OK)
		rc = keep_bytes(arena, var, full, &out->sha256);
	if (rc == RC_OK)
		rc = keep_bytes(arena, var, preview, &out->preview_sha256);
	if (rc == RC_OK)
		out->size = (int64_t)full.len;
	return rc;
}

enum rc attachment_file_take(struct arena *arena, const struct config *config, int fd, int64_t size, struct str claimed,
			     struct attachment *out, const char **why)
{
	char *start = ARENA_ARRAY(arena, char, START_BYTES);
	ssize_t got = pread(fd, start, START_BYTES, 0);

	record_clear(&attachment_record, out);
	*why = NULL;
	if (got < 0)
		return FAULT("attachment.read", "errno=%d", errno);
	if (got == 0 || size == 0) {
		*why = N_("This file is empty");
		return RC_INVALID;
	}
	const char *type = attachment_file_type((struct str){start, (size_t)got}, claimed);
	if (!type) {
		*why = N_("Files of this kind are not taken. Pictures (JPEG, PNG, WebP), PDF, Office documents, plain text, MP4 and MP3 are");
		return RC_INVALID;
	}
	out->type = str_of(type);
	out->name = attachment_file_name(arena, claimed, type);
	if (attachment_file_is_picture(out->type))
		return take_picture(arena, config, fd, out, why);
	return keep_fd(arena, config_path(arena, config, "paths.var"), fd, &out->sha256, &out->size);
}

enum rc attachment_file_hash(struct arena *arena, const struct config *config, struct str sha256, struct str *found)
{
	struct str var = config_path(arena, config, "paths.var"), path = attachment_file_path(arena, sha256);
	int fd = open(arena_printf(arena, "%.*s/%.*s", STR_ARG(var), STR_ARG(path)).at, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	crypto_hash_sha256_state state;
	unsigned char bytes[16384], sum[crypto_hash_sha256_BYTES];
	ssize_t got;

	if (fd < 0)
		return RC_NOT_FOUND;
	crypto_hash_sha256_init(&state);
	while ((got = read(fd, bytes, sizeof bytes)) > 0)
		crypto_hash_sha256_update(&state, bytes, (unsigned long long)got);
	close(fd);
	if (got < 0)
		return RC_NOT_FOUND;
	crypto_hash_sha256_final(&state, sum);
	*found = arena_str(arena, (struct str){(const char *)sum, sizeof sum});
	return RC_OK;
}

/* The times themselves stay, they may be those of an anonymous report; it is the change of the inode that counts. */
enum rc attachment_file_claim(struct arena *arena, const struct config *config, struct str sha256)
{
	struct str var = config_path(arena, config, "paths.var"), path = attachment_file_path(arena, sha256);
	const char *full = arena_printf(arena, "%.*s/%.*s", STR_ARG(var), STR_ARG(path)).at;
	struct stat st;

	if (lstat(full, &st) != 0)
		return RC_NOT_FOUND;
	const struct timespec times[2] = {st.st_atim, st.st_mtim};
	return utimensat(AT_FDCWD, full, times, AT_SYMLINK_NOFOLLOW) == 0 ? RC_OK : RC_NOT_FOUND;
}
