package io.switchd.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.switchd.control.RequestFuzz;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What the fuzzer has found worth keeping, again; and a little of what it has not tried. */
class FuzzTest {

    private static final int LONGEST = 128;

    private static List<byte[]> corpus(final String target) throws IOException {
        final List<byte[]> inputs = new ArrayList<>();
        try (InputStream file = FuzzTest.class.getResourceAsStream("/fuzz/" + target + ".zip"); ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                inputs.add(zip.readAllBytes());
            }
        }
        return inputs;
    }

    private static void replay(final String target, final Consumer<byte[]> subject) throws IOException {
        final List<byte[]> inputs = corpus(target);
        assertTrue(inputs.size() > 10, "a corpus of " + inputs.size());
        inputs.forEach(input -> run(subject, input));
    }

    /** Inputs of the corpus with a few bytes of each changed, cut or added; the same seed tries the same. */
    private static void tryOthers(final String target, final Consumer<byte[]> subject, final int count) throws IOException {
        final List<byte[]> inputs = corpus(target);
        final long seed = System.nanoTime();
        System.out.println("Fuzzing " + target + " with seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            final byte[] known = inputs.get(random.nextInt(inputs.size()));
            final byte[] input = new byte[random.nextInt(8) == 0 ? random.nextInt(LONGEST) : known.length];
            System.arraycopy(known, 0, input, 0, Math.min(known.length, input.length));
            for (int change = random.nextInt(6); change >= 0 && input.length > 0; change--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt(256);
            }
            run(subject, input);
        }
    }

    private static void run(final Consumer<byte[]> subject, final byte[] input) {
        try {
            subject.accept(input);
        } catch (final RuntimeException | Error e) {
            throw new AssertionError("input " + HexFormat.of().formatHex(input), e);
        }
    }

    @Test
    void noFrameBreaksAPropertyThatOnceDidOrThatTakesAnotherWay() throws IOException {
        replay("frame", FrameFuzz::fuzzerTestOneInput);
    }

    @Test
    void noSequenceOfEventsBreaksAPropertyThatOnceDidOrThatTakesAnotherWay() throws IOException {
        replay("forwarding", ForwardingFuzz::fuzzerTestOneInput);
    }

    @Test
    void noRequestBreaksAPropertyThatOnceDidOrThatTakesAnotherWay() throws IOException {
        replay("request", RequestFuzz::fuzzerTestOneInput);
    }

    @Test
    void noFrameAtRandomBreaksAProperty() throws IOException {
        tryOthers("frame", FrameFuzz::fuzzerTestOneInput, 200_000);
    }

    @Test
    void noSequenceOfEventsAtRandomBreaksAProperty() throws IOException {
        tryOthers("forwarding", ForwardingFuzz::fuzzerTestOneInput, 20_000);
    }

    @Test
    void noRequestAtRandomBreaksAProperty() throws IOException {
        tryOthers("request", RequestFuzz::fuzzerTestOneInput, 5_000);
    }
}
