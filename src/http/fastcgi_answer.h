#ifndef HTTP_FASTCGI_ANSWER_H
#define HTTP_FASTCGI_ANSWER_H

#include <stdint.h>
#include <sys/uio.h>

#include "base/str.h"

/*
 * An answer's way out as FastCGI records (FastCGI 1.0, sections 3.3 and 5.5). They are gathered and written from
 * the memory where they lie: a page takes one system call, and the web server wakes once.
 */
enum { FASTCGI_HEAD = 8, FASTCGI_PARTS = 32 };
struct fastcgi_answer {
	int fd;               /* of the connection, blocking */
	uint16_t id;          /* of the request */
	enum rc rc;           /* RC_BAD_REQUEST: nobody reads any more */
	size_t parts_count;
	size_t heads_count;
	struct iovec parts[FASTCGI_PARTS];
	unsigned char heads[FASTCGI_PARTS][FASTCGI_HEAD];
};

void fastcgi_begin(struct fastcgi_answer *answer, int fd, uint16_t id);
/* More of it; bytes stay as they are until fastcgi_flush or fastcgi_end. */
void fastcgi_put(struct fastcgi_answer *answer, struct str bytes);
/* Sends what was put. RC_BAD_REQUEST: the connection is lost. */
enum rc fastcgi_flush(struct fastcgi_answer *answer) MUST_CHECK;
/* Ends the request and sends the rest. */
enum rc fastcgi_end(struct fastcgi_answer *answer) MUST_CHECK;

#endif
