package io.switchd.fuzz;

/**
 * Whatever is configured and whatever comes in, the properties of docs/design.md hold. The input is a configuration and
 * a few events, frames most of them; see docs/fuzzing.md.
 */
public final class ForwardingFuzz {

    private static final int MOST_EVENTS = 64;
    private static final FuzzedFrame FRAME = new FuzzedFrame();

    private ForwardingFuzz() {
    }

    /** Called by the fuzzer, on one thread. */
    public static void fuzzerTestOneInput(final byte[] bytes) {
        final FuzzInput input = new FuzzInput(bytes);
        final FuzzedSwitch subject = new FuzzedSwitch(FRAME, input);
        for (int i = 0; i < MOST_EVENTS && !input.isUsedUp(); i++) {
            subject.event(input);
        }
        subject.checkCounters();
    }
}
