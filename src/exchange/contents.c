#include "exchange/contents.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"
#include "base/text.h"
#include "exchange/place.h"
#include "exchange/sum.h"

enum { FOLDERS = 256, LONGEST_LINE = 200 };

static const char index_name[] = "files.jsonl";

/* --- a set of hashes ------------------------------------------------------------------------ */

struct contents_set {
	struct digest *at;           /* open addressing; all zero is free */
	size_t room, count;
};

static void release_set(void *resource)
{
	struct contents_set *set = resource;

	free(set->at);
}

static struct digest *slots_new(size_t room)
{
	struct digest *at = calloc(room, sizeof *at);

	if (!at)
		abort();
	return at;
}

struct contents_set *contents_set_new(struct arena *arena)
{
	struct contents_set *set = ARENA_NEW(arena, struct contents_set);

	*set = (struct contents_set){.at = slots_new(1024), .room = 1024};
	arena_defer(arena, release_set, set);
	return set;
}

/* Hashes are spread already. */
static struct digest *slot_of(const struct contents_set *set, const struct digest *digest)
{
	static const struct digest none;
	size_t at;

	memcpy(&at, digest->at, sizeof at);
	for (at &= set->room - 1; !digest_equal(&set->at[at], &none); at = (at + 1) & (set->room - 1))
		if (digest_equal(&set->at[at], digest))
			break;
	return &set->at[at];
}

static void grow(struct contents_set *set)
{
	static const struct digest none;
	struct contents_set larger = {.at = slots_new(2 * set->room), .room = 2 * set->room, .count = set->count};

	for (size_t i = 0; i < set->room; i++)
		if (!digest_equal(&set->at[i], &none))
			*slot_of(&larger, &set->at[i]) = set->at[i];
	free(set->at);
	*set = larger;
}

void contents_set_add(struct contents_set *set, struct str sha256)
{
	struct digest digest;

	if (!digest_read(sha256, &digest))
		return;
	if (2 * set->count >= set->room)
		grow(set);
	struct digest *slot = slot_of(set, &digest);
	set->count += !digest_equal(slot, &digest);
	*slot = digest;
}

bool contents_set_has(const struct contents_set *set, struct str sha256)
{
	struct digest digest;

	return digest_read(sha256, &digest) && digest_equal(slot_of(set, &digest), &digest);
}

/* --- the folder ------------------------------------------------------------------------------ */

static const char *path_of(struct arena *arena, const struct config *config, const char *name)
{
	return arena_printf(arena, "%.*s/files/%s", STR_ARG(config_path(arena, config, "paths.var")), name).at;
}

/* "ab/cdef..." of a hash. */
static const char *place_of(struct arena *arena, const char *digits)
{
	return arena_printf(arena, "%.2s/%s", digits, digits + 2).at;
}

/* Calls each() for every content, sorted by its hash. */
static enum rc walk(const struct config *config, enum rc (*each)(void *closure, struct arena *arena, const char *digits),
		    void *closure)
{
	struct arena *arena = arena_new(0);
	enum rc rc = RC_OK;

	for (int folder = 0; rc == RC_OK && folder < FOLDERS; folder++) {
		struct dirent **entries;
		arena_reset(arena);
		const char *start = arena_printf(arena, "%02x", (unsigned)folder).at;
		int count = scandir(path_of(arena, config, start), &entries, NULL, alphasort);
		for (int i = 0; i < count; i++) {
			const char *digits = arena_printf(arena, "%s%s", start, entries[i]->d_name).at;
			if (rc == RC_OK && sha256_read(arena, str_of(digits)).at)
				rc = each(closure, arena, digits);
			free(entries[i]);
		}
		if (count >= 0)
			free(entries);
		else if (errno != ENOENT)
			rc = RC_FAULT;
	}
	arena_free(arena);
	return rc;
}

static enum rc stop_at_first(void *closure, struct arena *arena, const char *digits)
{
	(void)closure;
	(void)arena;
	(void)digits;
	return RC_CONFLICT;
}

bool contents_is_empty(const struct config *config)
{
	return walk(config, stop_at_first, NULL) == RC_OK;
}

int64_t contents_missing(struct arena *arena, const struct config *config, const struct contents_set *set)
{
	static const struct digest none;
	int64_t missing = 0;

	for (size_t i = 0; i < set->room; i++) {
		if (digest_equal(&set->at[i], &none))
			continue;
		struct str digits = digest_hex(arena, &set->at[i]);
		if (access(path_of(arena, config, place_of(arena, digits.at)), F_OK) == 0)
			continue;
		fprintf(stderr, "the content %s is named by a record and missing\n", digits.at);
		missing++;
	}
	return missing;
}

/* --- out ---------------------------------------------------------------------------------------- */

struct packing {
	const struct config *config;
	struct package *package;
	const struct contents_set *wanted;
	struct contents_summary *out;
	FILE *index;
};

static enum rc put_piece(void *closure, struct str bytes)
{
	return package_put(closure, bytes);
}

static enum rc pack_one(void *closure, struct arena *arena, const char *digits)
{
	struct packing *p = closure;
	struct digest found;
	int64_t bytes;

	if (p->wanted && !contents_set_has(p->wanted, sha256_read(arena, str_of(digits))))
		return RC_OK;
	const char *path = path_of(arena, p->config, place_of(arena, digits));
	/* Looked at first, so that nothing damaged gets into the package under a good name. */
	enum rc rc = sum_file(arena, path, &found, &bytes);
	if (rc == RC_NOT_FOUND)
		return RC_OK; /* swept away since */
	if (rc != RC_OK || !str_is(digest_hex(arena, &found), digits)) {
		fprintf(stderr, "%s is damaged: it is not what its name says\n", path);
		p->out->damaged++;
		return RC_OK;
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return RC_FAULT;
	rc = package_begin(p->package, arena_printf(arena, "files/%s", place_of(arena, digits)));
	if (rc == RC_OK)
		rc = sum_read(fd, put_piece, p->package);
	close(fd);
	if (rc == RC_OK)
		rc = package_end(p->package, &found, &bytes);
	if (rc != RC_OK)
		return rc;
	p->out->count++;
	p->out->bytes += bytes;
	return fprintf(p->index, "{\"sha256\":\"%s\",\"bytes\":%lld}\n", digits, (long long)bytes) > 0 ? RC_OK : RC_FAULT;
}

static enum rc put_index(struct packing *p)
{
	if (fflush(p->index) != 0 || lseek(fileno(p->index), 0, SEEK_SET) != 0)
		return RC_FAULT;
	enum rc rc = package_begin(p->package, str_of(index_name));
	if (rc == RC_OK)
		rc = sum_read(fileno(p->index), put_piece, p->package);
	return rc == RC_OK ? package_end(p->package, &p->out->index, NULL) : rc;
}

enum rc contents_pack(const struct config *config, struct package *package,
		      const struct contents_set *wanted, struct contents_summary *out)
{
	struct packing p = {.config = config, .package = package, .wanted = wanted, .out = out, .index = tmpfile()};

	*out = (struct contents_summary){0};
	if (!p.index)
		return RC_FAULT;
	enum rc rc = walk(config, pack_one, &p);
	if (rc == RC_OK)
		rc = put_index(&p);
	fclose(p.index);
	return rc;
}

/* --- in ------------------------------------------------------------------------------------------- */

/* Calls each() for every line of the index. */
static enum rc each_line(const char *folder, enum rc (*each)(void *closure, struct arena *arena, const char *digits,
							     int64_t bytes),
			 void *closure)
{
	struct arena *arena = arena_new(0);
	FILE *index = fopen(arena_printf(arena, "%s/%s", folder, index_name).at, "re");
	enum rc rc = index ? RC_OK : RC_INVALID;
	char line[LONGEST_LINE];

	while (rc == RC_OK && fgets(line, sizeof line, index)) {
		arena_reset(arena);
		json_t *json = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
		const char *digits = json_string_value(json_object_get(json, "sha256"));
		const json_t *bytes = json_object_get(json, "bytes");
		bool is_good = digits && json_is_integer(bytes) && sha256_read(arena, str_of(digits)).at;
		rc = is_good ? each(closure, arena, digits, json_integer_value(bytes)) : RC_INVALID;
		json_decref(json);
	}
	if (index)
		fclose(index);
	arena_free(arena);
	return rc;
}

static enum rc check_one(void *closure, struct arena *arena, const char *digits, int64_t bytes)
{
	const char *path = arena_printf(arena, "%s/files/%s", (const char *)closure, place_of(arena, digits)).at;
	struct digest found;
	int64_t size;

	if (sum_file(arena, path, &found, &size) == RC_OK && size == bytes &&
	    str_is(digest_hex(arena, &found), digits))
		return RC_OK;
	fprintf(stderr, "%s is missing, cut or changed\n", path);
	return RC_INVALID;
}

enum rc contents_check(struct arena *arena, const char *folder, const struct digest *index)
{
	const char *path = arena_printf(arena, "%s/%s", folder, index_name).at;
	union { const char *given; void *closure; } place = {.given = folder};
	struct digest found;
	int64_t bytes;

	if (sum_file(arena, path, &found, &bytes) != RC_OK || !digest_equal(&found, index)) {
		fprintf(stderr, "%s is missing, cut or changed\n", path);
		return RC_INVALID;
	}
	return each_line(folder, check_one, place.closure);
}

struct placing {
	const struct config *config;
	const char *folder;
};

static enum rc write_piece(void *closure, struct str bytes)
{
	const int *fd = closure;

	while (bytes.len) {
		ssize_t written = write(*fd, bytes.at, bytes.len);
		if (written < 0 && errno != EINTR)
			return RC_FAULT;
		if (written > 0)
			bytes = str_slice(bytes, (size_t)written, bytes.len);
	}
	return RC_OK;
}

static enum rc copy(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int out = in >= 0 ? open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640) : -1;
	enum rc rc = out >= 0 ? sum_read(in, write_piece, &out) : RC_FAULT;

	if (in >= 0)
		close(in);
	if (out >= 0 && close(out) != 0)
		rc = RC_FAULT;
	return rc;
}

static enum rc place_one(void *closure, struct arena *arena, const char *digits, int64_t bytes)
{
	const struct placing *p = closure;
	const char *from = arena_printf(arena, "%s/files/%s", p->folder, place_of(arena, digits)).at;
	const char *to = path_of(arena, p->config, place_of(arena, digits));
	const char *beside = arena_printf(arena, "%s.new", to).at;
	struct digest found;
	int64_t size;

	if (mkdir(path_of(arena, p->config, arena_printf(arena, "%.2s", digits).at), 0770) != 0 && errno != EEXIST)
		return RC_FAULT;
	place_own(path_of(arena, p->config, arena_printf(arena, "%.2s", digits).at));
	if (copy(from, beside) != RC_OK || sum_file(arena, beside, &found, &size) != RC_OK || size != bytes ||
	    !str_is(digest_hex(arena, &found), digits)) {
		unlink(beside);
		return RC_FAULT;
	}
	place_own(beside);
	return rename(beside, to) == 0 ? RC_OK : RC_FAULT;
}

enum rc contents_place(struct arena *arena, const struct config *config, const char *folder)
{
	struct placing p = {config, folder};
	const char *files = arena_printf(arena, "%.*s/files", STR_ARG(config_path(arena, config, "paths.var"))).at;

	if (mkdir(files, 0770) != 0 && errno != EEXIST)
		return RC_FAULT;
	enum rc rc = each_line(folder, place_one, &p);
	int fd = open(files, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (rc == RC_OK && (fd < 0 || syncfs(fd) != 0))
		rc = RC_FAULT;
	if (fd >= 0)
		close(fd);
	return rc;
}
