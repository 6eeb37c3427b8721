#ifndef SIGNATURE_SIGNATURE_FORM_H
#define SIGNATURE_SIGNATURE_FORM_H

#include "http/response.h"
#include "signature/signature_store.h"

/*
 * Signing in a form. The page calls signature_form_view and shows partial/signature_form above its button;
 * the POST calls signature_confirm last, when everything else of the form is right, and then, inside its
 * transaction, signature_form_accept and signature_sign.
 */

/* Adds what partial/signature_form shows; with the policy where the viewer has never accepted it. */
enum rc signature_form_view(struct request *rq, struct view *page) MUST_CHECK;

/*
 * Checks the password that was entered anew, and the policy's box where it is due. RC_INVALID: a problem
 * stands beside the field. Before the transaction, since a wrong password is counted in one of its own.
 */
enum rc signature_confirm(struct request *rq) MUST_CHECK;

/* Inside the transaction, before signature_sign: accepts the policy where its box was ticked in this form. */
enum rc signature_form_accept(struct db *db, struct request *rq, const struct actor *actor) MUST_CHECK;

/* The policy as it is signed, in English. */
extern const char signature_policy_text[];

/*
 * A list "signatures" for partial/signatures: each with its record's fields, fingerprint, and is_changed
 * where content (what is stored now; STR_NONE: not to be compared) is not what was signed.
 */
void signature_list_view(struct request *rq, struct view *page, const struct rows *signatures,
			 struct str content);

#endif
