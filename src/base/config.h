#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/str.h"

/*
 * Settings: conf/muster.ini of the product's folder (the nearest above the program that has one), then the
 * file named by MUSTER_CONFIG, then environment variables MUSTER_<SECTION>_<NAME>; the later wins.
 * MUSTER_VAR is short for MUSTER_PATHS_VAR and MUSTER_PORT for MUSTER_WEB_PORT. One table (setting.c) lists
 * every setting with kind, default, range and help; anything else in a file is refused.
 */
struct config;

/*
 * Loads and checks; every problem is written to standard error, then RC_INVALID. Sets the log's level.
 * arena must outlive the result.
 */
enum rc config_load(struct arena *arena, const struct config **out) MUST_CHECK;

/* The same from one text over the defaults, without files and environment; paths are below ".". For tests. */
enum rc config_parse(struct arena *arena, struct str text, const struct config **out) MUST_CHECK;

/* key is "section.name", e.g. "database.socket"; asking for one that the table lacks ends the process. */
struct str config_text(const struct config *config, const char *key);
int64_t config_int(const struct config *config, const char *key);
/* A path, complete: relative ones were below paths.var or, for what ships with the product, paths.root. */
struct str config_path(struct arena *arena, const struct config *config, const char *key);

/* Every setting with its help and present value, for --help and the manual. */
void config_print(const struct config *config);

#endif
