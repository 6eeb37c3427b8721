/* Office documents of anonymous reporters lose what tells of their makers and stay documents. */
#include "../unit.h"

#include <string.h>
#include <zip.h>

#include "incident/clean_document.h"

#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

struct part {
	const char *name, *text;
};

/* A package of those parts. */
static struct str pack(struct arena *arena, const struct part *parts, size_t count)
{
	zip_error_t error;
	zip_stat_t stat;

	zip_error_init(&error);
	zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
	assert_non_null(zip);
	zip_source_keep(target);
	for (size_t i = 0; i < count; i++) {
		zip_source_t *source = zip_source_buffer(zip, parts[i].text, strlen(parts[i].text), 0);
		assert_true(zip_file_add(zip, parts[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
	}
	assert_int_equal(zip_close(zip), 0);
	assert_int_equal(zip_source_stat(target, &stat), 0);
	char *at = arena_alloc(arena, stat.size, 1);
	assert_int_equal(zip_source_open(target), 0);
	assert_int_equal(zip_source_read(target, at, stat.size), (zip_int64_t)stat.size);
	zip_source_close(target);
	zip_source_free(target);
	return (struct str){at, (size_t)stat.size};
}

/* A part of a package as text, "" when it is not there. */
static struct str unpack(struct arena *arena, struct str bytes, const char *name)
{
	zip_error_t error;
	zip_stat_t stat;

	zip_error_init(&error);
	zip_t *zip = zip_open_from_source(zip_source_buffer_create(bytes.at, bytes.len, 0, &error),
					  ZIP_RDONLY, &error);
	assert_non_null(zip);
	struct str out = STR("");
	if (zip_stat(zip, name, 0, &stat) == 0) {
		zip_file_t *file = zip_fopen(zip, name, 0);
		char *at = arena_alloc(arena, stat.size + 1, 1);
		assert_int_equal(zip_fread(file, at, stat.size), (zip_int64_t)stat.size);
		zip_fclose(file);
		out = (struct str){at, (size_t)stat.size};
	}
	zip_discard(zip);
	return out;
}

static bool holds(struct str s, const char *wanted)
{
	return str_find(s, str_of(wanted)) >= 0;
}

static const struct part letter[] = {
	{"[Content_Types].xml",
	 "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"},
	{"_rels/.rels",
	 "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	 "<Relationship Id=\"rId1\" Type=\"office\" Target=\"word/document.xml\"/>"
	 "<Relationship Id=\"rId2\" Type=\"thumbnail\" Target=\"docProps/thumbnail.jpeg\"/>"
	 "<Relationship Id=\"rId3\" Type=\"template\" Target=\"file:///C:/Users/quill/x.dotx\"/></Relationships>"},
	{"word/document.xml",
	 "<?xml version=\"1.0\"?><!-- by Quill --><w:document xmlns:w=\"" WORD "\"><w:body>"
	 "<w:p w:rsidR=\"00AB12CD\"><w:ins w:id=\"1\" w:author=\"Quill\" w:date=\"2026-03-02T10:11:12Z\">"
	 "<w:r><w:t>The chain is worn.</w:t></w:r></w:ins></w:p></w:body></w:document>"},
	{"word/settings.xml",
	 "<w:settings xmlns:w=\"" WORD "\"><w:rsids><w:rsid w:val=\"00AB12CD\"/></w:rsids>"
	 "<w:zoom w:percent=\"100\"/></w:settings>"},
	{"docProps/core.xml", "<core><creator>Quill</creator></core>"},
	{"docProps/custom.xml", "<custom>Quill</custom>"},
	{"docProps/thumbnail.jpeg", "Quill at the desk"},
};
enum { LETTER_PARTS = sizeof letter / sizeof *letter };

static void a_letter_loses_its_maker_and_keeps_its_words(void **state)
{
	struct arena *arena = *state;
	struct str clean;
	const char *why = NULL;

	assert_int_equal(clean_document(arena, NULL, pack(arena, letter, LETTER_PARTS), &clean, &why), RC_OK);
	struct str document = unpack(arena, clean, "word/document.xml");
	assert_true(holds(document, "The chain is worn."));
	assert_true(holds(document, "w:author=\"\""));
	assert_false(holds(document, "2026"));
	assert_false(holds(document, "00AB12CD"));
	assert_true(holds(unpack(arena, clean, "word/settings.xml"), "percent"));
	assert_false(holds(unpack(arena, clean, "word/settings.xml"), "rsid"));
	assert_int_equal(unpack(arena, clean, "docProps/thumbnail.jpeg").len, 0);
	struct str relations = unpack(arena, clean, "_rels/.rels");
	assert_true(holds(relations, "word/document.xml"));
	assert_false(holds(relations, "thumbnail"));
	for (size_t i = 0; i < LETTER_PARTS; i++) {
		assert_false(holds(unpack(arena, clean, letter[i].name), "Quill"));
		assert_false(holds(unpack(arena, clean, letter[i].name), "quill"));
	}
	/* As long as every other small file, and an archive to its last byte. */
	assert_int_equal(clean.len, 64 * 1024);
	zip_error_t error;
	zip_error_init(&error);
	zip_t *zip = zip_open_from_source(zip_source_buffer_create(clean.at, clean.len, 0, &error),
					  ZIP_RDONLY | ZIP_CHECKCONS, &error);
	assert_non_null(zip);
	zip_discard(zip);
}

static void what_cannot_be_cleaned_is_refused(void **state)
{
	struct arena *arena = *state;
	static const struct part macro[] = {{"word/document.xml", "<a/>"}, {"word/vbaProject.bin", "x"}};
	static const struct part entity[] = {
		{"word/document.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM \"/etc/passwd\">]><a>&b;</a>"}};
	static const struct part broken[] = {{"word/document.xml", "<a><b></a>"}};
	struct str clean;
	const char *why = NULL;

	assert_int_equal(clean_document(arena, NULL, pack(arena, macro, 2), &clean, &why), RC_INVALID);
	assert_non_null(why);
	assert_int_equal(clean_document(arena, NULL, pack(arena, entity, 1), &clean, &why), RC_INVALID);
	assert_int_equal(clean_document(arena, NULL, pack(arena, broken, 1), &clean, &why), RC_INVALID);
	assert_int_equal(clean_document(arena, NULL, STR("no package"), &clean, &why), RC_INVALID);
	struct str whole = pack(arena, letter, LETTER_PARTS);
	for (size_t len = 0; len < whole.len; len += 97)
		assert_int_equal(clean_document(arena, NULL, str_slice(whole, 0, len), &clean, &why),
				 RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_letter_loses_its_maker_and_keeps_its_words),
		UNIT(what_cannot_be_cleaned_is_refused),
	};
	return cmocka_run_group_tests_name("clean_document", tests, NULL, NULL);
}
