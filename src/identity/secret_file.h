#ifndef IDENTITY_SECRET_FILE_H
#define IDENTITY_SECRET_FILE_H

#include "base/config.h"

/* A file that a setting names: absolute, or below paths.var; STR_NONE: the setting is empty. */
struct str secret_file_path(struct arena *arena, const struct config *config, const char *key);

/* What it holds without white space at its ends; STR_NONE: the setting is empty. RC_FAULT (logged): cannot be read. */
enum rc secret_file_read(struct arena *arena, const struct config *config, const char *key,
			 struct str *out) MUST_CHECK;

#endif
