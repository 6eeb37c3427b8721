#ifndef INSIGHT_DASHBOARD_EXPORT_H
#define INSIGHT_DASHBOARD_EXPORT_H

#include "insight/export_program.h"

/* The dashboard as a workbook: its figures, and native charts over them. */
extern const struct export_program dashboard_export_program;

#endif
