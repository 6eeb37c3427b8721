#include "http/fastcgi_answer.h"

#include <errno.h>
#include <fastcgi.h>

/* What a record carries at most, in eights so that none needs padding. */
static const size_t most_content = FCGI_MAX_LENGTH / 8 * 8;

void fastcgi_begin(struct fastcgi_answer *answer, int fd, uint16_t id)
{
	*answer = (struct fastcgi_answer){.fd = fd, .id = id, .rc = RC_OK};
}

static void add_part(struct fastcgi_answer *answer, const void *at, size_t len)
{
	answer->parts[answer->parts_count++] = (struct iovec){.iov_base = (void *)(uintptr_t)at, .iov_len = len};
}

/* A record's head and, if it carries something, its content. */
static void add_record(struct fastcgi_answer *answer, unsigned char type, const void *content, size_t len)
{
	unsigned char *head = answer->heads[answer->heads_count++];
	const unsigned char bytes[FASTCGI_HEAD] = {
		FCGI_VERSION_1, type, (unsigned char)(answer->id >> 8), (unsigned char)answer->id,
		(unsigned char)(len >> 8), (unsigned char)len,
	};

	for (size_t i = 0; i < FASTCGI_HEAD; i++)
		head[i] = bytes[i];
	add_part(answer, head, FASTCGI_HEAD);
	if (len > 0)
		add_part(answer, content, len);
}

/* The window of the socket may be smaller than the rest: goes on where the last call stopped. */
static enum rc write_all(int fd, struct iovec *parts, size_t count)
{
	while (count > 0) {
		ssize_t done = writev(fd, parts, (int)count);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return RC_BAD_REQUEST;
		for (; count > 0 && (size_t)done >= parts->iov_len; parts++, count--)
			done -= (ssize_t)parts->iov_len;
		if (count > 0) {
			parts->iov_base = (char *)parts->iov_base + done;
			parts->iov_len -= (size_t)done;
		}
	}
	return RC_OK;
}

enum rc fastcgi_flush(struct fastcgi_answer *answer)
{
	if (answer->rc == RC_OK)
		answer->rc = write_all(answer->fd, answer->parts, answer->parts_count);
	answer->parts_count = answer->heads_count = 0;
	return answer->rc;
}

void fastcgi_put(struct fastcgi_answer *answer, struct str bytes)
{
	while (bytes.len > 0 && answer->rc == RC_OK) {
		struct str content = str_slice(bytes, 0, most_content);
		/* Room stays for the two records of the end. */
		if (answer->parts_count + 2 > FASTCGI_PARTS - 3 && fastcgi_flush(answer) != RC_OK)
			return;
		add_record(answer, FCGI_STDOUT, content.at, content.len);
		bytes = str_slice(bytes, content.len, bytes.len);
	}
}

enum rc fastcgi_end(struct fastcgi_answer *answer)
{
	/* Application status 0, protocol status FCGI_REQUEST_COMPLETE. */
	static const unsigned char completed[8];

	add_record(answer, FCGI_STDOUT, NULL, 0);
	add_record(answer, FCGI_END_REQUEST, completed, sizeof completed);
	return fastcgi_flush(answer);
}
