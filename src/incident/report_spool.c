#include "incident/report_spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/random.h"

enum { BYTES_MOST = 8 * 1024 * 1024 };

static struct str folder_of(struct arena *arena, const struct config *config, const char *name)
{
	return arena_printf(arena, "%s/spool/%s", config_path(arena, config, "paths.var").at, name);
}

struct str report_spool_path(struct arena *arena, const struct config *config, const char *kind, struct str id)
{
	return arena_printf(arena, "%s/%.*s.%s", folder_of(arena, config, "reports").at, STR_ARG(id), kind);
}

static bool make_folders(struct arena *arena, const struct config *config, const char *name)
{
	const char *spool = arena_printf(arena, "%s/spool", config_path(arena, config, "paths.var").at).at;

	return (mkdir(spool, 0770) == 0 || errno == EEXIST) &&
	       (mkdir(folder_of(arena, config, name).at, 0770) == 0 || errno == EEXIST);
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

static bool write_synced(const char *path, struct str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);

	if (fd < 0)
		return false;
	while (bytes.len) {
		ssize_t done = write(fd, bytes.at, bytes.len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			break;
		bytes = str_slice(bytes, (size_t)done, bytes.len);
	}
	bool is_done = bytes.len == 0 && fsync(fd) == 0;
	return close(fd) == 0 && is_done;
}

bool report_spool_has(struct arena *arena, const struct config *config, const char *kind, struct str id)
{
	return uuid_is_valid(id) && access(report_spool_path(arena, config, kind, id).at, F_OK) == 0;
}

enum rc report_spool_keep(struct arena *arena, const struct config *config, const char *kind, struct str id, struct str bytes)
{
	if (!uuid_is_valid(id) || bytes.len > BYTES_MOST)
		return RC_INVALID;
	if (!make_folders(arena, config, "reports"))
		return FAULT("spool.folder", "errno=%d", errno);
	const char *folder = folder_of(arena, config, "reports").at;
	const char *path = report_spool_path(arena, config, kind, id).at;
	const char *beside = arena_printf(arena, "%s/%s.new", folder, token_new(arena).at).at;
	/* A link is refused where the name is taken: of two equal submissions the first stays. */
	bool is_kept = write_synced(beside, bytes) && (link(beside, path) == 0 || errno == EEXIST) && sync_folder(folder);
	int error = errno;
	unlink(beside);
	return is_kept ? RC_OK : FAULT("spool.keep", "errno=%d", error);
}

/* Can never be filed by itself: kept where an administrator finds it. */
static void set_aside(struct arena *arena, const struct config *config, const char *path, const char *name)
{
	const char *to = arena_printf(arena, "%s/%s", folder_of(arena, config, "refused").at, name).at;

	if (!make_folders(arena, config, "refused") || rename(path, to) != 0)
		LOG(LOG_ERROR, "spool.refused", "%s cannot be set aside, errno=%d", name, errno);
	else
		LOG(LOG_ERROR, "spool.refused", "%s was set aside in spool/refused", name);
}

/* The id of a name "UUID.KIND", STR_NONE for other names. */
static struct str id_of_name(const char *name, const char *kind)
{
	struct str s = str_of(name), id = str_slice(s, 0, 36);

	if (!uuid_is_valid(id) || s.len < 38 || s.at[36] != '.' || strcmp(name + 37, kind) != 0)
		return STR_NONE;
	return id;
}

enum rc report_spool_each(struct arena *arena, const struct config *config, const char *kind,
			  enum rc (*each)(void *closure, struct str id, struct str bytes), void *closure)
{
	struct dirent **names;
	int count = scandir(folder_of(arena, config, "reports").at, &names, NULL, alphasort);
	enum rc rc = RC_OK;

	if (count < 0)
		return errno == ENOENT ? RC_OK : FAULT("spool.list", "errno=%d", errno);
	for (int i = 0; i < count; i++) {
		struct str id = id_of_name(names[i]->d_name, kind), bytes;
		const char *path = id.at ? report_spool_path(arena, config, kind, id).at : NULL;
		if (rc == RC_OK && path && file_read(arena, path, BYTES_MOST, &bytes) == RC_OK) {
			rc = each(closure, id, bytes);
			/* Another worker of this host may have filed it meanwhile. */
			if (rc == RC_OK && unlink(path) != 0 && errno != ENOENT)
				LOG(LOG_WARN, "spool.remove", "errno=%d", errno);
			if (rc == RC_INVALID) {
				set_aside(arena, config, path, names[i]->d_name);
				rc = RC_OK;
			}
		}
		free(names[i]);
	}
	free(names);
	return rc;
}
