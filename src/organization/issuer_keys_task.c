#include "organization/issuer_keys_task.h"

#include "identity/issuer_keys.h"

static enum rc run(const struct worker_call *call)
{
	return issuer_keys_refresh(call->db, call->arena, call->config, call->now);
}

const struct worker_task issuer_keys_task = {
	"issuer-keys", SECONDS(15), run, "fetches the keys of the outside token issuer again before they are too old",
};
