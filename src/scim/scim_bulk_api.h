#ifndef SCIM_SCIM_BULK_API_H
#define SCIM_SCIM_BULK_API_H

#include "http/program.h"

/*
 * Many changes in one request (RFC 7644, 3.7): each by the handler of its own address and in a transaction of its own. An
 * operation that names another by bulkId comes after it, wherever it stands.
 */
extern const struct route scim_bulk_routes[];
enum { SCIM_BULK_MOST = 1000 };

#endif
