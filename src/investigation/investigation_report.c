#include "investigation/investigation_report.h"

#include "base/random.h"
#include "base/text.h"
#include "investigation/citation.h"
#include "investigation/fishbone.h"
#include "signature/signature.h"
#include "view/format.h"

struct drawing {
	struct flow *flow;
	struct arena *arena;
	const struct investigation_report *r;
	const struct findings *f;
};

static struct str words(const struct drawing *d, const char *english)
{
	return tr(d->r->catalogue, english);
}

static struct str code_words(const struct drawing *d, const struct codes *codes, int value)
{
	return value ? words(d, codes_label(codes, value)) : STR("");
}

static struct str when(const struct drawing *d, moment at)
{
	struct text text = TEXT_IN(d->arena);
	const struct view_style style = {d->r->zone, d->r->catalogue};

	format_moment(&text, &style, at);
	return text_str(&text);
}

/* "E1, E3" or "assumption", both, or neither. */
static struct str basis(const struct drawing *d, struct str evidence, bool is_assumption)
{
	struct str cited = citation_words(d->arena, evidence);

	if (!is_assumption)
		return cited;
	return arena_printf(d->arena, "%.*s%s%.*s", STR_ARG(cited), cited.len ? "; " : "",
			    STR_ARG(words(d, N_("assumption"))));
}

static void draw_frame(const struct drawing *d)
{
	const struct investigation *i = &d->f->investigation;
	struct text methods = TEXT_IN(d->arena);
	const struct {
		bool is_used;
		const char *name;
	} all[] = {{i->has_whys, N_("5 Whys")},
		   {i->has_fishbone, N_("Fishbone diagram")},
		   {i->has_timeline, N_("Timeline of events and conditions")}};

	for (size_t n = 0; n < sizeof all / sizeof *all; n++) {
		if (!all[n].is_used)
			continue;
		if (methods.len)
			text_cstr(&methods, ", ");
		text_add(&methods, words(d, all[n].name));
	}
	flow_heading(d->flow, 1, words(d, N_("Investigation")));
	flow_fact(d->flow, words(d, N_("State")), code_words(d, &investigation_state_codes, i->state));
	flow_fact(d->flow, words(d, N_("What is explained")), i->effect);
	flow_fact(d->flow, words(d, N_("Methods")), text_str(&methods));
	flow_fact(d->flow, words(d, N_("Lead")), d->r->lead);
	flow_fact(d->flow, words(d, N_("Approver")), d->r->approver);
	if (d->r->team.len)
		flow_fact(d->flow, words(d, N_("Team")), d->r->team);
	if (i->scope.len)
		flow_fact(d->flow, words(d, N_("Scope")), i->scope);
	if (str_trim(i->conclusion).len) {
		flow_heading(d->flow, 2, words(d, N_("Conclusion")));
		flow_markdown(d->flow, i->conclusion);
	}
}

static void draw_causes(const struct drawing *d)
{
	const struct flow_column columns[] = {{words(d, N_("No.")), 0.07},
					      {words(d, N_("Cause")), 0.41},
					      {words(d, N_("Kind")), 0.16},
					      {words(d, N_("Contributing factor")), 0.22},
					      {words(d, N_("Rests on")), 0.14}};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct str *cells = ARENA_ARRAY(d->arena, struct str, d->f->cause_count * COLUMNS + 1), *at = cells;

	if (d->f->cause_count == 0)
		return;
	flow_heading(d->flow, 2, words(d, N_("Causes")));
	for (size_t i = 0; i < d->f->cause_count; i++) {
		const struct cause *cause = &d->f->causes[i];
		*at++ = arena_printf(d->arena, "C%lld", (long long)cause->entry.position);
		*at++ = cause->text;
		*at++ = code_words(d, &cause_kind_codes, cause->kind);
		*at++ = code_words(d, &factor_codes, cause->factor);
		*at++ = basis(d, cause->evidence, cause->is_assumption);
	}
	flow_table(d->flow, columns, COLUMNS, cells, d->f->cause_count);
}

static void draw_whys(const struct drawing *d)
{
	for (size_t c = 0; c < d->f->chain_count; c++) {
		size_t n = 0;
		if (c == 0)
			flow_heading(d->flow, 2, words(d, N_("5 Whys")));
		flow_heading(d->flow, 3, d->f->chains[c].problem);
		for (size_t w = 0; w < d->f->why_count; w++) {
			const struct why *why = &d->f->whys[w];
			if (why->chain_id != d->f->chains[c].entry.id)
				continue;
			const struct cause *cause = findings_cause_of(d->f, why->entry.id, 0);
			struct str rests = basis(d, why->evidence, why->is_assumption);
			struct text line = TEXT_IN(d->arena);
			text_printf(&line, "%zu. ", ++n);
			text_add(&line, why->question.len ? why->question : words(d, N_("Why?")));
			text_char(&line, ' ');
			text_add(&line, why->answer);
			if (rests.len)
				text_printf(&line, " (%.*s)", STR_ARG(rests));
			if (cause)
				text_printf(&line, " → C%lld", (long long)cause->entry.position);
			flow_paragraph(d->flow, 14.0 + 8.0 * (double)(n - 1 < 8 ? n - 1 : 8), text_str(&line));
		}
	}
}

/* --- fishbone --- */

static const unsigned inks[] = {
	[FISHBONE_QUIET] = 0x7d8d87,
	[FISHBONE_PLAIN] = 0x16211e,
	[FISHBONE_STRONG] = 0x0b5d4e,
	[FISHBONE_SIGNIFICANT] = 0x5b3b91,
};

static void draw_boxes(struct pdf *pdf, const struct fishbone_drawing *drawing, double x, double y, double scale)
{
	for (size_t i = 0; i < drawing->box_count; i++) {
		const struct fishbone_box *b = &drawing->boxes[i];
		const struct pdf_box box = {x + b->x0 * scale, y - b->y1 * scale, x + b->x1 * scale, y - b->y0 * scale};
		pdf_fill(pdf, box, b->tone == FISHBONE_STRONG ? PDF_WHITE : 0xdcefe9);
		if (b->tone == FISHBONE_STRONG)
			pdf_frame(pdf, box, 1.2);
	}
}

/* The drawing's y grows downwards, that of the page upwards. */
static void draw_marks(struct pdf *pdf, const struct fishbone_drawing *drawing, double x, double y, double scale)
{
	for (size_t i = 0; i < drawing->line_count; i++) {
		const struct fishbone_line *l = &drawing->lines[i];
		pdf_colour_line(pdf, (double[]){x + l->x0 * scale, y - l->y0 * scale},
				(double[]){x + l->x1 * scale, y - l->y1 * scale}, l->width * scale, inks[l->tone]);
	}
	draw_boxes(pdf, drawing, x, y, scale);
	for (size_t i = 0; i < drawing->text_count; i++) {
		const struct fishbone_text *t = &drawing->texts[i];
		const struct pdf_style style = {.face = t->is_bold ? PDF_SANS_BOLD : PDF_SANS,
						.size = t->size * scale,
						.ink = t->tone == FISHBONE_SIGNIFICANT ? inks[t->tone] : PDF_BLACK,
						.align = t->is_centred ? PDF_CENTRE : PDF_LEFT};
		pdf_text(pdf, &style, x + t->x * scale, y - t->y * scale, t->text);
	}
}

static void draw_fishbone(const struct drawing *d)
{
	struct str labels[BRANCH_COUNT] = {STR_INIT("")};

	if (d->f->item_count == 0)
		return;
	for (int branch = BRANCH_MAN; branch < BRANCH_COUNT; branch++)
		labels[branch] = words(d, codes_label(&branch_codes, branch));
	struct fishbone_drawing drawing =
		fishbone_draw(d->arena, d->f->investigation.effect, labels, d->f->items, d->f->item_count);
	flow_break(d->flow, PDF_LETTER_LANDSCAPE);
	flow_heading(d->flow, 2, words(d, N_("Fishbone diagram")));
	double scale = flow_width(d->flow) / FISHBONE_WIDTH, rest = flow_rest(d->flow);
	/* A very full one is made smaller; it stays one drawing. */
	if (drawing.height * scale > rest)
		scale = rest / drawing.height;
	draw_marks(flow_pdf(d->flow), &drawing, flow_left(d->flow), flow_room(d->flow, 1), scale);
	flow_drawn(d->flow, drawing.height * scale);
	flow_break(d->flow, PDF_LETTER);
}

/* --- timeline, evidence, signatures --- */

static void draw_timeline(const struct drawing *d)
{
	const struct flow_column columns[] = {{words(d, N_("When")), 0.18},
					      {words(d, N_("What happened")), 0.43},
					      {words(d, N_("Who or what acted")), 0.15},
					      {words(d, N_("Mark")), 0.12},
					      {words(d, N_("Rests on")), 0.12}};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct str *cells = ARENA_ARRAY(d->arena, struct str, d->f->event_count * COLUMNS + 1), *at = cells;

	if (d->f->event_count == 0)
		return;
	flow_heading(d->flow, 2, words(d, N_("Events and conditions")));
	for (size_t i = 0; i < d->f->event_count; i++) {
		const struct sequence_event *e = &d->f->events[i];
		*at++ = arena_printf(d->arena, "%s%.*s", e->is_approximate ? "~ " : "", STR_ARG(when(d, e->happened_at)));
		*at++ = e->what;
		*at++ = e->actor.at ? e->actor : STR("");
		*at++ = e->flag ? code_words(d, &event_flag_codes, e->flag) : code_words(d, &event_kind_codes, e->kind);
		*at++ = basis(d, e->evidence, e->is_assumption);
	}
	flow_table(d->flow, columns, COLUMNS, cells, d->f->event_count);
}

static void draw_evidence(const struct drawing *d)
{
	const struct flow_column columns[] = {{words(d, N_("No.")), 0.06},
					      {words(d, N_("Evidence")), 0.32},
					      {words(d, N_("Kind")), 0.16},
					      {words(d, N_("Collected")), 0.22},
					      {words(d, N_("Kept where, or SHA-256 of the file")), 0.24}};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct str *cells = ARENA_ARRAY(d->arena, struct str, d->f->evidence_count * COLUMNS + 1), *at = cells;

	if (d->f->evidence_count == 0)
		return;
	flow_heading(d->flow, 2, words(d, N_("Register of evidence")));
	for (size_t i = 0; i < d->f->evidence_count; i++) {
		const struct evidence *e = &d->f->evidence[i];
		*at++ = arena_printf(d->arena, "E%lld", (long long)e->entry.position);
		*at++ = e->description.len ? arena_printf(d->arena, "%.*s\n%.*s", STR_ARG(e->title), STR_ARG(e->description))
					   : e->title;
		*at++ = code_words(d, &evidence_kind_codes, e->kind);
		*at++ = arena_printf(d->arena, "%.*s\n%.*s", STR_ARG(e->collected_by), STR_ARG(when(d, e->collected_at)));
		*at++ = e->sha256.at ? hex(d->arena, e->sha256) : e->kept_where.at ? e->kept_where : STR("");
	}
	flow_table(d->flow, columns, COLUMNS, cells, d->f->evidence_count);
}

/* Name, time with zone, and meaning stand on every printout (21 CFR 11.50). */
static void draw_signatures(const struct drawing *d)
{
	struct str now = hex(d->arena, sha256(d->arena, d->r->content));

	if (d->r->signature_count == 0)
		return;
	flow_heading(d->flow, 2, words(d, N_("Signatures")));
	for (size_t i = 0; i < d->r->signature_count; i++) {
		const struct signature *s = &d->r->signatures[i];
		flow_fact(d->flow, code_words(d, &signature_meaning_codes, s->meaning),
			  arena_printf(d->arena, "%.*s, %.*s (%.*s), %.*s", STR_ARG(s->signer_name),
				       STR_ARG(when(d, s->signed_at)), STR_ARG(s->zone), STR_ARG(moment_text(d->arena, s->signed_at))));
		if (s->reason.len)
			flow_paragraph(d->flow, 130, s->reason);
		flow_note(d->flow, 130, arena_printf(d->arena, "SHA-256 %.*s", STR_ARG(s->content_sha256)));
		if (!str_equal(now, s->content_sha256))
			flow_note(d->flow, 130, words(d, N_("The content has changed since this signature.")));
	}
}

void investigation_report_draw(struct flow *flow, const struct investigation_report *report)
{
	const struct drawing d = {flow, pdf_arena(flow_pdf(flow)), report, report->findings};

	if (report->findings->investigation.id == 0)
		return;
	draw_frame(&d);
	draw_causes(&d);
	draw_whys(&d);
	draw_fishbone(&d);
	draw_timeline(&d);
	draw_evidence(&d);
	draw_signatures(&d);
}
