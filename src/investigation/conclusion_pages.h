#ifndef INVESTIGATION_CONCLUSION_PAGES_H
#define INVESTIGATION_CONCLUSION_PAGES_H

#include "http/program.h"

/* The conclusion: written as Markdown, looked at before it is saved, begun from what was found. */
extern const struct route conclusion_routes[];

#endif
