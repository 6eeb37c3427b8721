#ifndef EXCHANGE_BACKUP_SERIES_H
#define EXCHANGE_BACKUP_SERIES_H

#include "base/moment.h"

/* Backups one beside the other in a folder, each in one named by its time: 2026-11-21T080000Z. */

/* The folder of a backup made now; the parent is made when it is missing. RC_FAULT (logged). */
enum rc backup_series_next(struct arena *arena, const char *parent, moment now, const char **out) MUST_CHECK;

/*
 * Removes all but the newest `keep` whole ones (those with a manifest), and what older ones that were cut off left.
 * Folders with other names stay. RC_FAULT (logged): one could not be removed.
 */
enum rc backup_series_prune(struct arena *arena, const char *parent, int64_t keep) MUST_CHECK;

#endif
