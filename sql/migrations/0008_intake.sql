-- Kinds of incidents that every new organization begins with, and drafts found by their age.

CREATE TABLE category_default (
	register VARCHAR(20)  NOT NULL,
	code     VARCHAR(60)  NOT NULL,
	name     VARCHAR(120) NOT NULL,
	position BIGINT       NOT NULL,
	PRIMARY KEY (register, code),
	CHECK (register IN ('safety', 'environment', 'operations'))
) COMMENT 'Copied into category when an organization is made';

CREATE TRIGGER organization_categories AFTER INSERT ON organization FOR EACH ROW
	INSERT INTO category (organization_id, register, code, name, position)
	SELECT NEW.id, register, code, name, position FROM category_default ORDER BY register, position;

ALTER TABLE report_draft ADD KEY updated (updated_at);
