#include "identity/reset_mail.h"

#include "event/channel_data.h"
#include "identity/account_store.h"

enum rc reset_mail_address(struct request *rq, const struct account *account, struct str *to)
{
	struct account_line line;
	enum rc rc = account_line_by_id(rq->db, rq->arena, account->organization_id, account->id, &line);

	if (rc == RC_OK)
		*to = line.email.len ? line.email : line.login;
	return rc == RC_OK && str_find(*to, STR("@")) < 0 ? RC_NOT_FOUND : rc;
}

/* The link itself is sealed: whoever reads the table of deliveries cannot open it. */
enum rc reset_mail_make(struct request *rq, const struct account *account, struct str token, struct delivery *out)
{
	const struct catalogue *catalogue = rq->catalogue;
	struct view *view = view_new(rq->arena);
	struct channel_data data = {.is_mandatory = true};

	if (account->locale.len)
		catalogue =
			catalogue_find(config_path(rq->arena, rq->config, "paths.locale"), account->locale);
	*out = (struct delivery){
		.organization_id = account->organization_id, .channel = STR("mail"), .account_id = account->id,
		.subject = tr(catalogue, N_("A new password for Muster")),
	};
	view_cstr(view, "locale", catalogue_locale(catalogue));
	view_text(view, "login", account->login);
	view_printf(view, "link", "%.*s/reset-password/{secret}",
		    STR_ARG(config_text(rq->config, "web.public_url")));
	enum rc rc = request_render(rq, "mail/password_reset_text", view, catalogue, &out->body_text);
	if (rc == RC_OK)
		rc = request_render(rq, "mail/password_reset_html", view, catalogue, &out->body_html);
	if (rc == RC_OK)
		rc = channel_data_seal(rq->arena, rq->config, token, rq->now + HOURS(RESET_MAIL_HOURS), &data.sealed);
	out->data = channel_data_text(rq->arena, &data);
	return rc;
}
