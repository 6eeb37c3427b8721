-- What kind of thing happened: the kinds that a new organization begins with. Its administrator adds and retires.
INSERT INTO category_default (register, code, name, position) VALUES
	('safety', 'slip_trip_fall', 'Slip, trip or fall on the same level', 10),
	('safety', 'fall_from_height', 'Fall from height', 20),
	('safety', 'struck_by', 'Struck by something', 30),
	('safety', 'struck_against', 'Struck against something', 40),
	('safety', 'caught_in', 'Caught in or between', 50),
	('safety', 'overexertion', 'Overexertion, lifting, strain', 60),
	('safety', 'repetitive_motion', 'Repetitive motion', 70),
	('safety', 'cut_puncture', 'Cut, puncture or scrape', 80),
	('safety', 'chemical', 'Contact with a chemical', 90),
	('safety', 'heat_cold', 'Heat, cold or burn', 100),
	('safety', 'electrical', 'Contact with electricity', 110),
	('safety', 'noise', 'Noise or hearing', 120),
	('safety', 'vehicle', 'Vehicle or mobile equipment', 130),
	('safety', 'fire_explosion', 'Fire or explosion', 140),
	('safety', 'bloodborne', 'Needlestick or blood', 150),
	('safety', 'violence', 'Violence or aggression', 160),
	('safety', 'animal', 'Animal or insect', 170),
	('safety', 'ergonomic', 'Workplace layout and posture', 180),
	('safety', 'equipment_damage', 'Damage to equipment or property', 190),
	('safety', 'unsafe_act', 'Unsafe act', 200),
	('safety', 'unsafe_condition', 'Unsafe condition', 210),
	('safety', 'ppe', 'Protective equipment missing or not used', 220),
	('safety', 'housekeeping', 'Order and cleanliness', 230),
	('safety', 'other', 'Something else', 240)
ON DUPLICATE KEY UPDATE name = VALUES(name), position = VALUES(position);

INSERT INTO category_default (register, code, name, position) VALUES
	('environment', 'spill', 'Spill or leak', 10),
	('environment', 'air_emission', 'Emission to the air', 20),
	('environment', 'water_discharge', 'Discharge to water', 30),
	('environment', 'soil', 'Contamination of soil', 40),
	('environment', 'waste', 'Waste handling', 50),
	('environment', 'odor_noise', 'Odor or noise complaint', 60),
	('environment', 'permit_deviation', 'Deviation from a permit', 70),
	('environment', 'wildlife', 'Harm to animals or plants', 80),
	('environment', 'other', 'Something else', 90)
ON DUPLICATE KEY UPDATE name = VALUES(name), position = VALUES(position);

INSERT INTO category_default (register, code, name, position) VALUES
	('operations', 'outage', 'Outage', 10),
	('operations', 'degradation', 'Slow or degraded service', 20),
	('operations', 'data_loss', 'Loss of data', 30),
	('operations', 'security', 'Security event', 40),
	('operations', 'equipment_failure', 'Failure of equipment', 50),
	('operations', 'utility', 'Power, water or network supply', 60),
	('operations', 'supplier', 'Failure of a supplier', 70),
	('operations', 'quality', 'Quality defect', 80),
	('operations', 'change', 'Failed change', 90),
	('operations', 'other', 'Something else', 100)
ON DUPLICATE KEY UPDATE name = VALUES(name), position = VALUES(position);
