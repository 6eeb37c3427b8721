#include "operations/timeline_view.h"

#include "view/format.h"
#include "view/markdown.h"

struct str timeline_markdown(struct arena *arena, const struct catalogue *catalogue, const struct zone *zone,
			     const struct timeline_entry *entries, size_t count)
{
	const struct view_style style = {zone, catalogue};
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < count; i++) {
		struct str rest = markdown_escape(arena, entries[i].text), line;
		text_cstr(&out, "- ");
		format_moment(&out, &style, entries[i].happened_at);
		text_cstr(&out, " ·");
		while (str_split(&rest, '\n', &line)) {
			text_cstr(&out, " ");
			text_add(&out, str_trim(line));
		}
		text_cstr(&out, "\n");
	}
	return text_str(&out);
}
