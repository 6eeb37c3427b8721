#include "exchange/backup_series.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

enum { NAME_LENGTH = 18, DESCRIPTORS = 16 };

enum rc backup_series_next(struct arena *arena, const char *parent, moment now, const char **out)
{
	struct str at = moment_text(arena, now); /* 2026-11-21T08:00:00Z */

	if (mkdir(parent, 0700) != 0 && errno != EEXIST)
		return FAULT("backup.folder", "%s errno=%d", parent, errno);
	*out = arena_printf(arena, "%s/%.13s%.2s%.2sZ", parent, at.at, at.at + 14, at.at + 17).at;
	return RC_OK;
}

static int is_backup(const struct dirent *entry)
{
	static const char shape[] = "0000-00-00T000000Z";

	if (strlen(entry->d_name) != NAME_LENGTH)
		return 0;
	for (size_t i = 0; i < NAME_LENGTH; i++) {
		char c = entry->d_name[i];
		if (shape[i] == '0' ? c < '0' || c > '9' : c != shape[i])
			return 0;
	}
	return 1;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)st;
	(void)kind;
	(void)walk;
	return remove(path);
}

enum rc backup_series_prune(struct arena *arena, const char *parent, int64_t keep)
{
	struct dirent **entries;
	int count = scandir(parent, &entries, is_backup, alphasort);
	int64_t whole = 0;
	enum rc rc = RC_OK;

	if (count < 0)
		return FAULT("backup.folder", "%s errno=%d", parent, errno);
	for (int i = count - 1; i >= 0; i--) {
		const char *path = arena_printf(arena, "%s/%s", parent, entries[i]->d_name).at;
		bool is_whole = access(arena_printf(arena, "%s/manifest.json", path).at, F_OK) == 0;
		whole += is_whole;
		bool is_old = is_whole ? whole > keep : whole > 0;
		if (is_old && nftw(path, remove_entry, DESCRIPTORS, FTW_DEPTH | FTW_PHYS) != 0)
			rc = FAULT("backup.remove", "%s errno=%d", path, errno);
		free(entries[i]);
	}
	free(entries);
	return rc;
}
