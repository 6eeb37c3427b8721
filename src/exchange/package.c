#include "exchange/package.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "exchange/sum.h"

enum { BUFFER = 256 * 1024, BLOCK = 512 };

struct package {
	struct arena *arena;         /* of the member being written */
	const char *folder;          /* NULL: a tar file */
	int folder_fd;
	int fd;                      /* the member's; of a tar file one without a name */
	struct str name;
	char *buffer;
	size_t filled;
	int64_t bytes;
	struct sum *sum;
};

static void release(void *resource)
{
	struct package *package = resource;

	if (package->fd >= 0)
		close(package->fd);
	if (package->folder_fd >= 0)
		close(package->folder_fd);
	arena_free(package->arena);
}

static bool is_empty(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	bool empty = true;

	if (!folder)
		return false;
	while (empty && (entry = readdir(folder)))
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	closedir(folder);
	return empty;
}

enum rc package_open(struct arena *arena, const char *target, struct package **out)
{
	struct package *package = ARENA_NEW(arena, struct package);

	*package = (struct package){.arena = arena_new(0), .fd = -1, .folder_fd = -1, .sum = sum_new(arena),
				    .buffer = arena_alloc(arena, BUFFER, 1)};
	arena_defer(arena, release, package);
	*out = package;
	if (strcmp(target, "-") == 0)
		return RC_OK;
	if (mkdir(target, 0700) != 0 && (errno != EEXIST || !is_empty(target)))
		return errno == EEXIST ? RC_CONFLICT : FAULT("package.folder", "%s errno=%d", target, errno);
	package->folder = target;
	package->folder_fd = open(target, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return package->folder_fd >= 0 ? RC_OK : RC_FAULT;
}

static bool write_all(int fd, const char *at, size_t len)
{
	while (len) {
		ssize_t written = write(fd, at, len);
		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0) {
			at += written;
			len -= (size_t)written;
		}
	}
	return true;
}

static enum rc flush(struct package *package)
{
	bool is_written = write_all(package->fd, package->buffer, package->filled);

	package->filled = 0;
	return is_written ? RC_OK : FAULT("package.write", "errno=%d", errno);
}

static int open_in_folder(const struct package *package, struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] == '/' &&
		    mkdirat(package->folder_fd, arena_printf(package->arena, "%.*s", (int)i, name.at).at, 0700) != 0 &&
		    errno != EEXIST)
			return -1;
	return openat(package->folder_fd, arena_cstr(package->arena, name),
		      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static int open_without_name(void)
{
	const char *folder = getenv("TMPDIR");

	return open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

enum rc package_begin(struct package *package, struct str name)
{
	arena_reset(package->arena);
	package->name = arena_str(package->arena, name);
	package->bytes = 0;
	package->filled = 0;
	package->fd = package->folder ? open_in_folder(package, name) : open_without_name();
	return package->fd >= 0 ? RC_OK : FAULT("package.member", "%.*s errno=%d", STR_ARG(name), errno);
}

enum rc package_put(struct package *package, struct str bytes)
{
	enum rc rc = RC_OK;

	sum_add(package->sum, bytes);
	package->bytes += (int64_t)bytes.len;
	while (rc == RC_OK && bytes.len) {
		size_t room = BUFFER - package->filled, take = bytes.len < room ? bytes.len : room;
		memcpy(package->buffer + package->filled, bytes.at, take);
		package->filled += take;
		bytes = str_slice(bytes, take, bytes.len);
		if (package->filled == BUFFER)
			rc = flush(package);
	}
	return rc;
}

/* --- tar ----------------------------------------------------------------------------- */

struct header {
	char name[100], mode[8], uid[8], gid[8], size[12], time[12], sum[8], type, link[100], magic[6], version[2];
	char user[32], group[32], major[8], minor[8], prefix[155], unused[12];
};
_Static_assert(sizeof(struct header) == BLOCK, "one block");

/* Beyond 8 GB a size is binary, as GNU tar and all that came after it read it. */
static void put_size(char out[12], int64_t size)
{
	if (size < INT64_C(8589934592)) {
		snprintf(out, 12, "%011llo", (unsigned long long)size);
		return;
	}
	memset(out, 0, 12);
	out[0] = (char)0x80;
	for (int i = 11; i > 3; i--, size >>= 8)
		out[i] = (char)(size & 0xff);
}

/* Without time and owner: the same members give the same bytes. */
static struct header header_of(struct str name, int64_t size)
{
	struct header header = {.type = '0', .magic = "ustar", .version = {'0', '0'}};
	unsigned sum = 0;

	snprintf(header.name, sizeof header.name, "%.*s", STR_ARG(name));
	memcpy(header.mode, "0000600", 8);
	memcpy(header.uid, "0000000", 8);
	memcpy(header.gid, "0000000", 8);
	put_size(header.size, size);
	memcpy(header.time, "00000000000", 12);
	memset(header.sum, ' ', sizeof header.sum);
	for (size_t i = 0; i < sizeof header; i++)
		sum += ((const unsigned char *)&header)[i];
	snprintf(header.sum, sizeof header.sum, "%06o", sum);
	return header;
}

static enum rc put_out(void *closure, struct str bytes)
{
	(void)closure;
	return write_all(STDOUT_FILENO, bytes.at, bytes.len) ? RC_OK : RC_FAULT;
}

static enum rc send_member(struct package *package)
{
	static const char zeros[BLOCK];
	struct header header = header_of(package->name, package->bytes);
	size_t rest = (size_t)(package->bytes % BLOCK);

	if (package->name.len >= sizeof header.name)
		return RC_TOO_LARGE;
	if (lseek(package->fd, 0, SEEK_SET) != 0 || !write_all(STDOUT_FILENO, (const char *)&header, sizeof header))
		return RC_FAULT;
	enum rc rc = sum_read(package->fd, put_out, NULL);
	if (rc == RC_OK && rest && !write_all(STDOUT_FILENO, zeros, BLOCK - rest))
		rc = RC_FAULT;
	return rc;
}

/* --- ends -------------------------------------------------------------------------------- */

enum rc package_end(struct package *package, struct digest *digest, int64_t *bytes)
{
	struct digest found = sum_end(package->sum);
	enum rc rc = flush(package);

	if (rc == RC_OK && !package->folder)
		rc = send_member(package);
	if (close(package->fd) != 0 && rc == RC_OK)
		rc = RC_FAULT;
	package->fd = -1;
	if (digest)
		*digest = found;
	if (bytes)
		*bytes = package->bytes;
	return rc;
}

enum rc package_add(struct package *package, struct str name, struct str bytes, struct digest *digest)
{
	enum rc rc = package_begin(package, name);

	if (rc == RC_OK)
		rc = package_put(package, bytes);
	if (package->fd < 0)
		return rc;
	enum rc ended = package_end(package, digest, NULL);
	return rc == RC_OK ? ended : rc;
}

enum rc package_close(struct package *package)
{
	static const char end[2 * BLOCK];

	if (!package->folder)
		return write_all(STDOUT_FILENO, end, sizeof end) ? RC_OK : RC_FAULT;
	return syncfs(package->folder_fd) == 0 ? RC_OK : RC_FAULT;
}
