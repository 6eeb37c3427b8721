#include "incident/content_task.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "incident/content_store.h"

enum { BATCH_MOST = 200, FOLDERS = 256 };
#define TRASH_WAIT HOURS(1)

static const char *path_of(struct arena *arena, const struct config *config, const char *name)
{
	return arena_printf(arena, "%s/files/%s", config_path(arena, config, "paths.var").at, name).at;
}

/*
 * A stream over contents of a folder, batch by batch. The age is told by the time of the last change to the inode,
 * which nobody can set: contents of anonymous reports have other times that mean nothing.
 */
struct reading {
	const struct worker_call *call;
	const char *path;
	const char *start; /* first digits of the names in it */
	moment age;        /* younger ones are passed over */
	DIR *folder;
};

static bool is_old(const struct reading *r, const struct stat *st)
{
	return SECONDS(st->st_ctim.tv_sec) < r->call->now - r->age;
}

static bool read_one(struct reading *r, struct arena *arena, const struct dirent *entry, struct content *out)
{
	struct stat st;

	*out = (struct content){.sha256 = sha256_read(arena, arena_printf(arena, "%s%s", r->start, entry->d_name))};
	if (!out->sha256.at)
		return false;
	out->path = arena_printf(arena, "%s/%s", r->path, entry->d_name);
	return lstat(out->path.at, &st) == 0 && S_ISREG(st.st_mode) && is_old(r, &st);
}

static size_t read_batch(struct reading *r, struct arena *arena, struct content *batch)
{
	const struct dirent *entry;
	size_t count = 0;

	while (count < BATCH_MOST && (entry = readdir(r->folder)))
		count += read_one(r, arena, entry, &batch[count]);
	return count;
}

/* What happens to one content after it was looked for. */
typedef size_t (*treat_fn)(const struct reading *r, struct arena *arena, const struct content *content);

static enum rc treat_all(struct reading *r, treat_fn treat, size_t *treated)
{
	struct arena *arena = arena_new(0);
	enum rc rc = RC_OK;
	size_t count;

	*treated = 0;
	r->folder = opendir(r->path);
	if (!r->folder) {
		arena_free(arena);
		return errno == ENOENT ? RC_OK : FAULT("content.folder", "errno=%d", errno);
	}
	do {
		arena_reset(arena);
		struct content *batch = ARENA_ARRAY(arena, struct content, BATCH_MOST);
		count = read_batch(r, arena, batch);
		rc = count ? content_look(r->call->db, arena, batch, count) : RC_OK;
		for (size_t i = 0; rc == RC_OK && i < count; i++)
			*treated += treat(r, arena, &batch[i]);
	} while (rc == RC_OK && count == BATCH_MOST);
	closedir(r->folder);
	arena_free(arena);
	return rc;
}

/* Back where it belongs, unless the same content was stored again meanwhile. */
static void bring_back(struct arena *arena, const struct config *config, const char *trashed)
{
	struct str name = str_of(strrchr(trashed, '/') + 1);
	const char *home = path_of(arena, config, arena_printf(arena, "%.2s/%s", name.at, name.at + 2).at);

	if (link(trashed, home) != 0 && errno != EEXIST)
		LOG(LOG_ERROR, "content.restore", "%s stays in the trash, errno=%d", name.at, errno);
	else
		unlink(trashed);
}

/*
 * Every upload stores its content anew and gives it its name at one stroke. Where that happened after the file was
 * found to be old, what lands in the trash is another file than the one looked at: it goes back at once.
 */
static size_t throw_away(const struct reading *r, struct arena *arena, const struct content *content)
{
	struct stat seen, thrown;

	if (content->is_named || lstat(content->path.at, &seen) != 0 || !is_old(r, &seen))
		return 0;
	const char *name = strrchr(content->path.at, '/') + 1;
	const char *trashed = path_of(arena, r->call->config, arena_printf(arena, "trash/%s%s", r->start, name).at);
	if (rename(content->path.at, trashed) != 0) {
		LOG(LOG_WARN, "content.trash", "errno=%d", errno);
		return 0;
	}
	if (lstat(trashed, &thrown) == 0 && thrown.st_ino == seen.st_ino)
		return 1;
	bring_back(arena, r->call->config, trashed);
	return 0;
}

static size_t settle_one(const struct reading *r, struct arena *arena, const struct content *content)
{
	struct stat st;

	if (content->is_named) {
		LOG(LOG_INFO, "content.restore", "a content in the trash is named after all");
		bring_back(arena, r->call->config, content->path.at);
		return 0;
	}
	bool is_due = lstat(content->path.at, &st) == 0 && SECONDS(st.st_ctim.tv_sec) <= r->call->now - TRASH_WAIT;
	return is_due && unlink(content->path.at) == 0;
}

enum rc content_sweep(const struct worker_call *call, unsigned folder, size_t *moved)
{
	const char *digits = arena_printf(call->arena, "%02x", folder % FOLDERS).at;
	struct reading reading = {
		.call = call,
		.path = path_of(call->arena, call->config, digits),
		.start = digits,
		.age = CONTENT_WAIT,
	};

	*moved = 0;
	if (access(reading.path, F_OK) != 0)
		return RC_OK;
	if (mkdir(path_of(call->arena, call->config, "trash"), 0770) != 0 && errno != EEXIST)
		return FAULT("content.trash", "errno=%d", errno);
	return treat_all(&reading, throw_away, moved);
}

enum rc content_settle(const struct worker_call *call, size_t *removed)
{
	/* Those that came just now are looked at as well: one that is named shall not be missed for long. */
	struct reading reading = {
		.call = call,
		.path = path_of(call->arena, call->config, "trash"),
		.start = "",
		.age = -DAYS(1),
	};

	return treat_all(&reading, settle_one, removed);
}

static bool has_files(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	bool has = false;

	if (!folder)
		return errno != ENOENT;
	while (!has && (entry = readdir(folder)))
		has = entry->d_name[0] != '.';
	closedir(folder);
	return has;
}

bool content_is_spooled(struct arena *arena, const struct config *config)
{
	const char *var = config_path(arena, config, "paths.var").at;

	return has_files(arena_printf(arena, "%s/spool/reports", var).at) ||
	       has_files(arena_printf(arena, "%s/spool/refused", var).at);
}

static enum rc run(const struct worker_call *call)
{
	unsigned folder = (unsigned)(call->now / content_task.every % FOLDERS);
	size_t moved = 0, removed = 0;

	if (content_is_spooled(call->arena, call->config))
		return RC_OK;
	enum rc rc = content_settle(call, &removed);
	if (rc == RC_OK)
		rc = content_sweep(call, folder, &moved);
	if (moved || removed)
		LOG(LOG_INFO, "content.sweep", "%zu to the trash, %zu removed", moved, removed);
	return rc;
}

const struct worker_task content_task = {
	"unnamed-content",
	MINUTES(5),
	run,
	"removes stored files that no record, draft or archived record names any more",
};
