#ifndef ORGANIZATION_IMPORT_API_H
#define ORGANIZATION_IMPORT_API_H

#include "http/api_call.h"
#include "organization/import_preset.h"

/* Imports in the JSON interface: what can be imported, files and what became of them, sources of files. */
extern const struct route import_api_routes[];

/* For api_call_answers of a change: the batch as it is then; closure is its uuid, a struct str. */
enum rc import_api_answer(struct request *rq, void *closure, struct api_answer *answer) MUST_CHECK;
/* The source; closure is a struct import_preset. */
enum rc import_api_answer_preset(struct request *rq, void *closure, struct api_answer *answer) MUST_CHECK;

extern const struct api_schema import_api_batch_schema, import_api_preset_schema;
/* The parts of a source beside its fields: what its columns mean, and what every row gets that the file does not say. */
extern const struct api_schema import_api_column_schema, import_api_fixed_schema;
#define IMPORT_API_COLUMNS                                                                                        \
	{API_LIST, "column", .of = &import_api_column_schema, .help = "in the order of the file"},                \
	{API_LIST, "fixed", .of = &import_api_fixed_schema, .help = "at most four"}

#endif
