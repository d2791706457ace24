package io.switchd.manage;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When a port that got stuck may be opened anew. A guest can make its port stick with one frame, and to open a port
 * takes the kernel tens of milliseconds, for which everybody who asks the manager has to wait. So each port is mended at
 * once the first time, and then after pauses that grow from a second to a minute; a port that has worked for ten minutes
 * is as good as new. Confined to the manager's thread.
 */
final class MendingPace {

    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(60);
    private static final long FORGIVEN = TimeUnit.MINUTES.toNanos(10);

    private final LongSupplier nanos;
    private final Map<String, Mending> mendings = new HashMap<>();

    MendingPace(final LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Mending(long at, long pause) { }

    /** Whether it is time to mend the port, which is then taken for done. */
    boolean isDue(final String port) {
        final long now = nanos.getAsLong();
        final Mending last = mendings.get(port);
        if (last != null && now - last.at < last.pause) {
            return false;
        }
        final boolean isNew = last == null || now - last.at > FORGIVEN;
        mendings.put(port, new Mending(now, isNew ? FIRST_PAUSE : Math.min(last.pause * 2, LONGEST_PAUSE)));
        return true;
    }

    void forgetAllBut(final Set<String> ports) {
        mendings.keySet().retainAll(ports);
    }
}
