#include "organization/names_audit.h"

#include "identity/viewer.h"
#include "organization/names_store.h"

static void *begin(struct request *rq)
{
	return names_new(rq->db, rq->arena, rq->viewer->organization_id);
}

static struct str name(void *closure, const char *field, int64_t id)
{
	return names_of_field(closure, field, id);
}

const struct audit_naming_source names_audit = {begin, name};
