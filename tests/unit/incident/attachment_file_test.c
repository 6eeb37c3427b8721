/* What files are taken, under which names, and what is left of a photograph. */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/random.h"
#include "incident/attachment_file.h"
#include "picture/picture.h"

static struct arena *arena;
static const struct config *config;
static char folder[] = "/tmp/muster-attachment.XXXXXX";

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	char here[4096];
	if (!mkdtemp(folder) || !getcwd(here, sizeof here))
		return -1;
	const char *out = getenv("OUT_PROGRAMS");
	struct str text = arena_printf(arena, "[paths]\nvar = %s\nprograms = %s/%s\n", folder, here, out ? out : "bin");
	return config_parse(arena, text, &config) == RC_OK ? 0 : -1;
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *where)
{
	(void)about, (void)kind, (void)where;
	return remove(path);
}

static int teardown(void **state)
{
	(void)state;
	nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	arena_free(arena);
	return 0;
}

static int file_of(struct str bytes)
{
	int fd = memfd_create("test", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.at, bytes.len), bytes.len);
	return fd;
}

static enum rc take(struct str bytes, const char *name, struct attachment *out, const char **why)
{
	int fd = file_of(bytes);
	enum rc rc = attachment_file_take(arena, config, fd, (int64_t)bytes.len, str_of(name), out, why);

	close(fd);
	return rc;
}

static struct str kept(struct str sha)
{
	struct str path = arena_printf(arena, "%s/%s", folder, attachment_file_path(arena, sha).at), bytes;

	assert_int_equal(file_read(arena, path.at, 1000000, &bytes), RC_OK);
	return bytes;
}

/* Red left half, blue right half; 8 x 4. */
static struct str a_photograph(int orientation)
{
	unsigned char pixels[8 * 4 * 4];
	struct picture picture = {.pixels = pixels, .width = 8, .height = 4};
	struct str jpeg;

	for (int i = 0; i < 8 * 4; i++)
		memcpy(pixels + i * 4, i % 8 < 4 ? "\xff\x00\x00\xff" : "\x00\x00\xff\xff", 4);
	assert_int_equal(picture_encode(arena, STR("image/jpeg"), &picture, 95, &jpeg), RC_OK);
	/* One EXIF entry, the orientation, and a text that must not survive. */
	char app1[] = "\xff\xe1\x00\x48" "Exif\0\0" "MM\0\x2a\0\0\0\x08" "\0\x01" "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0" "\0\0\0\0"
		      "GPS 41.5 N 81.7 W owner Jane Roe..............";
	size_t len = 2 + 0x48;
	struct text out = TEXT_IN(arena);
	app1[4 + 6 + 8 + 2 + 9] = (char)orientation;
	text_add(&out, str_slice(jpeg, 0, 2));
	text_add(&out, (struct str){app1, len < sizeof app1 ? len : sizeof app1 - 1});
	for (size_t i = sizeof app1 - 1; i < len; i++)
		text_char(&out, '.');
	text_add(&out, str_slice(jpeg, 2, jpeg.len));
	return text_str(&out);
}

static void a_photograph_is_turned_and_keeps_nothing_but_pixels(void **state)
{
	(void)state;
	struct attachment a;
	struct picture picture;
	const char *why;

	assert_int_equal(take(a_photograph(6), "IMG_1 from Jane.JPG", &a, &why), RC_OK);
	assert_string_equal(a.type.at, "image/jpeg");
	assert_string_equal(a.name.at, "IMG_1 from Jane.jpg");
	struct str bytes = kept(a.sha256);
	assert_int_equal(a.size, bytes.len);
	assert_true(str_equal(sha256(arena, bytes), a.sha256));
	assert_true(str_find(bytes, STR("Jane Roe")) < 0);
	assert_true(str_find(bytes, STR("Exif")) < 0);
	assert_int_equal(picture_decode(arena, a.type, bytes, &picture), RC_OK);
	/* Held upright: 4 wide, 8 high, what was left is on top. */
	assert_int_equal(picture.width, 4);
	assert_int_equal(picture.height, 8);
	assert_true(picture.pixels[0] > 150 && picture.pixels[2] < 120);
	assert_true(picture.pixels[7 * 4 * 4] < 120 && picture.pixels[7 * 4 * 4 + 2] > 150);
	assert_true(kept(a.preview_sha256).len > 0);
}

static void all_orientations_turn_as_exif_says(void **state)
{
	(void)state;
	/* 2 x 2: a b / c d; the four corners after each turn. */
	static const char *const turned[] = {NULL, "abcd", "badc", "dcba", "cdab", "acbd", "cadb", "dbca", "bdac"};
	unsigned char pixels[16] = {'a', 0, 0, 0, 'b', 0, 0, 0, 'c', 0, 0, 0, 'd', 0, 0, 0};
	struct picture picture = {.pixels = pixels, .width = 2, .height = 2};

	for (int orientation = 1; orientation <= 8; orientation++) {
		struct picture out = picture_turn(arena, &picture, orientation);
		for (int i = 0; i < 4; i++)
			assert_int_equal(out.pixels[i * 4], turned[orientation][i]);
	}
}

static void other_pictures_are_written_anew_too(void **state)
{
	(void)state;
	unsigned char pixels[3 * 3 * 4] = {1, 2, 3, 128};
	struct picture picture = {.pixels = pixels, .width = 3, .height = 3, .has_alpha = true};
	static const char *const types[] = {"image/png", "image/webp"};
	struct attachment a;
	struct str bytes;
	const char *why;

	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(picture_encode(arena, str_of(types[i]), &picture, 90, &bytes), RC_OK);
		assert_int_equal(take(arena_concat(arena, bytes, STR("hidden behind the end")), "x", &a, &why), RC_OK);
		assert_string_equal(a.type.at, types[i]);
		assert_true(str_find(kept(a.sha256), STR("hidden")) < 0);
	}
}

static void broken_pictures_are_refused_with_a_reason(void **state)
{
	(void)state;
	struct str whole = a_photograph(1);
	struct attachment a;
	const char *why;

	assert_int_equal(take(str_slice(whole, 0, whole.len - 40), "cut.jpg", &a, &why), RC_INVALID);
	assert_non_null(why);
	assert_int_equal(take(STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR garbage garbage garbage"), "x.png", &a, &why), RC_INVALID);
	assert_non_null(why);
}

static void what_a_file_is_is_found_by_looking(void **state)
{
	(void)state;
	static const struct { struct str bytes; const char *name, *type; } cases[] = {
		{STR_INIT("%PDF-1.4\n%\xe2\xe3\n1 0 obj"), "scan.pdf", "application/pdf"},
		{STR_INIT("%PDF-1.4\n%\xe2\xe3\n1 0 obj"), "scan.jpg", "application/pdf"},
		{STR_INIT("Date,Value\n1,2\n3,4\n"), "log.csv", "text/csv"},
		{STR_INIT("The pump leaked again.\n"), "notes.txt", "text/plain"},
		{STR_INIT("<html><script>alert(1)</script></html>"), "notes.txt", NULL},
		{STR_INIT("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "x.svg", NULL},
		{STR_INIT("GIF89a<script>"), "x.gif", NULL},
		{STR_INIT("\x7f" "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0"), "report.pdf", NULL},
		{STR_INIT("#!/bin/sh\nrm -rf /\n"), "x.txt", NULL},
		{STR_INIT("PK\x03\x04\x14\0\0\0\x08\0nothing in particular"), "x.zip", NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *type = attachment_file_type(cases[i].bytes, str_of(cases[i].name));
		if (cases[i].type)
			assert_string_equal(type, cases[i].type);
		else
			assert_null(type);
	}
}

static void names_are_made_harmless(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"Report March.PDF", "Report March.pdf"}, {"..\\..\\etc/passwd", "_.._etc_passwd.pdf"},
		{"", "file.pdf"}, {".htaccess", "htaccess.pdf"}, {"a\nb\x01.pdf", "a_b_.pdf"}, {"größe 10.pdf", "größe 10.pdf"},
		{"invoice.exe", "invoice.pdf"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(attachment_file_name(arena, str_of(cases[i][0]), "application/pdf").at, cases[i][1]);
}

static void equal_content_is_kept_once(void **state)
{
	(void)state;
	struct attachment a, b;
	const char *why;

	assert_int_equal(take(STR("the same text\n"), "a.txt", &a, &why), RC_OK);
	assert_int_equal(take(STR("the same text\n"), "b.txt", &b, &why), RC_OK);
	assert_true(str_equal(a.sha256, b.sha256));
	assert_true(str_equal(kept(a.sha256), STR("the same text\n")));
	assert_int_equal(take(STR(""), "empty.txt", &a, &why), RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_photograph_is_turned_and_keeps_nothing_but_pixels),
		cmocka_unit_test(all_orientations_turn_as_exif_says),
		cmocka_unit_test(other_pictures_are_written_anew_too),
		cmocka_unit_test(broken_pictures_are_refused_with_a_reason),
		cmocka_unit_test(what_a_file_is_is_found_by_looking),
		cmocka_unit_test(names_are_made_harmless),
		cmocka_unit_test(equal_content_is_kept_once),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
