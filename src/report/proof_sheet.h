#ifndef REPORT_PROOF_SHEET_H
#define REPORT_PROOF_SHEET_H

#include "report/pdf.h"
#include "report/sheet.h"

/*
 * The last page of a report: a QR code with what it takes to check the report later without the portal, and the same in
 * words. What it says is made elsewhere (audit/report_proof.h).
 */
struct proof_sheet {
	struct str code;         /* text of the QR code */
	struct str content;      /* SHA-256 of the data in the report, hexadecimal */
	struct str address;      /* of the file's own proof; empty: the report was made outside of the portal */
	struct str checkpoint;   /* signed checkpoint in words: entries, time, root; empty: none was signed yet */
};

/* A page of its own, so that printed forms keep their looks. */
void proof_sheet_pdf(struct pdf *pdf, const struct proof_sheet *proof);
/* A sheet of its own, without the picture. */
void proof_sheet_add(struct sheet_book *book, const struct proof_sheet *proof);
/* A QR code in a square of side points, quiet zone included; x, y is its lower left corner. False: too much text. */
bool proof_sheet_code(struct pdf *pdf, double x, double y, double side, struct str text);

#endif
