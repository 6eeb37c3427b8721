#include "event/contact.h"

#include <stddef.h>

#include "event/mail.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct contact, member)
static const struct field contact_fields[] = {
	{.kind = FIELD_ID, OFFSET(account_id)},
	{.kind = FIELD_BOOL, OFFSET(is_active)},
	{.kind = FIELD_TEXT, OFFSET(login)},
	{.kind = FIELD_TEXT, OFFSET(email)},
	{.kind = FIELD_TEXT, OFFSET(locale)},
	{.kind = FIELD_TEXT, OFFSET(phone)},
	{.kind = FIELD_MOMENT, OFFSET(mail_stopped_at)},
	{.kind = FIELD_TEXT, OFFSET(mail_status)},
	FIELD_END,
};
#undef OFFSET
const struct record contact_record = {"contact", sizeof(struct contact), contact_fields};

STATEMENT(contact_of_account, &contact_record, NULL,
	  "SELECT a.id AS account_id, a.is_active, a.login, p.email, a.locale, f.number AS phone,"
	  " b.stopped_at AS mail_stopped_at, b.status AS mail_status FROM account a"
	  " JOIN person p ON p.id = a.person_id"
	  " LEFT JOIN account_phone f ON f.account_id = a.id AND f.confirmed_at IS NOT NULL"
	  " LEFT JOIN mail_bounce b ON b.organization_id = a.organization_id"
	  " AND b.address = COALESCE(NULLIF(p.email, ''), a.login) AND b.stopped_at IS NOT NULL"
	  " WHERE a.organization_id = ? AND a.id = ?");

enum rc contact_of(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id, struct contact *out)
{
	return db_one(db, arena, &contact_of_account, PARAMS(P_INT(organization_id), P_INT(account_id)), out);
}

struct str contact_mail(const struct contact *contact)
{
	const struct str address = contact->email.len ? contact->email : contact->login;

	return mail_is_address(address) ? address : STR_NONE;
}
