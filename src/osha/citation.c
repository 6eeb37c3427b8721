#include "osha/citation.h"

#include <assert.h>

static void item(struct text *out, unsigned index, enum citation_style style)
{
	static const char *const roman[] = {"i",   "ii",   "iii",   "iv",   "v",   "vi",  "vii",
					    "viii", "ix",   "x",     "xi",   "xii", "xiii", "xiv",
					    "xv",  "xvi",  "xvii",  "xviii", "xix", "xx"};

	if (style == CITATION_LETTER) {
		assert(index < 26);
		text_printf(out, "(%c)", (char)('A' + index));
	} else {
		assert(index < sizeof roman / sizeof *roman);
		text_printf(out, "(%s)", roman[index]);
	}
}

void citation_items(struct text *out, const char *parent, uint32_t mask, enum citation_style style)
{
	bool first = true;

	text_cstr(out, parent);
	for (unsigned i = 0; i < 32; i++) {
		if (!(mask & UINT32_C(1) << i))
			continue;
		unsigned last = i;
		while (last + 1 < 32 && mask & UINT32_C(1) << (last + 1))
			last++;
		if (!first)
			text_cstr(out, ", ");
		item(out, i, style);
		if (last > i) {
			text_char(out, '-');
			item(out, last, style);
		}
		first = false;
		i = last;
	}
}

void citation_join(struct text *out, struct str citation)
{
	if (citation.len == 0)
		return;
	if (out->len > 0)
		text_cstr(out, "; ");
	text_add(out, citation);
}
