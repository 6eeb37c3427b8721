#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/str.h"

/*
 * The whole of a regular file, at most max bytes. RC_NOT_FOUND when there is none,
 * RC_TOO_LARGE beyond max, RC_FAULT when it cannot be read (errno says why).
 */
enum rc file_read(struct arena *arena, const char *path, size_t max, struct str *out) MUST_CHECK;

#endif
