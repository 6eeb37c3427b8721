-- What an outside issuer publishes to check its tokens with, read by one process for all of them.

CREATE TABLE issuer_keys (
	url         VARCHAR(500) NOT NULL PRIMARY KEY COMMENT 'api.issuer_keys_url',
	document    MEDIUMTEXT   NULL COMMENT 'JWK Set, as it was sent; NULL: none came yet',
	fetched_at  DATETIME(6)  NULL COMMENT 'when document was sent',
	tried_at    DATETIME(6)  NULL COMMENT 'the last request, whatever came of it',
	next_due_at DATETIME(6)  NOT NULL,
	failure     VARCHAR(300) NULL COMMENT 'why the last request brought nothing; NULL: it did'
) COMMENT 'Public keys of the outside token issuer';
