#ifndef CLIENT_TLS_H
#define CLIENT_TLS_H

#include "base/config.h"
#include "base/moment.h"

/* What a visitor of an https address meets: for muster doctor. The connection is judged as all others are (client.ca_file). */
struct client_tls {
	bool is_reached;             /* an answer of HTTP came, of whatever status */
	bool is_trusted;             /* by authority, name and time */
	int status;
	moment expires_at;           /* of the server's certificate; MOMENT_NONE: it showed none */
	struct str failure;          /* English, why not; empty: all is well */
};
/* HEAD of the address. A certificate that is refused is looked at once more without trust, for its last day alone. */
void client_tls_look(struct arena *arena, const struct config *config, struct str url, struct client_tls *out);

/* "Nov  1 12:00:00 2027 GMT", as certificates are shown; MOMENT_NONE: something else. */
moment client_tls_moment(struct str text);

#endif
