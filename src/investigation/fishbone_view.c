#include "investigation/fishbone_view.h"

void fishbone_labels(const struct request *rq, struct str labels[static BRANCH_COUNT])
{
	labels[BRANCH_NONE] = STR("");
	for (int branch = BRANCH_MAN; branch < BRANCH_COUNT; branch++)
		labels[branch] = rq_tr(rq, codes_label(&branch_codes, branch));
}

static const char *const tones[] = {
	[FISHBONE_QUIET] = "bone-quiet",
	[FISHBONE_PLAIN] = "bone-plain",
	[FISHBONE_STRONG] = "bone-strong",
	[FISHBONE_SIGNIFICANT] = "bone-significant",
};

static void add_texts(struct text *out, const struct fishbone_drawing *d)
{
	for (size_t i = 0; i < d->text_count; i++) {
		const struct fishbone_text *t = &d->texts[i];
		text_printf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\"%s%s>", tones[t->tone], t->x,
			    t->y, t->size, t->is_bold ? " font-weight=\"700\"" : "",
			    t->is_centred ? " text-anchor=\"middle\"" : "");
		text_html(out, t->text);
		text_cstr(out, "</text>");
	}
}

struct str fishbone_svg(struct request *rq, const struct findings *findings)
{
	struct text out = TEXT_IN(rq->arena);
	struct str labels[BRANCH_COUNT];

	fishbone_labels(rq, labels);
	struct fishbone_drawing d = fishbone_draw(rq->arena, findings->investigation.effect, labels, findings->items,
						  findings->item_count);
	text_printf(&out, "<svg class=\"fishbone\" viewBox=\"0 0 %d %.0f\" role=\"img\" aria-labelledby=\"fishbone-title"
			  " fishbone-desc\"><title id=\"fishbone-title\">",
		    FISHBONE_WIDTH, d.height);
	text_html(&out, rq_tr(rq, N_("Fishbone diagram")));
	text_cstr(&out, "</title><desc id=\"fishbone-desc\">");
	text_html(&out, rq_tr(rq, N_("The lists by bone say the same in words.")));
	text_cstr(&out, "</desc>");
	for (int branch = BRANCH_MAN; branch < BRANCH_COUNT; branch++)
		text_printf(&out, "<rect class=\"bone-zone\" data-branch=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\""
				  " height=\"%.1f\"/>",
			    codes_code(&branch_codes, branch), d.zones[branch].x0, d.zones[branch].y0,
			    d.zones[branch].x1 - d.zones[branch].x0, d.zones[branch].y1 - d.zones[branch].y0);
	for (size_t i = 0; i < d.line_count; i++)
		text_printf(&out, "<path class=\"%s\" stroke-width=\"%.1f\" d=\"M%.1f %.1fL%.1f %.1f\"/>",
			    tones[d.lines[i].tone], d.lines[i].width, d.lines[i].x0, d.lines[i].y0, d.lines[i].x1,
			    d.lines[i].y1);
	for (size_t i = 0; i < d.box_count; i++)
		text_printf(&out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"4\"/>",
			    tones[d.boxes[i].tone], d.boxes[i].x0, d.boxes[i].y0, d.boxes[i].x1 - d.boxes[i].x0,
			    d.boxes[i].y1 - d.boxes[i].y0);
	add_texts(&out, &d);
	text_cstr(&out, "</svg>");
	return text_str(&out);
}
