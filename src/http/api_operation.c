#include "http/api_operation.h"

#include <string.h>

static const struct code scope_rows[] = {
	{"", ""},
#define X(name, code, meaning) {code, meaning},
	API_SCOPE_TABLE(X)
#undef X
	{NULL, NULL},
};
const struct codes api_scope_codes = {"scope", scope_rows};

const struct api_schema api_done_schema = {
	"Done", "Where a change is to be seen",
	(const struct api_member[]){
		{API_LINK, "resource", .flags = API_NULLABLE, .help = "address of the resource in this interface, where it has one"},
		{API_LINK, "page", .help = "address of the page for people"},
		API_MEMBERS_END,
	}};

static const struct api_schema error_schema = {
	"ProblemError", "One fault of what was sent",
	(const struct api_member[]){
		{API_TEXT, "detail", .help = "what is wrong, in the language of Accept-Language"},
		{API_TEXT, "pointer", .flags = API_NULLABLE, .help = "JSON pointer (RFC 6901) into the body; null: the whole or the query"},
		{API_TEXT, "parameter", .flags = API_NULLABLE, .help = "member of the query or header that it is about"},
		API_MEMBERS_END,
	}};

const struct api_schema api_problem_schema = {
	"Problem", "Why something was refused (RFC 9457)",
	(const struct api_member[]){
		{API_TEXT, "type", .help = "stable address of the kind of problem"},
		{API_TEXT, "title"},
		{API_INT, "status"},
		{API_TEXT, "detail"},
		{API_TEXT, "code", .help = "the kind of problem as one word"},
		{API_TEXT, "request_id", .help = "to be told to the administrator"},
		{API_TEXT, "trace_id", .flags = API_OPTIONAL, .help = "of the traceparent that came with the request"},
		{API_LIST, "errors", .of = &error_schema},
		API_MEMBERS_END,
	}};

bool api_operation_lists(const char *const *names, const char *name)
{
	for (; names && *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

bool api_operation_shows(const struct form *form, const struct field *field)
{
	if (!form->names)
		return !(field->flags & FIELD_SEALED) && field->kind != FIELD_BYTES &&
		       strcmp(field->name, "organization_id") != 0;
	return api_operation_lists(form->names, field->name);
}
