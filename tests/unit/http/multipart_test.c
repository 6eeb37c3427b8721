#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "http/multipart.h"

/* Hands out a text in pieces of a given size: delimiters must be found across every cut. */
struct pieces {
	struct str left;
	size_t step;
	bool breaks_off;
};

static ptrdiff_t read_piece(void *closure, char *at, size_t room)
{
	struct pieces *p = closure;
	size_t len = p->step < room ? p->step : room;

	if (len > p->left.len)
		len = p->left.len;
	if (len == 0)
		return p->breaks_off ? -1 : 0;
	memcpy(at, p->left.at, len);
	p->left = str_slice(p->left, len, p->left.len);
	return (ptrdiff_t)len;
}

/* Writes down what arrives: "name|file|type|content;" for each part. */
static enum rc note_begin(void *closure, const struct part *part)
{
	text_printf(closure, "%.*s|%s%.*s|%.*s|", STR_ARG(part->name), part->is_file ? "@" : "",
		    STR_ARG(part->file_name), STR_ARG(part->type));
	return RC_OK;
}

static enum rc note_bytes(void *closure, struct str bytes)
{
	text_add(closure, bytes);
	return RC_OK;
}

static enum rc note_end(void *closure)
{
	text_char(closure, ';');
	return RC_OK;
}

static enum rc read_in_steps(struct arena *arena, struct str body, size_t step, size_t most, bool breaks_off,
			     struct text *notes)
{
	struct pieces pieces = {body, step, breaks_off};
	const struct byte_source source = {read_piece, &pieces};
	const struct part_sink sink = {note_begin, note_bytes, note_end, notes};

	*notes = TEXT_IN(arena);
	return multipart_read(arena, STR("XyZ"), most, &source, &sink);
}

#define FIELD(name, value) "--XyZ\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"

static const struct {
	const char *body;
	enum rc rc;
	const char *notes;
} cases[] = {
	{FIELD("a", "1") FIELD("b", "two\r\nlines") "--XyZ--\r\n", RC_OK, "a|||1;b|||two\r\nlines;"},
	{"--XyZ--\r\n", RC_OK, ""},
	{"--XyZ--", RC_OK, ""},
	{"preamble\r\n" FIELD("a", "") "--XyZ--epilogue", RC_OK, "a|||;"},
	{FIELD("a", "--XyZ\r\n--Xy") "--XyZ--", RC_OK, "a|||--XyZ\r\n--Xy;"},
	{FIELD("a", "\r\n--XyNo\r\r\n") "--XyZ--", RC_OK, "a|||\r\n--XyNo\r\r\n;"},
	{"--XyZ  \t\r\ncontent-disposition:form-data;name=plain\r\n\r\nx\r\n--XyZ--", RC_OK, "plain|||x;"},
	{"--XyZ\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a;b.png\"\r\nContent-Type: "
	 "image/png\r\n\r\nPNG\r\n"
	 "--XyZ--",
	 RC_OK, "f|@a;b.png|image/png|PNG;"},
	{"--XyZ\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--XyZ--", RC_OK,
	 "f|@||;"},
	{"--XyZ\r\nContent-Disposition: form-data; name=\"a%22b\"; filename=\"C:\\dir\\x "
	 "\\\"1\\\".txt\"\r\n\r\n-\r\n--XyZ--",
	 RC_OK, "a\"b|@C:\\dir\\x \"1\".txt||-;"},
	/* Refused. */
	{"", RC_BAD_REQUEST, NULL},
	{"no boundary at all", RC_BAD_REQUEST, NULL},
	{FIELD("a", "1"), RC_BAD_REQUEST, NULL},
	{FIELD("a", "1") "--XyZ", RC_BAD_REQUEST, NULL},
	{"--XyZ\r\n\r\nno headers\r\n--XyZ--", RC_BAD_REQUEST, NULL},
	{"--XyZ\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--XyZ--", RC_BAD_REQUEST, NULL},
	{"--XyZ\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XyZ--", RC_BAD_REQUEST, NULL},
	{"--XyZ\r\nContent-Disposition: form-data; name=\"\xFF\"\r\n\r\n1\r\n--XyZ--", RC_BAD_REQUEST, NULL},
	{"--XyZjunk\r\n" FIELD("a", "1") "--XyZ--", RC_BAD_REQUEST, NULL},
	{FIELD("a", "1") FIELD("b", "2") FIELD("c", "3") FIELD("d", "4") FIELD("e", "5") "--XyZ--",
	 RC_TOO_LARGE, NULL},
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t step = 1; step < 80; step++) {
			struct arena *arena = arena_new(0);
			struct text notes;
			assert_int_equal(read_in_steps(arena, str_of(cases[i].body), step, 4, false, &notes),
					 cases[i].rc);
			if (cases[i].notes)
				assert_string_equal(text_str(&notes).at, cases[i].notes);
			arena_free(arena);
		}
}

static void test_sender_breaks_off(void **state)
{
	struct arena *arena = arena_new(0);
	struct text notes;
	(void)state;

	assert_int_equal(read_in_steps(arena, STR(FIELD("a", "half of it")), 7, 4, true, &notes),
			 RC_BAD_REQUEST);
	arena_free(arena);
}

/* Content larger than the buffer, with near misses of the delimiter all over. */
static void test_large_content(void **state)
{
	struct arena *arena = arena_new(0);
	struct text content = TEXT_IN(arena), body = TEXT_IN(arena), notes, wanted = TEXT_IN(arena);
	(void)state;

	for (int i = 0; i < 60000; i++)
		text_cstr(&content, i % 3 ? "\r\n--Xy" : "\r\n-");
	text_cstr(&body, "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n");
	text_add(&body, text_str(&content));
	text_cstr(&body, "\r\n--XyZ--\r\n");
	assert_int_equal(read_in_steps(arena, text_str(&body), 9973, 4, false, &notes), RC_OK);
	text_printf(&wanted, "a|||");
	text_add(&wanted, text_str(&content));
	text_char(&wanted, ';');
	assert_true(str_equal(text_str(&notes), text_str(&wanted)));
	arena_free(arena);
}

static void test_headers_are_limited(void **state)
{
	struct arena *arena = arena_new(0);
	struct text body = TEXT_IN(arena), notes;
	(void)state;

	text_cstr(&body, "--XyZ\r\nContent-Disposition: form-data; name=\"");
	for (int i = 0; i < 9000; i++)
		text_char(&body, 'n');
	text_cstr(&body, "\"\r\n\r\n1\r\n--XyZ--");
	assert_int_equal(read_in_steps(arena, text_str(&body), 4096, 4, false, &notes), RC_TOO_LARGE);
	arena_free(arena);
}

static void test_boundary(void **state)
{
	static const struct { const char *type, *boundary;
	} types[] = {
		{"multipart/form-data; boundary=abc", "abc"},
		{"multipart/form-data; charset=x; Boundary=\"a b\"", "a b"},
		{"multipart/form-data;boundary=----WebKitFormBoundary7", "----WebKitFormBoundary7"},
		{"multipart/form-data", NULL},
		{"multipart/form-data; boundary=", NULL},
		{"multipart/form-data; boundary=\"\x01\"", NULL},
		{"multipart/form-data; "
		 "boundary=1234567890123456789012345678901234567890123456789012345678901234567890x",
		 NULL},
	};
	struct arena *arena = arena_new(0);
	(void)state;

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		struct str boundary = multipart_boundary(arena, str_of(types[i].type));
		assert_int_equal(boundary.at != NULL, types[i].boundary != NULL);
		assert_true(str_equal(boundary, str_of(types[i].boundary)));
	}
	arena_free(arena);
}

static void test_file_names(void **state)
{
	static const struct { const char *sent, *kept; } names[] = {
		{"photo.jpg", "photo.jpg"},          {"C:\\Users\\ann\\photo.jpg", "photo.jpg"},
		{"/etc/passwd", "passwd"},           {"../../x", "x"},
		{"..", ""},                          {".", ""},
		{"a/", ""},                          {" spaced .txt ", "spaced .txt"},
		{"li\rne\nbre\tak\x7f.txt", "linebreak.txt"}, {"фото.jpg", "фото.jpg"},
	};
	struct arena *arena = arena_new(0);
	(void)state;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_true(str_is(multipart_file_name(arena, str_of(names[i].sent)), names[i].kept));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_sender_breaks_off),
		cmocka_unit_test(test_large_content),
		cmocka_unit_test(test_headers_are_limited),
		cmocka_unit_test(test_boundary),
		cmocka_unit_test(test_file_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
