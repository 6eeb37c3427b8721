#ifndef EXCHANGE_PACKAGE_H
#define EXCHANGE_PACKAGE_H

#include "audit/digest.h"

/*
 * What is being written: a folder, or a tar file (POSIX ustar) on standard output. Members are written one after the
 * other and hashed on their way; everything is for its owner alone, and on disk once the
 * package is closed.
 */
struct package;

/* target "-": tar on standard output. A folder is made, or has to be empty: RC_CONFLICT. RC_FAULT is logged. */
enum rc package_open(struct arena *arena, const char *target, struct package **out) MUST_CHECK;

/* name is a path with /; its folders are made. */
enum rc package_begin(struct package *package, struct str name) MUST_CHECK;
enum rc package_put(struct package *package, struct str bytes) MUST_CHECK;
/* digest and bytes may be NULL. */
enum rc package_end(struct package *package, struct digest *digest, int64_t *bytes) MUST_CHECK;

/* A whole member at once. */
enum rc package_add(struct package *package, struct str name, struct str bytes, struct digest *digest) MUST_CHECK;

/* After the last member: a folder is synced, a tar file gets its end. */
enum rc package_close(struct package *package) MUST_CHECK;

#endif
