package io.switchd.testkit;

import java.time.Duration;

/** Whether the kernel sends by a device: it begins to a moment after the device was set up, and drops frames until then. */
public final class Carrier {

    private static final Duration SOON = Duration.ofSeconds(5);

    private Carrier() {
    }

    /** To be called in the device's namespace. */
    public static void await(final String device) {
        Await.until(device + " sends", SOON, () -> Commands.run("ip", "-o", "link", "show", "dev", device).ok().stdout().contains("qdisc noqueue state UP"));
    }
}
