#ifndef CAPA_CAPA_WORK_STORE_H
#define CAPA_CAPA_WORK_STORE_H

#include "incident/work.h"

/* What actions put into "my work"; see struct work_source. */

enum rc capa_work_own(const struct work_asked *asked, struct rows *items) MUST_CHECK;
/* Named for it, or the creator where nobody is. */
enum rc capa_work_verify(const struct work_asked *asked, struct rows *items) MUST_CHECK;
/* Checks of effectiveness whose day has come, for the creator. */
enum rc capa_work_checks(const struct work_asked *asked, struct rows *items) MUST_CHECK;

#endif
