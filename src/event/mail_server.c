#include "event/mail_server.h"

#include "base/file.h"
#include "client/client_url.h"

enum { MOST_SECRET = 4096 };

/* The name of this installation, for EHLO. */
static struct str own_name(struct arena *arena, const struct config *config)
{
	struct client_url url;

	return client_url_parse(arena, config_text(config, "web.public_url"), &url) == RC_OK ? url.host : STR("localhost");
}

enum rc mail_server_of(struct arena *arena, const struct config *config, struct client_smtp *out)
{
	*out = (struct client_smtp){
		.config = config, .host = config_text(config, "mail.host"), .port = (int)config_int(config, "mail.port"),
		.security = config_text(config, "mail.security"), .user = config_text(config, "mail.user"),
		.password = STR(""), .hello = own_name(arena, config),
	};
	if (!out->user.len)
		return RC_OK;
	if (file_read(arena, config_path(arena, config, "mail.password_file").at, MOST_SECRET, &out->password) != RC_OK)
		return RC_NOT_FOUND;
	out->password = str_trim(out->password);
	return RC_OK;
}
