#ifndef HTTP_UPLOAD_H
#define HTTP_UPLOAD_H

#include "http/request.h"

/*
 * Opens the file behind an upload in folder, or in memory when that is STR_NONE, and registers its removal
 * with the arena. Sets path, size and file.
 */
enum rc upload_begin(struct arena *arena, struct str folder, struct upload *upload) MUST_CHECK;
enum rc upload_append(struct upload *upload, struct str bytes) MUST_CHECK;
/* Complete: ready to be read. */
enum rc upload_end(struct upload *upload) MUST_CHECK;

/* Removes what a process that was killed left in the folder more than six hours before now. */
void upload_sweep(struct str folder, moment now);

#endif
