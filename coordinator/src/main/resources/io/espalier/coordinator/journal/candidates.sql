-- Every candidate of every study, in the order of their making.
CREATE TABLE espalier_candidate (
    study VARCHAR(40) NOT NULL,
    id BINARY(32) NOT NULL,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    candidate BLOB NOT NULL,
    PRIMARY KEY (study, id)
);
