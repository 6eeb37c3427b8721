#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/str.h"

/*
 * Settings: conf/muster.ini, then the file named by MUSTER_CONFIG, then
 * environment variables MUSTER_<SECTION>_<KEY>. One table (config.c) lists every
 * setting with type, default and help; unknown keys are refused.
 */
struct config;

/* Loads and checks; problems are written to standard error. arena must outlive the result. */
enum rc config_load(struct arena *arena, const struct config **out) MUST_CHECK;

/* key is "section.name", e.g. "database.socket"; asking for one that the table lacks ends the process. */
struct str config_text(const struct config *config, const char *key);
int64_t config_int(const struct config *config, const char *key);
bool config_bool(const struct config *config, const char *key);
/* A path; relative ones are below paths.var. */
struct str config_path(struct arena *arena, const struct config *config, const char *key);

/* Every setting with its help and present value, for --help and the manual. */
void config_print(const struct config *config);

#endif
