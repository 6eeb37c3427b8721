#ifndef HTTP_API_DOCUMENT_API_H
#define HTTP_API_DOCUMENT_API_H

#include "http/program.h"

/* The description of the JSON interface: the document, for machines and for people; kinds of problems. */
extern const struct route api_document_routes[];

/* For --openapi. */
void api_document_print(struct arena *arena, const struct route *const *tables, const struct config *config,
			struct text *out);

#endif
