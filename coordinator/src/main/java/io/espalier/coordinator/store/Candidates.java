package io.espalier.coordinator.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.cluster.v1.KeptCandidate;
import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.wire.Structs;
import io.espalier.signatures.json.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The histories of all studies: each candidate with its scores by example, so that studies can be
 * shown and compared without waking them.
 */
public final class Candidates {
    private final Database database;

    public Candidates(Database database) {
        this.database = database;
    }

    /**
     * Keeps a candidate. A replay tells it again, and then it stays as it was; one that was told
     * without a score gets the one that it is told with later.
     */
    public void put(String study, KeptCandidate candidate) {
        var shown = candidate.getCandidate();
        // With another budget a study may give the same label to another state.
        var state = Json.hash(Structs.json(shown.getState()));
        var id = HexFormat.of().parseHex(Json.hash(shown.getLabel() + "\n" + state));
        var packed = Deflate.pack(candidate.toByteArray());
        database.transact(connection -> {
            if (shown.hasScore() && update(connection, study, id, packed)) return 1;
            try (var insert =
                    connection.prepareStatement(
                            "INSERT INTO espalier_candidate (study, id, candidate) SELECT ?, ?, ?"
                                    + " WHERE NOT EXISTS (SELECT 1 FROM espalier_candidate"
                                    + " WHERE study = ? AND id = ?)")) {
                insert.setString(1, study);
                insert.setBytes(2, id);
                insert.setBytes(3, packed);
                insert.setString(4, study);
                insert.setBytes(5, id);
                return insert.executeUpdate();
            }
        });
    }

    /**
     * @return whether it was there without a score
     */
    private static boolean update(Connection connection, String study, byte[] id, byte[] packed)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "SELECT candidate FROM espalier_candidate WHERE study = ? AND id = ?")) {
            query.setString(1, study);
            query.setBytes(2, id);
            try (var rows = query.executeQuery()) {
                if (!rows.next()) return false;
                if (candidate(rows.getBytes(1)).getCandidate().hasScore()) return false;
            }
        }
        try (var update =
                connection.prepareStatement(
                        "UPDATE espalier_candidate SET candidate = ? WHERE study = ? AND id = ?")) {
            update.setBytes(1, packed);
            update.setString(2, study);
            update.setBytes(3, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Each after those that it was made from, otherwise in the order of their reports. */
    public List<KeptCandidate> list(String study) {
        return database.transact(connection -> {
            try (var query =
                    connection.prepareStatement(
                            "SELECT candidate FROM espalier_candidate WHERE study = ?"
                                    + " ORDER BY number")) {
                query.setString(1, study);
                var found = new ArrayList<KeptCandidate>();
                try (var rows = query.executeQuery()) {
                    while (rows.next()) found.add(candidate(rows.getBytes(1)));
                }
                return Lineage.parentsFirst(
                        found,
                        kept -> kept.getCandidate().getLabel(),
                        kept -> kept.getCandidate().getParentsList());
            }
        });
    }

    private static KeptCandidate candidate(byte[] packed) throws SQLException {
        try {
            return KeptCandidate.parseFrom(Deflate.unpack(packed));
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("a candidate cannot be read", e);
        }
    }
}
