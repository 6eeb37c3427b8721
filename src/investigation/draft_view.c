#include "investigation/draft_view.h"

#include "base/text.h"
#include "investigation/citation.h"
#include "view/markdown.h"

struct draft {
	struct text text;
	const struct catalogue *catalogue;
	const struct zone *zone;
	const struct findings *f;
};

static void heading(struct draft *d, const char *english)
{
	if (d->text.len)
		text_char(&d->text, '\n');
	text_cstr(&d->text, "## ");
	text_add(&d->text, tr(d->catalogue, english));
	text_cstr(&d->text, "\n\n");
}

static void words(struct draft *d, struct str typed)
{
	text_add(&d->text, markdown_escape(d->text.arena, typed));
}

/* " (E1, E3)" or " (assumption)". */
static void basis(struct draft *d, struct str evidence, bool is_assumption)
{
	struct str cited = citation_words(d->text.arena, evidence);

	if (!cited.len && !is_assumption)
		return;
	text_cstr(&d->text, " (");
	text_add(&d->text, cited);
	if (is_assumption) {
		if (cited.len)
			text_cstr(&d->text, "; ");
		text_add(&d->text, tr(d->catalogue, N_("assumption")));
	}
	text_char(&d->text, ')');
}

static void timeline(struct draft *d)
{
	if (d->f->event_count == 0)
		return;
	heading(d, N_("How it came about"));
	for (size_t i = 0; i < d->f->event_count; i++) {
		const struct sequence_event *e = &d->f->events[i];
		struct civil at = zone_civil(d->zone, e->happened_at);
		text_printf(&d->text, "- %04d-%02d-%02d %02d:%02d%s: ", at.year, at.month, at.day, at.hour, at.minute,
			    e->is_approximate ? " ~" : "");
		words(d, e->what);
		basis(d, e->evidence, e->is_assumption);
		text_char(&d->text, '\n');
	}
}

static void chains(struct draft *d)
{
	if (d->f->chain_count == 0)
		return;
	heading(d, N_("Why it happened"));
	for (size_t c = 0; c < d->f->chain_count; c++) {
		if (c)
			text_char(&d->text, '\n');
		text_cstr(&d->text, "**");
		words(d, d->f->chains[c].problem);
		text_cstr(&d->text, "**\n\n");
		size_t n = 0;
		for (size_t w = 0; w < d->f->why_count; w++) {
			const struct why *why = &d->f->whys[w];
			if (why->chain_id != d->f->chains[c].entry.id)
				continue;
			text_printf(&d->text, "%zu. ", ++n);
			words(d, why->answer);
			basis(d, why->evidence, why->is_assumption);
			text_char(&d->text, '\n');
		}
	}
}

static void causes(struct draft *d)
{
	static const struct {
		enum cause_kind kind;
		const char *heading;
	} kinds[] = {
		{CAUSE_ROOT, N_("Root causes")},
		{CAUSE_CONTRIBUTING, N_("Contributing causes")},
		{CAUSE_IMMEDIATE, N_("Immediate causes")},
	};

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		bool is_first = true;
		for (size_t i = 0; i < d->f->cause_count; i++) {
			const struct cause *cause = &d->f->causes[i];
			if (cause->kind != (int)kinds[k].kind)
				continue;
			if (is_first)
				heading(d, kinds[k].heading);
			is_first = false;
			text_printf(&d->text, "- **C%lld** ", (long long)cause->entry.position);
			words(d, cause->text);
			basis(d, cause->evidence, cause->is_assumption);
			text_char(&d->text, '\n');
		}
	}
}

struct str draft_conclusion(struct arena *arena, const struct catalogue *catalogue, const struct zone *zone,
			    const struct findings *findings)
{
	struct draft d = {TEXT_IN(arena), catalogue, zone, findings};

	heading(&d, N_("What is explained"));
	words(&d, findings->investigation.effect);
	text_char(&d.text, '\n');
	timeline(&d);
	chains(&d);
	causes(&d);
	return text_str(&d.text);
}
