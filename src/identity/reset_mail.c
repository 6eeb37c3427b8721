#include "identity/reset_mail.h"

#include "event/mail.h"
#include "identity/account_store.h"

enum rc reset_mail_address(struct request *rq, const struct account *account, struct str *to)
{
	struct account_line line;
	enum rc rc = account_line_by_id(rq->db, rq->arena, account->organization_id, account->id, &line);

	if (rc == RC_OK)
		*to = line.email.len ? line.email : line.login;
	return rc == RC_OK && str_find(*to, STR("@")) < 0 ? RC_NOT_FOUND : rc;
}

enum rc reset_mail_send(struct request *rq, const struct account *account, struct str to, struct str token)
{
	const struct catalogue *catalogue = rq->catalogue;
	struct view *view = view_new(rq->arena);
	struct mail mail = {.from = config_text(rq->config, "mail.from"), .to = to, .now = rq->now};

	if (account->locale.len)
		catalogue =
			catalogue_find(config_path(rq->arena, rq->config, "paths.locale"), account->locale);
	view_cstr(view, "locale", catalogue_locale(catalogue));
	view_text(view, "login", account->login);
	view_printf(view, "link", "%.*s/reset-password/%.*s",
		    STR_ARG(config_text(rq->config, "web.public_url")), STR_ARG(token));
	mail.subject = tr(catalogue, N_("A new password for Muster"));
	enum rc rc = request_render(rq, "mail/password_reset_text", view, catalogue, &mail.text);
	if (rc == RC_OK)
		rc = request_render(rq, "mail/password_reset_html", view, catalogue, &mail.html);
	return rc == RC_OK ? mail_spool(rq->arena, config_path(rq->arena, rq->config, "mail.spool"), &mail)
			   : rc;
}
