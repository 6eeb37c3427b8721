#include "incident/risk_view.h"

static void add_row(struct request *rq, struct view *row, int at, int likelihood, int consequence)
{
	struct view_list *cells = view_list(row, "cells");

	view_text(row, "label", rq_tr(rq, codes_label(&likelihood_codes, at)));
	for (int i = 1; i <= RISK_STEPS; i++) {
		struct view *cell = view_add(cells);
		view_int(cell, "score", risk_score(at, i));
		view_code(cell, "band", &risk_band_codes, (int)risk_band(at, i));
		view_flag(cell, "current", at == likelihood && i == consequence);
		view_cstr(cell, "likelihood", codes_code(&likelihood_codes, at));
		view_cstr(cell, "consequence", codes_code(&consequence_codes, i));
	}
}

void risk_view(struct request *rq, struct view *page, int likelihood, int consequence)
{
	struct view_list *heads = view_list(page, "risk_heads");
	struct view_list *rows = view_list(page, "risk_rows");

	for (int i = 1; i <= RISK_STEPS; i++)
		view_text(view_add(heads), "label", rq_tr(rq, codes_label(&consequence_codes, i)));
	for (int at = RISK_STEPS; at >= 1; at--)
		add_row(rq, view_add(rows), at, likelihood, consequence);
}
