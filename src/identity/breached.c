#include "identity/breached.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/record.h"
#include "identity/secret_file.h"

enum { SHA1_BYTES = 20, SHA1_DIGITS = 40, PREFIX = 5, LINE_MOST = 128 };

static bool sha1_digits(struct str password, char *out)
{
	unsigned char bytes[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (EVP_Digest(password.at ? password.at : "", password.len, bytes, &len, EVP_sha1(), NULL) != 1 ||
	    len != SHA1_BYTES)
		return false;
	for (size_t i = 0; i < SHA1_BYTES; i++)
		snprintf(out + 2 * i, 3, "%02X", bytes[i]);
	return true;
}

/* The line that begins at or behind an offset; what it begins with, in capitals. False: there is none. */
static bool line_from(int fd, off_t offset, bool is_start, char *line, off_t *begin)
{
	ssize_t got = pread(fd, line, LINE_MOST - 1, offset);
	char *start = line;

	if (got <= 0)
		return false;
	line[got] = '\0';
	if (!is_start) {
		start = strchr(line, '\n');
		if (!start++)
			return false;
	}
	if (!*start)
		return false;
	*begin = offset + (start - line);
	memmove(line, start, strlen(start) + 1);
	for (char *at = line; *at && *at != '\n'; at++)
		if (*at >= 'a' && *at <= 'f')
			*at = (char)(*at - 'a' + 'A');
	return true;
}

/* Halves the file until the one line that may be it is left. */
static bool holds(int fd, off_t size, const char *wanted)
{
	const size_t len = strlen(wanted);
	off_t low = 0, high = size, begin = 0;
	char line[LINE_MOST];

	while (low < high) {
		const off_t middle = low + (high - low) / 2;
		if (middle == 0 || !line_from(fd, middle, false, line, &begin) || begin >= high) {
			high = middle;
			continue;
		}
		const int order = strncmp(line, wanted, len);
		if (order == 0)
			return true;
		if (order < 0)
			low = begin;
		else
			high = middle;
	}
	/* The first line, and the one that the lower end points at, have no line break of their own before them. */
	for (off_t at = low; at < size && line_from(fd, at, true, line, &begin); at += (off_t)strcspn(line, "\n") + 1) {
		const int order = strncmp(line, wanted, len);
		if (order >= 0)
			return order == 0;
	}
	return false;
}

/* The file of a range, or the whole list; *skipped digits of the hash are its name. */
static int open_list(struct arena *arena, struct str path, const char *digits, size_t *skipped)
{
	struct stat found;
	const char *name = arena_cstr(arena, path);

	*skipped = 0;
	if (stat(name, &found) != 0 || !S_ISDIR(found.st_mode))
		return open(name, O_RDONLY | O_CLOEXEC);
	*skipped = PREFIX;
	int fd = open(arena_printf(arena, "%s/%.*s", name, PREFIX, digits).at, O_RDONLY | O_CLOEXEC);
	return fd >= 0 ? fd : open(arena_printf(arena, "%s/%.*s.txt", name, PREFIX, digits).at, O_RDONLY | O_CLOEXEC);
}

enum rc breached_find(struct arena *arena, struct str path, struct str password)
{
	char digits[SHA1_DIGITS + 1];
	struct stat list;
	size_t skipped;

	if (!sha1_digits(password, digits))
		return FAULT("password.breached", "no digest");
	int fd = open_list(arena, path, digits, &skipped);
	if (fd < 0 && skipped)
		return RC_NOT_FOUND;
	if (fd < 0 || fstat(fd, &list) != 0) {
		if (fd >= 0)
			close(fd);
		return FAULT("password.breached", "%.*s cannot be read", STR_ARG(path));
	}
	bool is_there = holds(fd, list.st_size, digits + skipped);
	close(fd);
	return is_there ? RC_OK : RC_NOT_FOUND;
}

const char *breached_refusal(struct arena *arena, const struct config *config, struct str password)
{
	struct str path = secret_file_path(arena, config, "sign_in.breached_file");

	if (!path.at || breached_find(arena, path, password) != RC_OK)
		return NULL;
	return N_("This password is known from a break-in elsewhere. Choose another one.");
}
