#ifndef INCIDENT_SUMMARY_FILES_H
#define INCIDENT_SUMMARY_FILES_H

#include "incident/summary.h"
#include "report/proof_sheet.h"

/* The report as files, when all sections are written. */

/* Letter pages, numbered, the proof on the last. */
enum rc summary_pdf(const struct summary *summary, const struct proof_sheet *proof, struct str *bytes) MUST_CHECK;
/* A sheet for the facts of each section and one for each table. */
enum rc summary_sheet(const struct summary *summary, const struct proof_sheet *proof, struct str *bytes) MUST_CHECK;
/* The data alone: the same incident in the same language gives the same bytes. What the proof is about. */
struct str summary_json(const struct summary *summary);

#endif
