#include "audit/report_proof.h"

#include "audit/log_store.h"
#include "audit/proof_code.h"

enum rc report_proof(struct db *db, struct arena *arena, const struct digest *content, struct str address,
		     struct proof_sheet *out)
{
	struct proof_code code = {*content, address, STR("")};
	struct log_checkpoint newest;
	struct digest root;
	enum rc rc = log_checkpoint_newest(db, arena, &newest);

	*out = (struct proof_sheet){.content = digest_hex(arena, content), .address = address};
	if (rc == RC_OK && digest_read(newest.root, &root)) {
		code.note = newest.note;
		out->checkpoint = arena_printf(arena, "%lld entries, signed %.*s, root %.*s", (long long)newest.tree_size,
					       STR_ARG(moment_text(arena, newest.signed_at)),
					       STR_ARG(digest_hex(arena, &root)));
	}
	out->code = proof_code_text(arena, &code);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
