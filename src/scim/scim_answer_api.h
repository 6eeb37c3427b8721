#ifndef SCIM_SCIM_ANSWER_API_H
#define SCIM_SCIM_ANSWER_API_H

#include <jansson.h>

#include "http/api_call.h"
#include "scim/scim_patch.h"
#include "scim/scim_sort.h"
#include "scim/scim_user_change.h"

/* Requests and answers of SCIM (RFC 7644), around the handlers: media type, bodies, lists, errors. */

#define SCIM_TYPES "application/scim+json application/json"

/* "https://muster.example/scim/v2" */
struct str scim_answer_base(struct request *rq);

/* The body; RC_BAD_REQUEST (invalidSyntax): no JSON object. Released with the request. */
enum rc scim_answer_body(struct request *rq, json_t **out) MUST_CHECK;

/* For struct api_operation: an error as SCIM writes it. The field of a problem is its scimType. */
void scim_answer_refuse(struct request *rq, struct response *rs, enum rc rc);
/* How one is offered; more members of struct api_operation follow: its status, or scim_answer_query of a list. */
#define SCIM_OPERATION(id_, ...)                                                                                     \
	&(const struct api_operation)                                                                                \
	{                                                                                                            \
		.id = (id_), .tag = "SCIM", .scope = API_SCIM, .flags = API_RAW, .types = SCIM_TYPES,                \
		.refuse = scim_answer_refuse, __VA_ARGS__                                                            \
	}
extern const struct api_parameter scim_answer_query[];
/* Leaves the fault for it; returns rc. */
enum rc scim_answer_fault(struct request *rq, enum rc rc, const struct scim_fault *fault);

/* What ?attributes= or ?excludedAttributes= leave of the resource; takes it over, the result is the caller's. */
json_t *scim_answer_only(struct request *rq, const struct scim_type_of_resource *type, json_t *resource);
/* Does the client want the attribute? So that nobody reads what is left out. */
bool scim_answer_wants(struct request *rq, const char *attribute);

/* One resource, which is taken over: ETag, and Location where it is new (201). */
enum rc scim_answer_one(struct request *rq, struct response *rs, const struct scim_type_of_resource *type,
			json_t *resource, int64_t version, bool is_new) MUST_CHECK;
/* JSON that is complete already. */
enum rc scim_answer_text(struct request *rq, struct response *rs, struct str json) MUST_CHECK;

/* A list on its way: what was asked, and the part of all results that is shown. */
struct scim_page {
	const struct scim_filter *filter; /* NULL: none */
	struct scim_sort sort;
	size_t start;                     /* from 0 */
	size_t most;                      /* so many, at most */
	size_t total;
	json_t *resources;
};
enum { SCIM_PAGE_USUAL = 100, SCIM_PAGE_MOST = 200 };
/* filter, sortBy, sortOrder, startIndex and count of the query. RC_BAD_REQUEST: invalidFilter, invalidPath. */
enum rc scim_answer_asked(struct request *rq, const struct scim_type_of_resource *type, struct scim_page *page) MUST_CHECK;
/*
 * Of the resources that fulfil the filter, in the order asked for, those of the page; sets total. shown has room for most
 * of them. Returns how many.
 */
size_t scim_answer_choose(struct request *rq, struct scim_page *page, const void *const *resources, size_t count,
			  scim_value_at *value_at, const void **shown);
enum rc scim_answer_list(struct request *rq, struct response *rs, struct scim_page *page) MUST_CHECK;

/* If-Match names another version than that: RC_STALE. */
enum rc scim_answer_version(const struct request *rq, int64_t version) MUST_CHECK;

struct scim_change scim_answer_change(struct request *rq);

#endif
