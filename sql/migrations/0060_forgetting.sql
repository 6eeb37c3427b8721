-- The worker removes links and codes by the day on which they became useless.
ALTER TABLE account_token
	ADD KEY expires (expires_at),
	ADD KEY used (used_at);
