#ifndef INCIDENT_CLEAN_DOCUMENT_H
#define INCIDENT_CLEAN_DOCUMENT_H

#include "base/config.h"

/* Office documents (ECMA-376) without what tells of their makers. */

/* Word, Excel and PowerPoint as they have been since 2007, without macros. */
bool clean_document_is_type(const char *type);

/*
 * Writes the package anew: without properties, thumbnails and lists of people; names, initials and dates of
 * changes and comments emptied; pictures written anew; no times of the parts. RC_INVALID with *why (English,
 * for the catalogue) when it holds something that cannot be cleaned, is locked or is broken.
 */
enum rc clean_document(struct arena *arena, const struct config *config, struct str bytes, struct str *out,
		       const char **why) MUST_CHECK;

#endif
