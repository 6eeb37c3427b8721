#include <errno.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/command.h"
#include "picture/picture.h"

/*
 * Reads a picture from standard input and writes it anew to standard output, with a small one for pages: first a
 * line "SIZE PREVIEW" with the bytes of both, then both. Started with nothing but these two descriptors and an
 * empty environment: what takes over a decoder finds no database, no secret and no files to write.
 */

enum { LONGEST_PREVIEW = 640, QUALITY = 88, PREVIEW_QUALITY = 75, BYTES_MOST = 64 * 1024 * 1024, INPUT_BLOCK = 256 * 1024, ARENA_BLOCK = 1024 * 1024 };

static void drop_rights(void)
{
	const struct { int what; rlim_t most; } limits[] = {
#ifndef __SANITIZE_ADDRESS__ /* whose shadow is larger than any limit */
		{RLIMIT_AS, (rlim_t)1024 * 1024 * 1024},
#endif
		{RLIMIT_CPU, 20}, {RLIMIT_FSIZE, 0}, {RLIMIT_CORE, 0}, {RLIMIT_NPROC, 0},
	};

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		struct rlimit limit = {.rlim_cur = limits[i].most, .rlim_max = limits[i].most};
		if (setrlimit((__rlimit_resource_t)limits[i].what, &limit) != 0)
			_exit(EXIT_FAILED);
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		_exit(EXIT_FAILED);
}

static bool read_input(struct text *bytes)
{
	ssize_t got;

	do {
		char *at = text_reserve(bytes, INPUT_BLOCK);
		got = read(STDIN_FILENO, at, INPUT_BLOCK);
		if (got > 0)
			bytes->len += (size_t)got;
		if (bytes->len > BYTES_MOST)
			return false;
	} while (got > 0 || (got < 0 && errno == EINTR));
	return got == 0;
}

static bool write_output(struct str bytes)
{
	while (bytes.len) {
		ssize_t done = write(STDOUT_FILENO, bytes.at, bytes.len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes = str_slice(bytes, (size_t)done, bytes.len);
	}
	return true;
}

static enum rc clean(struct arena *arena, struct str type, struct str bytes, struct str *full, struct str *preview)
{
	struct picture picture;
	enum rc rc = picture_decode(arena, type, bytes, &picture);

	if (rc == RC_OK)
		rc = picture_encode(arena, type, &picture, QUALITY, full);
	if (rc != RC_OK)
		return rc;
	struct picture small = picture_shrink(arena, &picture, LONGEST_PREVIEW);
	picture_flatten(&small);
	return picture_encode(arena, STR("image/jpeg"), &small, PREVIEW_QUALITY, preview);
}

int main(int argc, char **argv)
{
	static struct option_row no_options[] = {{.name = NULL}};
	static const struct command command = {
		.name = "picture",
		.usage = "TYPE <picture >pictures",
		.help = "Writes a JPEG, PNG or WebP picture anew, without anything but its pixels, and a preview.\n"
			"TYPE is image/jpeg, image/png or image/webp. Exit status: 0 done, 3 broken, 4 too large.",
		.options = no_options,
		.least = 1,
		.most = 1,
	};
	int status = EXIT_OK;
	int first = command_parse(&command, argc, argv, &status);
	if (first < 0)
		return status;
	drop_rights();

	struct arena *arena = arena_new(ARENA_BLOCK);
	struct text bytes = TEXT_IN(arena);
	struct str full, preview;
	if (!read_input(&bytes))
		return 4;
	enum rc rc = clean(arena, str_of(argv[first]), text_str(&bytes), &full, &preview);
	if (rc != RC_OK)
		return rc == RC_TOO_LARGE ? 4 : 3;
	struct str head = arena_printf(arena, "%zu %zu\n", full.len, preview.len);
	bool is_written = write_output(head) && write_output(full) && write_output(preview);
	arena_free(arena);
	return is_written ? EXIT_OK : EXIT_FAILED;
}
