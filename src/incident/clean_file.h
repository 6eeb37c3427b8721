#ifndef INCIDENT_CLEAN_FILE_H
#define INCIDENT_CLEAN_FILE_H

#include "incident/attachment_file.h"

/*
 * Files of anonymous reporters. What is kept says nothing about who made it, where, when or with what:
 * pictures are written anew, office documents lose properties, names and dates, plain text has none;
 * everything else is refused. The names are ours, the length is rounded up, the file's time is a day.
 */

/*
 * Takes the content of fd, which is in memory only. RC_INVALID: not taken, *why says so in English for the
 * catalogue.
 */
enum rc clean_file_take(struct arena *arena, const struct config *config, int fd, int64_t size,
			struct str claimed, moment now, struct attachment *out, const char **why) MUST_CHECK;

#endif
