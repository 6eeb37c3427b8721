-- The JSON interface offers what the pages offer, by the same code, and reads what downloads read.
INCLUDE portal;
INCLUDE report;
GRANT SELECT, UPDATE ON api_key TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON api_answer TO {user};
-- Users and groups that an identity provider keeps.
GRANT SELECT, INSERT, UPDATE ON scim_user TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON scim_group TO {user};
GRANT SELECT, INSERT, DELETE ON scim_member TO {user};
GRANT INSERT, DELETE ON retired_login TO {user};
-- Keys of an outside issuer, fetched anew when a token names one that is not there.
GRANT SELECT, INSERT, UPDATE ON issuer_keys TO {user};
