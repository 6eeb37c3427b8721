#include "organization/import_folder_task.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/file.h"
#include "base/log.h"
#include "organization/import_keep.h"
#include "organization/import_kinds.h"
#include "organization/import_preset_store.h"
#include "organization/organization.h"

enum { FILE_MOST = 64 << 20, FILES_MOST = 1000 };

struct folder {
	const struct worker_call *call;
	const struct organization *organization;
	struct str path;
	struct rows presets;
};

static struct str below(const struct folder *folder, const char *part, struct str name)
{
	return arena_printf(folder->call->arena, "%.*s/%s%s%.*s", STR_ARG(folder->path), part, *part ? "/" : "",
			    STR_ARG(name));
}

static const struct import_preset *preset_for(const struct folder *folder, struct str name)
{
	for (size_t i = 0; i < folder->presets.count; i++) {
		const struct import_preset *preset = ROW(struct import_preset, folder->presets, i);
		if (import_preset_takes(preset, name))
			return preset;
	}
	return NULL;
}

static bool is_older(struct str path, moment now, moment age)
{
	struct stat found;

	return stat(path.at, &found) == 0 && S_ISREG(found.st_mode) &&
	       (moment)found.st_mtime * SECONDS(1) < now - age;
}

/* False (logged): somebody else has moved it, or the folder cannot be written. */
static bool move(struct str from, struct str to)
{
	if (rename(from.at, to.at) == 0)
		return true;
	if (errno != ENOENT)
		LOG(LOG_ERROR, "import.folder", "%s cannot be moved: %s", from.at, strerror(errno));
	return false;
}

static void write_results(struct str path, struct str results)
{
	int fd = open(path.at, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	size_t done = 0;

	while (fd >= 0 && done < results.len) {
		ssize_t n = write(fd, results.at + done, results.len - done);
		if (n <= 0)
			break;
		done += (size_t)n;
	}
	if (fd < 0 || done < results.len)
		LOG(LOG_ERROR, "import.folder", "%s cannot be written: %s", path.at, strerror(errno));
	if (fd >= 0)
		close(fd);
}

static enum rc import(const struct folder *folder, int64_t preset_id, struct str name, struct str path,
		      struct import_batch *batch)
{
	const struct worker_call *call = folder->call;
	struct import_preset preset;
	struct import_result result;
	const char *why = NULL;
	struct str file;
	struct import_run run = {
		.db = call->db,
		.arena = call->arena,
		.actor = actor_command(folder->organization->id, "system", "import-folder", call->now),
		.preset = &preset,
		.why = &why,
	};
	enum rc rc = import_preset_by_id(call->db, call->arena, folder->organization->id, preset_id, &preset);
	const struct import_kind *kind = rc == RC_OK ? import_kind_named(preset.kind) : NULL;

	if (rc == RC_OK && !kind)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = file_read(call->arena, path.at, FILE_MOST, &file);
	if (rc == RC_OK)
		rc = zone_find(folder->organization->zone, &run.zone);
	if (rc != RC_OK)
		return rc;
	run.skip_refused = preset.skip_refused;
	import_keep_begin(&run, kind, IMPORT_FROM_FOLDER, name, encoding_utf8(call->arena, file), batch);
	return import_keep_file(&run, kind, batch, &result);
}

/* The name with the moment in front, so that the same report of every night does not overwrite itself. */
static struct str dated(const struct folder *folder, struct str name)
{
	struct civil at = zone_civil(NULL, folder->call->now);

	return arena_printf(folder->call->arena, "%04d%02d%02dT%02d%02d%02dZ-%.*s", at.year, at.month, at.day, at.hour,
			    at.minute, at.second, STR_ARG(name));
}

static enum rc take(const struct folder *folder, const struct import_preset *preset, struct str name)
{
	struct str working = below(folder, "working", name), kept = dated(folder, name);
	struct import_batch batch;

	if (!move(below(folder, "", name), working))
		return RC_OK;
	enum rc rc = import(folder, preset->id, name, working, &batch);
	if (rc == RC_UNAVAILABLE || rc == RC_BUSY) {
		move(working, below(folder, "", name));
		return rc;
	}
	const char *end = rc == RC_OK && batch.state == IMPORT_BATCH_DONE ? "done" : "refused";
	if (rc == RC_OK)
		write_results(below(folder, end, arena_printf(folder->call->arena, "%.*s.results.csv", STR_ARG(kept))),
			      batch.results);
	move(working, below(folder, end, kept));
	LOG(rc == RC_OK ? LOG_INFO : LOG_ERROR, "import.folder", "%.*s: %s, %s", STR_ARG(name), end, rc_name(rc));
	return RC_OK;
}

/* Calls each() for files of the sub-folder ("": the folder itself), names copied before anything is moved. */
static enum rc for_each(const struct folder *folder, const char *part,
			enum rc (*each)(const struct folder *folder, const char *part, struct str name))
{
	struct str names[FILES_MOST];
	size_t count = 0;
	enum rc rc = RC_OK;
	DIR *directory = opendir(below(folder, part, STR("")).at);

	for (struct dirent *entry; directory && count < FILES_MOST && (entry = readdir(directory));)
		if (entry->d_name[0] != '.')
			names[count++] = arena_str(folder->call->arena, str_of(entry->d_name));
	if (directory)
		closedir(directory);
	for (size_t i = 0; i < count && rc == RC_OK; i++)
		rc = each(folder, part, names[i]);
	return rc;
}

/* A worker that was killed has left it; what it had imported already is found unchanged the second time. */
static enum rc bring_back(const struct folder *folder, const char *part, struct str name)
{
	struct str path = below(folder, part, name);

	if (is_older(path, folder->call->now, HOURS(1)))
		move(path, below(folder, "", name));
	return RC_OK;
}

static enum rc import_new(const struct folder *folder, const char *part, struct str name)
{
	const struct import_preset *preset = preset_for(folder, name);

	if (!preset || !is_older(below(folder, part, name), folder->call->now, MINUTES(1)))
		return RC_OK;
	return take(folder, preset, name);
}

static enum rc remove_old(const struct folder *folder, const char *part, struct str name)
{
	struct str path = below(folder, part, name);

	if (is_older(path, folder->call->now, DAYS(config_int(folder->call->config, "import.undo_days"))))
		unlink(path.at);
	return RC_OK;
}

static enum rc walk(const struct worker_call *call, const struct organization *organization)
{
	static const char *const parts[] = {"working", "done", "refused"};
	struct folder folder = {
		.call = call,
		.organization = organization,
		.path = arena_printf(call->arena, "%.*s/%.*s", STR_ARG(config_path(call->arena, call->config, "import.folder")),
				     STR_ARG(organization->code)),
	};
	struct stat found;

	if (stat(folder.path.at, &found) != 0 || !S_ISDIR(found.st_mode))
		return RC_OK;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (mkdir(below(&folder, parts[i], STR("")).at, 0750) != 0 && errno != EEXIST)
			return FAULT("import.folder", "%s is not writable: %s", folder.path.at, strerror(errno));
	enum rc rc = import_preset_list(call->db, call->arena, organization->id, true, &folder.presets);
	if (rc == RC_OK)
		rc = for_each(&folder, "working", bring_back);
	if (rc == RC_OK)
		rc = for_each(&folder, "", import_new);
	if (rc == RC_OK)
		rc = for_each(&folder, "done", remove_old);
	return rc == RC_OK ? for_each(&folder, "refused", remove_old) : rc;
}

static enum rc run(const struct worker_call *call)
{
	struct rows rows;
	enum rc rc = organization_list(call->db, call->arena, &rows);

	for (size_t i = 0; i < rows.count && rc == RC_OK; i++)
		rc = walk(call, ROW(struct organization, rows, i));
	return rc;
}

const struct worker_task import_folder_task = {
	"import-folder", MINUTES(1), run, "imports what other systems have put into the drop folder",
};
