#include "environment/followup_report.h"

#include "base/decimal.h"
#include "base/text.h"
#include "report/flow.h"
#include "view/format.h"

static const char title[] = "Written follow-up notice of a release";

struct drawing {
	struct flow *flow;
	struct arena *arena;
	const struct followup_report *r;
};

/* "3 Mar 2026, 14:05" in the establishment's zone. */
static struct str when(struct arena *arena, const struct followup_report *r, moment at)
{
	struct text text = TEXT_IN(arena);
	const struct view_style style = {r->zone, NULL};

	format_moment(&text, &style, at);
	return text_str(&text);
}

/* --- what is missing --- */

struct missing {
	struct arena *arena;
	struct str *at;
	size_t count;
};

static void miss(struct missing *m, bool is_missing, const char *what, struct str of)
{
	if (is_missing && m->count < FOLLOWUP_MISSING_MOST)
		m->at[m->count++] = of.len ? arena_printf(m->arena, "%.*s: %s", STR_ARG(of), what) : str_of(what);
}

static void miss_of_release(struct missing *m, const struct followup_release *f)
{
	const struct release *r = &f->release;

	miss(m, f->part_count == 0, "what it consists of, with CAS numbers", r->name);
	miss(m, r->amount == NUMBER_NONE, "the quantity, or an estimate of it", r->name);
	miss(m, r->released_from == MOMENT_NONE, "when the release began", r->name);
	miss(m, r->released_to == MOMENT_NONE && !r->is_continuing, "when the release ended", r->name);
	miss(m, !release_has_medium(r), "which media it reached", r->name);
}

size_t followup_report_missing(struct arena *arena, const struct followup_report *report,
			       struct str missing[FOLLOWUP_MISSING_MOST])
{
	struct missing m = {arena, missing, 0};
	const struct release_followup *f = &report->followup;
	const struct release_duty *duty = &report->duty;

	miss(&m, report->release_count == 0, "a release", STR_NONE);
	for (size_t i = 0; i < report->release_count; i++)
		miss_of_release(&m, &report->releases[i]);
	miss(&m, !f->health_risks.len, "known or expected health risks, acute and chronic", STR_NONE);
	miss(&m, !f->medical_advice.len, "advice on medical attention, where it is appropriate", STR_NONE);
	miss(&m, !f->precautions.len, "precautions, evacuation included", STR_NONE);
	miss(&m, !f->actions_taken.len, "actions taken to respond and to contain", STR_NONE);
	miss(&m, !f->contact_name.len || !f->contact_phone.len, "name and telephone number of the contact", STR_NONE);
	miss(&m, !report->place.street.len || !report->place.city.len || !report->place.state.len,
	     "the full address of the facility", STR_NONE);
	miss(&m, release_duty_needs_nrc(duty) && duty->nrc_told_at == MOMENT_NONE,
	     "the call to the National Response Center", STR_NONE);
	miss(&m, release_duty_needs_local(duty) && duty->state_told_at == MOMENT_NONE,
	     "the immediate notice to the state or tribal commission", STR_NONE);
	miss(&m, release_duty_needs_local(duty) && duty->local_told_at == MOMENT_NONE,
	     "the immediate notice to the local or tribal committee", STR_NONE);
	return m.count;
}

/* --- the letter --- */

static void fact(const struct drawing *d, const char *label, struct str value)
{
	flow_fact(d->flow, str_of(label), value.len ? value : STR("MISSING"));
}

/* An item of people's own words under its heading. */
static void item(const struct drawing *d, const char *heading, struct str words, const char *absent)
{
	flow_heading(d->flow, 3, str_of(heading));
	flow_paragraph(d->flow, 0, words.len ? words : str_of(absent));
}

static void draw_addressees(const struct drawing *d)
{
	for (size_t i = 0; i < d->r->contact_count; i++) {
		const struct agency_contact *c = &d->r->contacts[i];
		if (c->agency != AGENCY_STATE && c->agency != AGENCY_LOCAL)
			continue;
		flow_fact(d->flow, STR("To"),
			  c->postal_address.len
				  ? arena_printf(d->arena, "%.*s\n%.*s", STR_ARG(c->name), STR_ARG(c->postal_address))
				  : c->name);
	}
}

static void draw_opening(const struct drawing *d)
{
	const struct followup_report *r = d->r;
	struct str missing[FOLLOWUP_MISSING_MOST];
	size_t count = followup_report_missing(d->arena, r, missing);

	flow_heading(d->flow, 1, str_of(title));
	flow_note(d->flow, 0, STR("Emergency Planning and Community Right-to-Know Act, section 304(c):"
				  " 42 USC 11004(c), 40 CFR 355.40(b)"));
	draw_addressees(d);
	fact(d, "Incident", arena_printf(d->arena, "%.*s, %.*s", STR_ARG(r->incident.number), STR_ARG(r->incident.title)));
	fact(d, "Version",
	     r->is_begun ? arena_printf(d->arena, "%lld, written %.*s by %.*s", (long long)r->followup.number,
					STR_ARG(when(d->arena, r, r->followup.created_at)),
					STR_ARG(r->followup.created_by_name))
			 : STR("not yet written"));
	if (r->duty.due_on != DAY_NONE)
		fact(d, "Due", day_text(d->arena, r->duty.due_on));
	if (count) {
		flow_heading(d->flow, 2, STR("Missing: to be supplied in an update"));
		for (size_t i = 0; i < count; i++)
			flow_paragraph(d->flow, 8, arena_printf(d->arena, "– %.*s", STR_ARG(missing[i])));
	}
}

static void draw_facility(const struct drawing *d)
{
	const struct followup_report *r = d->r;
	const struct establishment *e = &r->place;
	struct str company = e->company_name.len ? e->company_name : r->organization.name;

	flow_heading(d->flow, 2, STR("Facility"));
	fact(d, "Name", arena_printf(d->arena, "%.*s (%.*s)", STR_ARG(e->name), STR_ARG(company)));
	fact(d, "Address",
	     e->street.len ? arena_printf(d->arena, "%.*s, %.*s, %.*s %.*s", STR_ARG(e->street), STR_ARG(e->city),
					  STR_ARG(e->state), STR_ARG(e->zip))
			   : STR(""));
	if (e->naics_code.len)
		fact(d, "NAICS", arena_printf(d->arena, "%.*s %.*s", STR_ARG(e->naics_code),
					      STR_ARG(e->industry_description)));
	if (r->area.len || r->incident.specific_location.len)
		fact(d, "Place on the site",
		     arena_printf(d->arena, "%.*s%s%.*s", STR_ARG(r->area),
				  r->area.len && r->incident.specific_location.len ? ", " : "",
				  STR_ARG(r->incident.specific_location)));
	if (incident_has_position(&r->incident))
		fact(d, "Position",
		     arena_printf(d->arena, "%.*s, %.*s", STR_ARG(decimal_text(d->arena, r->incident.latitude, 6, true)),
				  STR_ARG(decimal_text(d->arena, r->incident.longitude, 6, true))));
}

static struct str quantity(const struct drawing *d, const struct release *r)
{
	const char *basis = r->certainty == CERTAINTY_CONFIRMED ? "confirmed" : "estimate";

	if (r->amount == NUMBER_NONE)
		return STR_NONE;
	return arena_printf(d->arena, "%.*s %s (%s%s)", STR_ARG(decimal_text(d->arena, r->amount, 6, false)),
			    release_unit_sign(r->unit), basis,
			    r->is_whole_container ? "; the full content of the container" : "");
}

static struct str duration(const struct drawing *d, const struct release *r)
{
	if (r->is_continuing)
		return STR("continuing");
	if (r->released_from == MOMENT_NONE || r->released_to == MOMENT_NONE)
		return STR_NONE;
	const int64_t minutes = (r->released_to - r->released_from) / SECONDS(60);
	return arena_printf(d->arena, "until %.*s: %lld h %lld min", STR_ARG(when(d->arena, d->r, r->released_to)),
			    (long long)(minutes / 60), (long long)(minutes % 60));
}

static struct str media(const struct drawing *d, const struct release *r)
{
	const struct {
		bool is_reached;
		const char *name;
	} all[] = {{r->to_air, "air"},
		   {r->to_water, "surface or ground water"},
		   {r->to_land, "soil or ground"},
		   {r->to_sewer, "drain or sewer"}};
	struct text text = TEXT_IN(d->arena);

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].is_reached)
			text_printf(&text, "%s%s", text.len ? ", " : "", all[i].name);
	return text_str(&text);
}

static struct str limits(const struct drawing *d, const struct substance *s)
{
	struct text text = TEXT_IN(d->arena);

	if (s->cercla_rq != NUMBER_NONE)
		text_printf(&text, "CERCLA %lld lb", (long long)s->cercla_rq);
	if (s->ehs_rq != NUMBER_NONE)
		text_printf(&text, "%sEHS %lld lb", text.len ? "\n" : "", (long long)s->ehs_rq);
	return text.len ? text_str(&text) : STR("none");
}

static struct str strength(const struct drawing *d, const struct release_part *part)
{
	return part->strength == NUMBER_NONE
		       ? STR("not known")
		       : arena_printf(d->arena, "%.*s %s", STR_ARG(decimal_text(d->arena, part->strength, 6, false)),
				      codes_label(&strength_unit_codes, part->strength_unit));
}

static void draw_parts(const struct drawing *d, const struct followup_release *f)
{
	const struct flow_column columns[] = {
		{STR("Chemical name"), 0.28}, {STR("CAS"), 0.14},      {STR("Extremely hazardous"), 0.13},
		{STR("Strength"), 0.15},      {STR("Released"), 0.14}, {STR("Reportable quantity"), 0.16}};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct str *cells = ARENA_ARRAY(d->arena, struct str, f->part_count * COLUMNS + 1), *at = cells;

	for (size_t i = 0; i < f->part_count; i++) {
		const struct release_part *part = &f->parts[i];
		const struct substance *s = part->substance;
		*at++ = s->name;
		*at++ = s->cas.len ? s->cas : s->waste_code.len ? s->waste_code : STR("none");
		*at++ = release_part_is_ehs(part) ? STR("yes") : STR("no");
		*at++ = strength(d, part);
		*at++ = part->counted == NUMBER_NONE
				? STR("not known")
				: arena_printf(d->arena, "%.*s lb",
					       STR_ARG(release_pounds_text(d->arena, part->counted, s->cercla_rq)));
		*at++ = limits(d, s);
	}
	flow_gap(d->flow, 3);
	flow_table(d->flow, columns, COLUMNS, cells, f->part_count);
	flow_gap(d->flow, 5);
}

static void draw_release(const struct drawing *d, const struct followup_release *f)
{
	const struct release *r = &f->release;

	flow_heading(d->flow, 3, r->name);
	fact(d, "Quantity released", quantity(d, r));
	fact(d, "Began", when(d->arena, d->r, r->released_from));
	fact(d, "Duration", duration(d, r));
	fact(d, "Known since", when(d->arena, d->r, r->known_at != MOMENT_NONE ? r->known_at : r->reportable_at));
	fact(d, "Media", media(d, r));
	fact(d, "Exposure off site",
	     r->is_off_site == ANSWER_NO ? STR("not possible")
	     : r->is_off_site == ANSWER_YES ? STR("possible")
					    : STR("not known: assumed possible"));
	if (r->source.len || r->released_where.len)
		fact(d, "Source and place",
		     arena_printf(d->arena, "%.*s%s%.*s", STR_ARG(r->source),
				  r->source.len && r->released_where.len ? "; " : "", STR_ARG(r->released_where)));
	if (r->recovered != NUMBER_NONE)
		fact(d, "Recovered", arena_printf(d->arena, "%.*s %s",
						  STR_ARG(decimal_text(d->arena, r->recovered, 6, false)),
						  release_unit_sign(r->unit)));
	draw_parts(d, f);
}

static void draw_words(const struct drawing *d)
{
	const struct release_followup *f = &d->r->followup;

	item(d, "Known or expected health risks, acute and chronic", f->health_risks, "MISSING");
	item(d, "Advice on medical attention for people who were exposed", f->medical_advice, "MISSING");
	item(d, "Precautions, evacuation included", f->precautions, "MISSING");
	item(d, "Actions taken to respond to the release and to contain it", f->actions_taken, "MISSING");
	item(d, "What differs from the immediate notice", f->changes, "No difference is stated.");
}

static struct str teller(const struct drawing *d, const struct release_notice *n)
{
	return n->spoken_to.len ? arena_printf(d->arena, "%.*s\nto %.*s", STR_ARG(n->told_by), STR_ARG(n->spoken_to))
				: n->told_by;
}

static void draw_notices(const struct drawing *d)
{
	const struct flow_column columns[] = {{STR("Agency"), 0.32},
					      {STR("How"), 0.13},
					      {STR("When"), 0.19},
					      {STR("By whom, to whom"), 0.22},
					      {STR("Number"), 0.14}};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct str *cells = ARENA_ARRAY(d->arena, struct str, d->r->notice_count * COLUMNS + 1), *at = cells;

	flow_heading(d->flow, 2, STR("Agencies told"));
	if (d->r->notice_count == 0)
		flow_paragraph(d->flow, 0, STR("MISSING: no agency is recorded as told."));
	for (size_t i = 0; i < d->r->notice_count; i++) {
		const struct release_notice *n = &d->r->notices[i];
		const char *agency = codes_label(&agency_codes, n->agency);
		*at++ = n->agency_name.len ? arena_printf(d->arena, "%s: %.*s", agency, STR_ARG(n->agency_name))
					   : str_of(agency);
		*at++ = str_of(codes_label(&notice_kind_codes, n->kind));
		*at++ = when(d->arena, d->r, n->told_at);
		*at++ = teller(d, n);
		*at++ = n->reference;
	}
	flow_table(d->flow, columns, COLUMNS, cells, d->r->notice_count);
	flow_gap(d->flow, 5);
}

static void draw_signature(const struct drawing *d)
{
	static const char *const labels[] = {"Signature", "Printed name and title", "Date"};
	const double shares[] = {0.4, 0.4, 0.2}, gap = 14, height = 52;
	const struct pdf_style style = {.face = PDF_TEXT, .size = 8};
	double y = flow_room(d->flow, height) - 38, x = flow_left(d->flow);

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		double width = shares[i] * flow_width(d->flow);
		pdf_line(flow_pdf(d->flow), x, y, x + width - gap, y, 0.6);
		pdf_cstr(flow_pdf(d->flow), &style, x, y - 10, labels[i]);
		x += width;
	}
	flow_drawn(d->flow, height);
}

static void draw_contact(const struct drawing *d)
{
	const struct release_followup *f = &d->r->followup;

	flow_heading(d->flow, 2, STR("Contact"));
	fact(d, "Name", f->contact_name);
	fact(d, "Telephone", f->contact_phone);
	draw_signature(d);
}

enum rc followup_report_pdf(struct arena *arena, const struct followup_report *report, struct str *bytes)
{
	const struct pdf_info info = {.title = title,
				      .subject = "42 USC 11004(c), 40 CFR 355.40(b)",
				      .author = arena_cstr(arena, report->organization.name),
				      .created_at = report->now};
	const struct flow_page page = {
		.head = arena_printf(arena, "%s · %.*s", title, STR_ARG(report->incident.number)),
		.foot = arena_printf(arena, "%.*s · made %.*s · times of day: %.*s", STR_ARG(report->organization.name),
				     STR_ARG(when(arena, report, report->now)), STR_ARG(report->place.zone)),
	};
	struct pdf *pdf = pdf_new(arena, &info);
	const struct drawing d = {flow_new(pdf, &page), arena, report};

	draw_opening(&d);
	draw_facility(&d);
	flow_heading(d.flow, 2, STR("What was released"));
	for (size_t i = 0; i < report->release_count; i++)
		draw_release(&d, &report->releases[i]);
	if (report->release_count == 0)
		flow_paragraph(d.flow, 0, STR("MISSING: no release is recorded."));
	draw_words(&d);
	draw_notices(&d);
	draw_contact(&d);
	flow_finish(d.flow);
	return pdf_save(pdf, bytes);
}
