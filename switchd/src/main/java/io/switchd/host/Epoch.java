package io.switchd.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the numbers and names of devices mean something in: one boot and one network namespace. */
public final class Epoch {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path NAMESPACE = Path.of("/proc/thread-self/ns/net");

    private Epoch() {
    }

    /** Of the thread that asks. */
    public static String present() throws IOException {
        return Files.readString(BOOT).trim() + " " + Files.readSymbolicLink(NAMESPACE);
    }
}
