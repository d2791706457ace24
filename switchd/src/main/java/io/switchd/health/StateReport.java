package io.switchd.health;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The state of the process for people, at most {@link #SIZE} bytes of it: why it ends, its memory, what it hears of the
 * threads without which it is none, and where all of its threads are. What cannot be told, because there is no memory
 * left to ask for it, is left out and said so.
 *
 * <p>For one thread. The memory for the text is there from the start.
 */
public final class StateReport {

    private static final int SIZE = 128 * 1024;
    private static final int MAX_CAUSES = 5;

    private final String title;
    private final List<Vital> vitals;
    private final byte[] text = new byte[SIZE];
    private int length;

    /**
     * @param title  the program and its version
     * @param vitals may grow
     */
    public StateReport(final String title, final List<Vital> vitals) {
        this.title = title;
        this.vitals = vitals;
    }

    /** A part of the report. */
    private interface Part {
        void tell() throws IOException;
    }

    void make(final Thread thread, final Throwable cause) {
        length = 0;
        line(title);
        part("reason", () -> tellReason(thread, cause));
        part("memory in KiB", this::tellMemory);
        part("heartbeats", this::tellVitals);
        part("process", this::tellProcess);
        part("threads", this::tellThreads);
    }

    void writeTo(final OutputStream out) throws IOException {
        out.write(text, 0, length);
    }

    private void part(final String name, final Part part) {
        line("");
        line(name);
        try {
            part.tell();
        } catch (final IOException | RuntimeException | Error e) {
            // whatever it is: the process ends over the first cause, and the rest of its state is still wanted
            line("  cannot be told: ", e.getClass().getName());
        }
    }

    private void tellReason(final Thread thread, final Throwable cause) {
        line("  on thread ", thread.getName());
        Throwable next = cause;
        for (int i = 0; i < MAX_CAUSES && next != null; i++) {
            line(i == 0 ? "  " : "  caused by ", next.toString());
            tellStack(next.getStackTrace());
            next = next.getCause();
        }
    }

    private void tellMemory() {
        final Runtime runtime = Runtime.getRuntime();
        line("  heap used ", kibibytes(runtime.totalMemory() - runtime.freeMemory()), " of ", kibibytes(runtime.maxMemory()));
        for (final BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            line("  ", pool.getName(), " buffers used ", kibibytes(pool.getMemoryUsed()), " in ", Long.toString(pool.getCount()));
        }
    }

    private static String kibibytes(final long bytes) {
        return Long.toString(bytes / 1024);
    }

    private void tellVitals() {
        for (final Vital vital : vitals) {
            line("  ", vital.thread(), " beat ", Long.toString(vital.beats().getAsLong()), vital.rests().getAsBoolean() ? ", rests" : ", works");
        }
    }

    private void tellProcess() throws IOException {
        final String[] open = new File("/proc/self/fd").list();
        line("  descriptors ", open == null ? "cannot be listed" : Integer.toString(open.length));
        try (FileInputStream status = new FileInputStream("/proc/self/status")) {
            final String all = new String(status.readAllBytes(), StandardCharsets.US_ASCII);
            for (final String each : all.split("\n")) {
                if (each.startsWith("Pid:") || each.startsWith("Vm") || each.startsWith("Threads:")) {
                    line("  ", each);
                }
            }
        }
    }

    private void tellThreads() {
        for (final Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
            line("  ", thread.getKey().getName(), " ", thread.getKey().getState().name());
            tellStack(thread.getValue());
        }
    }

    private void tellStack(final StackTraceElement[] stack) {
        for (final StackTraceElement frame : stack) {
            line("    at ", frame.toString());
        }
    }

    private void line(final String... words) {
        for (final String word : words) {
            put(word);
        }
        put("\n");
    }

    private void put(final String word) {
        for (int i = 0; i < word.length() && length < SIZE; i++) {
            final char c = word.charAt(i);
            text[length++] = (byte) (c < 0x80 ? c : '?');
        }
    }
}
