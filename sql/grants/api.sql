-- The JSON interface offers what the pages offer, by the same code, and reads what downloads read.
INCLUDE portal;
INCLUDE report;
GRANT SELECT, UPDATE ON api_key TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON api_answer TO {user};
