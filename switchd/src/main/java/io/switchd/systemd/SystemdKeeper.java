package io.switchd.systemd;

import io.switchd.linux.hold.DescriptorKeeper;
import java.util.HashMap;
import java.util.Map;

/**
 * Has systemd hold descriptors: while it starts the service anew, for whatever reason, and not when it stops it. There the
 * names begin with {@value #PREFIX}.
 *
 * <p>For one thread at a time.
 */
public final class SystemdKeeper implements DescriptorKeeper {

    private static final String PREFIX = "switchd.";

    private final DescriptorStore store;
    private final Map<String, Integer> held = new HashMap<>();

    public SystemdKeeper(final DescriptorStore store) {
        this.store = store;
    }

    @Override
    public Map<String, Integer> takeOver() {
        for (final String name : store.names()) {
            if (name.startsWith(PREFIX)) {
                store.take(name).ifPresent(descriptor -> held.put(name.substring(PREFIX.length()), descriptor));
            }
        }
        return Map.copyOf(held);
    }

    /** Of two under one name systemd would hold both. */
    @Override
    public void hold(final String name, final int descriptor) {
        final Integer before = held.put(name, descriptor);
        if (before == null) {
            store.put(PREFIX + name, descriptor);
        } else if (before != descriptor) {
            store.remove(PREFIX + name);
            store.put(PREFIX + name, descriptor);
        }
    }

    @Override
    public void forget(final String name) {
        if (held.remove(name) != null) {
            store.remove(PREFIX + name);
        }
    }

    @Override
    public void settle() {
        // systemd holds each at once
    }

    @Override
    public boolean isForRestarts() {
        return true;
    }

    @Override
    public void close() {
        // systemd knows whether it starts the service anew
    }
}
