#ifndef WEBHOOK_WEBHOOK_LOG_PAGES_H
#define WEBHOOK_WEBHOOK_LOG_PAGES_H

#include "http/program.h"

/* One endpoint with what was sent to it: attempts, test messages, sending again one or a range. */
extern const struct route webhook_log_routes[];

#endif
