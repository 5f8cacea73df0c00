package io.espalier.coordinator.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** How results and data sets are compressed in the database. */
public final class Deflate {
    /** A deflater takes a quarter of a megabyte and longer to make than to use on a result. */
    private static final ConcurrentLinkedQueue<Deflater> IDLE = new ConcurrentLinkedQueue<>();

    private Deflate() {}

    public static byte[] pack(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 3 + 32);
        var idle = IDLE.poll();
        var deflater = idle == null ? new Deflater(Deflater.BEST_SPEED) : idle;
        try (var packed = new DeflaterOutputStream(out, deflater)) {
            packed.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        deflater.reset();
        IDLE.add(deflater); // never more of them than threads that ever packed at once
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
