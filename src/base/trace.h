#ifndef BASE_TRACE_H
#define BASE_TRACE_H

#include "base/str.h"

/*
 * Which chain of requests the present work belongs to (W3C Trace Context). One at a time in a process: the log shows
 * it in every line, and requests to other systems pass it on.
 */

/*
 * From now on. incoming is the traceparent that came with the request; STR_NONE, or one that is not well-formed,
 * begins a trace of our own.
 */
void trace_begin(struct str incoming);
void trace_end(void);

/* 32 hexadecimal digits, NULL outside of a trace. */
const char *trace_id(void);

/* The traceparent of a request of ours to another system, with a span of its own; STR_NONE outside of a trace. */
struct str trace_parent(struct arena *arena);

#endif
