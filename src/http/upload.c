#include "http/upload.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"

static const char suffix[] = ".upload";

struct upload_file {
	struct arena *arena;
	const char *path;            /* NULL: in memory */
	int fd;
	bool is_taken;
};

static void release(void *resource)
{
	struct upload_file *file = resource;

	close(file->fd);
	if (file->path && !file->is_taken && unlink(file->path) != 0 && errno != ENOENT)
		LOG(LOG_WARN, "upload.remove", "errno=%d", errno);
}

enum rc upload_begin(struct arena *arena, struct str folder, struct upload *upload)
{
	struct upload_file *file = ARENA_NEW(arena, struct upload_file);

	file->arena = arena;
	if (folder.at) {
		upload->path = arena_printf(arena, "%.*s/%.*s%s", STR_ARG(folder), STR_ARG(token_new(arena)),
					    suffix);
		file->path = upload->path.at;
		file->fd = open(file->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	} else {
		file->fd = memfd_create("upload", MFD_CLOEXEC);
		upload->path = arena_printf(arena, "/proc/%ld/fd/%d", (long)getpid(), file->fd);
	}
	if (file->fd < 0)
		return FAULT("upload.open", "errno=%d", errno);
	upload->file = file;
	upload->size = 0;
	arena_defer(arena, release, file);
	return RC_OK;
}

static bool write_all(int fd, struct str bytes)
{
	while (bytes.len > 0) {
		ssize_t done = write(fd, bytes.at, bytes.len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes = str_slice(bytes, (size_t)done, bytes.len);
	}
	return true;
}

enum rc upload_append(struct upload *upload, struct str bytes)
{
	if (!write_all(upload->file->fd, bytes))
		return FAULT("upload.write", "errno=%d", errno);
	upload->size += (int64_t)bytes.len;
	return RC_OK;
}

enum rc upload_end(struct upload *upload)
{
	if (lseek(upload->file->fd, 0, SEEK_SET) != 0)
		return FAULT("upload.seek", "errno=%d", errno);
	return RC_OK;
}

int upload_fd(const struct upload *upload)
{
	return upload->file->fd;
}

struct upload *upload_find(struct request *rq, const char *field)
{
	for (size_t i = 0; i < rq->upload_count; i++)
		if (str_is(rq->uploads[i].field, field))
			return &rq->uploads[i];
	return NULL;
}

/* Copies the whole of from into a new file at path and syncs it. */
static bool copy_to(int from, const char *path)
{
	char bytes[64 * 1024];
	off_t at = 0;
	ssize_t got;
	int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);

	if (to < 0)
		return false;
	while ((got = pread(from, bytes, sizeof bytes, at)) > 0) {
		if (!write_all(to, (struct str){bytes, (size_t)got}))
			break;
		at += got;
	}
	bool is_done = got == 0 && fsync(to) == 0;
	if (close(to) != 0)
		is_done = false;
	if (!is_done)
		unlink(path);
	return is_done;
}

/* A new name lasts only when its folder is on the disk as well. */
static bool sync_folder_of(struct arena *arena, struct str path)
{
	size_t len = path.len;

	while (len > 0 && path.at[len - 1] != '/')
		len--;
	int fd = open(len ? arena_cstr(arena, str_slice(path, 0, len)) : ".",
		      O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool is_synced = fsync(fd) == 0;
	close(fd);
	return is_synced;
}

enum rc upload_take(struct upload *upload, struct str path)
{
	struct upload_file *file = upload->file;
	const char *target = arena_cstr(file->arena, path);
	bool is_moved = false;

	if (file->path && fchmod(file->fd, 0640) == 0 && fsync(file->fd) == 0)
		is_moved = rename(file->path, target) == 0;
	if (is_moved) {
		file->is_taken = true;
	} else if (!file->path || errno == EXDEV) {
		struct str beside =
			arena_printf(file->arena, "%s.%.*s", target, STR_ARG(token_new(file->arena)));
		is_moved = copy_to(file->fd, beside.at) && rename(beside.at, target) == 0;
		if (!is_moved)
			unlink(beside.at);
	}
	if (!is_moved || !sync_folder_of(file->arena, path))
		return FAULT("upload.take", "errno=%d", errno);
	upload->path = path;
	return RC_OK;
}

void upload_sweep(struct str folder, moment now)
{
	char name[4096];
	struct dirent *entry;

	if (snprintf(name, sizeof name, "%.*s", STR_ARG(folder)) >= (int)sizeof name)
		return;
	DIR *dir = opendir(name);
	if (!dir)
		return;
	while ((entry = readdir(dir))) {
		struct stat st;
		if (!str_ends(str_of(entry->d_name), str_of(suffix)))
			continue;
		if (fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode) && SECONDS(st.st_mtime) < now - HOURS(6))
			unlinkat(dirfd(dir), entry->d_name, 0);
	}
	closedir(dir);
}
