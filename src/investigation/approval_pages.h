#ifndef INVESTIGATION_APPROVAL_PAGES_H
#define INVESTIGATION_APPROVAL_PAGES_H

#include "http/program.h"

/* Submitting an investigation, approving or rejecting it, opening it again. */
extern const struct route approval_routes[];

#endif
