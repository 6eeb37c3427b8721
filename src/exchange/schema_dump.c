#include "exchange/schema_dump.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/log.h"
#include "db/archive.h"
#include "exchange/gzip_pieces.h"
#include "exchange/sum.h"

enum { SECONDS_MOST = 12 * 3600, PIECE = 256 * 1024, ARGUMENTS = 24 };

/* --- the text ------------------------------------------------------------------------------ */

/* The name behind " `" becomes that of this installation's database, or of its archive. */
static enum rc put_renamed(const struct schema_dump_filter *filter, struct str line,
			   enum rc (*put)(void *closure, struct str bytes), void *closure)
{
	ptrdiff_t at = str_find(line, STR("`"));
	const size_t name = (size_t)at + 1;

	if (at < 0 || !str_starts(str_slice(line, name, line.len), filter->from))
		return put(closure, line);
	enum rc rc = put(closure, str_slice(line, 0, name));
	if (rc == RC_OK)
		rc = put(closure, filter->to);
	return rc == RC_OK ? put(closure, str_slice(line, name + filter->from.len, line.len)) : rc;
}

static enum rc put_without_definer(struct str line, enum rc (*put)(void *closure, struct str bytes), void *closure)
{
	const struct str opening = STR("/*!50017 DEFINER="), closing = STR("*/");
	ptrdiff_t from = str_find(line, opening);
	struct str rest = from < 0 ? line : str_slice(line, (size_t)from, line.len);
	ptrdiff_t to = str_find(rest, closing);

	if (from < 0 || to < 0)
		return put(closure, line);
	enum rc rc = put(closure, str_slice(line, 0, (size_t)from));
	return rc == RC_OK ? put(closure, str_slice(rest, (size_t)to + closing.len, rest.len)) : rc;
}

static enum rc put_start(struct schema_dump_filter *filter, enum rc (*put)(void *closure, struct str bytes), void *closure)
{
	struct str line = {filter->start, filter->len};

	filter->len = 0;
	if (str_starts(line, STR("USE `")) || str_starts(line, STR("CREATE DATABASE ")))
		return put_renamed(filter, line, put, closure);
	if (str_starts(line, STR("/*!50003 CREATE*/ ")))
		return put_without_definer(line, put, closure);
	return put(closure, line);
}

/* mariadb-dump escapes line ends in values, so what begins a line is its own. */
enum rc schema_dump_filter(struct schema_dump_filter *filter, struct str bytes,
			   enum rc (*put)(void *closure, struct str bytes), void *closure)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && bytes.len) {
		const char *end = memchr(bytes.at, '\n', bytes.len);
		size_t len = end ? (size_t)(end - bytes.at) + 1 : bytes.len;
		if (filter->is_inside) {
			rc = put(closure, str_slice(bytes, 0, len));
			filter->is_inside = !end;
		} else {
			size_t room = sizeof filter->start - filter->len;
			bool fits = len <= room;
			len = fits ? len : room;
			memcpy(filter->start + filter->len, bytes.at, len);
			filter->len += len;
			if (!fits || end)
				rc = put_start(filter, put, closure);
			filter->is_inside = !fits;
		}
		bytes = str_slice(bytes, len, bytes.len);
	}
	return rc;
}

enum rc schema_dump_filter_end(struct schema_dump_filter *filter, enum rc (*put)(void *closure, struct str bytes),
			       void *closure)
{
	return filter->len ? put_start(filter, put, closure) : RC_OK;
}

/* --- the programs ------------------------------------------------------------------------------ */

static const char *find_program(struct arena *arena, const char *name)
{
	struct str rest = str_of(getenv("PATH") ? getenv("PATH") : "/usr/bin:/usr/local/bin"), folder;

	while (rest.len && str_split(&rest, ':', &folder)) {
		const char *path = arena_printf(arena, "%.*s/%s", STR_ARG(folder), name).at;
		if (folder.len && access(path, X_OK) == 0)
			return path;
	}
	fprintf(stderr, "%s is not installed\n", name);
	return NULL;
}

struct words {
	const char *at[ARGUMENTS];
	size_t count;
};

static void add(struct words *words, const char *word)
{
	if (words->count + 1 < ARGUMENTS)
		words->at[words->count++] = word;
}

static void add_login(struct words *words, struct arena *arena, const struct config *config)
{
	struct str user = config_text(config, "owner.user");

	add(words, "--no-defaults");
	add(words, arena_printf(arena, "--socket=%.*s", STR_ARG(config_path(arena, config, "database.socket"))).at);
	if (user.len)
		add(words, arena_printf(arena, "--user=%.*s", STR_ARG(user)).at);
	add(words, "--default-character-set=utf8mb4");
}

/* The password by the environment: arguments are everybody's to see. */
static const char *const *environment_of(struct arena *arena, const struct config *config)
{
	const char **words = ARENA_ARRAY(arena, const char *, 4);
	struct str password = config_text(config, "owner.password");

	words[0] = "LANG=C.UTF-8";
	words[1] = "PATH=/usr/bin:/bin";
	words[2] = password.len ? arena_printf(arena, "MYSQL_PWD=%.*s", STR_ARG(password)).at : NULL;
	return words;
}

enum rc schema_dump_write(struct arena *arena, const struct config *config,
			  enum rc (*put)(void *closure, struct str bytes), void *closure)
{
	static const char *const options[] = {
		"--single-transaction", "--quick", "--triggers", "--routines", "--hex-blob", "--skip-dump-date",
		"--skip-comments", "--databases",
	};
	struct words words = {0};
	struct child *child;
	char *buffer = arena_alloc(arena, PIECE, 1);
	ptrdiff_t got = 0;

	add(&words, "mariadb-dump");
	add_login(&words, arena, config);
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		add(&words, options[i]);
	add(&words, arena_cstr(arena, config_text(config, "database.name")));
	add(&words, arena_cstr(arena, archive_schema(arena, config)));
	const struct child_order order = {
		.program = find_program(arena, words.at[0]), .arguments = words.at, .input = -1, .keeps_errors = true,
		.environment = environment_of(arena, config), .seconds = SECONDS_MOST,
	};
	if (!order.program)
		return RC_NOT_FOUND;
	enum rc rc = child_start(arena, &order, &child);
	while (rc == RC_OK && (got = child_read(child, buffer, PIECE)) > 0)
		rc = put(closure, (struct str){buffer, (size_t)got});
	if (rc != RC_OK)
		return rc;
	int status = child_end(child);
	return got == 0 && status == 0 ? RC_OK : FAULT("dump.failed", "status %d", status);
}

struct feeding {
	struct schema_dump_filter filter;
	struct gzip_reader *reader;  /* NULL: the text comes as it is */
	int to;
};

static enum rc put_out(void *closure, struct str bytes)
{
	const struct feeding *feeding = closure;

	while (bytes.len) {
		ssize_t written = write(feeding->to, bytes.at, bytes.len);
		if (written < 0 && errno != EINTR)
			return RC_FAULT;
		if (written > 0)
			bytes = str_slice(bytes, (size_t)written, bytes.len);
	}
	return RC_OK;
}

static enum rc feed_text(void *closure, struct str bytes)
{
	struct feeding *feeding = closure;

	return schema_dump_filter(&feeding->filter, bytes, put_out, feeding);
}

static enum rc feed_piece(void *closure, struct str bytes)
{
	struct feeding *feeding = closure;

	return feeding->reader ? gzip_reader_put(feeding->reader, bytes, feed_text, feeding) : feed_text(feeding, bytes);
}

static enum rc feed(struct arena *arena, const struct child_order *order, int fd, struct feeding *feeding, int ends[2])
{
	const struct sigaction ignore = {.sa_handler = SIG_IGN};
	struct child *child;
	char said[256];
	enum rc rc = child_start(arena, order, &child);

	close(ends[0]);
	if (rc == RC_OK && sigaction(SIGPIPE, &ignore, NULL) != 0)
		rc = RC_FAULT;
	if (rc == RC_OK)
		rc = sum_read(fd, feed_piece, feeding);
	if (rc == RC_OK && feeding->reader)
		rc = gzip_reader_end(feeding->reader, feed_text, feeding);
	if (rc == RC_OK)
		rc = schema_dump_filter_end(&feeding->filter, put_out, feeding);
	close(ends[1]);
	if (rc != RC_OK)
		return rc;
	while (child_read(child, said, sizeof said) > 0)
		continue;
	int status = child_end(child);
	return status == 0 ? RC_OK : FAULT("dump.refused", "status %d", status);
}

enum rc schema_dump_read(struct arena *arena, const struct config *config, int fd, bool is_packed, struct str called)
{
	struct feeding feeding = {.filter = {.from = called, .to = config_text(config, "database.name")},
				  .reader = is_packed ? gzip_reader_new(arena) : NULL};
	struct words words = {0};
	int ends[2];

	add(&words, "mariadb");
	add_login(&words, arena, config);
	add(&words, "--batch");
	add(&words, "--binary-mode");
	struct child_order order = {
		.program = find_program(arena, words.at[0]), .arguments = words.at, .keeps_errors = true,
		.environment = environment_of(arena, config), .seconds = SECONDS_MOST,
	};
	if (!order.program)
		return RC_NOT_FOUND;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return FAULT("dump.pipe", "errno=%d", errno);
	order.input = ends[0];
	feeding.to = ends[1];
	return feed(arena, &order, fd, &feeding, ends);
}
