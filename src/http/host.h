#ifndef HTTP_HOST_H
#define HTTP_HOST_H

#include "base/str.h"

/* A host with or without port, as a browser sends it: names, IPv4, [IPv6]. */
bool host_is_valid(struct str host);
/* localhost, *.localhost, 127.*, [::1]. */
bool host_is_local(struct str host);
/* The host without its port. */
struct str host_name(struct str host);

#endif
