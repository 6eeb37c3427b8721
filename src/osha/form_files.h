#ifndef OSHA_FORM_FILES_H
#define OSHA_FORM_FILES_H

#include "osha/form_program.h"

/* The formats of each form, for its program; the first is the default. */
extern const struct form_format form_files_log[];
extern const struct form_format form_files_summary[];
extern const struct form_format form_files_incidents[];
/* All three together: the whole file that an inspector asks for. PDF and XLSX. */
extern const struct form_format form_files_pack[];

/* The data of each as JSON, whatever the format of the file. */
enum rc form_files_log_content(const struct form_job *job, struct str *bytes) MUST_CHECK;
enum rc form_files_summary_content(const struct form_job *job, struct str *bytes) MUST_CHECK;
enum rc form_files_incidents_content(const struct form_job *job, struct str *bytes) MUST_CHECK;
/* Log, summary and incidents, one JSON text behind the other. */
enum rc form_files_pack_content(const struct form_job *job, struct str *bytes) MUST_CHECK;

#endif
