#ifndef EVENT_MAIL_SERVER_H
#define EVENT_MAIL_SERVER_H

#include "client/client_smtp.h"

/* The server of the settings mail.host ... RC_NOT_FOUND: the password of mail.user cannot be read. */
enum rc mail_server_of(struct arena *arena, const struct config *config, struct client_smtp *out) MUST_CHECK;

#endif
