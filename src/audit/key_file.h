#ifndef AUDIT_KEY_FILE_H
#define AUDIT_KEY_FILE_H

#include "audit/note.h"

/* Files of public keys, and files that must never be half written. */

struct key_list {
	struct note_key at[32];
	size_t count;
};

/*
 * One key a line; empty lines and those that begin with # are skipped. RC_NOT_FOUND: no file or no key. RC_INVALID
 * (logged): a line is no key.
 */
enum rc key_file_read(struct arena *arena, const char *path, struct key_list *out) MUST_CHECK;

/* Replaces a file at once: written beside it, synced, renamed. mode e.g. 0600. RC_FAULT is logged. */
enum rc key_file_replace(struct arena *arena, struct str path, struct str bytes, unsigned mode) MUST_CHECK;

#endif
