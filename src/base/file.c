#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rc read_open(struct arena *arena, int fd, size_t max, struct str *out)
{
	struct stat about;

	if (fstat(fd, &about) < 0)
		return RC_FAULT;
	if (!S_ISREG(about.st_mode))
		return RC_NOT_FOUND;
	if (about.st_size < 0 || (uintmax_t)about.st_size > max)
		return RC_TOO_LARGE;

	size_t size = (size_t)about.st_size, len = 0;
	char *at = arena_alloc(arena, size + 1, 1);
	while (len < size) {
		ssize_t got = read(fd, at + len, size - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return RC_FAULT;
		if (got == 0)
			break;
		len += (size_t)got;
	}
	*out = (struct str){at, len};
	return RC_OK;
}

enum rc file_read(struct arena *arena, const char *path, size_t max, struct str *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? RC_NOT_FOUND : RC_FAULT;
	enum rc rc = read_open(arena, fd, max, out);
	close(fd);
	return rc;
}
