#include "environment/release_rule.h"

#include "base/text.h"

/* Findings as text: for people, and as they are kept. */

static struct str figure_of(const struct release_finding *finding, char name)
{
	switch (name) {
	case 'a':
		return finding->a;
	case 'b':
		return finding->b;
	case 'c':
		return finding->c;
	default:
		return finding->d;
	}
}

struct str release_finding_text(struct arena *arena, const struct release_finding *finding, struct str text)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < text.len; i++) {
		const bool is_mark = text.at[i] == '{' && i + 2 < text.len && text.at[i + 1] >= 'a' &&
				     text.at[i + 1] <= 'd' && text.at[i + 2] == '}';
		if (!is_mark) {
			text_char(&out, text.at[i]);
			continue;
		}
		text_add(&out, figure_of(finding, text.at[i + 1]));
		i += 2;
	}
	return text_str(&out);
}

/* What stands in a line must not end it. */
static void add_cell(struct text *out, struct str cell, char end)
{
	for (size_t i = 0; i < cell.len; i++)
		text_char(out, cell.at[i] == '\t' || cell.at[i] == '\n' ? ' ' : cell.at[i]);
	text_char(out, end);
}

struct str release_findings_write(struct arena *arena, const struct release_verdict *verdict)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct release_finding *finding = &verdict->findings[i];
		add_cell(&out, str_of(finding->text), '\t');
		add_cell(&out, str_of(finding->citation), '\t');
		add_cell(&out, finding->a, '\t');
		add_cell(&out, finding->b, '\t');
		add_cell(&out, finding->c, '\t');
		add_cell(&out, finding->d, '\n');
	}
	return text_str(&out);
}

size_t release_findings_read(struct arena *arena, struct str text, struct release_finding **out)
{
	struct release_finding *all = ARENA_ARRAY(arena, struct release_finding, RELEASE_FINDINGS_MOST);
	size_t count = 0;

	for (struct str line; count < RELEASE_FINDINGS_MOST && str_split(&text, '\n', &line);) {
		struct str cells[6] = {{NULL, 0}};
		if (line.len == 0)
			continue;
		for (size_t i = 0; i < 6 && str_split(&line, '\t', &cells[i]);)
			i++;
		all[count++] = (struct release_finding){arena_cstr(arena, cells[0]),
							arena_cstr(arena, cells[1]),
							cells[2],
							cells[3],
							cells[4],
							cells[5]};
	}
	*out = all;
	return count;
}
