/*
 * The limit that the product is measured against: the least that a FastCGI program with
 * MariaDB can do, written by hand on libfcgi and Connector/C. GET /point, GET /list and
 * POST /create do one statement each; tests/bench/run makes the table.
 *
 * usage: bare DATABASE-SOCKET USER < listening socket
 */
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <mysql.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 8, CELL = 256, PAGE = 65536, ROWS = 50, BODY = 4096 };

struct query {
	MYSQL_STMT *stmt;
	MYSQL_BIND in[2];
	MYSQL_BIND out[COLUMNS];
	char cell[COLUMNS][CELL];
	unsigned long len[COLUMNS];
	long long number;
	char text[BODY];
	unsigned long text_len;
};

struct page {
	char at[PAGE];
	size_t len;
};

static volatile sig_atomic_t stop;

static void on_stop(int sig)
{
	(void)sig;
	stop = 1;
}

static void die(const char *what, const char *why)
{
	fprintf(stderr, "bare: %s: %s\n", what, why);
	exit(1);
}

__attribute__((format(printf, 2, 3)))
static void put(struct page *page, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(page->at + page->len, PAGE - page->len, format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= PAGE - page->len)
		die("page", "too long");
	page->len += (size_t)n;
}

static void put_escaped(struct page *page, const char *text, size_t len)
{
	for (size_t i = 0; i < len && page->len < PAGE - 8; i++) {
		const char *entity = text[i] == '<' ? "&lt;" : text[i] == '>' ? "&gt;" : text[i] == '&' ? "&amp;" :
				     text[i] == '"' ? "&quot;" : text[i] == '\'' ? "&#39;" : NULL;

		if (entity)
			put(page, "%s", entity);
		else
			page->at[page->len++] = text[i];
	}
}

static struct query *prepare(MYSQL *mysql, const char *sql, bool is_numbered, bool has_text)
{
	struct query *q = calloc(1, sizeof *q);
	int params = 0;

	if (!q || !(q->stmt = mysql_stmt_init(mysql)))
		die("prepare", "out of memory");
	if (mysql_stmt_prepare(q->stmt, sql, strlen(sql)))
		die(sql, mysql_stmt_error(q->stmt));
	if (is_numbered)
		q->in[params++] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &q->number};
	if (has_text)
		q->in[params++] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_STRING, .buffer = q->text,
					       .length = &q->text_len};
	if (params && mysql_stmt_bind_param(q->stmt, q->in))
		die(sql, mysql_stmt_error(q->stmt));
	for (int i = 0; i < COLUMNS; i++)
		q->out[i] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_STRING, .buffer = q->cell[i],
					 .buffer_length = CELL, .length = &q->len[i]};
	if (mysql_stmt_field_count(q->stmt) && mysql_stmt_bind_result(q->stmt, q->out))
		die(sql, mysql_stmt_error(q->stmt));
	return q;
}

static void execute(struct query *q)
{
	if (mysql_stmt_execute(q->stmt))
		die("execute", mysql_stmt_error(q->stmt));
	if (mysql_stmt_field_count(q->stmt) && mysql_stmt_store_result(q->stmt))
		die("result", mysql_stmt_error(q->stmt));
}

static void put_head(struct page *page, const char *title)
{
	put(page, "<!DOCTYPE html><html lang=\"en\"><head><title>%s</title></head><body><h1>%s</h1>", title, title);
}

static void point(struct query *q, struct page *page)
{
	put_head(page, "Incident");
	execute(q);
	while (mysql_stmt_fetch(q->stmt) == 0) {
		put(page, "<dl>");
		for (int i = 0; i < COLUMNS; i++) {
			put(page, "<dt>%d</dt><dd>", i);
			put_escaped(page, q->cell[i], q->len[i]);
			put(page, "</dd>");
		}
		put(page, "</dl>");
	}
	mysql_stmt_free_result(q->stmt);
}

/* Fifty rows with the mark-up of a real list: about 30 kB. */
static void list(struct query *q, struct page *page)
{
	put_head(page, "Incidents");
	put(page, "<table class=\"table table-sm\"><tbody>");
	execute(q);
	while (mysql_stmt_fetch(q->stmt) == 0) {
		put(page, "<tr class=\"incident-row\">");
		for (int i = 0; i < COLUMNS; i++) {
			put(page, "<td class=\"cell cell-%d align-middle\"><a href=\"/incidents/%.*s\">", i,
			    (int)q->len[1], q->cell[1]);
			put_escaped(page, q->cell[i], q->len[i]);
			put(page, "</a></td>\n");
		}
		put(page, "</tr>");
	}
	put(page, "</tbody></table>");
	mysql_stmt_free_result(q->stmt);
}

static void create(struct query *q, FCGX_Request *request, struct page *page)
{
	int n = FCGX_GetStr(q->text, BODY, request->in);

	q->text_len = n > 0 ? (unsigned long)n : 0;
	execute(q);
	put(page, "%lld", (long long)mysql_stmt_insert_id(q->stmt));
}

struct queries {
	struct query *point, *list, *create;
};

static void answer(FCGX_Request *request, const struct queries *queries)
{
	static struct page page;
	const char *path = FCGX_GetParam("DOCUMENT_URI", request->envp);
	const char *query = FCGX_GetParam("QUERY_STRING", request->envp);
	char head[128];

	page.len = 0;
	if (path && strcmp(path, "/point") == 0) {
		queries->point->number = query ? strtoll(query, NULL, 10) : 0;
		point(queries->point, &page);
	} else if (path && strcmp(path, "/list") == 0) {
		list(queries->list, &page);
	} else if (path && strcmp(path, "/create") == 0) {
		create(queries->create, request, &page);
	}
	snprintf(head, sizeof head, "Content-Type: text/html; charset=utf-8\r\nContent-Length: %zu\r\n\r\n", page.len);
	FCGX_PutS(head, request->out);
	FCGX_PutStr(page.at, (int)page.len, request->out);
	request->keepConnection = 0;
	FCGX_Finish_r(request);
}

static void serve(const struct queries *queries)
{
	struct sigaction action = {.sa_handler = on_stop};
	sigset_t all, waiting;
	FCGX_Request request;

	sigaction(SIGTERM, &action, NULL);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &waiting);
	if (fcntl(0, F_SETFL, O_NONBLOCK) || FCGX_Init() || FCGX_InitRequest(&request, 0, FCGI_FAIL_ACCEPT_ON_INTR))
		die("socket", strerror(errno));
	while (!stop) {
		struct pollfd ready = {.fd = 0, .events = POLLIN};

		if (ppoll(&ready, 1, NULL, &waiting) > 0 && FCGX_Accept_r(&request) == 0)
			answer(&request, queries);
	}
	FCGX_Free(&request, 1);
}

int main(int argc, char **argv)
{
	MYSQL *mysql = mysql_init(NULL);
	struct queries queries;

	if (argc != 3 || !mysql)
		die("usage", "bare DATABASE-SOCKET USER");
	mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (!mysql_real_connect(mysql, NULL, argv[2], NULL, "bare", 0, argv[1], 0))
		die("connect", mysql_error(mysql));
	queries = (struct queries){
		.point = prepare(mysql, "SELECT id, number, title, severity, status, occurred_at, place, reporter"
				 " FROM incident WHERE id = ?", true, false),
		.list = prepare(mysql, "SELECT id, number, title, severity, status, occurred_at, place, reporter"
				" FROM incident ORDER BY id DESC LIMIT 50", false, false),
		.create = prepare(mysql, "INSERT INTO incident (number, title, severity, status, occurred_at, place,"
				  " reporter, body) VALUES ('INC', 'new', 'low', 'new', NOW(6), 'here', 'me', ?)",
				  false, true),
	};
	serve(&queries);
	mysql_stmt_close(queries.point->stmt);
	mysql_stmt_close(queries.list->stmt);
	mysql_stmt_close(queries.create->stmt);
	mysql_close(mysql);
	mysql_library_end();
	return 0;
}
