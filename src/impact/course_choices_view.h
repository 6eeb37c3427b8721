#ifndef IMPACT_COURSE_CHOICES_VIEW_H
#define IMPACT_COURSE_CHOICES_VIEW_H

#include "http/request.h"

/* Offers the courses in use for the field, and the chosen one though it is retired. */
enum rc course_choices(struct request *rq, const char *field, int64_t chosen) MUST_CHECK;

#endif
