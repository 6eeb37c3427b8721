#include "base/rc.h"

static const struct {
	int status;
	const char *name;
	const char *meaning;
} codes[] = {
#define X(name, http, meaning) [name] = {http, #name, meaning},
	RC_TABLE(X)
#undef X
};

int rc_http_status(enum rc rc)
{
	return codes[rc].status;
}

const char *rc_name(enum rc rc)
{
	return codes[rc].name;
}

const char *rc_meaning(enum rc rc)
{
	return codes[rc].meaning;
}
