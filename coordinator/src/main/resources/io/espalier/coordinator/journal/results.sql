-- Job results that studies share, by what decides them.
CREATE TABLE espalier_result (
    id BINARY(32) PRIMARY KEY,
    used INT NOT NULL,
    outcome VARBINARY(1048576) NOT NULL
);
CREATE INDEX espalier_result_used ON espalier_result (used);
-- One row. Last, so that a script that was cut short runs again as a whole.
CREATE TABLE espalier_result_size (
    bytes BIGINT NOT NULL
);
INSERT INTO espalier_result_size VALUES (0);
