#include "report/pdf_private.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"

static const char font_folder[] = "/usr/share/fonts/truetype/";

/* Debian packages fonts-liberation, fonts-noto-core, fonts-droid-fallback and fonts-nanum. */
#define FILE_TABLE(X)                                                                   \
	X(LIBERATION_SANS,             "liberation/LiberationSans-Regular.ttf")         \
	X(LIBERATION_SANS_BOLD,        "liberation/LiberationSans-Bold.ttf")            \
	X(LIBERATION_SANS_ITALIC,      "liberation/LiberationSans-Italic.ttf")          \
	X(LIBERATION_SANS_BOLD_ITALIC, "liberation/LiberationSans-BoldItalic.ttf")      \
	X(LIBERATION_SERIF,            "liberation/LiberationSerif-Regular.ttf")        \
	X(LIBERATION_SERIF_BOLD,       "liberation/LiberationSerif-Bold.ttf")           \
	X(LIBERATION_SERIF_ITALIC,     "liberation/LiberationSerif-Italic.ttf")         \
	X(LIBERATION_SERIF_BOLD_ITALIC, "liberation/LiberationSerif-BoldItalic.ttf")    \
	X(NOTO,                        "noto/NotoSans-Regular.ttf")                     \
	X(NOTO_BOLD,                   "noto/NotoSans-Bold.ttf")                        \
	X(NOTO_ITALIC,                 "noto/NotoSans-Italic.ttf")                      \
	X(NOTO_BOLD_ITALIC,            "noto/NotoSans-BoldItalic.ttf")                  \
	X(NOTO_SERIF,                  "noto/NotoSerif-Regular.ttf")                    \
	X(NOTO_SERIF_BOLD,             "noto/NotoSerif-Bold.ttf")                       \
	X(NOTO_SERIF_ITALIC,           "noto/NotoSerif-Italic.ttf")                     \
	X(NOTO_SERIF_BOLD_ITALIC,      "noto/NotoSerif-BoldItalic.ttf")                 \
	X(NOTO_HEBREW,                 "noto/NotoSansHebrew-Regular.ttf")               \
	X(NOTO_ARABIC,                 "noto/NotoSansArabic-Regular.ttf")               \
	X(NOTO_DEVANAGARI,             "noto/NotoSansDevanagari-Regular.ttf")           \
	X(NOTO_THAI,                   "noto/NotoSansThai-Regular.ttf")                 \
	X(NOTO_ARMENIAN,               "noto/NotoSansArmenian-Regular.ttf")             \
	X(NOTO_GEORGIAN,               "noto/NotoSansGeorgian-Regular.ttf")             \
	X(NOTO_ETHIOPIC,               "noto/NotoSansEthiopic-Regular.ttf")             \
	X(NOTO_BENGALI,                "noto/NotoSansBengali-Regular.ttf")              \
	X(NOTO_TAMIL,                  "noto/NotoSansTamil-Regular.ttf")                \
	X(NOTO_LAO,                    "noto/NotoSansLao-Regular.ttf")                  \
	X(NOTO_KHMER,                  "noto/NotoSansKhmer-Regular.ttf")                \
	X(NOTO_SYMBOLS,                "noto/NotoSansSymbols-Regular.ttf")              \
	X(NOTO_MATH,                   "noto/NotoSansMath-Regular.ttf")                 \
	X(DROID,                       "droid/DroidSansFallbackFull.ttf")               \
	X(NANUM,                       "nanum/NanumGothic.ttf")

enum font_file {
#define X(name, path) name,
	FILE_TABLE(X)
#undef X
	FONT_FILES
};
_Static_assert((int)FONT_FILES <= (int)PDF_FONT_FILES, "room for every font file");

static const char *const file_paths[FONT_FILES] = {
#define X(name, path) path,
	FILE_TABLE(X)
#undef X
};

/* What a face tries before the fallbacks below. */
static const enum font_file face_files[PDF_FACES][2] = {
	[PDF_SANS] = {LIBERATION_SANS, NOTO},
	[PDF_SANS_BOLD] = {LIBERATION_SANS_BOLD, NOTO_BOLD},
	[PDF_SANS_ITALIC] = {LIBERATION_SANS_ITALIC, NOTO_ITALIC},
	[PDF_SANS_BOLD_ITALIC] = {LIBERATION_SANS_BOLD_ITALIC, NOTO_BOLD_ITALIC},
	[PDF_SERIF] = {LIBERATION_SERIF, NOTO_SERIF},
	[PDF_SERIF_BOLD] = {LIBERATION_SERIF_BOLD, NOTO_SERIF_BOLD},
	[PDF_SERIF_ITALIC] = {LIBERATION_SERIF_ITALIC, NOTO_SERIF_ITALIC},
	[PDF_SERIF_BOLD_ITALIC] = {LIBERATION_SERIF_BOLD_ITALIC, NOTO_SERIF_BOLD_ITALIC},
	[PDF_TEXT] = {NOTO, NOTO},
	[PDF_TEXT_BOLD] = {NOTO_BOLD, NOTO_BOLD},
	[PDF_TEXT_ITALIC] = {NOTO_ITALIC, NOTO_ITALIC},
	[PDF_TEXT_BOLD_ITALIC] = {NOTO_BOLD_ITALIC, NOTO_BOLD_ITALIC},
};

/* Fallbacks are opened only for the blocks they are for: opening costs milliseconds. */
static const struct {
	int32_t first, last;
	enum font_file file;
} fallbacks[] = {
	{0x0530, 0x058F, NOTO_ARMENIAN},
	{0x0590, 0x05FF, NOTO_HEBREW},
	{0x0600, 0x06FF, NOTO_ARABIC},
	{0x0750, 0x077F, NOTO_ARABIC},
	{0x0900, 0x097F, NOTO_DEVANAGARI},
	{0x0980, 0x09FF, NOTO_BENGALI},
	{0x0B80, 0x0BFF, NOTO_TAMIL},
	{0x0E00, 0x0E7F, NOTO_THAI},
	{0x0E80, 0x0EFF, NOTO_LAO},
	{0x10A0, 0x10FF, NOTO_GEORGIAN},
	{0x1200, 0x139F, NOTO_ETHIOPIC},
	{0x1780, 0x17FF, NOTO_KHMER},
	{0x1100, 0x11FF, NANUM},
	{0xAC00, 0xD7A3, NANUM},
	{0x2000, 0x2BFF, NOTO_SYMBOLS},
	{0x2000, 0x2BFF, NOTO_MATH},
	{0x2000, 0xFFFF, DROID},
	{0xFB1D, 0xFB4F, NOTO_HEBREW},
	{0xFB50, 0xFEFC, NOTO_ARABIC},
};

/* libharu keeps an error until it is reset, so a file that is not there must not reach it. */
static struct pdf_font *open_font(struct pdf *pdf, enum font_file file)
{
	struct pdf_font *font = &pdf->fonts[file];
	char path[PATH_MAX];

	if (font->advances)
		return font->handle ? font : NULL;
	font->advances = ARENA_ARRAY(pdf->arena, int16_t, 0x10000);
	snprintf(path, sizeof path, "%s%s", font_folder, file_paths[file]);
	if (access(path, R_OK) != 0) {
		LOG(LOG_WARN, "pdf.font", "%s cannot be read; another font stands in", path);
		return NULL;
	}
	const char *name = HPDF_LoadTTFontFromFile(pdf->document, path, HPDF_TRUE);
	font->handle = name ? HPDF_GetFont(pdf->document, name, "UTF-8") : NULL;
	if (!font->handle)
		return NULL;
	pdf->loaded[pdf->loaded_count++] = font->handle;
	if (pdf->page)
		HPDF_Page_GetLocalFontName(pdf->page, font->handle);
	return font;
}

void pdf_font_announce(struct pdf *pdf)
{
	for (int i = 0; i < pdf->loaded_count; i++)
		HPDF_Page_GetLocalFontName(pdf->page, pdf->loaded[i]);
}

static HPDF_FontDef definition(HPDF_Font handle)
{
	return ((HPDF_FontAttr)handle->attr)->fontdef;
}

/* Advance + 1, or -1. Looking a character up also puts its glyph into the embedded subset. */
static int16_t look_up(struct pdf_font *font, int32_t point)
{
	int16_t *at = &font->advances[point];

	if (*at == 0) {
		const HPDF_UINT16 code = (HPDF_UINT16)point;

		*at = -1;
		if (HPDF_TTFontDef_GetGlyphid(definition(font->handle), code) != 0)
			*at = (int16_t)(HPDF_TTFontDef_GetCharWidth(definition(font->handle), code) + 1);
	}
	return *at;
}

static struct pdf_font *font_with(struct pdf *pdf, enum font_file file, int32_t point)
{
	struct pdf_font *font = open_font(pdf, file);

	return font && look_up(font, point) > 0 ? font : NULL;
}

struct pdf_font *pdf_font_for(struct pdf *pdf, enum pdf_face face, int32_t point)
{
	struct pdf_font *font;

	if (point >= 0x10000 || pdf->error)
		return NULL;
	for (int i = 0; i < 2; i++) {
		font = font_with(pdf, face_files[face][i], point);
		if (font)
			return font;
	}
	for (size_t i = 0; i < sizeof fallbacks / sizeof *fallbacks; i++) {
		if (point < fallbacks[i].first || point > fallbacks[i].last)
			continue;
		font = font_with(pdf, fallbacks[i].file, point);
		if (font)
			return font;
	}
	return NULL;
}

int pdf_font_advance(struct pdf_font *font, int32_t point)
{
	return look_up(font, point) - 1;
}

static unsigned read_u16(HPDF_Stream stream)
{
	HPDF_BYTE bytes[2];
	HPDF_UINT len = sizeof bytes;

	if (HPDF_Stream_Read(stream, bytes, &len) != HPDF_OK || len != sizeof bytes)
		return 0;
	return (unsigned)bytes[0] << 8 | bytes[1];
}

/* Flags of a component in a composite glyph (OpenType, table glyf). */
enum {
	ARGUMENTS_ARE_WORDS = 0x0001,
	HAS_SCALE = 0x0008,
	MORE_COMPONENTS = 0x0020,
	HAS_TWO_SCALES = 0x0040,
	HAS_MATRIX = 0x0080,
	COMPOSITE = 0xFFFF,
	DEEPEST_NESTING = 8,
};

static unsigned component_length(unsigned flags)
{
	unsigned length = 4 + ((flags & ARGUMENTS_ARE_WORDS) ? 4 : 2);

	if (flags & HAS_SCALE)
		length += 2;
	else if (flags & HAS_TWO_SCALES)
		length += 4;
	else if (flags & HAS_MATRIX)
		length += 8;
	return length;
}

/* Marks a glyph and, through all levels, the glyphs it is composed of. */
static void mark_glyph(HPDF_TTFontDefAttr font, unsigned glyph, int depth)
{
	if (glyph + 1 >= font->num_glyphs || depth > DEEPEST_NESTING)
		return;
	font->glyph_tbl.flgs[glyph] = 1;

	HPDF_UINT at = font->glyph_tbl.offsets[glyph];
	if (at == font->glyph_tbl.offsets[glyph + 1])
		return;
	if (font->header.index_to_loc_format == 0)
		at *= 2;
	at += font->glyph_tbl.base_offset;
	if (HPDF_Stream_Seek(font->stream, (HPDF_INT)at, HPDF_SEEK_SET) != HPDF_OK ||
	    read_u16(font->stream) != COMPOSITE)
		return;

	unsigned flags, next = at + 10;
	do {
		if (HPDF_Stream_Seek(font->stream, (HPDF_INT)next, HPDF_SEEK_SET) != HPDF_OK)
			return;
		flags = read_u16(font->stream);
		const unsigned component = read_u16(font->stream);

		next += component_length(flags);
		mark_glyph(font, component, depth + 1);
	} while (flags & MORE_COMPONENTS);
}

/*
 * libharu 2.3 follows composite glyphs one level deep and reads their numbers as
 * signed, so that many CJK and Vietnamese letters lose parts in the subset.
 */
void pdf_font_complete_all(struct pdf *pdf)
{
	for (int i = 0; i < pdf->loaded_count; i++) {
		const HPDF_FontDef font = definition(pdf->loaded[i]);

		if (font->type != HPDF_FONTDEF_TYPE_TRUETYPE)
			continue;
		HPDF_TTFontDefAttr attributes = font->attr;
		for (unsigned glyph = 0; glyph < attributes->num_glyphs; glyph++)
			if (attributes->glyph_tbl.flgs[glyph])
				mark_glyph(attributes, glyph, 0);
	}
}
