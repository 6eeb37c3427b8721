#ifndef HTTP_BODY_H
#define HTTP_BODY_H

#include "http/multipart.h"

/* A request's body before it is read. */
struct body {
	struct byte_source source;
	int64_t length;              /* bytes as declared; -1: until the end, up to our limit */
	int64_t taken;               /* bytes read so far */
};

/* What may be sent; from the settings. Bytes. */
struct body_limits {
	int64_t form;                /* a form's fields, or a raw body */
	int64_t file;                /* one file */
	int64_t files;               /* all files of a request */
	size_t fields;
	size_t file_count;
	struct str upload_folder;    /* STR_NONE: files are held in memory, for anonymous reporters */
};

/* Larger than what the route takes, told by the declared length alone. */
enum rc body_check(const struct request *rq, const struct body_limits *limits) MUST_CHECK;

/*
 * Forms into rq->form and raw bodies into rq->body; leaves multipart bodies unread. RC_UNSUPPORTED: a kind
 * that the route does not take.
 */
enum rc body_read_form(struct request *rq, const struct body_limits *limits) MUST_CHECK;

/* A multipart body into rq->form and rq->uploads; does nothing for others. */
enum rc body_read_upload(struct request *rq, const struct body_limits *limits) MUST_CHECK;

/*
 * Reads and forgets what is left: a web server that cannot get rid of a request's body may not look at the
 * answer.
 */
void body_drain(struct request *rq);

#endif
