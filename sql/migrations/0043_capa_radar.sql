-- Many rows may carry one time: how far the comparison has come is a time and an id.
ALTER TABLE capa_radar
	ADD COLUMN incidents_id BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN causes_id    BIGINT NOT NULL DEFAULT 0;
ALTER TABLE capa ADD COLUMN completed_on DATE NULL COMMENT 'day of completed_at at the establishment' AFTER completed_at;
