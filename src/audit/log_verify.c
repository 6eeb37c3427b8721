#include "audit/log_verify.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/log_dump.h"
#include "audit/log_store.h"
#include "base/file.h"
#include "base/log.h"

enum { WRITE_AT_ONCE = 256 * 1024 };

/* --- live --- */

struct verifying {
	struct arena *arena;
	struct log_check *check;
	moment now;
	int64_t with_entry;
};

static enum rc take_checkpoint(void *closure, struct arena *arena, void *row)
{
	struct verifying *v = closure;

	(void)arena;
	log_check_checkpoint(v->check, ((const struct log_checkpoint *)row)->note, false);
	return RC_OK;
}

static enum rc take_entry(void *closure, struct arena *arena, void *row)
{
	struct verifying *v = closure;
	const struct log_entry *entry = row;

	(void)arena;
	v->with_entry += entry->recorded_at != MOMENT_NONE;
	log_check_entry(v->check, entry);
	return RC_OK;
}

static enum rc take_loose(void *closure, struct arena *arena, void *row)
{
	struct verifying *v = closure;
	const struct log_loose *loose = row;

	(void)arena;
	if (loose->recorded_at == MOMENT_NONE)
		log_check_lost(v->check, loose->id);
	else
		log_check_loose(v->check, loose->id, loose->since, loose->is_pending, v->now);
	v->with_entry += loose->recorded_at != MOMENT_NONE;
	return RC_OK;
}

static enum rc take_stray(void *closure, struct arena *arena, void *row)
{
	struct verifying *v = closure;
	const struct log_loose *loose = row;

	(void)arena;
	if (!loose->is_pending)
		log_check_loose(v->check, loose->id, MOMENT_NONE, false, v->now);
	return RC_OK;
}

static enum rc verify_body(struct db *db, void *closure)
{
	struct verifying *v = closure;
	int64_t count = 0;
	enum rc rc = log_checkpoint_each(db, take_checkpoint, v);

	if (rc == RC_OK)
		rc = log_entry_each(db, take_entry, v);
	if (rc == RC_OK)
		rc = log_pending_each(db, take_loose, v);
	if (rc == RC_OK)
		rc = log_entry_count(db, &count);
	/* Only when the numbers do not agree is every entry looked at for its seal. */
	return rc == RC_OK && count != v->with_entry ? log_loose_each(db, take_stray, v) : rc;
}

static void take_known(struct log_check *check, const struct log_known *known)
{
	for (size_t i = 0; known && i < known->count; i++)
		log_check_checkpoint(check, known->notes[i], true);
}

enum rc log_verify(struct db *db, struct arena *arena, const struct config *config, const struct key_list *keys,
		   const struct log_known *known, moment now, const struct log_report **out)
{
	struct key_list *own = ARENA_NEW(arena, struct key_list);
	struct verifying v = {.arena = arena, .now = now};
	struct str state = STR_NONE;
	enum rc rc = keys ? RC_OK : signing_key_public(arena, config, own);

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (!keys)
		keys = own;
	v.check = log_check_new(arena, keys->at, keys->count);
	struct str path = config_path(arena, config, "audit.state_file");
	if (file_read(arena, arena_cstr(arena, path), NOTE_BYTES_MOST, &state) == RC_OK)
		log_check_checkpoint(v.check, state, true);
	take_known(v.check, known);
	bool was = db_read_only(db, true);
	rc = db_transaction(db, "audit-verify", verify_body, &v);
	db_read_only(db, was);
	if (rc == RC_OK)
		*out = log_check_end(v.check, now);
	return rc;
}

/* --- a dump --- */

struct mapping {
	void *at;
	size_t len;
};

static void unmap(void *resource)
{
	struct mapping *mapping = resource;

	munmap(mapping->at, mapping->len);
}

static enum rc map_file(struct arena *arena, const char *path, struct str *out)
{
	struct mapping *mapping = ARENA_NEW(arena, struct mapping);
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? RC_NOT_FOUND : RC_FAULT;
	bool is_mapped = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
	if (is_mapped) {
		mapping->len = (size_t)status.st_size;
		mapping->at = mmap(NULL, mapping->len, PROT_READ, MAP_PRIVATE, fd, 0);
		is_mapped = mapping->at != MAP_FAILED;
	}
	close(fd);
	if (!is_mapped)
		return RC_INVALID;
	arena_defer(arena, unmap, mapping);
	*out = (struct str){mapping->at, mapping->len};
	return RC_OK;
}

enum rc log_verify_dump(struct arena *arena, const char *path, const struct key_list *keys,
			const struct log_known *known, const struct log_report **out)
{
	struct log_check *check = log_check_new(arena, keys->at, keys->count);
	struct str bytes;
	enum rc rc = map_file(arena, path, &bytes);

	if (rc != RC_OK)
		return rc;
	take_known(check, known);
	rc = log_dump_check(bytes, check);
	if (rc == RC_OK)
		*out = log_check_end(check, MOMENT_NONE);
	return rc;
}

/* --- writing one --- */

struct exporting {
	int fd;
	struct text text;        /* what waits to be written */
	struct text body;
	int64_t count;
};

static enum rc flush(struct exporting *e)
{
	struct str rest = {e->text.at, e->text.len};

	while (rest.len) {
		ssize_t put = write(e->fd, rest.at, rest.len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return FAULT("audit.export", "errno=%d", errno);
		rest = str_slice(rest, (size_t)put, rest.len);
	}
	e->text.len = 0;
	return RC_OK;
}

static enum rc put(struct exporting *e, char kind, struct str body)
{
	log_dump_put(&e->text, kind, body);
	e->count++;
	return e->text.len > WRITE_AT_ONCE ? flush(e) : RC_OK;
}

static enum rc put_checkpoint(void *closure, struct arena *arena, void *row)
{
	(void)arena;
	return put(closure, 'C', ((const struct log_checkpoint *)row)->note);
}

static enum rc put_entry(void *closure, struct arena *arena, void *row)
{
	struct exporting *e = closure;

	(void)arena;
	e->body.len = 0;
	log_dump_put_entry(&e->body, row);
	return put(e, 'E', (struct str){e->body.at, e->body.len});
}

static enum rc put_loose(void *closure, struct arena *arena, void *row)
{
	struct exporting *e = closure;
	const struct log_loose *loose = row;

	(void)arena;
	e->body.len = 0;
	log_dump_put_number(&e->body, loose->id);
	log_dump_put_number(&e->body, loose->since);
	text_char(&e->body, loose->is_pending);
	return put(e, 'L', (struct str){e->body.at, e->body.len});
}

static enum rc export_body(struct db *db, void *closure)
{
	struct exporting *e = closure;
	enum rc rc = log_checkpoint_each(db, put_checkpoint, e);

	if (rc == RC_OK)
		rc = log_entry_each(db, put_entry, e);
	return rc == RC_OK ? log_loose_each(db, put_loose, e) : rc;
}

enum rc log_export(struct db *db, struct arena *arena, int fd)
{
	struct exporting e = {.fd = fd, .text = TEXT_IN(arena), .body = TEXT_IN(arena)};
	bool was = db_read_only(db, true);

	text_cstr(&e.text, log_dump_head);
	enum rc rc = db_transaction(db, "audit-export", export_body, &e);
	db_read_only(db, was);
	if (rc != RC_OK)
		return rc;
	e.body.len = 0;
	log_dump_put_number(&e.body, e.count);
	log_dump_put(&e.text, 'Z', (struct str){e.body.at, e.body.len});
	return flush(&e);
}
