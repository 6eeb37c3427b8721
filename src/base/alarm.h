#ifndef BASE_ALARM_H
#define BASE_ALARM_H

#include "base/moment.h"

/*
 * Tells of a fault of the installation outside of the database: a line "TIME TEXT" at the end of the file, and one in
 * the system's log (LOG_DAEMON, critical). No personal text. False when the file could not be written.
 */
bool alarm_say(struct arena *arena, struct str path, struct str text, moment now);

#endif
