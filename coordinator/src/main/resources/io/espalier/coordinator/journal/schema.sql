-- Beside the journal's own tables: data sets by content, summaries of studies, programs.
CREATE TABLE espalier_data_set (
    hash VARCHAR(80) PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    number_of_rows BIGINT NOT NULL,
    created BIGINT NOT NULL,
    content BLOB NOT NULL
);
CREATE TABLE espalier_study (
    id VARCHAR(40) PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    state INT NOT NULL,
    created BIGINT NOT NULL,
    spec_hash VARCHAR(80) NOT NULL,
    summary BLOB NOT NULL
);
CREATE INDEX espalier_study_created ON espalier_study (created, id);
CREATE INDEX espalier_study_name ON espalier_study (name, created);
CREATE INDEX espalier_study_spec ON espalier_study (spec_hash, created);
CREATE TABLE espalier_program (
    id VARCHAR(80) PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    version INT,
    created BIGINT NOT NULL,
    program BLOB NOT NULL,
    UNIQUE (name, version)
);
-- Last, so that a script that was cut short runs again as a whole.
CREATE TABLE espalier_identity (
    cluster VARCHAR(80) PRIMARY KEY,
    created BIGINT NOT NULL
);
