package io.switchd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The privileges the daemon needs, each with its reason (capabilities(7)). */
enum Capabilities {

    CAP_NET_ADMIN(12, "to make, configure and watch network devices"),
    CAP_NET_RAW(13, "to open the packet sockets of the ports"),
    CAP_SYS_ADMIN(21, "to make and enter network namespaces, and to load the filter that keeps the host off the ports");

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String EFFECTIVE = "CapEff:";

    private final int bit;
    private final String reason;

    Capabilities(final int bit, final String reason) {
        this.bit = bit;
        this.reason = reason;
    }

    /** One sentence on the first that is missing. */
    static Optional<String> missing() throws IOException {
        final long effective = Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith(EFFECTIVE))
            .map(line -> Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).trim(), 16))
            .findFirst().orElse(-1L);
        for (final Capabilities capability : values()) {
            if ((effective >>> capability.bit & 1) == 0) {
                return Optional.of(capability + " is missing, which switchd needs " + capability.reason + "; run it as root");
            }
        }
        return Optional.empty();
    }
}
