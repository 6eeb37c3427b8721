#ifndef INCIDENT_ATTACHMENT_FILE_H
#define INCIDENT_ATTACHMENT_FILE_H

#include "base/config.h"
#include "incident/incident.h"

/*
 * The content of attachments: below paths.var as files/ab/cdef..., named by its SHA-256, written and synced
 * before any row names it, never changed. What a file is, is found by looking at it. JPEG, PNG and WebP are
 * written anew by the program picture, so that place, time, camera and names are gone; everything else stays as it is
 * and is only ever sent as a download.
 */

/*
 * Takes the content of fd (read from its start; size in bytes) and fills sha256, preview_sha256, name, type and
 * size. RC_INVALID: not taken, *why says so in English for the catalogue. claimed is the name as sent.
 */
enum rc attachment_file_take(struct arena *arena, const struct config *config, int fd, int64_t size, struct str claimed,
			     struct attachment *out, const char **why) MUST_CHECK;
/* The same for content in memory that is clean already and whose type is known; no preview is made. */
enum rc attachment_file_keep(struct arena *arena, const struct config *config, struct str bytes, const char *type,
			     struct str name, struct attachment *out) MUST_CHECK;

/* Found by looking: a type that is taken, or NULL. name decides between kinds that look alike inside. */
const char *attachment_file_type(struct str start, struct str name);
/* A picture that is shown in pages, of those types. */
bool attachment_file_is_picture(struct str type);
/*
 * JPEG, PNG or WebP of fd written anew with a preview of at most 640
 * pixels, by the program picture. RC_INVALID with *why when it cannot be read.
 */
enum rc attachment_file_redraw(struct arena *arena, const struct config *config, int fd, const char *type, struct str *full,
			       struct str *preview, const char **why) MUST_CHECK;

/* A name without path, control characters and reserved signs, its ending that of the type. */
struct str attachment_file_name(struct arena *arena, struct str claimed, const char *type);
/*
 * The SHA-256 of what is stored under that name now, 32 raw bytes: to be compared. RC_NOT_FOUND: it cannot be read.
 */
enum rc attachment_file_hash(struct arena *arena, const struct config *config, struct str sha256,
			     struct str *found) MUST_CHECK;

/*
 * A form that was sent still wants this content: it counts as new again and is not removed as one that nobody
 * names. RC_NOT_FOUND: it is gone.
 */
enum rc attachment_file_claim(struct arena *arena, const struct config *config, struct str sha256) MUST_CHECK;

/* "files/ab/cdef...", for respond_file. */
struct str attachment_file_path(struct arena *arena, struct str sha256);

#endif
