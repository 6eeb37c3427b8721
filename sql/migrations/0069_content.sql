-- Whether a stored content still belongs to something is asked by its hash, in every column that holds one.
ALTER TABLE attachment ADD KEY preview (preview_sha256);
ALTER TABLE capa_file ADD KEY preview (preview_sha256);
ALTER TABLE evidence ADD KEY content (sha256);
ALTER TABLE osha_certification ADD KEY content (file_sha256);
