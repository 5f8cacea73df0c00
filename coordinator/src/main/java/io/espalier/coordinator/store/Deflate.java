package io.espalier.coordinator.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** How results and data sets are compressed in the database. */
public final class Deflate {
    private Deflate() {}

    public static byte[] pack(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 3 + 32);
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var packed = new DeflaterOutputStream(out, deflater)) {
            packed.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    /**
     * @throws UncheckedIOException for bytes that {@link #pack} did not make
     */
    public static byte[] unpack(byte[] packed) {
        try (var in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
