#ifndef HTTP_PAIRS_H
#define HTTP_PAIRS_H

#include "http/request.h"

/* Appends; name and value are kept by reference. */
void pairs_add(struct arena *arena, struct pairs *pairs, struct str name, struct str value);

#endif
